import Foundation
import RapportDiagnostics
import RapportGraph
import RapportWork
import SharedFiles
import Testing

/// Equal to networkx.
@Suite struct CentralityTests {
    @Test func `degrees and strengths`() throws {
        for each in try GoldenCase.all("cen_degree") {
            let graph = try each.graph()
            let n = Double(max(graph.nodeCount - 1, 1))
            if let degree = each.numbers("degree") {
                expectEqual(graph.degrees.map(Double.init), degree, within: 0, "degree of \(each.params)")
                let centrality = graph.degrees.map { Double($0) / n }
                expectEqual(
                    centrality, try #require(each.numbers("degree_centrality")), within: 1e-15, "centrality")
                #expect(abs((graph.density ?? 0) - (each.number("density") ?? 0)) < 1e-15)
            }
            if let strength = each.numbers("strength") {
                expectEqual(graph.strengths, strength, within: 1e-12, "strength")
            }
            if let into = each.numbers("in_strength") {
                expectEqual(graph.incoming.strengths(graph.nodeCount), into, within: 1e-12, "in")
            }
        }
    }

    @Test func `betweenness of nodes and edges`() throws {
        for each in try GoldenCase.all("cen_betweenness") {
            let isWeighted = each.params["weight"] is String
            let graph = try each.graph(isWeighted: isWeighted)
            var options = Betweenness.Options()
            options.isWeighted = isWeighted
            options.isNormalized = each.params["normalized"] as? Bool ?? true
            options.countsEndpoints = each.params["endpoints"] as? Bool ?? false
            let found = try graph.betweenness(options, work: Work())
            if let expected = each.numbers("betweenness") {
                expectEqual(found.nodes, expected, within: 1e-12, "\(each.params)")
            }
            for row in each.expected["edge_betweenness"] as? [[Any]] ?? [] {
                let ends = Set([GoldenCase.name(row[0]), GoldenCase.name(row[1])])
                let place = try #require(
                    graph.edges.firstIndex {
                        ends == [each.nodes[Int($0.source)], each.nodes[Int($0.target)]]
                    })
                #expect(abs(found.edges[place] - ((row[2] as? NSNumber)?.doubleValue ?? .nan)) < 1e-12)
            }
            let alone = try graph.betweenness(options, work: Work(width: 1))
            #expect(alone.nodes == found.nodes && alone.edges == found.edges, "the same at any width")
        }
    }

