import RapportContract
import RapportDiagnostics
import RapportPluginKit
import RapportTable
import RapportTestKit
import SharedFiles
import Testing

@testable import CentralityPlugin

/// Rows 14 to 21 of the edge cases, and what else can be wrong with edges.
@Suite struct EdgeCaseTests {
    let plain: [String: Value] = ["stability": .int(0)]

    @Test func `14 an edge to itself is dropped and counted`() async throws {
        let outcome = try await nodes.outcome(of: Table.edges([("a", "a"), ("a", "b")]), plain)
        #expect(outcome.caveat("graph.self-loop")?.count == 1)
        #expect(outcome.rows == .init(input: 2, used: 1))
        let kept = try await nodes.outcome(
            of: Table.edges([("a", "a"), ("a", "b")]),
            ["self_loops": .text("keep"), "measures": .words(["degree"]), "stability": .int(0)])
        #expect(kept.values(of: "degree", by: "node") == ["a": 3, "b": 1])
    }

    @Test func `15 both directions are one edge without directions`() async throws {
        let table = Table.edges([("a", "b"), ("b", "a"), ("b", "c")], weights: [1, 2, 5])
        let outcome = try await nodes.outcome(of: table, plain)
        #expect(outcome.caveat("graph.duplicate-edge")?.count == 1)
        #expect(outcome.values(of: "strength", by: "node") == ["a": 3, "b": 8, "c": 5])
        let directed = try await nodes.outcome(
            of: table, ["directed": .bool(true), "stability": .int(0)])
        #expect(directed.caveat("graph.duplicate-edge") == nil)
        let most = try await ties.outcome(of: table, ["aggregate": .text("max")])
        let weights = (0..<most.output.count).map { most.output["weight"]?[$0].number }
        #expect(weights.contains(2))
        let error = await nodes.refusal(of: table, ["aggregate": .text("error")])
        #expect(error?.code == "graph.duplicate-edge")
    }

