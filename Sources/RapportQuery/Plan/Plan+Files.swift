public import RapportContract

extension Plan {
    /// The files that the plan reads, in order, each once.
    public var files: [FileSource] {
        var found: [FileSource] = []
        for case let scan as Scan in steps.map(\.operation) where !found.contains(scan.file) {
            found.append(scan.file)
        }
        return found
    }
}

extension Value {
    /// The value as the language writes it; a word of a choice stands bare.
    public func written(of kind: Signature.ParameterKind? = nil) -> String {
        LanguageText.value(self, of: kind)
    }
}
