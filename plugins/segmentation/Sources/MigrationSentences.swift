import RapportPluginKit

/// What a manager reads of the moves, and what not to trust.
struct MigrationSentences {
    let tables: MigrationTables
    /// Segments are numbers of clusters.
    let isNumber: Bool

    private var moves: MigrationMoves { tables.moves }
    private var stayed: Int { tables.count(.stayed) }
    private var moved: Int { tables.count(.moved) }

    // MARK: - Findings

    var findings: [Outcome.Finding] { [size, largest, causes].compactMap(\.self) }

    private var size: Outcome.Finding {
        let (new, left) = (tables.count(.new), tables.count(.left))
        let before = Wording.count(tables.before, "customer")
        let text: String
        if stayed + moved == 0 {
            text =
                "None of the \(before) of the earlier result is in this one; \(Wording.count(new)) came new."
        } else {
            let share = Wording.percent(Double(stayed) / Double(tables.before))
            text =
                "Of \(before), \(Wording.count(stayed)) (\(share)) stayed in their segment, "
                + "\(Wording.count(moved)) moved to another and \(Wording.count(left)) left; "
                + "\(Wording.count(new)) came new."
        }
        return Outcome.Finding(
            "migration.size", text,
            values: [
                .init("before", .int(Int64(tables.before))), .init("stayed", .int(Int64(stayed))),
                .init("moved", .int(Int64(moved))), .init("left", .int(Int64(left))),
                .init("new", .int(Int64(new))),
            ])
    }

    private var largest: Outcome.Finding? {
        guard let pair = tables.pairs.first else { return nil }
        return Outcome.Finding(
            "migration.largest",
            "The largest move is from \(pair.before) to \(pair.now): \(Wording.count(pair.n, "customer")), "
                + "\(Wording.percent(pair.share)) of those who were \(pair.before).",
            values: [
                .init("before", .text(pair.before)), .init("now", .text(pair.now)),
                .init("n", .int(Int64(pair.n))), .init("share", .float(pair.share)),
            ])
    }

    private var causes: Outcome.Finding? {
        guard moves.hasYardstick, moved > 0 else { return nil }
        let (acted, limits) = (tables.count(.behaviour) + tables.count(.both), tables.count(.cutPoints))
        let undecided = tables.count(.undecided)
        var text = "All \(Wording.count(moved)) moved because of what they bought or did not buy"
        if acted < moved {
            text =
                "\(Wording.count(acted)) of them moved because of what they bought or did not buy; "
                + "\(Wording.count(limits)) only because the limits between segments did"
            if undecided > 0 { text += "; of \(Wording.count(undecided)) it cannot be told" }
        }
        return Outcome.Finding(
            "migration.causes", text + ".",
            values: [.init("behaviour", .int(Int64(acted))), .init("cut_points", .int(Int64(limits)))])
    }

    // MARK: - Caveats

    var caveats: [Outcome.Caveat] {
        var caveats = [
            Outcome.Caveat("rows.dropped", "all rows of both results are counted, none dropped")
        ]
        if isNumber {
            caveats.append(
                .init(
                    "segments.numbers", count: tables.names.count,
                    "segments are numbers of clusters: unless one model named both results, number 2 of one need not "
                        + "be number 2 of the other, and moves between them mean nothing"))
        }
        if moved > 0, !moves.hasMeasures, !moves.hasYardstick {
            caveats.append(
                .init(
                    "cause.unknown", count: moved,
                    "without recency, frequency and monetary in both results nothing tells who moved by what they "
                        + "did and who by moved limits"))
        }
        let undecided = tables.count(.undecided)
        if undecided > 0 {
            caveats.append(
                .init(
                    "cause.undecided", count: undecided,
                    moves.hasYardstick
                        ? "\(Wording.count(undecided, "mover")) without all three measures now: the earlier limits "
                            + "cannot name them"
                        : "\(Wording.count(undecided, "mover")) may have moved by what they did or by moved limits: "
                            + "`cuts=`, with the earlier run, tells"))
        }
        let held = tables.count(.held)
        if held > 0 {
            caveats.append(
                .init(
                    "cause.held", count: held,
                    "\(Wording.count(held, "customer")) stay where they were only because the limits moved; by the "
                        + "earlier ones they would have moved"))
        }
        if moves.misnamed > 0 {
            caveats.append(
                .init(
                    "cuts.misnamed", count: moves.misnamed,
                    "the earlier limits name \(Wording.count(moves.misnamed, "customer")) otherwise than the earlier "
                        + "result did (ties that it split): the causes of their moves are uncertain"))
        }
        return caveats
    }
}
