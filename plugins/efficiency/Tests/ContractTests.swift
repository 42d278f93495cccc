import RapportPluginKit
import RapportTestKit
import Testing

@testable import EfficiencyPlugin

/// Holds the analyses to what each stage promises.
@Suite struct EfficiencyContractTests {
    @Test("keeps the contract", arguments: efficiency.stages.map(\.signature.name), ContractCheck.allCases)
    func keeps(_ name: String, _ check: ContractCheck) async throws {
        let stage = try #require(efficiency.stages.first { $0.signature.name == name })
        let found = await ContractSuite(stage).violations(of: check)
        #expect(found.isEmpty, "\(found.map(\.description).joined(separator: "\n"))")
    }
}
