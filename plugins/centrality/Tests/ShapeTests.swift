import Foundation
import RapportContract
import RapportDiagnostics
import RapportPluginKit
import RapportTable
import RapportTestKit
import RapportWork
import Synchronization
import SharedFiles
import Testing

@testable import CentralityPlugin

@Suite struct ShapeTests {
    @Test func `of the whole of a network`() async throws {
        for each in try GoldenCase.all("cen_structure") {
            let (edges, all) = each.tables
            let outcome = try await shape.outcome(
                of: edges,
                ["nodes": .table("all"), "directed": .bool(each.isDirected), "weighted": .bool(false)],
                named: ["nodes": all])
            for (fact, metric) in [
                ("transitivity", "transitivity"), ("average_clustering", "average_clustering"),
                ("degree_assortativity", "assortativity"), ("diameter", "diameter"),
                ("average_shortest_path_length", "mean_distance"), ("reciprocity", "reciprocity"),
            ] {
                guard let expected = each.expected[fact] as? Double else { continue }
                #expect(abs((outcome.value(of: metric) ?? .nan) - expected) < 1e-12, "\(fact)")
            }
        }
    }

    @Test func `what is not defined is missing, with a reason`() async throws {
        let outcome = try await shape.outcome(of: Table.edges([("a", "b"), ("c", "d")]))
        let metric = try #require(outcome.output["metric"])
        let (value, reason) = (try #require(outcome.output["value"]), try #require(outcome.output["reason"]))
        for row in 0..<outcome.output.count {
            #expect(value[row].isMissing == !reason[row].isMissing, "\(metric[row].text())")
        }
        #expect(outcome.value(of: "components") == 2 && outcome.value(of: "largest_share") == 0.5)
        let directed = try await shape.outcome(
            of: Table.edges([("a", "b"), ("b", "a"), ("b", "c")]), ["directed": .bool(true)])
        #expect(abs((directed.value(of: "reciprocity") ?? 0) - 2.0 / 3) < 1e-12)
        #expect(directed.value(of: "centralisation") == 1, "answered edges are one tie")
    }

    @Test func `of directed networks it is said that directions are left aside`() async throws {
        // Longer than distances are measured, so that there is no diameter to speak of.
        let chain = (0..<Shape.distanceLimit + 1).map { ("n\($0)", "n\($0 + 1)") }
        let outcome = try await shape.outcome(of: Table.edges(chain), ["directed": .bool(true)])
        #expect(outcome.value(of: "diameter") == nil)
        #expect(outcome.caveat("network.directions") != nil)
        let reach = try #require(outcome.findings.first { $0.code == "graph.reach" })
        #expect(reach.text.contains("directions aside, a message could reach everybody"))
        let plain = try await shape.outcome(of: Table.edges([("a", "b")]))
        #expect(plain.caveat("network.directions") == nil)
        #expect(plain.findings.first?.text.contains("directions") == false)
    }

    @Test func `a long walk says how long, and ends when it is cancelled`() async throws {
        // A ring of 40,000 with as many chords: n·m is above the limit from which the estimate is told.
        let n = 40_000
        var random = SeededRandom(seed: 3)
        var (sources, targets): ([Int], [Int]) = ([], [])
        for node in 0..<n {
            for other in [
                (node + 1) % n, Int.random(in: 0..<n, using: &random), Int.random(in: 0..<n, using: &random),
                Int.random(in: 0..<n, using: &random),
            ] {
                sources.append(node)
                targets.append(other)
            }
        }
        let table = Table(["source": .ints(sources), "target": .ints(targets)])
        let work = Work(width: 2)
        let arguments: [String: Value] = [
            "source": .column("source"), "target": .column("target"), "measures": .words(["betweenness"]),
        ]
        // A thread of its own looks on: the run holds those of the tests.
        let seen = Mutex<(progress: Work.Progress, cancelled: ContinuousClock.Instant)?>(nil)
        Thread.detachNewThread {
            let deadline = ContinuousClock.now + .seconds(120)
            while ContinuousClock.now < deadline {
                let progress = work.progress
                if progress.unit == "sources", progress.done > 0 {
                    seen.withLock { $0 = (progress, .now) }
                    break
                }
                Thread.sleep(forTimeInterval: 0.002)
            }
            work.cancel()
        }
        var code: Diagnostic.Code?
        do throws(Diagnostic) {
            _ = try await nodes.run(Call(Inputs(table), arguments), in: Context(work: work))
        } catch {
            code = error.code
        }
        let ended = ContinuousClock.now
        let (progress, cancelled) = try #require(seen.withLock { $0 })
        #expect(code == "run.cancelled")
        #expect(progress.label.hasPrefix("betweenness, about"), "\(progress.label)")
        #expect(progress.label.contains("`k=1000`") && progress.total == n)
        #expect(cancelled.duration(to: ended) < .milliseconds(1_000), "200 ms in release")
    }
}
