import SentimentPlugin
import Testing

@Suite struct ManifestTests {
    @Test func isNamedAsItsFolder() {
        #expect(sentiment.name == "sentiment")
    }
}
