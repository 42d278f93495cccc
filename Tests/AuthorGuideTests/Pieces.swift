import RapportNumerics
import RapportPluginKit

// What the guide shows beside its worked analysis.

struct Answering: Analysis {
    static let name = "loyalty.answers"
    static let version = 1
    static let summary = "Show how a further table and a model are declared."
    static let outputs = [Signature.Output("output", "One row.", [Field("answers", .int, kind: .measure)])]

    @TableInput("The ready answers.") var answers: String?
    @ModelInput("An earlier run, whose limits are used again.", output: "limits") var limits: String?

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        if let answers, let schema = inputs.named[answers] {
            _ = try schema.column(for: "text", types: [.text], of: "answers")
        }
        return Outline(declared: Self.outputs)
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        let count = answers.flatMap { inputs.named[$0] }?.count ?? 0
        return Outcome(
            Table(Schema(Self.outputs[0].fields), [.ints(present: [count])]),
            caveats: [.init("rows.dropped", "all rows used, none dropped")],
            rows: .init(input: inputs.piped.count, used: inputs.piped.count))
    }
}

enum LongWork {
    static func total(of rows: [Double], work: Work) throws(Diagnostic) -> Double {
        work.begin("customers", of: rows.count, unit: "rows")
        let parts = try work.map((rows.count + 4_095) / 4_096) { (piece) throws(Diagnostic) -> Double in
            let range = piece * 4_096..<min((piece + 1) * 4_096, rows.count)
            var sum = CompensatedSum()
            for row in range { sum.add(rows[row]) }
            work.advance(by: range.count)
            try work.check()
            return sum.total
        }
        // Pieces of fixed size, added in their order: the same bytes on any number of threads.
        return parts.compensatedSum()
    }
}
