import RapportPluginKit
import RapportTestKit
import SegmentationPlugin
import Testing

/// Holds every analysis of the plugin to what each stage promises, its examples included.
@Suite struct SegmentationContractTests {
    @Test("keeps the contract", arguments: segmentation.stages.map(\.signature.name), ContractCheck.allCases)
    func keeps(_ name: String, _ check: ContractCheck) async throws {
        let stage = try #require(segmentation.stages.first { $0.signature.name == name })
        let found = await ContractSuite(stage, among: segmentation.stages).violations(of: check)
        #expect(found.isEmpty, "\(found.map(\.description).joined(separator: "\n"))")
    }
}
