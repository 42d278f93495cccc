import RapportPluginKit
import RapportTestKit
import Testing

@testable import SegmentationPlugin

let rfm = stage("segmentation.rfm")
let kmeans = stage("segmentation.kmeans")

func stage(_ name: String) -> any Stage {
    segmentation.stages.first { $0.signature.name == name } ?? segmentation.stages[0]
}

func ints(_ table: Table, _ name: String) -> [Int] {
    (0..<table.count).compactMap { row in
        if case .int(let value) = table[name]?[row] { Int(value) } else { nil }
    }
}

func texts(_ table: Table, _ name: String) -> [String] {
    (0..<table.count).compactMap { row in
        if case .text(let value) = table[name]?[row] { value } else { nil }
    }
}

func floats(_ table: Table, _ name: String) -> [Double?] {
    (0..<table.count).map { table[name]?[$0].number }
}

func day(_ year: Int, _ month: Int, _ day: Int) -> Int32 { daysFromCivil(year, month, day) ?? 0 }

extension Outcome {
    func table(_ name: String) throws -> Table { try #require(tables.first { $0.name == name }).table }
    func caveat(_ code: String) -> Caveat? { caveats.first { $0.code == code } }
    func caveats(_ code: String) -> [Caveat] { caveats.filter { $0.code == code } }
}

/// What a call is refused with.
func refusal(
    of table: Table, _ arguments: [String: Value] = [:], named: [String: Table] = [:],
    by stage: any Stage = rfm
) async -> Diagnostic? {
    do throws(Diagnostic) {
        _ = try await stage.outcome(of: table, arguments, named: named)
        return nil
    } catch {
        return error
    }
}

/// One purchase a row: customer, day of June 2026, amount.
func purchases(_ rows: [(String?, Int, Double?)]) -> Table {
    Table([
        "customer": .texts(rows.map(\.0)), "date": .dates(rows.map { day(2026, 6, $0.1) }),
        "amount": .floats(rows.map(\.2)),
    ])
}

/// Customers c1…cn; the k-th bought k times, the last time on day 10 + k, for 10 each.
func ladder(_ n: Int) -> Table {
    purchases((1...n).flatMap { k in (0..<k).map { ("c\(k)", 10 + k - $0, 10) } })
}
