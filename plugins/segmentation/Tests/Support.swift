import RapportPluginKit
import RapportTestKit
import Testing

@testable import SegmentationPlugin

let rfm = stage("segmentation.rfm")
let kmeans = stage("segmentation.kmeans")

func stage(_ name: String) -> any Stage {
    segmentation.stages.first { $0.signature.name == name } ?? segmentation.stages[0]
}

func day(_ year: Int, _ month: Int, _ day: Int) -> Int32 { daysFromCivil(year, month, day) ?? 0 }

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
