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
        if case .int = column.type, stats.present > 0,
            let hint = MomentHint.text(name, stats.smallest, stats.largest)
        {
            proofs.append(hint)
        }
        if case .float(let form) = column.type, !form.isPercent, stats.present > 0,
            let hint = MomentHint.text(name, stats.lowest, stats.highest)
        {
            proofs.append(hint)
        }
        return proofs
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
