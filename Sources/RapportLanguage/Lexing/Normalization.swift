// The standard library normalises text for `==` but publishes no way to ask for the result. Its `_nfc`, which
// Foundation's own `precomposedStringWithCanonicalMapping` is built on, is used here alone: importing
// Foundation instead would load ICU at every start.
@_spi(_Unicode) import Swift

extension String {
    /// The text in Unicode's normal form C, in which names are kept.
    var normalized: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return self }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: _nfc)
        return String(result)
    }
}
