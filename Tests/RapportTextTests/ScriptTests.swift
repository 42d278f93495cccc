import RapportText
import Testing

@Suite struct ScriptTests {
    @Test func ideographsAreCountedAmongLetters() {
        #expect("客服 ok!".hanShare == 0.5)
        #expect("hello 12".hanShare == 0)
        #expect("12 …".hanShare == nil)
    }
}
