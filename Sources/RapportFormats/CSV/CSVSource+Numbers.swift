internal import RapportTable

extension CSVSource {
    /// How the numbers of a column are written, and what they may be besides.
    func numberProofs(_ name: String, _ column: Knowledge.Column, _ stats: ColumnStats) -> [String] {
        guard let form = column.type.number else { return [] }
        var proofs: [String] = []
        let evidence = stats.numbers
        func count(_ number: Int) -> String { LoadReport.grouped(number) }
        if form.isPercent { proofs.append("percent: 12.5% is 0.125") }
        for (currency, number) in evidence.currencies.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            proofs.append("\(count(number)) in \(currency.rawValue)")
        }
        if evidence.grouped > 0 {
            let sign = form.decimal == UInt8(ascii: ".") ? "commas" : "signs"
            proofs.append("\(count(evidence.grouped)) with \(sign) between thousands")
        }
        if evidence.oddSigns > 0 {
            proofs.append("\(count(evidence.oddSigns)) negative by brackets or a sign behind")
        }
        if evidence.wide > 0 { proofs.append("\(count(evidence.wide)) in full-width digits") }
        if case .int = column.type, let hint = Self.momentHint(name, stats) { proofs.append(hint) }
        return proofs
    }

    /// Whole numbers that are moments: they stay numbers, and the report says how they become times.
    private static func momentHint(_ name: String, _ stats: ColumnStats) -> String? {
        guard stats.present > 0, KindGuess.isTimeName(name) else { return nil }
        let (low, high) = (stats.smallest, stats.largest)
        let written = Tally.written(name)
        if isDay(low), isDay(high) {
            return "days written as numbers: `… | derive \(written) = parse_date(\(written), \"yyyyMMdd\")`"
        }
        // From 1990 to 2100, in seconds and in finer units.
        let units: [(String, Int64)] = [("s", 1), ("ms", 1000), ("us", 1_000_000), ("ns", 1_000_000_000)]
        for (unit, scale) in units where low >= 631_152_000 * scale && high <= 4_102_444_800 * scale {
            return
                "seems to count \(unit) since 1970: `… | derive \(written) = from_epoch(\(written), \"\(unit)\")`"
        }
        return nil
    }

    private static func isDay(_ number: Int64) -> Bool {
        guard number >= 1800_01_01, number <= 2199_12_31 else { return false }
        return daysFromCivil(Int(number / 10_000), Int(number / 100 % 100), Int(number % 100)) != nil
    }

    /// A sum as a report shows it.
    static func written(_ sum: Double) -> String {
        let rounded = (sum * 100).rounded() / 100
        guard rounded.magnitude < 1e15 else { return "\(sum)" }
        let whole = Int(rounded.rounded(.towardZero))
        let cents = Int(((rounded - Double(whole)).magnitude * 100).rounded())
        let sign = rounded < 0 && whole == 0 ? "-" : ""
        let text = sign + LoadReport.grouped(whole)
        return cents == 0 ? text : text + "." + (cents < 10 ? "0\(cents)" : "\(cents)")
    }
}
