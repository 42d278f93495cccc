import EfficiencyPlugin
import RapportPluginKit
import Testing

@Suite struct ManifestTests {
    @Test func isNamedAsItsFolder() {
        #expect(efficiency.name == "efficiency")
    }
}
