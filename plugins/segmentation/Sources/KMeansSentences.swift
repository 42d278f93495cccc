import RapportNumerics
import RapportPluginKit

/// What a manager reads of the clusters, and what not to trust.
struct KMeansSentences {
    let analysis: KMeansAnalysis
    let search: ClusterSearch
    let clusters: Clusters
    let matrix: FeatureMatrix
    let choice: FeatureChoice
    /// What a row is: a customer, or a row.
    let noun: String
    let repeated: RepeatedCustomers?

    private var rows: Int { clusters.labels.count }
    private var chosen: ClusterSearch.Candidate { search.candidates[search.chosen] }
    private var silhouette: Double? {
        search.silhouettes.isEmpty
            ? nil : search.silhouettes.compensatedSum() / Double(search.silhouettes.count)
    }

    // MARK: - Findings

    var findings: [Outcome.Finding] { [size, largest, special].compactMap(\.self) }

    private var size: Outcome.Finding {
        let count = clusters.summaries.count
        var text = "\(Wording.count(rows, noun)) fall into \(Wording.count(count, "cluster"))"
        if let silhouette { text += ", \(Clusters.separation(silhouette))" }
        return Outcome.Finding(
            "kmeans.size", text + ".",
            values: [
                .init("rows", .int(Int64(rows))), .init("clusters", .int(Int64(count))),
                .init("silhouette", silhouette.map { .float($0) } ?? .missing),
            ])
    }

    private var largest: Outcome.Finding? { clusters.summaries.first.map { finding($0, "is the largest") } }

    /// The cluster farthest from the mean, where it is another.
    private var special: Outcome.Finding? {
        func way(_ cluster: Clusters.Summary) -> Double { cluster.z.reduce(0) { $0 + $1 * $1 } }
        guard
            let far = clusters.summaries.max(by: { (way($0), $1.number) < (way($1), $0.number) }),
            far.number > 1
        else { return nil }
        return finding(far, "stands out most")
    }

    private func finding(_ cluster: Clusters.Summary, _ what: String) -> Outcome.Finding {
        Outcome.Finding(
            "kmeans.cluster",
            "Cluster \(cluster.number) \(what), with \(Wording.count(cluster.size, noun)) "
                + "(\(Wording.percent(cluster.share))): \(cluster.description).",
            values: [
                .init("cluster", .int(Int64(cluster.number))), .init("n", .int(Int64(cluster.size))),
                .init("share", .float(cluster.share)),
            ])
    }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] {
        [Outcome.Caveat("rows.dropped", "all rows used, none dropped")]
            + choice.caveats(constant: matrix.constant) + dataCaveats + featureCaveats + numberCaveats
            + trustCaveats
    }

    private var dataCaveats: [Outcome.Caveat] {
        [repeated?.caveat].compactMap(\.self) + matrix.standIns.map(\.caveat)
    }

    private var featureCaveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        let numbers = matrix.numberNames
        if !numbers.isEmpty {
            caveats.append(matrix.scaling(analysis.measured.scale, of: Wording.list(numbers)))
        }
        if analysis.measured.scale == .none, numbers.count > 1 {
            caveats.append(
                .init(
                    "features.unscaled", count: numbers.count,
                    "columns are not scaled: the one with the largest numbers decides"))
        }
        let levels = matrix.features.filter { $0.level != nil }
        if !levels.isEmpty {
            var columns: [String] = []
            for level in levels where !columns.contains(level.column) { columns.append(level.column) }
            caveats.append(
                .init(
                    "features.encoded", count: levels.count,
                    "\(Wording.list(columns.map { "`\($0)`" })) taken in as \(levels.count) columns of 0 and 1 "
                        + "(encode=true): two rows with other values are as far apart as typical numbers"))
        }
        return caveats
    }

    private var numberCaveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        if search.isAutomatic {
            let tried = search.candidates.filter { $0.silhouette != nil }.map(\.clusters)
            let part = search.searchRows.map { ", on \(Wording.count($0)) rows drawn by the seed" } ?? ""
            caveats.append(
                .init(
                    "clusters.automatic", count: chosen.clusters,
                    "\(chosen.clusters) clusters were chosen from \(tried.first ?? 2) to \(tried.last ?? 2) by the "
                        + "silhouette\(part): a person who knows the customers may choose another"))
            if let most = tried.last, most == chosen.clusters {
                caveats.append(
                    .init(
                        "clusters.most", count: most,
                        "\(most) is the most that was tried: there may be more clusters (n_clusters=…)"))
            }
            if search.gapClusters == 1, isAboveOne {
                caveats.append(
                    .init(
                        "clusters.gap", count: 1,
                        "by its rule the gap statistic would take one cluster, though its gap is larger with "
                            + "\(chosen.clusters): the groups lie close together"))
            } else if search.gapClusters == 1 {
                caveats.append(
                    .init(
                        "clusters.none",
                        "the gap statistic finds no cluster structure: the groups cut through one cloud"))
            } else if let gap = search.gapClusters, gap != chosen.clusters {
                caveats.append(
                    .init("clusters.gap", count: gap, "the gap statistic would take \(gap) clusters"))
            }
        }
        if search.sample.count < rows, !search.silhouettes.isEmpty {
            caveats.append(
                .init(
                    "silhouette.sample", count: search.sample.count,
                    "silhouettes are of \(Wording.count(search.sample.count)) of \(Wording.count(rows)) rows, "
                        + "drawn by the seed; the others have none"))
        }
        if search.silhouettes.isEmpty {
            caveats.append(
                .init("silhouette.none", "one cluster has no other beside it: there is no silhouette"))
        }
        return caveats
    }

    /// Whether the clusters are tighter than one is, beyond the error of the gap.
    private var isAboveOne: Bool {
        guard let one = search.candidates.first?.gap, let gap = chosen.gap, let error = chosen.gapError else {
            return false
        }
        return gap - error > one
    }

    private var trustCaveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        if let stability = chosen.stability, stability < 0.6 {
            caveats.append(
                .init(
                    "clusters.unstable", count: analysis.refits,
                    "unstable: \(analysis.refits) refits on other samples of these rows agree with the clusters to "
                        + "\(Wording.number(stability)) (1 is the same, 0 chance)",
                    values: [.init("stability_ari", .float(stability))]))
        }
        if let silhouette, silhouette < 0.25 {
            caveats.append(
                .init(
                    "clusters.weak",
                    "the clusters are hardly apart: rows at an edge could as well be in the next one"))
        }
        let small = clusters.summaries.filter { $0.size < 5 }
        if !small.isEmpty {
            caveats.append(
                .init(
                    "clusters.small", count: small.count,
                    "\(Wording.count(small.count, "cluster")) with fewer than five rows: outliers rather than a group"
                ))
        }
        if search.fit.iterations >= analysis.maxIter {
            caveats.append(
                .init(
                    "clusters.unconverged", count: search.fit.iterations,
                    "the centres still moved after \(Wording.count(search.fit.iterations, "iteration")) (max_iter)"
                ))
        }
        if analysis.sampleWeight != nil {
            caveats.append(
                .init(
                    "weights.used", count: rows,
                    "weights move the centres; sizes, silhouettes and the tests of the clusters count each row once"
                ))
        }
        return caveats
    }
}
