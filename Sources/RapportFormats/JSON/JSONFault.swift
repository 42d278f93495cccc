internal import RapportDiagnostics

/// Why bytes are not the JSON that was expected, and where; small, for it passes through the inner loops.
struct JSONFault: Error {
    enum Kind {
        case expected(StaticString)
        case unclosedText
        case controlCharacter
        case escape
        case invalidUTF8
        case tooDeep
        case number
        case recordOverLines
        case unclosedRecord
        case unclosedDocument
        case tooManyColumns
        case surplus
    }

    var kind: Kind
    /// In the bytes that were parsed, until whoever knows where they stand in the file adds that.
    var offset: Int
    /// What stands there; nil at the end.
    var found: UInt8?

    /// The fault as an analyst reads it.
    ///
    /// Never more of the data than a sign of JSON's own.
    func diagnostic(_ file: String, line: Int, column: Int) -> Diagnostic {
        let place = "`\(file)`, line \(LoadReport.grouped(line)), column \(LoadReport.grouped(column))"
        switch kind {
        case .expected(let what):
            return Diagnostic(
                found == nil ? "json.truncated" : "json.syntax",
                "\(place): expected \(what), found \(foundWords)",
                help: found == nil ? ["the file may be cut short: `load` it again once it is whole"] : [])
        case .unclosedText:
            return Diagnostic("json.truncated", "\(place): a text is opened and not closed before the end")
        case .controlCharacter:
            return Diagnostic(
                "json.syntax", "\(place): a control character inside a text, expected it escaped",
                help: ["a line end in a text is written `\\n`, a tab `\\t`"])
        case .escape:
            return Diagnostic(
                "json.syntax", "\(place): an unknown escape in a text",
                help: ["JSON has `\\\" \\\\ \\/ \\b \\f \\n \\r \\t` and `\\u` with four digits"])
        case .invalidUTF8:
            return Diagnostic(
                "json.encoding", "\(place): not valid UTF-8, which JSON is written in",
                help: ["`load … encoding=\"gb18030\"` reads text of another encoding"])
        case .tooDeep:
            return Diagnostic(
                "json.too-deep", "\(place): nested deeper than \(JSONParser.depthLimit) levels")
        case .number:
            return Diagnostic(
                "json.syntax", "\(place): not a number as JSON writes it",
                help: ["no leading zeros, no `+`, a digit on both sides of the point; a text has quotes"])
        case .recordOverLines:
            return Diagnostic(
                "json.syntax", "\(place): the record that begins here goes on behind its line",
                help: ["JSON Lines has one record a line; `load … format=json` reads them over several lines"]
            )
        case .unclosedRecord:
            return Diagnostic(
                "json.truncated", "\(place): the record that begins here is not closed before the end",
                help: ["the file may be cut short: `load` it again once it is whole"])
        case .unclosedDocument:
            return Diagnostic(
                "json.truncated", "\(place): the file ends before its brackets are closed",
                help: ["the file may be cut short: `load` it again once it is whole"])
        case .tooManyColumns:
            return Diagnostic(
                "json.too-many-columns",
                "\(place): more than \(LoadReport.grouped(KeyTree.limit)) different keys, each of which is a column",
                help: ["keys that are data (an id a key) belong into a field of each record"])
        case .surplus:
            return Diagnostic(
                "json.syntax", "\(place): expected the end of the file, found \(foundWords)")
        }
    }

    private var foundWords: String {
        guard let found else { return "the end" }
        switch found {
        case UInt8(ascii: "\""): return "a text"
        case UInt8(ascii: "0")...UInt8(ascii: "9"), .minus: return "a number"
        case UInt8(ascii: "["): return "an array"
        case UInt8(ascii: "{"): return "an object"
        case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "]"), UInt8(ascii: "}"),
            UInt8(ascii: "'"), UInt8(ascii: "/"), UInt8(ascii: "#"):
            return "`\(Character(Unicode.Scalar(found)))`"
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return "a word"
        default: return "another sign"
        }
    }
}