    @Test func `16 a weight below 0 is an error with its row`() async {
        let error = await nodes.refusal(of: Table.edges([("a", "b"), ("b", "c")], weights: [1, -1]))
        #expect(error?.code == "graph.negative-weight")
        #expect(
            error?.message == "`weight` is below 0 in 1 of 2 rows, the first is row 2; expected 0 or more")
        #expect(error?.help.first?.text == "`… | where weight >= 0` before it leaves such rows out")
    }

    @Test func `17 of two parts the eigenvector is the larger one's`() async throws {
        let outcome = try await nodes.outcome(
            of: Table.edges([("a", "b"), ("b", "c"), ("a", "c"), ("x", "y")]), plain)
        let eigenvector = outcome.values(of: "eigenvector", by: "node")
        #expect(eigenvector["x"] == 0 && eigenvector["y"] == 0)
        #expect(abs((eigenvector["a"] ?? 0) - 1 / 3.0.squareRoot()) < 1e-9)
        #expect(outcome.caveat("eigenvector.largest-part")?.count == 2)
        let closeness = outcome.values(of: "closeness", by: "node")
        // Wasserman & Faust: 1 within reach of 4 others, at distance 1.
        #expect(abs((closeness["x"] ?? 0) - 0.25) < 1e-12)
        #expect(outcome.values(of: "harmonic", by: "node")["a"] == 2)
        let reasons = try #require(outcome.output["reason"])
        let ids = try #require(outcome.output["node"])
        for row in 0..<outcome.output.count {
            #expect(
                (reasons[row].text().contains("eigenvector is 0")) == ["x", "y"].contains(ids[row].text()))
        }
    }

    @Test func `18 a single edge divides by nothing`() async throws {
        let outcome = try await nodes.outcome(of: Table.edges([("a", "b")]), plain)
        #expect(outcome.values(of: "betweenness", by: "node") == ["a": 0, "b": 0])
        #expect(outcome.values(of: "degree_centrality", by: "node") == ["a": 1, "b": 1])
        #expect(outcome.values(of: "closeness", by: "node") == ["a": 1, "b": 1])
    }

    @Test func `19 a star of five`() async throws {
        let outcome = try await nodes.outcome(
            of: Table.edges(["b", "c", "d", "e"].map { ("a", $0) }), plain)
        #expect(outcome.values(of: "betweenness", by: "node")["a"] == 1)
        let closeness = outcome.values(of: "closeness", by: "node")
        #expect(closeness["a"] == 1)
        #expect(abs((closeness["c"] ?? 0) - 4.0 / 7) < 1e-12)
        #expect(outcome.output["node"]?[0].text() == "a")
    }

    @Test func `what has no number has no place`() {
        let places = Places([1, .nan, nil, 2])
        #expect(places.ranks == [2, nil, nil, 1])
        #expect(places.percentiles == [50, nil, nil, 100])
        #expect(places.order == [3, 0, 1, 2])
    }

    @Test func `20 Katz says how far alpha may go`() async throws {
        guard let text = SharedFiles.text("data/networks/karate_edges.csv") else { return }
        let csv = try CSVText(text)
        let table = Table.edges(
            Array(zip(try #require(csv.column("source")), try #require(csv.column("target")))))
        let error = await nodes.refusal(of: table, ["katz_alpha": .float(0.5), "measures": .words(["katz"])])
        #expect(error?.code == "parameter.range")
        #expect(error?.message.contains("alpha` must be < 0.14868") == true)
        #expect(error?.help.first?.text.hasPrefix("`katz_alpha=0.1338") == true)
        // Nobody asked for a value that does not converge: a smaller one is taken, and told.
        let dense = (0..<16).flatMap { a in ((a + 1)..<16).map { ("n\(a)", "n\($0)") } }
        let outcome = try await nodes.outcome(of: Table.edges(dense), plain)
        #expect(outcome.caveat("katz.alpha") != nil)
    }

    @Test func `21 one node and no edge`() async throws {
        let outcome = try await nodes.outcome(
            of: Table.edges([("a", "a")]), ["nodes": .table("all"), "stability": .int(0)],
            named: ["nodes": Table(["node": .texts(["a"])])])
        #expect(outcome.output.count == 1)
        #expect(outcome.values(of: "degree_centrality", by: "node") == ["a": 1])
        #expect(outcome.values(of: "betweenness", by: "node") == ["a": 0])
        #expect(outcome.values(of: "constraint_", by: "node")["a"] == nil)
        #expect(outcome.output["reason"]?[0].text() == "no edge")
        let error = await nodes.refusal(of: Table.edges([("a", "a")]))
        #expect(error?.code == "table.empty")
    }

    // MARK: - Sentences

    @Test(arguments: [
        (
            [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")],
            "4 people lie on the shortest ways of 17% of all pairs of others each."
        ),
        (
            [("a", "b"), ("b", "c"), ("c", "d")],
            "b and c lie on the shortest ways of 67% of all pairs of others each."
        ),
        (
            [("h", "a"), ("h", "b"), ("h", "c"), ("h", "d")],
            "h lies on the shortest ways of 100% of all pairs of others."
        ),
        (
            [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("c", "f"), ("c", "g")],
            "c lies on the shortest ways of 87% of all pairs of others, before b and d."
        ),
    ])
    func `nobody is put before their equals`(_ edges: [(String, String)], _ sentence: String) async throws {
        let outcome = try await nodes.outcome(of: Table.edges(edges), ["stability": .int(0)])
        #expect(outcome.findings.first { $0.code == "network.leader" }?.text == sentence)
    }

    // MARK: - Reading

    @Test func `missing ends and weights are errors`() async {
        let table = Table(["source": .texts(["a", nil]), "target": .texts(["b", "c"])])
        #expect(await nodes.refusal(of: table)?.code == "column.missing-values")
        let blank = Table(["source": .texts(["a", "  "]), "target": .texts(["b", "c"])])
        #expect(await nodes.refusal(of: blank)?.code == "column.missing-values")
        let weightless = Table.edges([("a", "b"), ("b", "c")], weights: [1, nil])
        #expect(await nodes.refusal(of: weightless)?.code == "column.missing-values")
        #expect(await nodes.refusal(of: Table(["source": .texts(["a"])]))?.code == "role.missing")
    }

    @Test func `ids lose the blanks around them, edges of weight 0 are none`() async throws {
        let outcome = try await nodes.outcome(
            of: Table.edges([(" a", "b"), ("a ", "c"), ("c", "b　")], weights: [1, 1, 0]), plain)
        #expect(outcome.output.count == 3)
        #expect(outcome.caveat("network.trimmed")?.count == 3)
        #expect(outcome.caveat("graph.zero-weight")?.count == 1)
        #expect(outcome.rows == .init(input: 3, used: 2))
    }

    @Test func `two boxes of the firm's own are pointed out together`() async throws {
        let hubs = (0..<30).flatMap { [("sales", "c\($0)"), ("support", "c\($0)")] }
        let outcome = try await nodes.outcome(of: Table.edges(hubs), plain)
        #expect(outcome.caveat("network.hub")?.text.contains("exclude=[\"sales\", \"support\"]") == true)
    }

    @Test func `ids that differ in capitals alone are counted`() async throws {
        let outcome = try await nodes.outcome(
            of: Table.edges([("Ada@x.org", "bea@x.org"), ("ada@x.org", "cyd@x.org")]), plain)
        #expect(outcome.output.count == 4)
        #expect(outcome.caveat("network.capitals")?.count == 1)
        #expect(outcome.caveat("network.capitals")?.text.contains("source=lower(source)") == true)
    }

    @Test func `ids that hold several addresses are counted`() async throws {
        let outcome = try await nodes.outcome(
            of: Table.edges([("a@x.org", "b@x.org, c@x.org"), ("b@x.org", "a@x.org")]), plain)
        #expect(outcome.caveat("network.several")?.count == 1)
        #expect(outcome.caveat("network.several")?.text.contains("explode target") == true)
        #expect(outcome.caveat("network.several")?.text.contains("split(target, \",\")") == true)
        // Where most cells part them otherwise, so does the line.
        let other = try await nodes.outcome(of: Table.edges([("a@x.org", "b@x.org; c@x.org")]), plain)
        #expect(other.caveat("network.several")?.text.contains("split(target, \";\")") == true)
    }

    @Test func `weights below 0 are counted`() async {
        let refused = await nodes.refusal(
            of: Table.edges([("a", "b"), ("b", "c"), ("c", "a")], weights: [1, -1, -2]))
        #expect(refused?.code == "graph.negative-weight")
        #expect(refused?.message.contains("below 0 in 2 of 3 rows, the first is row 2") == true)
    }

    @Test func `nearly all is not all`() async throws {
        let ring = (0..<1_000).map { ("n\($0)", "n\(($0 + 1) % 1_000)") } + [("x", "y")]
        let outcome = try await nodes.outcome(
            of: Table.edges(ring), ["measures": .words(["degree"]), "stability": .int(0)])
        #expect(outcome.findings.first?.text.contains("over 99%") == true)
    }

    @Test func `whole numbers stay numbers and are in their order`() async throws {
        let table = Table(["source": .ints([10, 9]), "target": .ints([9, 2])])
        let outcome = try await nodes.outcome(of: table, plain)
        #expect((0..<3).map { outcome.output["node"]?[$0] } == [.int(9), .int(2), .int(10)])
        let without = try await nodes.outcome(
            of: Table(["source": .ints([10, 9]), "target": .ints([9, 2])]),
            ["exclude": .list([.int(2)]), "stability": .int(0)])
        #expect(without.output.count == 2)
        let unknown = await nodes.refusal(of: table, ["exclude": .list([.text("99")])])
        #expect(unknown?.code == "graph.unknown-node")
    }

    @Test func `an account of the firm's own is pointed out and left out`() async throws {
        let hub = (0..<30).map { ("shop", "c\($0)") } + (0..<10).map { ("c\($0)", "c\($0 + 1)") }
        let outcome = try await nodes.outcome(of: Table.edges(hub), plain)
        #expect(outcome.caveat("network.hub")?.text.contains("exclude=[\"shop\"]") == true)
        let without = try await nodes.outcome(
            of: Table.edges(hub), ["exclude": .words(["shop"]), "stability": .int(0)])
        #expect(without.caveat("network.excluded")?.count == 1)
        #expect(without.output.count == 30)
        #expect(without.caveat("network.isolated")?.count == 19)
    }

    @Test func `strength is turned into distance, and the classic mistake is one word away`() async throws {
        // a–b is strong; by strength the way from a to c leads through b, by distance it is the direct one.
        let table = Table.edges([("a", "b"), ("b", "c"), ("a", "c")], weights: [10, 10, 1])
        let strength = try await nodes.outcome(of: table, plain)
        #expect(strength.values(of: "betweenness", by: "node")["b"] == 1)
        let distance = try await nodes.outcome(
            of: table, ["weight_kind": .text("distance"), "stability": .int(0)])
        #expect(distance.values(of: "betweenness", by: "node")["b"] == 0)
        #expect(distance.caveat("network.weights")?.text.contains("how far apart") == true)
    }

    // MARK: - Direction

    @Test func `rank reaches the one who brings`() async throws {
        let table = Table.edges([("ada", "bea"), ("ada", "cyd"), ("bea", "dan"), ("bea", "eva")])
        let referral = try await nodes.outcome(
            of: table, ["meaning": .text("referral"), "stability": .int(0)])
        let rank = referral.values(of: "pagerank", by: "node")
        #expect((rank["ada"] ?? 0) > (rank["bea"] ?? 0) && (rank["bea"] ?? 0) > (rank["dan"] ?? 1))
        #expect(referral.caveat("network.turned") != nil)
        let mention = try await nodes.outcome(
            of: table, ["meaning": .text("mention"), "stability": .int(0)])
        let turned = mention.values(of: "pagerank", by: "node")
        #expect((turned["dan"] ?? 0) > (turned["ada"] ?? 1))
        let edges = try await ties.outcome(of: table, ["meaning": .text("referral")])
        #expect(Set((0..<4).map { edges.output["source"]?[$0].text() }) == ["ada", "bea"], "as they came in")
    }

    // MARK: - Edges made of rows

    @Test func `replies lead from who answers to who asked`() async throws {
        let log = Table([
            "message_id": .texts(["1", "2", "3", "4"]), "reply_to": .texts([nil, "1", "2", "9"]),
            "customer": .texts(["ada", "bea", "ada", "cyd"]),
        ])
        let outcome = try await nodes.outcome(
            of: log, ["edges": .text("replies"), "measures": .words(["degree"]), "stability": .int(0)])
        #expect(outcome.values(of: "in_degree", by: "node") == ["ada": 1, "bea": 1, "cyd": 0])
        #expect(outcome.caveat("network.unknown-message")?.count == 1)
        #expect(outcome.rows == .init(input: 4, used: 2))
    }

    @Test func `mentions are found in English and Chinese, addresses are none`() async throws {
        let log = Table([
            "customer": .texts(["ada", "张三", "bea"]),
            "text": .texts(["thanks @bea, and @张三你好!", "mail me: x@bea.org", "@ada @nobody @bea"]),
        ])
        let outcome = try await nodes.outcome(
            of: log, ["edges": .text("mentions"), "measures": .words(["degree"]), "stability": .int(0)])
        #expect(outcome.values(of: "in_degree", by: "node") == ["ada": 1, "bea": 1, "张三": 1])
        #expect(outcome.caveat("network.unknown-mention")?.count == 1)
        #expect(outcome.caveat("graph.self-loop")?.count == 1)
    }

    @Test func `a longer name is no mention of the one it begins with`() async throws {
        let log = Table([
            "customer": .texts(["ann", "客户1", "7"]),
            "text": .texts(["@anna and @ann-lee.", "@客户13 @ann. @ann-", "@71 @7号 @客户1你好"]),
        ])
        let outcome = try await nodes.outcome(
            of: log, ["edges": .text("mentions"), "measures": .words(["degree"]), "stability": .int(0)])
        #expect(outcome.values(of: "in_degree", by: "node") == ["ann": 1, "客户1": 1, "7": 0])
        #expect(outcome.caveat("network.unknown-mention")?.count == 4)
        // `@7号` is 7, who wrote it.
        #expect(outcome.caveat("graph.self-loop")?.count == 1)
    }

    @Test func `what an iteration leaves of a 0 is ranked with it`() async throws {
        // Two stars that point at their hubs: all authority ends with the larger one.
        let table = Table.edges([
            ("a", "x"), ("b", "x"), ("c", "x"), ("d", "y"), ("e", "y"), ("f", "z"),
        ])
        let outcome = try await nodes.outcome(
            of: table, ["directed": .bool(true), "measures": .words(["hits"]), "stability": .int(0)])
        let ranks = try outcome.table("ranks")
        for row in 0..<ranks.count where ranks["measure"]?[row] == .text("authority") {
            let isFirst = ranks["node"]?[row] == .text("x")
            #expect(ranks["rank"]?[row].number == (isFirst ? 1 : 2))
        }
        for row in 0..<ranks.count where ranks["measure"]?[row] == .text("hub") {
            let isFirst = ["a", "b", "c"].contains { ranks["node"]?[row] == .text($0) }
            #expect(ranks["rank"]?[row].number == (isFirst ? 1 : 4))
        }
    }

    @Test func `without weights a step is one, however often the tie is named`() async throws {
        let table = Table.edges([("a", "b"), ("b", "a"), ("b", "c")])
        let outcome = try await ties.outcome(of: table, ["weight_exponent": .float(2)])
        let distances = (0..<outcome.output.count).map { outcome.output["distance"]?[$0].number }
        #expect(distances == [1, 1])
        let merged = (0..<outcome.output.count).map { outcome.output["merged"]?[$0].number }
        #expect(merged == [2, 1])
    }

    @Test func `what too many have in common ties nobody`() async throws {
        let people = (0..<6).map { "p\($0)" }
        let table = Table([
            "customer": .texts(people + ["p0", "p1", "p2"]),
            "product": .texts(people.map { _ in "bag" } + ["tea", "tea", "cup"]),
        ])
        let outcome = try await nodes.outcome(
            of: table,
            [
                "edges": .text("purchases"), "max_group": .int(5), "measures": .words(["degree"]),
                "stability": .int(0),
            ])
        #expect(
            outcome.values(of: "degree", by: "node").filter { $0.value > 0 }.keys.sorted() == ["p0", "p1"])
        #expect(outcome.caveat("network.large-groups")?.count == 1)
        #expect(outcome.caveat("network.alone")?.count == 1)
        let error = await nodes.refusal(
            of: table,
            ["edges": .text("members"), "group": .column("product"), "directed": .bool(true)])
        #expect(error?.code == "parameter.conflict")
    }

    @Test func `weights whose distances no number holds are an error`() async {
        let table = Table.edges([("a", "b"), ("b", "c")], weights: [1, 1e40])
        let error = await nodes.refusal(of: table, ["weight_exponent": .float(10)])
        #expect(error?.code == "graph.weight-range" && error?.help.count == 1)
        #expect(await nodes.refusal(of: table, ["weight_exponent": .float(2)]) == nil)
    }

    @Test func `nodes of several kinds are told`() async throws {
        let all = Table(["id": .texts(["a", "b", "c"]), "type": .texts(["person", "person", "company"])])
        let outcome = try await nodes.outcome(
            of: Table.edges([("a", "b"), ("b", "c")]), ["nodes": .table("all")], named: ["nodes": all])
        #expect(outcome.caveat("network.node-kinds")?.count == 2)
    }

    @Test func `harmonic is a sum, or a share of what it could be`() async throws {
        let star = Table.edges((1...4).map { ("hub", "leaf\($0)") })
        let sum = try await nodes.outcome(of: star, plain).values(of: "harmonic", by: "node")
        let share = try await nodes.outcome(
            of: star, plain.merging(["harmonic_normalized": .bool(true)]) { $1 }
        ).values(of: "harmonic", by: "node")
        #expect(sum["hub"] == 4 && share["hub"] == 1)
        #expect(sum["leaf1"] == 2.5 && share["leaf1"] == 0.625)
    }

    // MARK: - Weights of any unit

    @Test("no measure depends on the unit of the weights", arguments: [1e-11, 1e3, 1e200])
    func units(_ unit: Double) async throws {
        // A triangle with a tail, and a tree of two sides.
        let triangle = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]
        let tree = (1..<60).map { ("n\(($0 * 7 + 3) % $0)", "n\($0)") }
        for edges in [triangle, tree] {
            func found(_ unit: Double) async throws -> Outcome {
                let weights = edges.indices.map { Double(1 + $0 % 4) * unit }
                return try await nodes.outcome(
                    of: Table.edges(edges, weights: weights),
                    ["measures": .words(["eigenvector", "hits", "constraint"]), "stability": .int(0)])
            }
            let (plain, scaled) = (try await found(1), try await found(unit))
            #expect(
                !scaled.caveats.contains {
                    $0.code.hasSuffix("not-converged") || $0.code.hasSuffix("undefined")
                })
            for column in ["eigenvector", "hub", "authority", "constraint_"] {
                let wanted = plain.values(of: column, by: "node")
                let values = scaled.values(of: column, by: "node")
                #expect(values.count == wanted.count && !values.isEmpty, "\(column)")
                for (node, value) in wanted {
                    #expect(abs((values[node] ?? .nan) - value) < 1e-9, "\(column)")
                }
            }
        }
    }

    @Test func `what no number holds is missing, and no further iteration is advised`() async throws {
        let chain = Table.edges([("a", "b"), ("b", "c"), ("c", "d")], weights: [1e200, 1e200, 1e200])
        let outcome = try await nodes.outcome(
            of: chain,
            [
                "directed": .bool(true), "measures": .words(["katz"]), "stability": .int(0),
                "allow_unconverged": .bool(true),
            ])
        #expect(outcome.values(of: "katz", by: "node").isEmpty)
        let caveat = try #require(outcome.caveat("katz.not-converged"))
        #expect(caveat.text.contains("passed what a number holds") && !caveat.text.contains("max_iter"))
    }

    // MARK: - Words

    @Test func `betweenness is told of the pairs that it is of`() async throws {
        // Two stars of five leaves: each middle is on 10 of the 55 pairs of the eleven others.
        let stars = (0..<5).flatMap { leaf in [("x", "x\(leaf)"), ("y", "y\(leaf)")] }
        let apart = try await nodes.outcome(of: Table.edges(stars), plain)
        let leader = try #require(apart.findings.first { $0.code == "network.leader" })
        #expect(leader.text.hasPrefix("x and y lie on the shortest ways of 18% of all pairs of others each"))
        // A triangle with a tail: with their own pairs, of six those of the one and the two between others.
        let tail = Table.edges([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")])
        let ends = try await nodes.outcome(of: tail, plain.merging(["endpoints": .bool(true)]) { $1 })
        let first = try #require(ends.findings.first { $0.code == "network.leader" })
        #expect(first.text.hasPrefix("c is on the shortest ways of 83% of all pairs, its own among them"))
    }

    // MARK: - The picture

    @Test func `the picture has every node with its measure and group, and every tie`() async throws {
        let outcome = try await nodes.outcome(
            of: Table.edges([("a", "b"), ("b", "c"), ("c", "c")], weights: [1, 2, 5]),
            ["self_loops": .text("keep"), "stability": .int(0)])
        let picture = try outcome.table("picture")
        let cells = (0..<picture.count).map { row in
            picture.schema.names.map { picture[$0]?[row].text() ?? "" }
        }
        #expect(cells.count == 5, "three nodes, and two ties: one to itself cannot be drawn")
        #expect(cells[0][0] == "b" && cells[0][2] == "1.0" && cells[0][3] == "1", "the largest first")
        #expect(cells[3][0...1] == ["a", "b"] && cells[4][0...2] == ["b", "c", "2.0"])
        #expect(outcome.charts.first?.form == .network && outcome.charts.first?.table == "picture")
    }

    @Test func `of a large network the picture has the first nodes, and the strongest ties`() async throws {
        let ring = (0..<600).map { ("n\($0)", "n\(($0 + 1) % 600)") }
        let chords = (0..<120).flatMap { a in (a + 1..<120).map { ("n\(a)", "n\($0)") } }
        let outcome = try await nodes.outcome(
            of: Table.edges(ring + chords), ["measures": .words(["degree"]), "stability": .int(0)])
        let picture = try outcome.table("picture")
        let ends = try #require(picture["tied_to"])
        #expect((0..<picture.count).count { ends[$0].isMissing } == 150)
        #expect(picture.count == 150 + 2_000)
    }
}
