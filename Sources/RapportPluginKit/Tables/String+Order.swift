extension String {
    /// Whether it comes first by Unicode scalars: the same order on every machine, whatever the language there.
    public func precedes(_ other: String) -> Bool {
        unicodeScalars.lexicographicallyPrecedes(other.unicodeScalars)
    }
}
