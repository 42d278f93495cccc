import CentralityPlugin
import RapportPluginKit
import Testing

@Suite struct ManifestTests {
    @Test func isNamedAsItsFolder() {
        #expect(centrality.name == "centrality")
    }
}
