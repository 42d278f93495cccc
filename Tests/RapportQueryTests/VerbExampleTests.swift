import RapportContract
import RapportTable
import Testing

@testable import RapportQuery

/// Holds every verb to what its help shows.
@Suite struct VerbExampleTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var verb: String
        var example: Example
        var testDescription: String { "\(verb): \(example.title)" }
    }

    static let cases = verbDescriptions.flatMap { verb in
        verb.examples.map { Case(verb: verb.name, example: $0) }
    }

    @Test(arguments: cases)
    func `an example gives what it shows`(_ each: Case) async throws {
        let catalog = MemoryCatalog(["given": Table(csv: each.example.given)])
        let table = try await catalog.table(each.example.line)
        #expect(table.csv == each.example.gives, "\(each.example.line)")
    }

    @Test(arguments: VerbCatalog.all.map { $0.description.name })
    func `a verb describes itself`(_ name: String) throws {
        let verb = try #require(VerbCatalog.verb(named: name)).description
        #expect(verb.summary.hasSuffix(".") && verb.summary.first?.isUppercase == true)
        #expect(verb.signature.hasPrefix(name))
        #expect(!verb.examples.isEmpty)
        #expect(verb.options.allSatisfy { $0.help.hasSuffix(".") })
    }

    @Test func `no name is taken twice`() {
        let names = verbDescriptions.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
    }
}
