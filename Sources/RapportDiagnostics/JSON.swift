/// JSON text of a string: quoted, with everything escaped that a terminal or a parser would act on.
///
/// Here because diagnostics print as JSON and this target imports nothing.
public func jsonQuoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "\r": out += "\\r"
        case "\t": out += "\\t"
        case "\u{0}"..<"\u{20}", "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
            let digits = String(scalar.value, radix: 16)
            out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: out.unicodeScalars.append(scalar)
        }
    }
    return out + "\""
}

extension Diagnostic {
    /// The failure as one line of JSON, for `--errors json`: code, message, line, spans (UTF-8 offsets), help.
    public func json(source: String) -> String {
        let places = labels.map {
            "{\"start\":\($0.span.lower),\"end\":\($0.span.upper),\"text\":\(jsonQuoted($0.text))}"
        }
        let advice = help.map { each in
            let edit = each.edit.map {
                ",\"edit\":{\"start\":\($0.span.lower),\"end\":\($0.span.upper),"
                    + "\"replacement\":\(jsonQuoted($0.replacement))}"
            }
            return "{\"text\":\(jsonQuoted(each.text))\(edit ?? "")}"
        }
        return "{\"code\":\(jsonQuoted(code.name)),\"message\":\(jsonQuoted(message)),"
            + "\"line\":\(jsonQuoted(source)),\"labels\":[\(places.joined(separator: ","))],"
            + "\"help\":[\(advice.joined(separator: ","))]}"
    }
}
