import RapportNumerics
import RapportPluginKit

/// What a manager reads of the tree, and what not to trust.
struct HierarchicalSentences {
    let analysis: Hierarchical
    let cut: TreeCut
    let matrix: FeatureMatrix
    let choice: FeatureChoice
    /// Of each sorted row.
    let names: [String]

    private var candidate: TreeCut.Candidate { cut.candidates[cut.chosen] }
    private var noun: String { analysis.customer == nil ? "row" : "account" }

    // MARK: - Findings

    var findings: [Outcome.Finding] { [size, largest, alone].compactMap(\.self) }

    private var size: Outcome.Finding {
        var text = "\(Wording.count(names.count, noun)) fall into \(Wording.count(candidate.groups, "group"))"
        if let silhouette = candidate.silhouette { text += ", \(Clusters.separation(silhouette))" }
        return Outcome.Finding(
            "hierarchical.size", text + ".",
            values: [
                .init("rows", .int(Int64(names.count))), .init("clusters", .int(Int64(candidate.groups))),
                .init("silhouette", candidate.silhouette.map { .float($0) } ?? .missing),
            ])
    }

    private var largest: Outcome.Finding? {
        guard let group = cut.clusters.summaries.first, candidate.groups > 1 else { return nil }
        return Outcome.Finding(
            "hierarchical.largest",
            "Group 1 is the largest, with \(Wording.count(group.size, noun)) (\(Wording.percent(group.share))): "
                + "\(group.description).",
            values: [.init("n", .int(Int64(group.size))), .init("share", .float(group.share))])
    }

    /// Accounts that are a group by themselves.
    private var alone: Outcome.Finding? {
        guard candidate.groups > 1 else { return nil }
        let single = cut.clusters.summaries.filter { $0.size == 1 }
        guard let first = single.first, names.count > 2 * single.count,
            let row = cut.clusters.labels.firstIndex(of: first.number - 1)
        else { return nil }
        let text =
            single.count == 1
            ? "\(names[row]) is like no other: \(first.description)."
            : "\(Wording.count(single.count, noun)) are like no other, among them \(names[row]): "
                + "\(first.description)."
        return Outcome.Finding(
            "hierarchical.alone", text, values: [.init("alone", .int(Int64(single.count)))])
    }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] {
        let known = choice.caveats(constant: matrix.constant) + matrix.standIns.map(\.caveat)
        return [Outcome.Caveat("rows.dropped", "all rows used, none dropped")] + known + [scaling]
            + [repeated, number, most, tied, poor].compactMap(\.self)
    }

    private var scaling: Outcome.Caveat {
        let columns = matrix.numberNames
        return matrix.scaling(
            analysis.measured.scale,
            of: columns.isEmpty ? Wording.count(matrix.features.count, "column") : Wording.list(columns))
    }

    /// One account in several rows is several leaves.
    private var repeated: Outcome.Caveat? {
        guard let customer = analysis.customer else { return nil }
        let count = names.count - Set(names).count
        guard count > 0 else { return nil }
        return .init(
            "customers.repeated", count: count,
            "\(Wording.count(count, "row")) with a `\(customer)` that another row has: each row is an account of its "
                + "own here; `summarize` by \(customer.asColumnName) before it makes one row of each")
    }

    private var number: Outcome.Caveat? {
        guard cut.isAutomatic else { return nil }
        let tried = cut.candidates.map(\.groups)
        return .init(
            "clusters.automatic", count: candidate.groups,
            "\(Wording.count(candidate.groups, "group")) were chosen from \(tried.first ?? 1) to \(tried.last ?? 1) by "
                + "the silhouette: a person who knows the accounts may cut elsewhere")
    }

    private var most: Outcome.Caveat? {
        guard cut.isAutomatic, let most = cut.candidates.last?.groups, most == candidate.groups,
            most < names.count
        else { return nil }
        return .init(
            "clusters.most", count: most,
            "\(most) is the most that was tried: there may be more groups (n_clusters=…)")
    }

    private var tied: Outcome.Caveat? {
        guard let asked = cut.asked else { return nil }
        return .init(
            "clusters.tied", count: candidate.groups,
            "\(Wording.count(candidate.groups, "group")) in place of \(asked): merges of one height are made together"
        )
    }

    private var poor: Outcome.Caveat? {
        guard let correlation = cut.correlation else {
            return .init(
                "tree.flat",
                "no correlation of tree and distances: all distances, or all heights, are the same")
        }
        guard correlation < 0.7 else { return nil }
        return .init(
            "tree.poor",
            "the tree is a poor picture of the distances (cophenetic correlation \(Wording.number(correlation)); 1 is "
                + "exact): look at the groups by other means too",
            values: [.init("cophenetic_correlation", .float(correlation))])
    }
}
