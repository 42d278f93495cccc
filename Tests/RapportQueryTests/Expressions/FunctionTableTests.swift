import RapportDiagnostics
@testable import RapportQuery
import RapportTable
import RapportWork
import Testing

@Suite struct FunctionTableTests {
    static let examples = Function.all.flatMap { function in
        function.examples.map { (function.kind, $0) }
    }

    @Test(arguments: examples)
    func `an example gives what it says`(kind: Function.Kind, example: FunctionExample) throws {
        let type = example.x.compactMap(\.type).first ?? .int
        let table =
            example.x.isEmpty
            ? Table(Schema(), [], count: 1)
            : Table(Schema([Field("x", type)]), [Column(type, scalars: example.x)])
        var context = EvaluationContext(LateValues(asOf: 1_700_000_000_000_000))
        context.hash = { (texts, _) throws(Diagnostic) in testHash(texts) }
        let value: (scalar: Scalar, type: ColumnType)
        if kind == .aggregate {
            let scope = Scope(
                table.schema, verb: "summarize", level: .groups(keys: []), isSorted: true)
            let bound = try Reading.bound(example.expression, in: scope)
            let grouping = try Grouping(by: [], count: table.count, work: context.work)
            let column = try evaluate(bound, over: table, grouping: grouping, keys: [], context: context)
                .column
            value = (column[0], bound.type.type)
        } else if kind == .window {
            let window = Scope.Window(isSorted: true, hasRisingTime: false)
            let scope = Scope(table.schema, verb: "window", level: .window(window), isSorted: true)
            let bound = try Reading.bound(example.expression, in: scope)
            let order = try WindowOrder(
                by: [], sort: table.columns.map { SortKey($0) }, count: table.count, work: context.work)
            let rows = WindowRows(order: order, times: nil, complete: false)
            let column = try evaluate(bound, over: table, window: rows, context: context).column
            value = (column[column.count - 1], bound.type.type)
        } else {
            let bound = try Reading.bound(example.expression, in: Scope(table.schema, verb: "derive"))
            let column = try evaluate(bound, over: table, context: context).column
            // Of several rows the last is the one that the example is about.
            value = (column[column.count - 1], bound.type.type)
        }
        let printed = BoundExpression(.literal(value.scalar), ValueType(value.type), at: SourceSpan(0..<0))
        #expect(printed.printed == example.expected, "\(example.expression)")
    }

    @Test func `every entry says what it is`() {
        for function in Function.all {
            #expect(function.summary.hasSuffix("."), "\(function.name)")
            #expect(!function.examples.isEmpty, "\(function.name)")
            if function.kind != .operator {
                #expect(function.signature.hasPrefix(function.name + "("), "\(function.name)")
            }
        }
        #expect(Set(Function.all.map(\.name)).count == Function.all.count)
    }

    @Test func `the noun functions is a table with a row an entry`() {
        let table = Function.table()
        #expect(table.count == Function.all.count)
        #expect(table.schema.names == ["name", "kind", "signature", "summary", "example"])
    }
}
