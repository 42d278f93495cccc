import RapportDiagnostics
import RapportTable
import RapportWork

@testable import RapportQuery

/// Seeded tables of more rows than a morsel (millions in release), and the lines that run over them.
enum EngineTables {
    #if DEBUG
        static let rows = 70_001
    #else
        static let rows = 3_000_001
    #endif

    static let catalog: MemoryCatalog = MemoryCatalog([
        "f": orders(rows, 7), "g": orders(rows / 10, 8), "c": customers(rows / 20),
    ])

    static func orders(_ rows: Int, _ seed: UInt64) -> Table {
        var random = SeededNumbers(seed)
        let customers = max(rows / 10, 1)
        var (ids, customer, n): ([Int?], [Int?], [Int?]) = ([], [], [])
        var (amount, code, region): ([Double?], [String?], [String?]) = ([], [], [])
        var (day, at, ok, spent): ([Int32?], [Int64?], [Bool?], [Int64?]) = ([], [], [], [])
        let regions = ["north", "south", "east", "west", "", "北京"]
        for row in 0..<rows {
            func some<Value>(_ value: Value) -> Value? { random.chance(0.05) ? nil : value }
            ids.append(row)
            customer.append(some(random.int(1...customers)))
            n.append(some(random.int(1...9)))
            amount.append(some(Double(random.int(-1_000_000...1_000_000)) / 997))
            code.append(some("C\(random.int(1...customers))"))
            region.append(some(random.pick(regions)))
            day.append(some(Int32(random.int(18_000...19_000))))
            at.append(Int64(random.int(0...94_608_000)) * 1_000_000 + 1_600_000_000_000_000)
            ok.append(some(random.chance(0.5)))
            spent.append(some(Int64(random.int(0...1_000_000_000))))
        }
        let one = Work(width: 1)
        let texts = Column.texts(region)
        return Table([
            "id": .ints(ids), "customer": .ints(customer), "n": .ints(n), "amount": .floats(amount),
            "code": .texts(code), "region": (try? texts.encoded(limit: 100, work: one)) ?? texts,
            "day": .dates(day), "at": .datetimes(at), "ok": .bools(ok), "spent": .durations(spent),
        ])
    }

    static func customers(_ rows: Int) -> Table {
        var random = SeededNumbers(9)
        return Table([
            "customer": .ints((0..<rows).map { $0 * 2 }), "code": .texts((0..<rows).map { "C\($0 * 2)" }),
            "tier": .ints((0..<rows).map { _ in random.int(1...5) }),
        ])
    }

    /// Every verb that makes rows, every aggregate and window function, each over every kind of column that it takes.
    static let lines = [
        "f | where amount * n > 500 and region != \"north\"",
        "f | where contains(code, \"12\") or month_number(at) == 12",
        "f | derive a = amount / n, b = upper(code), c = month(at), d = if(ok, n, 0), e = coalesce(region, code)",
        "f | cast n=text, id=float",
        "f | recode region = {\"north\": 1} other=0",
        "f | fill amount method=forward by customer sort at, id",
        "f | fill region=\"unknown\"",
        "f | sort amount",
        "f | sort -code, n",
        "f | sort region, -at, id",
        "f | sample 1000",
        "f | distinct customer",
        "f | distinct region, ok keep=last",
        "f | distinct code sort -amount",
        "f | select customer, region, n, ok | distinct",
        "f | union g",
        "f | join c on customer",
        "f | join c on customer kind=inner",
        "f | join c on code kind=full suffix=\"_c\"",
        "f | join c on customer, code kind=unmatched",
        "f | join g on customer kind=inner expect=many_to_many suffix=\"_g\" | count",
        "f | pivot rows=customer columns=region values=sum(amount)",
        "f | select id, n, customer | unpivot n, customer to name, value",
        "f | describe",
        "f | summarize a=count(), b=count(n), c=sum(amount), d=mean(amount), e=std(amount), g=var(n), "
            + "h=median(amount), i=quantile(amount, 0.9), j=min(at), k=max(code), l=mode(region), "
            + "m=count_distinct(customer), o=any(ok), p=all(ok), q=sum(spent), r=mean(spent)",
        "f | summarize a=count(), b=count(n), c=sum(amount), d=mean(amount), e=std(amount), g=var(n), "
            + "h=median(amount), i=quantile(amount, 0.9), j=min(at), k=max(code), l=mode(region), "
            + "m=count_distinct(customer), o=any(ok), p=all(ok), q=sum(spent), r=mean(spent) by region, ok",
        "f | summarize a=count(), b=count(n), c=sum(amount), d=mean(amount), e=std(amount), g=var(n), "
            + "h=median(amount), i=quantile(amount, 0.9), j=min(at), k=max(code), l=mode(region), "
            + "m=count_distinct(n), o=any(ok), p=all(ok), q=sum(spent), r=mean(spent) by customer",
        "f | summarize a=sum(amount) by code, day",
        "f | sort at, id | summarize a=first(amount), b=last(code) by region",
        "f | window by customer sort at, id: a=lag(amount), b=lead(code), c=cum_sum(amount), d=cum_count(n), "
            + "e=cum_sum(n), g=row_number()",
        "f | window sort day: a=rank(), b=dense_rank(), c=cum_sum(amount), d=cum_sum(spent)",
        "f | window by region: a=sum(amount), b=max(n), c=amount / sum(amount)",
        "f | window by customer sort at: a=mean(amount) over last 30d, b=max(n) over last 3, c=std(amount) over last 90d",
        "f | window sort at: a=sum(amount) over last 30d, b=min(amount) over last 30d, c=count_distinct(customer) over "
            + "last 5d, d=median(amount) over last 5d, e=mode(n) over last 5d",
    ]

    static func plan(_ line: String) async throws -> Plan { try await catalog.plan(line) }

    static func execution(_ plan: Plan, _ work: Work) async -> Execution {
        await execute(plan, catalog: catalog, settings: QuerySettings(), work: work)
    }
}
