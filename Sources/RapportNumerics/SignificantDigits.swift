extension Double {
    /// Five significant digits, cut, not rounded: what is printed as a limit lies below it.
    public var cutToFiveDigits: String {
        guard isFinite, self > 0 else { return "\(self)" }
        var scale = 1.0
        while self * scale < 10_000, scale < 1e300 { scale *= 10 }
        while self * scale >= 100_000 { scale /= 10 }
        let cut = (self * scale).rounded(.down)
        // Of numbers below 1e-296 no power of ten makes five digits.
        return cut > 0 ? "\(cut / scale)" : "\(self)"
    }
}
