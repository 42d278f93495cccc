import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportQuery

@Suite struct WindowTests {
    static let catalog = MemoryCatalog([
        "o": Table(
            csv:
                "who,day,n,x\nB,2025-01-03,5,1.5\nA,2025-01-01,1,\nA,2025-02-01,3,2.5\nB,2025-01-03,,4.0\n,2025-01-05,2,1.0\nA,2025-01-15,4,0.5"
        )
    ])

    @Test(arguments: [
        ("by who sort day: v=lag(n)", ",,4,5,,1"), ("by who sort day: v=lead(n, 2)", ",3,,,,"),
        ("by who sort day: v=row_number()", "1,1,3,2,1,2"), ("by who sort day: v=rank()", "1,1,3,1,1,2"),
        ("sort who: v=dense_rank()", "2,1,1,2,3,1"), ("sort -who: v=rank()", "1,3,3,1,6,3"),
        ("by who sort day: v=cum_sum(n)", "5,1,8,5,2,5"), ("by who sort day: v=cum_count(n)", "1,1,3,1,1,2"),
        ("by who sort day: v=cum_sum(x)", "1.5,0.0,3.0,5.5,1.0,0.5"), ("by who: v=max(n)", "5,4,4,5,2,4"),
        ("by who sort day: v=first(n)", "5,1,1,5,2,1"), ("by who: v=n / sum(n)", "1.0,0.125,0.375,,1.0,0.5"),
        (": v=count()", "6,6,6,6,6,6"), ("by who sort day: v=sum(n) over all", "5,8,8,5,2,8"),
        ("by who sort day: v=sum(n) over last 2", "5,1,7,5,2,5"),
        ("by who sort day: v=mean(x) over last 2", "1.5,,1.5,2.75,1.0,0.5"),
        // (t - 14d, t]: the 15th does not reach back to the 1st; rows of one time see each other.
        ("by who sort day: v=sum(n) over last 14d", "5,1,3,5,2,4"),
        ("by who sort day: v=sum(n) over last 15d", "5,1,3,5,2,5"),
        ("by who sort day: v=count() over last 1mo", "2,1,2,2,1,2"),
        ("by who sort day: v=median(n) over last 3", "5.0,1.0,3.0,5.0,2.0,2.5"),
        ("by month(day) sort day: v=count_distinct(who) over last 9", "2,1,1,2,2,2"),
        ("by who sort day: v=if(missing(lag(n)), 0, lag(n) + 1)", "0,0,5,6,0,2"),
        ("by who sort day: a=lag(n), v=a * 2", ",,8,10,,2"),
        ("by who sort day complete=true: v=sum(n) over last 2", ",,7,5,,5"),
    ])
    func gives(_ clause: String, _ expected: String) async throws {
        let found = try await Self.catalog.table("o | window \(clause) | select v")
        #expect(found.csv == "v\n" + expected.replacing(",", with: "\n"), "\(clause)")
    }

