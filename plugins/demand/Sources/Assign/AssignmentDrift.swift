import RapportNumerics
import RapportPluginKit

/// How far new messages are from those that the groups were made of.
struct AssignmentDrift {
    let model: DemandModel
    let texts: AssignedTexts
    /// Messages of each group, the sum of their similarities, and those far from it.
    private let sizes: [Int]
    private let means: [Double?]
    private let outliers: [Int]

    init(_ model: DemandModel, _ texts: AssignedTexts) {
        (self.model, self.texts) = (model, texts)
        var similarities = [[Double]](repeating: [], count: model.labels.count)
        for (group, similarity) in zip(texts.groups, texts.similarities) {
            if let group, let similarity { similarities[group].append(similarity) }
        }
        sizes = similarities.map(\.count)
        outliers = similarities.map { $0.count { $0 < model.outlierLimit } }
        // In ascending order, so that sums do not depend on the order of rows.
        means = similarities.map { $0.isEmpty ? nil : $0.sorted().compensatedSum() / Double($0.count) }
    }

    private func share(_ count: Int) -> Double? {
        texts.assigned > 0 ? Double(count) / Double(texts.assigned) : nil
    }

    /// Words that the groups do not know, as a part of all; nil where there is no word.
    var unknownRate: Double? { texts.words > 0 ? 1 - texts.known / texts.words : nil }
    var outlierShare: Double? { share(outliers.reduce(0, +)) }

    /// How far the shares of the groups have moved.
    var psi: Double? {
        texts.assigned == 0
            ? nil : PopulationStability.index(then: model.shares, now: sizes.map { share($0) ?? 0 })
    }

    // MARK: - Tables

    var table: Table {
        let groups = Array(model.labels.indices)
        return Table(
            Schema(Assign.outputs[1].fields),
            [
                .ints(present: groups.map { $0 + 1 }), .texts(model.labels), .ints(present: sizes),
                .floats(groups.map { share(sizes[$0]) }), .floats(model.shares), .floats(means),
                .floats(groups.map { sizes[$0] > 0 ? Double(outliers[$0]) / Double(sizes[$0]) : nil }),
            ])
    }

    var metrics: [Outcome.Metric] {
        let rows = texts.groups.count
        return [
            .init("messages", Double(texts.assigned)),
            .init("unassigned_share", Double(rows - texts.assigned) / Double(rows), n: rows),
            .init("new_vocabulary_rate", unknownRate),
            .init("outlier_share", outlierShare, n: texts.assigned),
            .init("drift_psi", psi, n: texts.assigned),
        ]
    }

    // MARK: - Sentences

    var findings: [Outcome.Finding] {
        guard let largest = sizes.indices.max(by: { sizes[$0] < sizes[$1] }), let part = share(sizes[largest])
        else {
            return [
                .init("assign.none", "None of the messages has a word that the groups know.", values: [])
            ]
        }
        var findings = [
            Outcome.Finding(
                "assign.largest",
                "\(Wording.count(texts.assigned, "message")) went to \(Wording.count(model.labels.count, "group")); the "
                    + "largest is “\(model.labels[largest])” with \(Wording.percent(part)), before "
                    + "\(Wording.percent(model.shares[largest])).",
                values: [
                    .init("messages", .int(Int64(texts.assigned))),
                    .init("label", .text(model.labels[largest])),
                    .init("share", .float(part)), .init("share_before", .float(model.shares[largest])),
                ])
        ]
        let changes = sizes.indices.map { (share(sizes[$0]) ?? 0) - model.shares[$0] }
        if let grown = changes.indices.max(by: { changes[$0] < changes[$1] }), changes[grown] >= 0.05 {
            findings.append(
                .init(
                    "assign.grown",
                    "“\(model.labels[grown])” has grown most: from \(Wording.percent(model.shares[grown])) to "
                        + "\(Wording.percent(share(sizes[grown]) ?? 0)) of the messages.",
                    values: [
                        .init("label", .text(model.labels[grown])), .init("change", .float(changes[grown])),
                    ]))
        }
        return findings
    }

    var caveats: [Outcome.Caveat] {
        var caveats = texts.reasons.caveats
        if let unknownRate, unknownRate > model.unknownRate + 0.1 {
            caveats.append(
                .init(
                    "drift.vocabulary", count: Int((texts.words - texts.known).rounded()),
                    "\(Wording.percent(unknownRate)) of the words are unknown to the groups, "
                        + "\(Wording.percent(model.unknownRate)) when they were made: new things are asked for",
                    values: [.init("rate", .float(unknownRate)), .init("before", .float(model.unknownRate))]))
        }
        let far = outliers.reduce(0, +)
        if let outlierShare, outlierShare > 0.1 {
            caveats.append(
                .init(
                    "drift.similarity", count: far,
                    "\(Wording.count(far, "message")) (\(Wording.percent(outlierShare))) lie further from their group "
                        + "than all but a twentieth did when it was made"))
        }
        if let psi, psi >= 0.25, texts.assigned >= 100 {
            caveats.append(
                .init(
                    "drift.shares", count: texts.assigned,
                    "the groups' shares have changed much (population stability index \(Wording.number(psi)); 0.25 is large)"
                ))
        }
        return caveats
    }
}

extension [Unusable?] {
    /// What became of rows without a text to go by; that none was left out, where none was.
    var caveats: [Outcome.Caveat] {
        var caveats: [Outcome.Caveat] = []
        for reason in Unusable.allCases {
            let rows = count { $0 == reason }
            guard rows > 0 else { continue }
            let what =
                switch reason {
                case .missing: "without a text"
                case .empty: "whose text is blank"
                case .placeholder:
                    "with a shop's or form's words in place of the customer's (skip_placeholders)"
                case .saysNone: "that only say there is nothing to say: 无, N/A (skip_placeholders)"
                case .otherLanguage: "in another language (language=…)"
                case .noWord: "with nothing but stop words, numbers, single letters or addresses"
                case .unknownWords: "whose words are all too rare or too common to count"
                case .noDirection: "whose words go along none of the directions (lsa=…)"
                }
            caveats.append(
                .init(
                    "rows.\(reason.slug)", count: rows,
                    "\(Wording.count(rows, "row")) \(what) kept, without a group (reason “\(reason.rawValue)”)"
                ))
        }
        if caveats.isEmpty { caveats.append(.init("rows.dropped", "all rows used, none dropped")) }
        return caveats
    }
}

extension Unusable {
    /// As a part of a code.
    var slug: String { String(rawValue.map { $0 == " " ? "-" : $0 }) }
}
