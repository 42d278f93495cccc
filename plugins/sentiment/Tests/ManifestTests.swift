import RapportPluginKit
import SentimentPlugin
import Testing

@Suite struct ManifestTests {
    @Test func `is named as its folder`() { #expect(sentiment.name == "sentiment") }
}