    @Test func `betweenness from all nodes as a sample is exact`() throws {
        for each in try GoldenCase.all("cen_betweenness").prefix(1) {
            let graph = try each.graph()
            var options = Betweenness.Options()
            let whole = try graph.betweenness(options, work: Work())
            options.samples = graph.nodeCount
            #expect(try graph.betweenness(options, work: Work()).nodes == whole.nodes)
            options.samples = 20
            let sampled = try graph.betweenness(options, work: Work())
            #expect(sampled.sources == 20)
            let error = Betweenness.error(samples: 20, of: graph.nodeCount)
            for (a, b) in zip(sampled.nodes, whole.nodes) { #expect(abs(a - b) <= error) }
        }
    }

    @Test func `closeness and harmonic`() throws {
        for each in try GoldenCase.all("cen_closeness") {
            let isWeighted = each.params["distance"] is String
            let found = try each.graph(isWeighted: isWeighted).closeness(
                isWeighted: isWeighted, correctsForParts: each.params["wf_improved"] as? Bool ?? true,
                work: Work())
            if let expected = each.numbers("closeness") {
                expectEqual(found.closeness, expected, within: 1e-12, "closeness \(each.params)")
            }
            if let expected = each.numbers("harmonic") ?? each.numbers("harmonic_centrality") {
                expectEqual(found.harmonic, expected, within: 1e-12, "harmonic \(each.params)")
            }
        }
    }

    @Test func `eigenvector`() throws {
        for each in try GoldenCase.all("cen_eigenvector") {
            let graph = try each.graph(isWeighted: each.params["weight"] is String)
            let found = try graph.eigenvectorCentrality(work: Work())
            #expect(found.convergence.hasConverged)
            expectEqual(
                found.values, try #require(each.numbers("eigenvector")), within: 1e-8, "\(each.params)")
        }
    }

    @Test func `PageRank, converged and at networkx's tolerance`() throws {
        for each in try GoldenCase.all("cen_pagerank") {
            let graph = try each.graph(isWeighted: each.params["weight"] is String)
            let start = (each.params["personalization"] as? [String: Double]).map { weights in
                each.nodes.map { weights[$0] ?? 0 }
            }
            let found = try graph.pageRank(
                alpha: each.parameter("alpha") ?? 0.85, personalization: start, tolerance: 1e-15, work: Work()
            )
            expectEqual(
                found.values, try #require(each.numbers("pagerank_converged")), within: 1e-10,
                "\(each.params)")
            #expect(abs(found.values.reduce(0, +) - 1) < 1e-12)
            if let expected = each.numbers("pagerank_tol1e-6") {
                let coarse = try graph.pageRank(
                    alpha: each.parameter("alpha") ?? 0.85, personalization: start, tolerance: 1e-6,
                    work: Work())
                expectEqual(coarse.values, expected, within: 1e-12, "as early as networkx")
            }
        }
    }

    @Test func `Katz, and its limit`() throws {
        for each in try GoldenCase.all("cen_katz") {
            let graph = try each.graph(isWeighted: each.params["weight"] is String)
            let found = try graph.katzCentrality(
                alpha: try #require(each.parameter("alpha")), beta: each.parameter("beta") ?? 1,
                tolerance: 1e-14,
                work: Work())
            expectEqual(
                found.values, try #require(each.numbers("katz_normalized")), within: 1e-10, "\(each.params)")
            expectEqual(
                found.raw, try #require(each.numbers("katz_raw")), within: 1e-10, "raw \(each.params)")
            let eigenvalue = 1 / (try graph.katzLimit(work: Work()))
            #expect(abs(eigenvalue - (each.number("lambda_max") ?? 0)) < 1e-7)
        }
    }

    @Test func `HITS`() throws {
        for each in try GoldenCase.all("cen_hits") {
            let graph = try each.graph()
            let found = try graph.hits(work: Work())
            expectEqual(found.hubs, try #require(each.numbers("hubs")), within: 1e-8, "hubs")
            expectEqual(
                found.authorities, try #require(each.numbers("authorities")), within: 1e-8, "authorities")
        }
    }

    @Test func `cores, clustering, structural holes`() throws {
        for each in try GoldenCase.all("cen_structure") {
            let graph = try each.graph()
            let cores = graph.coreNumbers().map(Double.init)
            expectEqual(cores, try #require(each.numbers("core_number")), within: 0, "core \(each.params)")
            if let clustering = each.numbers("clustering") {
                let found = try graph.clustering(work: Work())
                expectEqual(found.coefficients, clustering, within: 1e-12, "clustering")
                #expect(abs(found.transitivity - (each.number("transitivity") ?? .nan)) < 1e-12)
                let triangles = try #require(each.numbers("triangles"))
                expectEqual(found.triangles.map(Double.init), triangles, within: 0, "triangles")
                let holes = try graph.structuralHoles(work: Work())
                expectEqual(
                    holes.constraint, try #require(each.numbers("constraint")), within: 1e-12, "constraint")
                expectEqual(
                    holes.effectiveSize, try #require(each.numbers("effective_size")), within: 1e-12,
                    "effective size")
            }
            if let expected = each.number("reciprocity") {
                #expect(abs((graph.reciprocity ?? 0) - expected) < 1e-12)
            }
            if let expected = each.number("degree_assortativity") {
                #expect(abs((graph.degreeAssortativity ?? 0) - expected) < 1e-12)
            }
            if let expected = each.number("diameter") {
                let lengths = try #require(
                    try graph.pathLengths(within: Array(0..<graph.nodeCount), work: Work()))
                #expect(Double(lengths.diameter) == expected)
                #expect(abs(lengths.mean - (each.number("average_shortest_path_length") ?? .nan)) < 1e-12)
            }
        }
    }

    /// Burt's sums as they stand, over all pairs.
    private func slowHoles(_ graph: Graph) -> (constraint: [Double?], size: [Double?]) {
        let n = graph.nodeCount
        var mutual = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
        for edge in graph.edges where edge.source != edge.target {
            let (a, b) = (Int(edge.source), Int(edge.target))
            mutual[a][b] += edge.weight
            mutual[b][a] += edge.weight
        }
        var (constraint, size): ([Double?], [Double?]) = ([], [])
        for i in 0..<n {
            let near = (0..<n).filter { mutual[i][$0] > 0 }
            guard !near.isEmpty else {
                constraint.append(nil)
                size.append(nil)
                continue
            }
            func share(_ a: Int, _ b: Int) -> Double { mutual[a][b] / mutual[a].reduce(0, +) }
            var (held, left) = (0.0, Double(near.count))
            for j in near {
                var sum = share(i, j)
                for q in near where q != j {
                    sum += share(i, q) * share(q, j)
                    left -= share(i, q) * mutual[j][q] / (mutual[j].max() ?? 1)
                }
                held += sum * sum
            }
            constraint.append(held)
            size.append(left)
        }
        return (constraint, size)
    }

    @Test("structural holes are Burt's sums, at any width", arguments: [true, false])
    func holes(isDirected: Bool) throws {
        var random = SeededRandom(seed: 13)
        for round in 0..<30 {
            let n = 2 + random.below(70)
            // Hubs that know everybody beside people who know two: both ways of looking.
            var drawn: [Graph.Edge] = []
            for _ in 0..<(round % 3 + 1) * n {
                let source = random.below(n) * random.below(n) / n
                drawn.append(Graph.Edge(source, random.below(n), weight: Double(1 + random.below(5))))
            }
            if round % 2 == 0 { for node in 1..<n { drawn.append(Graph.Edge(0, node)) } }
            let edges = try Graph.merged(drawn, isDirected: isDirected).edges
            let graph = try Graph(nodeCount: n, edges: edges, isDirected: isDirected)
            let (found, wanted) = (try graph.structuralHoles(work: Work()), slowHoles(graph))
            expectEqual(found.constraint, wanted.constraint, within: 1e-12, "constraint of round \(round)")
            expectEqual(found.effectiveSize, wanted.size, within: 1e-11, "size of round \(round)")
            let alone = try graph.structuralHoles(work: Work(width: 1))
            #expect(alone.constraint == found.constraint && alone.effectiveSize == found.effectiveSize)
        }
    }

    /// Pairs of 40,000 contacts are too many to look at.
    @Test("the holes of a star of many leaves", .timeLimit(.minutes(1)))
    func holesOfAStar() async throws {
        let leaves = 40_000
        let star = (1...leaves).map { Graph.Edge(0, $0) }
        let graph = try Graph(nodeCount: leaves + 1, edges: star, isDirected: false)
        let work = Work()
        try await withTaskCancellationHandler {
            let found = try graph.structuralHoles(work: work)
            #expect(abs((found.constraint[0] ?? 0) - 1 / Double(leaves)) < 1e-12)
            #expect(found.effectiveSize[0] == Double(leaves))
            #expect(found.constraint.dropFirst().allSatisfy { $0 == 1 })
        } onCancel: {
            work.cancel()
        }
    }

    @Test(
        "values settle whatever the unit of the weights",
        arguments: [1e-200, 1e-11, 1e-4, 1, 1e3, 1e6, 1e200])
    func units(_ unit: Double) throws {
        var random = SeededRandom(seed: 31)
        let n = 200
        // A tree, which has two sides, and a graph of circles.
        let tree = (1..<n).map { Graph.Edge(random.below($0), $0, weight: Double(1 + random.below(9))) }
        let drawn = (0..<3 * n).map { _ in
            Graph.Edge(random.below(n), random.below(n), weight: Double(1 + random.below(9)))
        }
        for (edges, isDirected) in [(tree, false), (drawn, false), (drawn, true)] {
            let merged = try Graph.merged(edges, isDirected: isDirected).edges
            let scaled = merged.map { Graph.Edge(Int($0.source), Int($0.target), weight: $0.weight * unit) }
            let plain = try Graph(nodeCount: n, edges: merged, isDirected: isDirected)
            let graph = try Graph(nodeCount: n, edges: scaled, isDirected: isDirected)
            let (wanted, found) = (
                try plain.eigenvectorCentrality(work: Work()), try graph.eigenvectorCentrality(work: Work())
            )
            #expect(wanted.convergence.hasConverged && found.convergence.hasConverged)
            #expect(found.convergence.iterations < 2_000, "\(found.convergence.iterations)")
            expectEqual(found.values, wanted.values, within: 1e-8, "eigenvector")
            // The definition: Aᵀx = λx.
            var product = [Double](repeating: 0, count: n)
            for edge in plain.edges {
                product[Int(edge.target)] += edge.weight * wanted.values[Int(edge.source)]
                if !isDirected { product[Int(edge.source)] += edge.weight * wanted.values[Int(edge.target)] }
            }
            expectEqual(product.map { $0 / wanted.eigenvalue }, wanted.values, within: 1e-8, "definition")
            let (near, far) = (try plain.katzLimit(work: Work()), try graph.katzLimit(work: Work()))
            #expect(abs(far * unit / near - 1) < 1e-8)
            let katz = try plain.katzCentrality(alpha: near / 2, work: Work())
            let other = try graph.katzCentrality(alpha: far / 2, work: Work())
            expectEqual(other.values, katz.values, within: 1e-8, "katz")
            #expect(katz.convergence.hasConverged && other.convergence.hasConverged)
            let (hubs, turned) = (try plain.hits(work: Work()), try graph.hits(work: Work()))
            expectEqual(turned.hubs, hubs.hubs, within: 1e-8, "hubs")
            expectEqual(turned.authorities, hubs.authorities, within: 1e-8, "authorities")
        }
    }

    @Test func `Katz refuses an alpha above its limit by the name that the caller has for it`() throws {
        let triangle = try Graph(
            nodeCount: 3, edges: [Graph.Edge(0, 1), Graph.Edge(1, 2), Graph.Edge(0, 2)], isDirected: false)
        let error = #expect(throws: Diagnostic.self) {
            try triangle.katzCentrality(alpha: 0.6, parameter: "katz_alpha", work: Work())
        }
        #expect(error?.message.hasPrefix("`katz_alpha` must be < ") == true)
        #expect(error?.help.first?.text.hasPrefix("`katz_alpha=0.4") == true)
    }
}
