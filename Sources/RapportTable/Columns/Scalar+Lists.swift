extension Scalar {
    /// A list as JSON: `["a", "b"]`, `[1, null]`; times as texts, in the column's zone.
    static func text(list: [Scalar], zone: String?) -> String {
        let elements = list.map { element in
            switch element {
            case .missing: "null"
            case .bool, .int, .float, .list: element.text(zone: zone)
            case .text, .date, .datetime, .duration: quoted(element.text(zone: zone))
            }
        }
        return "[" + elements.joined(separator: ", ") + "]"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// Reads what ``text(grain:zone:)`` writes of a list; nil where the text is none, or an element is not
    /// of the type.
    init?(listText text: String, of element: ColumnType) {
        var reader = ListReader(text: Array(text.unicodeScalars))
        guard let list = reader.list(of: element), reader.isAtEnd else { return nil }
        self = .list(list)
    }
}

private struct ListReader {
    let text: [Unicode.Scalar]
    var place = 0

    var isAtEnd: Bool { place == text.count }
    private var next: Unicode.Scalar? { place < text.count ? text[place] : nil }

    private mutating func takes(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        place += 1
        return true
    }

    private mutating func skipBlanks() {
        while let scalar = next, scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" {
            place += 1
        }
    }

    mutating func list(of element: ColumnType) -> [Scalar]? {
        guard takes("[") else { return nil }
        skipBlanks()
        var cells: [Scalar] = []
        if takes("]") { return cells }
        while true {
            guard let cell = cell(of: element) else { return nil }
            cells.append(cell)
            skipBlanks()
            if takes("]") { return cells }
            guard takes(",") else { return nil }
            skipBlanks()
        }
    }

    private mutating func cell(of type: ColumnType) -> Scalar? {
        switch next {
        case "\"":
            guard let text = string() else { return nil }
            return Scalar(text: text, type: type)
        case "[":
            guard case .list(let inner) = type, let list = list(of: inner) else { return nil }
            return .list(list)
        default:
            let start = place
            while let scalar = next, scalar != ",", scalar != "]", scalar != " " { place += 1 }
            var word = String.UnicodeScalarView()
            word.append(contentsOf: text[start..<place])
            if String(word) == "null" { return .missing }
            switch type {
            case .bool, .int, .float: return Scalar(text: String(word), type: type)
            default: return nil
            }
        }
    }

    private mutating func string() -> String? {
        guard takes("\"") else { return nil }
        var content = String.UnicodeScalarView()
        while let scalar = next {
            place += 1
            switch scalar {
            case "\"": return String(content)
            case "\\":
                guard let escape = next else { return nil }
                place += 1
                switch escape {
                case "n": content.append("\n")
                case "r": content.append("\r")
                case "t": content.append("\t")
                case "u":
                    guard place + 4 <= text.count else { return nil }
                    var digits = String.UnicodeScalarView()
                    digits.append(contentsOf: text[place..<place + 4])
                    guard let code = UInt32(String(digits), radix: 16), let made = Unicode.Scalar(code)
                    else { return nil }
                    content.append(made)
                    place += 4
                default: content.append(escape)
                }
            default: content.append(scalar)
            }
        }
        return nil
    }
}
