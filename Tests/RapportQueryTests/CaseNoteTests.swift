import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct CaseNoteTests {
    let catalog = MemoryCatalog(["t": Table(csv: "region,n\nEMEA,1\nAPAC,2\n,3")])

    @Test(arguments: [true, false])
    func `a text that only differs in its capitals is pointed out where no row stays`(optimised: Bool)
        async throws
    {
        let line = #"load "t.csv" | where region == "emea" and n > 0"#
        let run = try await catalog.run(line, optimised: optimised)
        #expect(run.table?.count == 0)
        let notes = run.notes.filter { $0.code == "where.case" }
        #expect(
            notes.map(\.text) == [#"no row has `region` == "emea", but some have "EMEA": capitals count"#])
        // A value that is there, rows that stay, and a private column say nothing.
        for quiet in [
            #"t | where region == "EMEA" and n > 9"#, #"t | where region == "x""#,
            #"t | roles private=region | where region == "emea""#,
        ] {
            #expect(try await catalog.run(quiet).notes.allSatisfy { $0.code != "where.case" }, "\(quiet)")
        }
    }
}
