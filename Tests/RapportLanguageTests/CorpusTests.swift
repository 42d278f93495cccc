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
        #expect(script.broken.isEmpty == script.diagnostics.isEmpty)
    }
}
