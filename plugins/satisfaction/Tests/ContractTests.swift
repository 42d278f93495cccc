import RapportPluginKit
import RapportTestKit
import Testing

@testable import SatisfactionPlugin

@Suite struct ContractTests {
    @Test("keeps the contract", arguments: satisfaction.stages.indices, ContractCheck.allCases)
    func keeps(_ stage: Int, _ check: ContractCheck) async {
        let found = await ContractSuite(satisfaction.stages[stage]).violations(of: check)
        #expect(found.isEmpty, "\(found.map(\.description).joined(separator: "\n"))")
    }
}