    @Test func `what decides in silence is said`() async throws {
        let run = try await Self.catalog.run(
            "o | window by who sort day: a=lag(n), m=mean(n) over last 3, t=mean(n)")
        #expect(
            run.notes.map(\.text) == [
                "1 row ties in the order and keeps the table's", "m: 5 of 6 windows have fewer than 3 rows",
                "mean(n): 5 of 6 values used",
            ])
        #expect(try await Self.catalog.run("o | window sort day: r=rank()").notes.isEmpty)
    }

    @Test func `rows keep their order, and a frame may be a parameter`() async throws {
        let settings = QuerySettings(parameters: ["n": .int(2)])
        let found = try await Self.catalog.table(
            "o | window by who sort -day: s=sum(n) over last $n | select who, s", settings)
        #expect(found.csv == "who,s\nB,5\nA,5\nA,3\nB,5\n,2\nA,7")
    }

    @Test func `without the colon it is read as summarize is`() async throws {
        let found = try await Self.catalog.plan("o | window gap=day - lag(day), max(n) by who sort day")
        #expect(
            found.printed
                == "load \"o.csv\" | window by who sort day: gap = day - lag(day), max_n = max(n)")
        #expect(found.schema["gap"]?.type == .duration && found.schema["max_n"]?.type == .int)
    }

    @Test(
        arguments: [
            ("o | window by who: v=lag(n)", "`lag` needs an order", "`window by a sort ts: …`"),
            (
                "o | window by who: v=sum(n) over last 3", "`over last` needs an order",
                "`window by a sort ts: …`"
            ),
            (
                "o | window sort n: v=sum(n) over last 3d", "`over last 3d` needs one rising time in `sort`",
                "`sort ts`"
            ),
            (
                "o | window sort -day: v=sum(n) over last 3d",
                "`over last 3d` needs one rising time in `sort`",
                "`sort ts`"
            ),
            (
                "o | window sort day: v=sum(n) over last 0",
                "`over last` takes a number of rows, or a stretch of time",
                "`over last 3`, `over last 30d`"
            ),
            (
                "o | window sort day: v=sum(n) over next 3", "no frame `over next`",
                "`over last 3`, `over last 30d`, `over all`"
            ),
            (
                "o | window sort day: v=lag(n) over last 3",
                "`over` stands behind an aggregate, `lag` is none",
                "`mean(x) over last 3`"
            ),
            (
                "o | window sort day: v=abs(n) over last 3",
                "`over` stands behind an aggregate, `abs` is none",
                "`mean(x) over last 3`"
            ),
            (
                "o | window sort day: v=mean(lag(n))",
                "`lag` stands in `mean`: functions over rows do not nest",
                "two stages: `window …: a=lag(n) | window …: mean(a)`"
            ),
            (
                "o | window sort day: v=share(n)", "`share` is of groups, `window` has rows",
                "`x / sum(x)` is a row's part of its partition"
            ),
            (
                "o | derive v=lag(n)", "`lag` looks at neighbouring rows, `derive` sees none",
                "`window by … sort …: x=lag(n)`"
            ),
            ("o | window sort day: lag(n) + 1", "`lag(n) + 1` needs a name", "`x = lag(n) + 1`"),
            ("o | window by who sort day v=lag(n)", "`window` has no option `v`", "`: v=lag(n)`"),
            ("o | window by whoo sort day: v=lag(n)", "no column named `whoo`", "`who`"),
            ("o | window sort day: v=lag(n), v=1", "two columns named `v`", "give one another name: `v_2=…`"),
            ("o | window sort day: v=lga(n)", "no function named `lga`", "`lag`"),
            ("o | window sort day: v=lag(n, 0)", "`lag` takes a number of rows, 1 or more", "`lag(x, rows)`"),
            ("o | window by who sort day", "`window` needs `name = expression` behind `:`", nil),
        ] as [(String, String, String?)])
    func refuses(_ line: String, _ message: String, _ help: String?) async {
        let refusal = await Self.catalog.refusal(line)
        #expect(refusal?.message == message)
        if let help { #expect(refusal?.help.first?.text == help) }
    }

    @Test func `an overflow of a running sum names its row`() async {
        let catalog = MemoryCatalog(["t": Table(["n": .ints([.max, 1]), "s": .ints([1, 2])])])
        #expect(await catalog.refusal("t | window sort s: c=cum_sum(n)")?.code == "number.overflow")
    }

    /// Frames of rows and of time against a scan of each partition.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `agrees with a scan`(_ seed: UInt64) async throws {
        var random = SeededNumbers(seed)
        let rows = random.int(0...40)
        let by = (0..<rows).map { _ in random.int(0...2) }
        let time = (0..<rows).map { _ in random.chance(0.1) ? nil : Int32(random.int(20_000...20_030)) }
        let value = (0..<rows).map { _ in random.chance(0.2) ? nil : random.int(-9...9) }
        let (size, days) = (random.int(1...5), random.int(1...12))
        let catalog = MemoryCatalog([
            "t": Table(["g": .ints(by), "d": .dates(time), "v": .ints(value)])
        ])
        let found = try await catalog.table(
            "t | window by g sort d: s=sum(v) over last \(size), m=min(v) over last \(size), c=count(v) over last \(days)d, k=cum_sum(v)"
        )
        for row in 0..<rows {
            let partition = (0..<rows).filter { by[$0] == by[row] }
                .sorted { (time[$0] ?? .max, $0) < (time[$1] ?? .max, $1) }
            let place = partition.firstIndex(of: row) ?? 0
            let last = partition[max(0, place - size + 1)...place].compactMap { value[$0] }
            #expect(found["s"]?[row] == .int(Int64(last.reduce(0, +))), "seed \(seed)")
            #expect(found["m"]?[row] == (last.min().map { .int(Int64($0)) } ?? .missing), "seed \(seed)")
            let sum = partition[...place].compactMap { value[$0] }.reduce(0, +)
            #expect(found["k"]?[row] == .int(Int64(sum)), "seed \(seed)")
            let inTime = time[row].map { own in
                partition.filter { other in
                    guard let day = time[other] else { return false }
                    return day <= own && day > own - Int32(days) && value[other] != nil
                }.count
            }
            #expect(found["c"]?[row] == (inTime.map { .int(Int64($0)) } ?? .missing), "seed \(seed)")
        }
    }
}
