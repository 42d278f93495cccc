extension Scalar {
    /// Whether two present values of one type are the same: text scalar by scalar, -0 is 0.
    package func isSame(as other: Scalar) -> Bool {
        if case (.text(let a), .text(let b)) = (self, other) { return a.utf8.elementsEqual(b.utf8) }
        if case (.list(let a), .list(let b)) = (self, other) {
            return a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
        }
        return self == other
    }

    /// Ascending order of two present values of one type: text by scalars, which is by UTF-8 bytes.
    ///
    /// Lists by the first elements that differ, missing after all values, the shorter first. False where the types have no order with each other.
    package func isLess(than other: Scalar) -> Bool {
        switch (self, other) {
        case (.bool(let a), .bool(let b)): !a && b
        case (.int(let a), .int(let b)): a < b
        case (.float(let a), .float(let b)): a < b
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        case (.date(let a), .date(let b)): a < b
        case (.datetime(let a), .datetime(let b)): a < b
        case (.duration(let a), .duration(let b)): a < b
        case (.list(let a), .list(let b)):
            a.lexicographicallyPrecedes(b) { $0.isMissing ? false : $1.isMissing || $0.isLess(than: $1) }
        default: false
        }
    }
}
