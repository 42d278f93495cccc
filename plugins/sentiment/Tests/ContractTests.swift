import RapportPluginKit
import RapportTestKit
import Testing

@testable import SentimentPlugin

@Suite struct SentimentContractTests {
    @Test func `is named as its folder`() { #expect(sentiment.name == "sentiment") }

    @Test(arguments: ContractCheck.allCases)
    func `keeps the contract`(_ check: ContractCheck) async {
        let found = await ContractSuite(score).violations(of: check)
        #expect(found.isEmpty, "\(found.map(\.description).joined(separator: "\n"))")
    }
}
