import FuzzDriver
import RapportDiagnostics
import RapportLanguage

/// What must hold for every text whatsoever: spans lie inside it, on whole scalars; statements do not overlap; what
/// is printed reads back, and prints the same again.
enum LanguageTest {
    static func run(_ input: [UInt8]) {
        let source = String(decoding: input, as: UTF8.self)
        let bytes = Array(source.utf8)
        let script = parse(source)
        Fuzzer.expect(
            script.diagnostics.isEmpty == script.broken.isEmpty,
            "a broken statement has a diagnostic, and only it")
        checkPlaces(of: script, in: bytes)
        for diagnostic in script.diagnostics { check(diagnostic, bytes, source) }
        for statement in script.statements { checkPrinting(of: statement) }
    }

    private static func isPlace(_ span: SourceSpan, _ bytes: [UInt8]) -> Bool {
        span.lower >= 0 && span.lower <= span.upper && span.upper <= bytes.count
            && [span.lower, span.upper].allSatisfy { $0 == bytes.count || bytes[$0] & 0xC0 != 0x80 }
    }

    private static func checkPlaces(of script: Script, in bytes: [UInt8]) {
        var last = 0
        let spans = script.statements.map(\.span) + script.broken.map(\.span)
        for span in spans.sorted(by: { $0.lower < $1.lower }) {
            Fuzzer.expect(isPlace(span, bytes), "the statement at \(span) lies inside the text")
            Fuzzer.expect(span.lower >= last, "the statement at \(span) does not overlap the one before it")
            last = span.upper
        }
    }

    private static func check(_ diagnostic: Diagnostic, _ bytes: [UInt8], _ source: String) {
        let code = diagnostic.code.name
        Fuzzer.expect(diagnostic.labels.count == 1, "\(code) points at one place")
        for label in diagnostic.labels {
            Fuzzer.expect(isPlace(label.span, bytes), "\(code) at \(label.span) lies inside the text")
        }
        for edit in diagnostic.help.compactMap(\.edit) {
            Fuzzer.expect(
                isPlace(edit.span, bytes), "the fix of \(code) at \(edit.span) lies inside the text")
        }
        // The text form is made safe where it is shown; JSON goes out as it is.
        Fuzzer.expect(!diagnostic.rendered(source: source).isEmpty, "\(code) renders")
        for scalar in diagnostic.json(source: source).unicodeScalars {
            Fuzzer.expect(
                scalar.value >= 32 && !(127...159).contains(scalar.value),
                "\(code) as JSON holds no control character, found \(scalar.value)")
        }
    }

    private static func checkPrinting(of statement: Statement) {
        let printed = statement.printed
        let back = parse(printed)
        Fuzzer.expect(
            back.diagnostics.isEmpty && back.statements.count == 1,
            "what is printed reads back as one statement: \(printed)")
        let again = back.statements[0].printed
        Fuzzer.expect(again == printed, "what is printed prints the same again: \(printed) became \(again)")
        guard case .pipeline(_, let pipeline) = statement.form else { return }
        // A refusal is an answer; a trap would be the finding.
        for item in pipeline.stages.flatMap(\.arguments.items) { _ = try? item.asCondition }
    }
}
