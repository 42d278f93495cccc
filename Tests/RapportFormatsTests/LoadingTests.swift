import RapportDiagnostics
import RapportFormats
import RapportTable
import Testing

struct LoadingTests {
    @Test func typesAreThoseOfAllCells() throws {
        let loaded = try Loaded(
            """
            id,name,amount,day,ok,at
            1,Ann,12.50,2025-01-31,true,2025-01-31 09:30:00
            2,王芳,-3,2025-02-28,FALSE,2025-02-28T23:59:59.25
            3,"Li, Wei",1e3,2024-02-29,True,2025-02-28

            """)
        #expect(
            loaded.types == ["id int", "name text", "amount float", "day date", "ok bool", "at datetime"])
        #expect(loaded.cells("id") == [.int(1), .int(2), .int(3)])
        #expect(loaded.cells("name") == [.text("Ann"), .text("王芳"), .text("Li, Wei")])
        #expect(loaded.cells("amount") == [.float(12.5), .float(-3), .float(1000)])
        #expect(loaded.cells("day") == [.date(20119), .date(20147), .date(19782)])
        #expect(loaded.cells("ok") == [.bool(true), .bool(false), .bool(true)])
        #expect(
            loaded.cells("at") == [
                .datetime(1_738_315_800_000_000), .datetime(1_740_787_199_250_000),
                .datetime(1_740_700_800_000_000),
            ])
    }

    @Test func france() throws {
        guard let path = Shared.path("online_retail/france.csv") else { return }
        let loaded = try Loaded(path: path)

        #expect(loaded.table.count == 8557)
        #expect(loaded.cells("InvoiceDate").first == .datetime(1_291_193_100_000_000))
    }

    @Test(arguments: [
        "telco_churn/telco_churn.csv", "wholesale/wholesale.csv", "crosswoz/crosswoz_messages.csv",
        "lexicons/zh_word_frequencies.tsv", "networks/karate_edges.csv",
        "networks/florentine_families_nodes.csv",
        "sentiment/tweets_GroundTruth.txt", "sentiment/vader_sentiment_lexicon.txt",
        "sentiment/zh_negative_2000.txt", "online_retail/germany.csv",
        "cdnow/cdnow_customers_summary_with_transactions.csv",
    ]) func shared(_ name: String) throws {
        guard let path = Shared.path(name) else { return }
        let loaded = try Loaded(path: path)

    }

    @Test(arguments: [
        "customers", "orders", "messages", "surveys", "relations", "solutions", "conversations",
        "customers.gb18030",
    ])
    func samples(_ name: String) throws {
        let loaded = try Loaded(path: (Shared.packageRoot ?? "") + "/samples/\(name).csv")

    }
}
