import DemandPlugin
import RapportPluginKit
import Testing

@Suite struct ManifestTests {
    @Test func isNamedAsItsFolder() {
        #expect(demand.name == "demand")
    }
}
