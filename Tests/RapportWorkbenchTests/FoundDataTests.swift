import RapportDiagnostics
import RapportTable
import RapportWorkbench
import Testing

/// Files as public data sets and help desks have them, with the line that an analyst types first.
@Suite struct FoundDataTests {
    private func bench(_ file: String, named name: String = "x.csv") async -> Bench {
        let bench = Bench(files: [name: file])
        await bench.run("x = load \"\(name)\"")
        return bench
    }

    /// The first help of a failure, which is to be what mends it.
    private func help(_ bench: Bench, _ line: String) async -> String? {
        await bench.run(line).failure?.help.first?.text
    }

    @Test(arguments: ["x.txt", "x.data", "x.dat"])
    func `a list of edges without a header gets both ends in one line`(_ name: String) async {
        let bench = await bench("1 2 1082040961\n2 3 1082155839\n3 1 1082414391\n", named: name)
        let line = "x | centrality.nodes stability=0"
        #expect(
            await help(bench, line)?.hasPrefix(
                "`centrality.nodes source=column_1 target=column_2`; run `fix`")
                == true)
        #expect(await bench.run("fix").failure == nil)
        #expect(await bench.run(line + " source=column_1 target=column_2").failure == nil)
    }

    @Test func `three columns with names are not guessed to be ends`() async {
        let bench = await bench("a,b,c\nx,y,z\ny,z,x\n")
        #expect(await help(bench, "x | centrality.nodes")?.contains("one of `a`, `b`, `c`") == true)
    }

    @Test func `who was brought by whom is a network of referrals`() async {
        let bench = await bench("会员编号,推荐人编号,入会日期\nV1,,2024-01-01\nV2,V1,2024-01-02\nV3,V1,2024-01-03\n")
        #expect(
            await help(bench, "x | centrality.nodes")?.hasPrefix("`centrality.nodes edges=referrals`") == true
        )
        #expect(await bench.run("x | centrality.nodes edges=referrals stability=0").failure == nil)
    }

    @Test func `questions of a survey are offered together`() async {
        let bench = await bench(
            "序号,2、您对产品质量满意吗？,4、您对客服满意吗？,6、您的建议\n1,满意,一般,无\n2,不满意,满意,快一点\n")
        let help = await help(bench, "x | satisfaction.survey")
        let line = "satisfaction.survey ratings=[`2、您对产品质量满意吗？`, `4、您对客服满意吗？`]"
        #expect(help?.hasPrefix("`\(line)`; run `fix`") == true)
        #expect(await bench.run("x | \(line)").failure == nil)
    }

    @Test func `a number that roles call a time gets the line that makes one`() async {
        let bench = await bench("1,2,1082040961\n2,3,1082155839\n")
        let line = "x | roles source=column_1 target=column_2 time=column_3 | community.spread"
        #expect(await help(bench, line)?.contains("from_epoch(column_3, \"s\")") == true)
    }
}
