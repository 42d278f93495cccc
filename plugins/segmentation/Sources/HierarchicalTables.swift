import RapportNumerics
import RapportPluginKit

/// Lays the tree and its groups out as tables, metrics and charts.
struct HierarchicalTables {
    let cut: TreeCut
    let matrix: FeatureMatrix
    let rows: SortedRows
    /// Of each sorted row.
    let names: [String]
    /// Sorted rows as a drawing has them, and the height between one and the next.
    private let leaves: (points: [Int], heights: [Double])

    init(cut: TreeCut, matrix: FeatureMatrix, rows: SortedRows, names: [String]) {
        (self.cut, self.matrix, self.rows, self.names) = (cut, matrix, rows, names)
        leaves = cut.tree.leaves
    }

    private var clusters: Clusters { cut.clusters }

    /// The rows as they came, with their groups.
    func output(_ table: Table) -> Table {
        let silhouettes: Column =
            cut.silhouettes.isEmpty
            ? .floats([Double?](repeating: nil, count: table.count))
            : .floats(present: rows.restored(cut.silhouettes))
        let columns: [Column] = [
            .ints(present: rows.restored(clusters.labels).lazy.map { $0 + 1 }),
            .floats(present: rows.restored(clusters.distances)), silhouettes,
        ]
        var output = table
        for (field, column) in zip(Self.declared[0].fields, columns) { output = output.adding(field, column) }
        return output
    }

    var named: [Outcome.NamedTable] {
        [
            .init("clusters", clusterTable), .init("merges", merges), .init("leaves", leafTable),
            .init("centers", clusters.centerTable(matrix)), .init("k_curve", curve),
        ]
    }

    private var clusterTable: Table {
        let each = clusters.summaries
        var (members, heights) = (
            [[String]](repeating: [], count: each.count), [Double](repeating: 0, count: each.count)
        )
        for (place, point) in leaves.points.enumerated() {
            let label = clusters.labels[point]
            members[label].append(names[point])
            // Rows of one group stand side by side: the heights between them are those of its merges.
            if place > 0, clusters.labels[leaves.points[place - 1]] == label {
                heights[label] = max(heights[label], leaves.heights[place - 1])
            }
        }
        let texts = members.map { names in
            let more = names.count - 10
            return names.prefix(10).joined(separator: ", ")
                + (more > 0 ? ", and \(Wording.count(more)) more" : "")
        }
        return Table(
            Schema(Self.declared[1].fields),
            [
                .ints(present: each.map(\.number)), .ints(present: each.map(\.size)),
                .floats(each.map(\.share)),
                .floats(each.map(\.silhouette)), .floats(heights), .texts(each.map(\.description)),
                .texts(texts),
            ])
    }

    private var merges: Table {
        let all = cut.tree.merges
        let count = cut.tree.count
        // Of each cluster of the tree its first account, and how many there are.
        var firsts = Array(0..<count)
        for merge in all { firsts.append(min(firsts[merge.first], firsts[merge.second])) }
        func name(_ cluster: Int) -> String {
            if cluster < count { return names[cluster] }
            return "\(names[firsts[cluster]]) and \(Wording.count(all[cluster - count].size - 1)) more"
        }
        return Table(
            Schema(Self.declared[2].fields),
            [
                .ints(present: all.indices.map { $0 + 1 }), .ints(present: all.map(\.first)),
                .ints(present: all.map(\.second)), .floats(all.map(\.height)),
                .ints(present: all.map(\.size)),
                .ints(present: all.indices.map { count - $0 - 1 }), .texts(all.map { name($0.first) }),
                .texts(all.map { name($0.second) }),
            ])
    }

    private var leafTable: Table {
        let points = leaves.points
        let numbers = points.map { clusters.labels[$0] + 1 }
        let heights: [Double?] = leaves.heights.map(Optional.some) + [nil]
        return Table(
            Schema(Self.declared[3].fields),
            [
                .ints(present: points.indices.map { $0 + 1 }), .texts(points.map { names[$0] }),
                .ints(present: numbers), .floats(heights),
            ])
    }

    private var curve: Table {
        let (tree, chosen) = (cut.tree, cut.candidates[cut.chosen].groups)
        var silhouettes: [Int: Double] = [:]
        for candidate in cut.candidates { silhouettes[candidate.groups] = candidate.silhouette }
        let numbers = Array(1...max(min(30, tree.count - 1), 1))
        return Table(
            Schema(Self.declared[5].fields),
            [
                .ints(present: numbers), .floats(numbers.map { tree.merges[tree.count - 1 - $0].height }),
                .floats(numbers.map { silhouettes[$0] }), .bools(numbers.map { $0 == chosen }),
            ])
    }

    // MARK: - Metrics and charts

    var metrics: [Outcome.Metric] {
        let candidate = cut.candidates[cut.chosen]
        let metrics: [Outcome.Metric] = [
            .init("n_clusters", Double(candidate.groups), n: names.count),
            .init("silhouette", candidate.silhouette, n: names.count),
            .init("cophenetic_correlation", cut.correlation, n: names.count),
            .init("cut_height", candidate.height),
        ]
        return metrics + clusters.sizes
    }

    /// More bars than these cannot be told apart.
    static let drawnLeaves = 60

    var charts: [ChartSpecification] {
        var charts = [
            ChartSpecification(
                .line, title: "Height of the tree by number of groups", table: "k_curve", x: "k", y: "height",
                xLabel: "groups"),
            Clusters.centerChart("How each group differs from the mean, in deviations", "group"),
            ChartSpecification(
                .bar, title: "Rows by group", table: "clusters", x: "cluster", y: "n", xLabel: "group",
                yLabel: "rows"),
        ]
        if names.count <= Self.drawnLeaves {
            charts.insert(
                ChartSpecification(
                    .bar, title: "The tree: height at which each account joins the next", table: "leaves",
                    x: "name", y: "height_to_next", split: "cluster", xLabel: "account, near ones together",
                    yLabel: "height"), at: 0)
        }
        return charts
    }
}
