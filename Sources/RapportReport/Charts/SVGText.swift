import RapportDiagnostics

/// Elements of SVG, written with every name and text escaped.
struct SVGWriter {
    private(set) var text = ""

    mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        element(name, attributes)
        text += ">"
    }
    mutating func close(_ name: String) { text += "</\(name)>\n" }
    mutating func empty(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        element(name, attributes)
        text += "/>\n"
    }
    mutating func label(_ content: String, _ attributes: KeyValuePairs<String, String>) {
        open("text", attributes)
        text += markupEscaped(content)
        close("text")
    }
    mutating func raw(_ trusted: String) { text += trusted }

    private mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String>) {
        text += "<\(name)"
        for (key, value) in attributes { text += " \(key)=\"\(markupEscaped(value))\"" }
    }

    /// A coordinate: at most two digits behind the point, `.` whatever the locale.
    static func number(_ value: Double) -> String {
        let text = DecimalText(value).fixed(2, grouped: false)
        var bytes = Substring(text)
        while bytes.last == "0" { bytes.removeLast() }
        if bytes.last == "." { bytes.removeLast() }
        return String(bytes)
    }

    /// Width of a label in the page's font, about: for margins, never for a promise.
    static func width(of label: String) -> Double { Double(label.displayWidth) * 7.1 }
}

/// Text as HTML and XML show it: markup escaped by Unicode scalars, control characters visible.
///
/// By scalars and not by characters: in Swift a quote with a combining mark behind it is one character that
/// equals no quote, while a parser of HTML still sees the quote.
func markupEscaped(_ text: String) -> String {
    var out = ""
    for scalar in text.visible.unicodeScalars {
        switch scalar {
        case "&": out += "&amp;"
        case "<": out += "&lt;"
        case ">": out += "&gt;"
        case "\"": out += "&quot;"
        case "'": out += "&#39;"
        // Not characters of XML.
        case "\u{FFFE}", "\u{FFFF}": out += "\u{FFFD}"
        default: out.unicodeScalars.append(scalar)
        }
    }
    return out
}
