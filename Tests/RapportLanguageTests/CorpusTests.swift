import RapportDiagnostics
import RapportLanguage
import Testing

@Suite struct CorpusTests {
    @Test func `the corpus is there`() {
        #expect(CorpusCase.all.count >= 397)
    }

    @Test(arguments: CorpusCase.all)
    func `reads, or is refused with its message`(_ each: CorpusCase) {
        let script = parse(each.source)
        #expect(DebugForm(each.source).script(script) == each.tree)
        let errors = script.diagnostics.map { $0.rendered(source: each.source) }.joined(separator: "\n")
        #expect(errors == each.errors)
        #expect((script.diagnostics.first?.fixing(each.source) ?? "") == each.fixed)
        #expect(script.broken.isEmpty == script.diagnostics.isEmpty)
    }
}

extension Diagnostic {
    /// The line with the first edit of the help made.
    fileprivate func fixing(_ source: String) -> String? {
        guard let edit = help.lazy.compactMap(\.edit).first else { return nil }
        var bytes = Array(source.utf8)
        bytes.replaceSubrange(edit.span.range, with: Array(edit.replacement.utf8))
        return String(decoding: bytes, as: UTF8.self)
    }
}
