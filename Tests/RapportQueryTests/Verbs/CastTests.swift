import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct CastTests {
    static let catalog = MemoryCatalog([
        "people": Table([
            "id": .texts(["007", "8"]), "nps": .texts(["9", "N/A"]), "x": .floats([1, 2.5]),
            "paid": .bools([true, nil]), "day": .dates([20_000, 20_001]),
        ])
    ])

    @Test func `a value that does not fit stops the line, and the message holds no value`() async {
        #expect(
            await Self.catalog.rendered("people | cast nps=int") == """
                error[value.cast]: 1 value of `nps` does not fit `int`, the first in row 2
                  | people | cast nps=int
                  |               ^^^^^^^
                  = help: `on_error=missing` makes them missing and counts them
                """)
        #expect(
            await Self.catalog.rendered("people | cast x=int").contains(
                "help: `derive x = round(x)` first, or `floor`"))
    }

    @Test func `on_error=missing counts`() async throws {
        let run = try await Self.catalog.run("people | cast nps=int on_error=missing | select nps")
        #expect(run.table?.csv == "nps\n9\n")
        #expect(run.notes.map(\.text) == ["1 value of `nps` does not fit `int` and became missing"])
    }

    @Test func `where no time fits, what reads other writings is told`() async throws {
        let catalog = MemoryCatalog(["log": Table(["at": .texts(["31/01/2025 09:00", "01/02/2025 10:00"])])])
        let other =
            "`derive at=parse_date(at, \"%d/%m/%Y %H:%M\")` reads what is written so; `help parse_date`"
        let failure = try #require(await catalog.refusal("log | cast at=datetime"))
        #expect(failure.help.map(\.text) == [other])
        let run = try await catalog.run("log | cast at=datetime on_error=missing")
        #expect(
            run.notes.map(\.text) == [
                "2 values of `at` do not fit `datetime` and became missing, and none is left: \(other)"
            ])
        let read = try await catalog.run("log | derive at=parse_date(at, \"%d/%m/%Y %H:%M\")")
        #expect(read.table?["at"]?.missingCount == 0)
    }

    /// The outcome does not depend on whether a later stage uses the column.
    @Test func `an unused column is cast all the same`() async {
        #expect(await Self.catalog.refusal("people | cast nps=int | count")?.code == "value.cast")
    }

    @Test func `kind, role and the rest follow the type`() async throws {
        let schema = try await Self.catalog.plan(
            "people | roles customer=id | cast id=int, paid=int, day=datetime"
        ).schema
        #expect(schema["id"]?.type == .int && schema["id"]?.role == "customer")
        #expect(schema["paid"]?.kind == .measure && schema["day"]?.type == .datetime(zone: nil))
    }

    @Test(
        arguments: [
            ("people | cast nps=integer", "no type named `integer`", "people | cast nps=int"),
            ("people | cast nps=flaot", "no type named `flaot`", "people | cast nps=float"),
            ("people | cast npz=int", "no column named `npz`", "people | cast nps=int"),
            (
                "people | cast day=int", "`day` is a date, which has no form as `int`", nil
            ),
            ("people | cast nps", "`cast` needs `column=type`, found `nps`", nil),
            ("people | cast nps=int, nps=float", "`nps` is given twice", nil),
            ("people | cast nps=int on_eror=missing", "`cast` has no option `on_eror`", nil),
        ] as [(String, String, String?)])
    func refuses(_ line: String, _ message: String, _ fixed: String?) async {
        let refusal = await Self.catalog.refusal(line)
        #expect(refusal?.message == message)
        #expect(refusal?.fixed(line) == fixed || fixed == nil)
    }
}
