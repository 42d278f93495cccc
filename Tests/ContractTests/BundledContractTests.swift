import BundledPlugins
import RapportContract
import RapportPluginKit
import RapportTestKit
import Testing

/// Holds every bundled analysis to what each stage promises.
@Suite struct BundledContractTests {
    static let stages = bundledPlugins.flatMap { plugin in
        plugin.stages.map { NamedStage(stage: $0, plugin: plugin.stages) }
    }

    @Test("keeps the contract", arguments: stages, ContractCheck.allCases)
    func keeps(_ named: NamedStage, _ check: ContractCheck) async {
        let found = await ContractSuite(named.stage, among: named.plugin).violations(of: check)
        #expect(found.isEmpty, "\(found.map(\.description).joined(separator: "\n"))")
    }

    @Test func `every folder of plugins is in the list, and nothing else`() throws {
        let root = try #require(PackageFiles.root())
        #expect(PackageFiles.folders(in: "\(root)/plugins") == bundledPlugins.map(\.name))
    }

    @Test func `every plugin has a page with an example that is replayed`() throws {
        let root = try #require(PackageFiles.root())
        for plugin in bundledPlugins {
            let page = PackageFiles.text("\(root)/plugins/\(plugin.name)/README.md")
            let text = try #require(
                page, "plugins/\(plugin.name)/README.md is missing: what it answers, and when not to trust it"
            )
            #expect(
                text.contains("```rapport\n"), "plugins/\(plugin.name)/README.md has no cell of the language")
            for stage in plugin.stages {
                let word = stage.signature.name.split(separator: ".").last.map(String.init) ?? ""
                #expect(text.contains(word), "plugins/\(plugin.name)/README.md does not speak of `\(word)`")
            }
        }
    }

    @Test func `analyses carry their plugin's name, and no two the same`() {
        for plugin in bundledPlugins {
            for stage in plugin.stages {
                #expect(stage.signature.name.hasPrefix("\(plugin.name)."))
            }
        }
        let names = Self.stages.flatMap { [$0.stage.signature.name] + $0.stage.signature.aliases }
        #expect(Set(names).count == names.count)
    }
}

/// A stage that shows its name where a test fails.
struct NamedStage: Sendable, CustomTestStringConvertible {
    let stage: any Stage
    /// All of its plugin, which its examples may use.
    let plugin: [any Stage]
    var testDescription: String { stage.signature.name }
}
