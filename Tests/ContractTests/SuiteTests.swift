import RapportContract
import RapportPluginKit
import RapportTable
import RapportTestKit
import Testing

/// A check that cannot fail proves nothing.
@Suite struct SuiteTests {
    @Test("finds nothing in a sound stage", arguments: ContractCheck.allCases)
    func sound(_ check: ContractCheck) async {
        let stage = PluginManifest("test", "For tests.", [Totals.self]).stages[0]
        let found = await ContractSuite(stage).violations(of: check)
        #expect(found.isEmpty, "\(found.map(\.description).joined(separator: "\n"))")
    }

    @Test("finds the flaw", arguments: ContractCheck.allCases.filter { $0 != .untouchedInput })
    func broken(_ flaw: ContractCheck) async throws {
        let stage = PluginManifest("test", "For tests.", [Totals.self]).stages[0]
        let sample = try #require(await StageSample.made(for: stage))
        let found = await ContractSuite(BrokenStage(flaw), sample: sample).violations(of: flaw)
        #expect(!found.isEmpty)
    }

    /// Tables cannot be written to; memory that somebody else owns can.
    @Test func `finds a stage that writes into its input`() async throws {
        let memory = UnsafeMutablePointer<Double>.allocate(capacity: 8)
        unsafe memory.initialize(repeating: 1, count: 8)
        let address = UInt(bitPattern: memory)
        // SAFETY: 8 doubles, allocated above and given back by the storage when the last column is gone.
        let storage = unsafe Storage(unsafeForeign: UnsafeRawPointer(memory), byteCount: 64) {
            unsafe UnsafeMutableRawPointer(bitPattern: address)?.deallocate()
        }
        let amounts = Column(.float, .float64(FixedColumn(values: Buffer(window: storage, count: 8))))
        let table = Table(["customer": .texts(["a", "b", "a", "b", "a", "b", "a", "c"]), "amount": amounts])
        let sample = StageSample(
            table, arguments: ["customer": .column("customer"), "amount": .column("amount")])
        let scribbling = BrokenStage(.untouchedInput) {
            // SAFETY: `table` holds the storage until the test ends.
            unsafe UnsafeMutablePointer<Double>(bitPattern: address)?.pointee += 1
        }
        #expect(await !ContractSuite(scribbling, sample: sample).violations(of: .untouchedInput).isEmpty)
    }

    @Test func `finds two names alike, and two columns of one role`() async throws {
        let stage = DeclaredTwice(sound: PluginManifest("test", "For tests.", [Totals.self]).stages[0])
        let sample = try #require(await StageSample.made(for: stage.sound))
        let found = await ContractSuite(stage, sample: sample).violations(of: .declaration).map(\.text)
        #expect(
            found == [
                "two outputs have the same name", "two metrics have the same name",
                "`customer` and `friend` ask for the role `customer` alone: one column would be both",
                "the output `output` declares two columns `total`",
            ])
    }

    @Test func `a sample has the columns the signature asks for, seeded`() async throws {
        let stage = PluginManifest("test", "For tests.", [Totals.self]).stages[0]
        let sample = try #require(await StageSample.made(for: stage, rows: 50, seed: 3))
        #expect(sample.table.schema.names == ["customer", "amount"])
        #expect(sample.table.count == 50)
        let again = try #require(await StageSample.made(for: stage, rows: 50, seed: 3))
        #expect(sample.table.isIdentical(to: again.table))
        let other = try #require(await StageSample.made(for: stage, rows: 50, seed: 4))
        #expect(!sample.table.isIdentical(to: other.table))
    }
}

/// Says in its declaration everything twice that must be there once.
private struct DeclaredTwice: Stage {
    let sound: any Stage

    var signature: Signature {
        var signature = sound.signature
        signature.outputs[0].fields.append(Field("total", .float))
        signature.outputs.append(Signature.Output("output", "The same once more.", [Field("n", .int)]))
        signature.metrics.append(signature.metrics[0])
        signature.parameters.append(
            Signature.Parameter(
                "friend", help: "Who came along.", kind: .column(ColumnRequirement(roles: ["customer"])),
                standard: nil))
        return signature
    }

    func check(_ call: Call<Schema>) async throws(Diagnostic) -> Outline { try await sound.check(call) }
    func run(_ call: Call<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        try await sound.run(call, in: context)
    }
}
