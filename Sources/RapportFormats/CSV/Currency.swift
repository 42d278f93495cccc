/// A currency as cells write it: a code, or a sign that several currencies share.
enum Currency: String, Sendable, Hashable, CaseIterable {
    case yuanSign = "¥"
    case dollarSign = "$"
    case cny = "CNY"
    case jpy = "JPY"
    case usd = "USD"
    case hkd = "HKD"
    case twd = "TWD"
    case aud = "AUD"
    case cad = "CAD"
    case sgd = "SGD"
    case eur = "EUR"
    case gbp = "GBP"
    case inr = "INR"
    case krw = "KRW"
    case chf = "CHF"
    case rub = "RUB"

    /// As they stand in cells, the longer ones in front of those they begin with.
    private static let written: [(text: [UInt8], currency: Currency)] = texts.map { (Array($0.0.utf8), $0.1) }

    private static let texts: [(String, Currency)] = [
        ("US$", .usd), ("HK$", .hkd), ("NT$", .twd), ("AU$", .aud), ("A$", .aud), ("CA$", .cad), ("C$", .cad),
        ("S$", .sgd), ("$", .dollarSign), ("¥", .yuanSign), ("￥", .yuanSign), ("€", .eur), ("£", .gbp),
        ("￡", .gbp), ("₹", .inr), ("₩", .krw), ("₽", .rub), ("人民币", .cny), ("元", .cny), ("円", .jpy),
        ("RMB", .cny), ("CNY", .cny), ("JPY", .jpy), ("USD", .usd), ("HKD", .hkd), ("TWD", .twd),
        ("AUD", .aud),
        ("CAD", .cad), ("SGD", .sgd), ("EUR", .eur), ("GBP", .gbp), ("INR", .inr), ("KRW", .krw),
        ("CHF", .chf),
        ("RUB", .rub),
    ]

    /// The currency that is written at `place`, and how many bytes it takes.
    static func at(_ place: Int, of cell: CellBytes) -> (currency: Currency, length: Int)? {
        for (text, currency) in written where place + text.count <= cell.count {
            var index = 0
            while index < text.count, cell[place + index] == text[index] { index += 1 }
            if index == text.count { return (currency, index) }
        }
        return nil
    }

    /// The currencies that a sign may stand for; nil for a code.
    private var mayBe: Set<Currency>? {
        switch self {
        case .yuanSign: [.cny, .jpy]
        case .dollarSign: [.usd, .hkd, .twd, .aud, .cad, .sgd]
        default: nil
        }
    }

    /// The one currency that all of them may be; nil where there are two.
    static func common(_ currencies: Set<Currency>) -> Currency? {
        let codes = currencies.filter { $0.mayBe == nil }
        let signs = currencies.filter { $0.mayBe != nil }
        guard codes.count <= 1 else { return nil }
        guard let code = codes.first else { return signs.count == 1 ? signs.first : nil }
        return signs.allSatisfy { $0.mayBe?.contains(code) ?? false } ? code : nil
    }
}
