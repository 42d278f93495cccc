import SatisfactionPlugin
import RapportPluginKit
import Testing

@Suite struct ManifestTests {
    @Test func isNamedAsItsFolder() {
        #expect(satisfaction.name == "satisfaction")
    }
}
