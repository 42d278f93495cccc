extension Unicode.Scalar {
    /// Whether the scalar is one of the unified ideographs that Chinese segmentation takes together in a run:
    /// U+4E00 to U+9FD5.
    public var isHan: Bool { (0x4E00...0x9FD5).contains(value) }
}

extension StringProtocol {
    /// The share of ideographs among the letters; nil where there is no letter.
    public var hanShare: Double? {
        var (han, letters) = (0, 0)
        for scalar in unicodeScalars where scalar.properties.isAlphabetic {
            letters += 1
            if scalar.isHan { han += 1 }
        }
        return letters == 0 ? nil : Double(han) / Double(letters)
    }
}
