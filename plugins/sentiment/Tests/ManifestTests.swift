import SentimentPlugin
import RapportPluginKit
import Testing

@Suite struct ManifestTests {
    @Test func isNamedAsItsFolder() {
        #expect(sentiment.name == "sentiment")
    }
}
