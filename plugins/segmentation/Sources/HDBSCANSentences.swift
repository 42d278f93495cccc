import RapportNumerics
import RapportPluginKit

/// What a manager reads of clusters of density, and what not to trust.
struct HDBSCANSentences {
    let analysis: HDBSCANAnalysis
    let options: HDBSCAN.Options
    let found: DensityClusters
    let matrix: FeatureMatrix
    let choice: FeatureChoice
    /// What a row is: a customer, or a row.
    let noun: String
    let repeated: RepeatedCustomers?

    private var rows: Int { found.labels.count }
    private var count: Int { found.clusters.summaries.count }

    // MARK: - Findings

    var findings: [Outcome.Finding] { [size] + clusters }

    private var size: Outcome.Finding {
        let all = Wording.count(rows, noun)
        let noise = "\(Wording.count(found.noise)) (\(Wording.percent(found.noiseShare)))"
        let text =
            count == 0
            ? "\(all) form no crowd of at least \(Wording.count(options.minClusterSize)): none lies closer together "
                + "than the others."
            : "\(Wording.count(rows - found.noise)) of \(all) lie in "
                + "\(Wording.count(count, "crowd")); \(noise) belong to none."
        return Outcome.Finding(
            "hdbscan.size", text,
            values: [
                .init("rows", .int(Int64(rows))), .init("clusters", .int(Int64(count))),
                .init("noise", .int(Int64(found.noise))), .init("noise_share", .float(found.noiseShare)),
            ])
    }

    /// The largest, and the one that holds together best where it is another.
    private var clusters: [Outcome.Finding] {
        let each = found.clusters.summaries
        guard let largest = each.first, count > 1 else { return [] }
        var said = [finding(largest, "is the largest")]
        let firmest = each.indices.max {
            (found.meanProbabilities[$0], $1) < (found.meanProbabilities[$1], $0)
        }
        if let firmest, firmest > 0 { said.append(finding(each[firmest], "holds together best")) }
        return said
    }

    private func finding(_ cluster: Clusters.Summary, _ what: String) -> Outcome.Finding {
        let share = Double(cluster.size) / Double(max(rows, 1))
        return Outcome.Finding(
            "hdbscan.cluster",
            "Cluster \(cluster.number) \(what), with \(Wording.count(cluster.size, noun)) "
                + "(\(Wording.percent(share))): \(cluster.description).",
            values: [
                .init("cluster", .int(Int64(cluster.number))), .init("n", .int(Int64(cluster.size))),
                .init("share", .float(share)),
            ])
    }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] {
        let data = [repeated?.caveat].compactMap(\.self) + matrix.standIns.map(\.caveat)
        return [Outcome.Caveat("rows.dropped", "all rows used, none dropped")]
            + choice.caveats(constant: matrix.constant) + data + [scaling]
            + [noise, one, wide].compactMap(\.self)
    }

    private var scaling: Outcome.Caveat {
        var columns: [String] = []
        for feature in matrix.features where !columns.contains("`\(feature.column)`") {
            columns.append("`\(feature.column)`")
        }
        return matrix.scaling(
            analysis.measured.scale, of: Wording.list(columns),
            in: ", in clusters of at least \(Wording.count(options.minClusterSize)) (min_cluster_size)")
    }

    private var noise: Outcome.Caveat? {
        guard found.noise > 0, count > 0 else { return nil }
        return .init(
            "clusters.noise", count: found.noise,
            "\(Wording.count(found.noise, "row")), \(Wording.percent(found.noiseShare)), are in no cluster and called "
                + "\(SegmentOrder.noise): nothing that is said of the clusters holds for them",
            values: [.init("noise_share", .float(found.noiseShare))])
    }

    private var one: Outcome.Caveat? {
        guard count == 0 else { return nil }
        return .init(
            "clusters.none", count: rows,
            analysis.allowSingleCluster
                ? "no cluster: all rows are \(SegmentOrder.noise)"
                : "no cluster: all rows are \(SegmentOrder.noise), which is so too where they are one crowd; "
                    + "`allow_single_cluster=true` tells")
    }

    private var wide: Outcome.Caveat? {
        guard matrix.features.count > 10 else { return nil }
        return .init(
            "features.many", count: matrix.features.count,
            "\(matrix.features.count) columns are measured: with so many most rows are about as far from one another, "
                + "and density says little")
    }
}
