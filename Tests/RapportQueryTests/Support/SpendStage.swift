import RapportContract
import RapportDiagnostics
import RapportTable
import RapportWork

/// An analysis of the tests: what each customer spent, with a further output and many kinds of parameters.
struct SpendStage: RapportContract.Stage {
    var name = "money.spend"

    var signature: Signature {
        Signature(
            name: name, aliases: ["spending.people"], version: 2, summary: "Sums what each customer spent.",
            parameters: [
                .init(
                    "customer", help: "Who.", kind: .column(ColumnRequirement(roles: ["customer"])),
                    standard: nil),
                .init(
                    "time", help: "When.", kind: .column(ColumnRequirement(roles: ["time"], types: [.time])),
                    standard: nil),
                .init(
                    "amount", help: "How much.",
                    kind: .column(ColumnRequirement(roles: ["amount"], types: [.number])), standard: nil),
                .init(
                    "order", help: "Of which order.",
                    kind: .column(ColumnRequirement(roles: ["order"], isOptional: true)), standard: nil),
                .init(
                    "bins", aliases: ["k"], help: "Groups.", kind: .int(Bounds(2...100)), standard: .int(5)),
                .init(
                    "method", help: "How.", kind: .choice(["mean", "sum", "by_rank"]), standard: .text("sum")),
                .init(
                    "clusters", help: "How many.", kind: .either(.choice(["auto"]), .int(Bounds(1...9))),
                    standard: .text("auto")),
                .init(
                    "by", help: "A fit for each.", kind: .columns(ColumnRequirement(isOptional: true)),
                    standard: .missing),
                .init("cuts", help: "A yardstick.", kind: .model(output: "cuts"), standard: .missing),
                .init("other", help: "Another table.", kind: .table, standard: .missing),
                .init("window", help: "How long.", kind: .duration, standard: .missing),
                .init("fail", help: "Fails so.", kind: .text, standard: .missing),
            ], determinism: .seeded)
    }

    private static let cuts = Schema([Field("bin", .int), Field("upper", .float)])

    func check(_ call: Call<Schema>) async throws(Diagnostic) -> Outline {
        guard case .column(let customer)? = call.arguments["customer"],
            let field = call.inputs.piped[customer]
        else { throw .internalError("no customer") }
        if call.arguments["fail"] == .text("check") {
            throw Diagnostic("parameter.range", "`bins` does not suit", subject: .parameter("bins"))
        }
        if call.arguments["fail"] == .text("order"), call.arguments["order"] == .missing {
            throw Diagnostic(
                "role.missing", "`spend` needs a column for `order`", subject: .parameter("order"),
                help: ["`order=…` names the column"])
        }
        return Outline(
            Schema([field.renamed("customer"), Field("spend", .float)]),
            tables: [.init("cuts", Self.cuts)])
    }

    func run(_ call: Call<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        guard case .column(let customer)? = call.arguments["customer"],
            case .column(let amount)? = call.arguments["amount"], let who = call.inputs.piped[customer],
            let what = call.inputs.piped[amount]
        else { throw .internalError("no column") }
        switch call.arguments["fail"] {
        case .text("column"): throw Diagnostic("column.constant", "one value", subject: .column(amount))
        case .text("cancel"):
            context.work.cancel()
            throw .cancelled
        case .text("schema"):
            return Outcome(call.inputs.piped, caveats: [], rows: .init(input: 0, used: 0))
        default: break
        }
        let grouping = try Grouping(by: [who], count: call.inputs.piped.count, work: context.work)
        let sums = try grouping.aggregate(.sum, of: what, work: context.work).column
        let spend = try cast(sums, to: .float, work: context.work).column
        let table = Table(
            Schema([call.inputs.piped.schema[customer]!.renamed("customer"), Field("spend", .float)]),
            [try who.gathered(at: grouping.firstRows, work: context.work), spend])
        let cuts = Table(Self.cuts, [.ints([1]), .floats([10])])
        return Outcome(
            table, tables: [.init("cuts", cuts)],
            charts: [ChartSpecification(.bar, table: "cuts", x: "bin", y: "upper")], caveats: [],
            rows: .init(input: call.inputs.piped.count, used: call.inputs.piped.count))
    }
}
