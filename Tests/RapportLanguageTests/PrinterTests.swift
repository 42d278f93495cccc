import RapportDiagnostics
import RapportLanguage
import Testing

@Suite struct PrinterTests {
    @Test(arguments: [
        (#"sales=load "a.csv"|where a>1 and(b or c)"#, #"sales = load "a.csv" | where a > 1 and (b or c)"#),
        ("orders | where region = 'EMEA'", #"orders | where region="EMEA""#),
        (
            "orders|window by a sort -ts:gap=ts-lag(ts) over last 30d",
            "orders | window by a sort -ts: gap=ts - lag(ts) over last 30d"
        ),
        ("load 'x.csv' as o header=false", #"load "x.csv" header=false as o"#),
        ("run 12.centers as c | take 5", "run 12.centers as c | take 5"),
        ("[{a:1,'b c':[1,2,],},]", "[{a: 1, `b c`: [1, 2]}]"),
        (#"t | recode csat={"满意":4,5:1,x:-2}"#, #"t | recode csat={"满意": 4, 5: 1, x: -2}"#),
        (
            "t | derive x = 1e5, y=1.50, z=12_000, w=12.5%, v=1.50h",
            "t | derive x=100000.0, y=1.5, z=12000, w=12.5%, v=1.5h"
        ),
        ("t | where ts>2025-01-31T09:30:00.500+08:00", "t | where ts > 2025-01-31T09:30:00.5+08:00"),
        ("? search  churn # why", "? search  churn"),
        ("check check x=y", "check check x = y"),
        ("t | where not(a=b)and not c not in[1]", "t | where not (a = b) and not c not in [1]"),
        ("t | where `sort` - 1 > 0", "t | where `sort` - 1 > 0"),
        (
            "t|expect sum(a)within 0.5% of 8_300_066 | select of,within",
            "t | expect sum(a) within 0.5% of 8300066 | select of, within"
        ),
        ("t | derive x = -9223372036854775808", "t | derive x=-9223372036854775808"),
    ])
    func `prints one canonical form`(typed: String, printed: String) {
        let script = parse(typed)
        #expect(script.diagnostics.isEmpty)
        #expect(script.statements.map(\.printed) == [printed])
    }

    @Test func `a tree that nobody typed gets the brackets and backticks it needs`() {
        let sum = Expression.binary(.add, .column("First Name"), .column("and"))
        let product = Expression.binary(.multiply, sum, .unary(.minus, .literal(.int(-3))))
        #expect(product.printed == "(`First Name` + `and`) * -(-3)")
        let right = Expression.binary(.subtract, .column("a"), .binary(.subtract, .column("b"), .column("c")))
        #expect(right.printed == "a - (b - c)")
        let chain = Expression.binary(.less, .binary(.less, .column("a"), .column("b")), .column("c"))
        #expect(chain.printed == "(a < b) < c")
        let clause = Expression.binary(.subtract, .column("sort"), .literal(.int(1)))
        #expect(Stage.built("where", [.built(clause)]).printed == "where `sort` - 1")
        #expect(
            Stage.built("sort", [.built(.column("by"))], [.option("n", .literal(.int(1)))]).printed
                == "sort `by` n=1")
        let comparison = Expression.binary(.assign, .column("a"), .column("b"))
        #expect(Stage.built("where", [.built(comparison)]).printed == "where (a = b)")
        #expect(Expression.literal(.float(.infinity)).printed == "missing")
        #expect(Expression.literal(.percent(-0.000125)).printed == "-0.0125%")
    }

    @Test(arguments: 0..<20)
    func `what is printed reads back to the tree that was printed`(seed: UInt64) {
        var generator = TreeGenerator(random: SeededRandom(seed: seed))
        for round in 0..<50 {
            let tree = generator.statement()
            let printed = tree.printed
            let script = parse(printed)
            let context = "seed \(seed), round \(round): \(printed)"
            guard let back = script.statements.first, script.statements.count == 1, script.diagnostics.isEmpty
            else {
                Issue.record("\(context)\n\(script.diagnostics.map { $0.rendered(source: printed) })")
                return
            }
            #expect(shape(back, loosely: true) == shape(tree, loosely: true), "\(context)")
            #expect(back.printed == printed, "\(context)")
            #expect(shape(parse(back.printed).statements) == shape([back]), "\(context)")
        }
    }

    @Test(arguments: CorpusCase.all)
    func `every statement of the corpus reads back`(_ each: CorpusCase) {
        for statement in parse(each.source).statements {
            let back = parse(statement.printed)
            #expect(back.diagnostics.isEmpty)
            #expect(shape(back.statements) == shape([statement]), "\(statement.printed)")
        }
    }
}
