import RapportPluginKit

/// What a manager reads of rows with the clusters of a model, and what not to trust.
struct AssignSentences {
    let tables: AssignTables
    /// What a row is: a customer, or a row.
    let noun: String

    private var assignment: Assignment { tables.assignment }

    var findings: [Outcome.Finding] {
        let clusters = tables.model.clusters
        let largest = assignment.sizes.indices.max {
            (assignment.sizes[$0], $1) < (assignment.sizes[$1], $0)
        }
        var findings: [Outcome.Finding] = []
        if let largest {
            findings.append(
                .init(
                    "assign.largest",
                    "Of \(Wording.count(tables.rows, noun)), \(Wording.percent(tables.sharesNow[largest])) are in "
                        + "cluster \(clusters[largest].number): \(clusters[largest].description).",
                    values: [
                        .init("cluster", .int(Int64(clusters[largest].number))),
                        .init("share", .float(tables.sharesNow[largest])),
                    ]))
        }
        let moved = clusters.indices.max {
            let (a, b) = (change($0).magnitude, change($1).magnitude)
            return a == b ? $0 > $1 : a < b
        }
        if let moved, change(moved) != 0 {
            findings.append(
                .init(
                    "assign.moved",
                    "Cluster \(clusters[moved].number) has \(change(moved) > 0 ? "grown" : "shrunk") most: "
                        + "\(Wording.percent(tables.sharesThen[moved])) then, "
                        + "\(Wording.percent(tables.sharesNow[moved])) now.",
                    values: [
                        .init("cluster", .int(Int64(clusters[moved].number))),
                        .init("change", .float(change(moved))),
                    ]))
        }
        return findings
    }

    private func change(_ place: Int) -> Double { tables.sharesNow[place] - tables.sharesThen[place] }

    var caveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = [.init("rows.dropped", "all rows used, none dropped")]
        let then = tables.model.clusters.reduce(0) { $0 + $1.size }
        caveats.append(
            .init(
                "model.given", count: then,
                "clusters and scales are those of an earlier run over \(Wording.count(then, "row")); nothing was "
                    + "learnt from these"))
        let drifted = assignment.drifts.filter { $0.index >= 0.1 }
        if !drifted.isEmpty {
            let isMuch = drifted.contains { $0.index > 0.25 }
            let names = drifted.map { "`\($0.column)` (\(Wording.number($0.index)))" }
            caveats.append(
                .init(
                    "model.drift", count: drifted.count,
                    "\(Wording.list(names)) \(drifted.count == 1 ? "has" : "have") drifted "
                        + (isMuch ? "far" : "somewhat")
                        + " from the rows of the model (stability index; 0.25 is much)"
                        + (isMuch ? ": clusters made anew would be others" : ""),
                    values: drifted.map { .init($0.column, .float($0.index)) }))
        }
        if tables.outside > 0 {
            let columns = assignment.drifts.filter { $0.outside > 0 }.map {
                "`\($0.column)` in \(Wording.count($0.outside))"
            }
            let values = columns.isEmpty ? "" : " (values: \(Wording.list(columns)))"
            caveats.append(
                .init(
                    "rows.outside", count: tables.outside,
                    "\(Wording.count(tables.outside, "row")) outside what the model has seen\(values): their "
                        + "cluster is the nearest, and may still be far"))
        }
        return caveats
    }
}
