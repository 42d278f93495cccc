import RapportContract
import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

@testable import RapportQuery

@Suite struct ExecutionTests {
    let catalog = MemoryCatalog(
        [
            "sales": Table([
                "customer_id": .texts(["a", "b", "a"]), "date": .dates([20_000, 20_001, 20_002]),
                "amount": .floats([1, nil, 3]),
            ])
        ], stages: [SpendStage()])

    // MARK: - Notes

    @Test func `rows and values lost to missing are counted`() async throws {
        let lost = try await catalog.run("sales | where amount > 1")
        #expect(lost.notes.map(\.text) == ["1 row left out because `amount` is missing"])
        let used = try await catalog.run("sales | summarize mean(amount), n=count()")
        #expect(used.notes.map(\.text) == ["mean(amount): 2 of 3 values used"])
    }

    @Test func `roles say that the table itself is unchanged, but only at the end`() async throws {
        let last = try await catalog.run("sales | roles customer=customer_id")
        #expect(
            last.notes.map(\.text) == [
                "`sales` itself is unchanged: `sales = sales | roles customer=customer_id` changes it"
            ])
        #expect(last.table?.schema["customer_id"]?.role == "customer")
        #expect(try await catalog.run("sales | roles customer=customer_id | take 1").notes.isEmpty)
    }

    // MARK: - expect, chart, save

    @Test func `an expectation that fails shows what was found`() async {
        #expect(
            await catalog.rendered("sales | where amount > 5 | expect count() > 0 and sum(amount) > 1") == """
                error[expect.failed]: `count() > 0 and sum(amount) > 1` does not hold
                  | sales | where amount > 5 | expect count() > 0 and sum(amount) > 1
                  |                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ count() is 0, sum(amount) is 0.0
                """)
    }

    @Test func `charts and files take the table on the way`() async throws {
        let execution = try await catalog.run(
            "sales | chart line x=date y=amount | save \"out.csv\" | save table=kept | count")
        #expect(execution.charts.count == 1)
        #expect(execution.charts[0].specification == ChartSpecification(.line, x: "date", y: "amount"))
        #expect(execution.charts[0].table.count == 3)
        #expect(catalog.saved.map(\.0) == [.file("out.csv", options: [:]), .dataset("kept")])
        #expect(execution.table?.csv == "count\n3")
    }

    // MARK: - Analyses

    @Test func `a run keeps all that a record needs`() async throws {
        let plan = try await catalog.plan("sales | spend bins=3")
        let execution = await execute(
            plan, catalog: catalog, settings: QuerySettings(), work: Work(width: 1), now: { 77 })
        let run = try #require(execution.runs.first)
        #expect(run.signature.name == "money.spend" && run.startedAt == 77 && run.rowsIn == 3)
        #expect(run.outcome?.output.count == 2 && run.failure == nil)
        #expect(
            run.arguments.first { $0.name == "bins" } == .init(name: "bins", value: .int(3), isDefault: false)
        )
        #expect(
            run.arguments.first { $0.name == "seed" } == .init(name: "seed", value: .int(42), isDefault: true)
        )
        #expect(run.inputs.map(\.name) == ["sales"])
        #expect(run.inputs.map(\.source) == ["load \"sales.csv\""])
        #expect(run.span?.range == 8..<20)
        #expect(execution.outputs.map(\.name) == ["cuts"])
        #expect(execution.charts.map(\.isOfRun) == [true])
    }

    @Test func `finished runs stay when a later stage fails`() async throws {
        let execution = try await catalog.run(
            "sales | spend | derive date=2025-01-01, amount=spend | spend amount=amount fail=\"column\"")
        #expect(execution.runs.map { $0.failure?.code } == [nil, "column.constant"])
        #expect(execution.failure?.code == "column.constant" && execution.table == nil)
    }

    @Test func `an input knows the kept run that it comes from`() async throws {
        let first = try await catalog.run("sales | spend")
        catalog.bind(
            BoundTable(
                name: "rfm", table: first.table, plan: first.plan, outputs: first.outputs, run: 12))
        catalog.keepRun(3, ["output": try #require(catalog.bound("sales")?.table)])
        let second = try await catalog.run(
            "rfm | where spend > 0 | derive date=2025-01-01 | spend amount=spend other=run 3 cuts=rfm")
        #expect(second.failure == nil)
        #expect(second.runs.first?.inputs.map(\.parameter) == ["", "other", "cuts"])
        #expect(second.runs.first?.inputs.map(\.run) == [12, 3, 12])
    }

    @Test func `nothing runs once it is cancelled`() async throws {
        let work = Work(width: 2)
        let plan = try await catalog.plan("sales | count")
        work.cancel()
        let execution = await execute(plan, catalog: catalog, settings: QuerySettings(), work: work)
        #expect(execution.failure?.code == "run.cancelled" && execution.table == nil)
    }

    @Test func `a cancelled run says so`() async throws {
        let execution = try await catalog.run("sales | spend fail=\"cancel\"")
        #expect(execution.failure?.code == "run.cancelled")
        #expect(execution.runs.map { $0.failure?.code } == ["run.cancelled"])
    }

    @Test func `an analysis that breaks its promise is a fault`() async throws {
        let execution = try await catalog.run("sales | spend fail=\"schema\"")
        #expect(execution.failure?.code == "internal.error")
    }

    @Test func `outputs of a bound result are at hand`() async throws {
        try await catalog.run("rfm = sales | spend | chart bar x=customer y=spend")
        #expect(try await catalog.table("rfm.cuts").csv == "bin,upper\n1,10.0")
        #expect(try await catalog.run("rfm.cuts").runs.isEmpty)
        #expect(
            await catalog.rendered("rfm.cut") == """
                error[table.unknown-output]: `rfm` has no output `cut`
                  | rfm.cut
                  | ^^^^^^^
                  = help: `rfm.cuts`
                """)
    }

    // MARK: - as_of

    @Test func `the default as_of is the latest loaded moment, before any filter, and is said`() async throws
    {
        let execution = try await catalog.run("sales | where amount < 2 | spend")
        #expect(execution.asOf == Int64(20_002) * 86_400_000_000)
        #expect(
            execution.notes.map(\.text).contains("as_of is 2024-10-06T00:00, the latest `date` in sales"))
        #expect(execution.runs.first?.asOf == execution.asOf)
        let stated = try await catalog.run("sales | spend", QuerySettings(asOf: 5))
        #expect(stated.runs.first?.asOf == 5 && stated.latest == nil)
        // Nothing needs it, so nothing is said.
        #expect(try await catalog.run("sales | count").asOf == nil)
    }

    @Test func `a filter pushed into the file does not move the clock`() async throws {
        let execution = try await catalog.run(
            "load \"sales.csv\" | where amount < 2 and date < $as_of | count")
        #expect(execution.failure == nil)
        #expect(execution.table?.csv == "count\n1")
        #expect(execution.latest?.source == "sales.csv")
    }

    @Test func `a moment far from the rest is a warning`() async throws {
        catalog.bind("odd", Table(["date": .dates([20_000, 20_010, 20_020, 47_000])]))
        let execution = try await catalog.run("odd | where date < $as_of")
        #expect(execution.latest?.isFarFromRest == true)
        #expect(execution.notes.contains { $0.code == "as_of.far" && $0.isWarning })
    }

    @Test func `without dates as_of must be set`() async throws {
        catalog.bind("plain", Table(["n": .ints([1])]))
        #expect(await catalog.refusal("plain | where $as_of > 2025-01-01")?.code == "as_of.missing")
        #expect(
            try await catalog.table("plain | where $as_of > 2025-01-01", QuerySettings(asOf: .max / 2)).count
                == 1)
    }

    // MARK: - Files that are not what their sample said

    @Test func `a contradicted type binds the line again`() async throws {
        let truth = Table(["n": .texts(["1", "x"]), "m": .ints([1, 2])])
        let guessed = Schema([Field("n", .int), Field("m", .int)])
        catalog.file("f.csv", MemorySource(truth, guessed: guessed))
        let execution = try await catalog.run("load \"f.csv\" | summarize k=max(n) by m")
        #expect(execution.failure == nil && execution.table?.schema["k"]?.type == .text)
        #expect(execution.plan.steps[0].schema == truth.schema)
        catalog.file("g.csv", MemorySource(truth, guessed: guessed))
        let line = "load \"g.csv\" | summarize s=sum(n)"
        let failure = try #require(await catalog.refusal(line))
        #expect(failure.labels.first?.span.range == line.utf8.count - 2..<line.utf8.count - 1)
    }

    @Test func `kinds that are proved while reading cost no second reading`() async throws {
        let truth = Table(Schema([Field("n", .int, kind: .measure)]), [.ints([1, 2])])
        let source = MemorySource(truth, guessed: Schema([Field("n", .int)]))
        catalog.file("f.csv", source)
        let execution = try await catalog.run("load \"f.csv\" | where n > 0")
        #expect(execution.table?.schema["n"]?.kind == .measure)
        #expect(source.requests.count == 1)
    }

    // MARK: - check

    @Test func `a plan describes what will come out`() async throws {
        let plan = try await catalog.plan(
            "sales | roles amount=amount | summarize s=sum(amount) by month(date)")
        #expect(describe(plan).csv == "column,type,kind,role\nmonth,date,time,\ns,float,measure,")
    }
}
