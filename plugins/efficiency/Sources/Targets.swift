import RapportPluginKit

/// What an answer is measured against: a time for each kind of wait, for all or by priority.
///
///     targets={"first_response": {"high": 30min, "other": 4h}, "resolution": 3d}
struct Targets {
    enum Wait: String, CaseIterable {
        case firstResponse = "first_response", nextReply = "next_reply", resolution
    }

    /// Seconds by priority, folded; `other` for those that are not named.
    private var seconds: [Wait: [(priority: String, seconds: Double)]] = [:]
    private static let others = ["other", "others", "*", "其他"]

    var isEmpty: Bool { seconds.isEmpty }
    func contains(_ wait: Wait) -> Bool { seconds[wait] != nil }
    /// Whether a target depends on the priority.
    var needPriority: Bool {
        seconds.values.contains { $0.contains { !Self.others.contains($0.priority) } }
    }

    /// The targets of a wait, one a time that is asked for: those of several priorities may be the same.
    func lines(_ wait: Wait) -> [(seconds: Double, label: String)] {
        let entries = (seconds[wait] ?? []).sorted { $0.seconds < $1.seconds }
        var found: [(seconds: Double, label: String)] = []
        for place in entries.indices where place == 0 || entries[place - 1].seconds < entries[place].seconds {
            let same = entries.filter { $0.seconds == entries[place].seconds }.map(\.priority)
            let whose = entries.count == 1 ? "" : " of \(same.joined(separator: ", "))"
            found.append(
                (entries[place].seconds, "target\(whose): \(Wording.duration(entries[place].seconds))"))
        }
        return found
    }

    typealias Given = NamedValues<Either<Period, NamedValues<Period>>>

    /// - Throws: `parameter.range` for an unknown wait, or a target of no time or of months.
    init(_ given: Given) throws(Diagnostic) {
        let waits = Wait.allCases.map(\.rawValue)
        for entry in given.entries {
            guard let wait = Wait(rawValue: entry.name) else {
                throw Diagnostic(
                    "parameter.range", "`targets` takes \(Wording.list(waits)); found `\(entry.name)`",
                    subject: .parameter("targets"),
                    help: [
                        entry.name.nearest(in: waits).map { "`\($0)`?" }
                            ?? "`targets={\"first_response\": 1h}`"
                    ])
            }
            switch entry.value {
            case .first(let period): seconds[wait] = [("other", try Self.seconds(of: period))]
            case .second(let byPriority):
                seconds[wait] = []
                for each in byPriority.entries {
                    seconds[wait]?.append((Side.folded(each.name), try Self.seconds(of: each.value)))
                }
            }
        }
    }

    static func seconds(of period: Period, parameter: String = "targets") throws(Diagnostic) -> Double {
        let total = Double(period.days) * 86_400 + Double(period.microseconds) / 1_000_000
        guard period.months == 0, total > 0 else {
            throw Diagnostic(
                "parameter.range", "`\(parameter)` takes times above 0 in days, hours or minutes",
                subject: .parameter(parameter), help: ["such as `90min`, `4h`, `3d`"])
        }
        return total
    }

    /// In seconds; nil where there is none for that priority.
    func target(_ wait: Wait, priority: String?) -> Double? {
        guard let entries = seconds[wait] else { return nil }
        if let priority {
            let folded = Side.folded(priority)
            if let found = entries.first(where: { $0.priority == folded }) { return found.seconds }
        }
        return entries.first { Self.others.contains($0.priority) }?.seconds
    }
}

/// Whether a wait met its target: what is still open has failed once it is too long, and is undecided before.
enum Attainment {
    static func met(_ seconds: Double?, open: Double?, target: Double?) -> Bool? {
        guard let target else { return nil }
        if let seconds { return seconds <= target }
        if let open, open > target { return false }
        return nil
    }
}
