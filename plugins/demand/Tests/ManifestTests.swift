import DemandPlugin
import Testing

@Suite struct ManifestTests {
    @Test func isNamedAsItsFolder() {
        #expect(demand.name == "demand")
    }
}
