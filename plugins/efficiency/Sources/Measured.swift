import RapportNumerics
import RapportPluginKit

/// Conversations with their waits in seconds, on both clocks.
struct Measured {
    let records: Records
    let tally: Tally
    let ids: Column
    let labels: [Cases.Label: Column]
    /// Names that the codes of agents stand for.
    let people: Column?
    let clock: Clock
    /// Nil without a calendar: business times are then missing.
    let timeline: BusinessTimeline?
    let asOf: Int64
    /// Nil of tickets.
    let sides: Sides?
    let knowsResolution: Bool
    /// Whether anything says when a first answer was given; of messages always.
    let knowsResponse: Bool
    let rowsUsed: Int

    // MARK: Seconds, NaN where there are none

    private(set) var firstResponse: [Double] = []
    private(set) var firstResponseBusiness: [Double] = []
    private(set) var replies: [Double] = []
    private(set) var repliesBusiness: [Double] = []
    private(set) var medianReply: [Double] = []
    private(set) var medianReplyBusiness: [Double] = []
    private(set) var resolution: [Double] = []
    private(set) var resolutionBusiness: [Double] = []
    /// From the first question to `as_of`, where nobody has answered at all.
    private(set) var waiting: [Double] = []
    /// As ``waiting``, in open hours.
    private(set) var waitingBusiness: [Double] = []
    /// From the question that is open to `as_of`.
    private(set) var openWait: [Double] = []
    /// From the opening to `as_of`, where it is not resolved.
    private(set) var unresolved: [Double] = []

    // MARK: Targets, 1 met, 0 missed, -1 undecided or without one

    private(set) var met: [Targets.Wait: [Int8]] = [:]
    /// Whether targets are times in open hours.
    private(set) var countsOpenHours = false

    var count: Int { records.count }

    init(
        records: Records, tally: Tally, ids: Column, labels: [Cases.Label: Column], people: Column?,
        clock: Clock,
        timeline: BusinessTimeline?, asOf: Int64, sides: Sides?, knowsResolution: Bool,
        knowsResponse: Bool = true, rowsUsed: Int, work: Work
    ) throws(Diagnostic) {
        (self.records, self.tally, self.ids, self.labels) = (records, tally, ids, labels)
        (self.people, self.clock, self.timeline, self.asOf) = (people, clock, timeline, asOf)
        (self.sides, self.knowsResolution, self.rowsUsed) = (sides, knowsResolution, rowsUsed)
        self.knowsResponse = knowsResponse
        let end = [Int64](repeating: asOf, count: records.count)
        // What is answered or resolved has no open wait; before the first question nobody waits.
        var (unanswered, unended) = (records.asked, records.created)
        for row in unanswered.indices where records.firstResponseAt[row] != Records.never {
            unanswered[row] = Records.never
        }
        for row in unended.indices where records.resolved[row] != Records.never {
            unended[row] = Records.never
        }
        let spans = [
            (records.replyAsked, records.replyAt), (records.asked, records.firstResponseAt),
            (unanswered, end),
            (records.created, records.resolved), (records.waitingSince, end), (unended, end),
        ]
        let found = try work.map(spans.count) { Self.seconds(spans[$0].0, spans[$0].1) }
        (replies, firstResponse, waiting) = (found[0], found[1], found[2])
        (resolution, openWait) = (found[3], found[4])
        let none = [Double](repeating: .nan, count: records.count)
        unresolved = knowsResolution ? found[5] : none
        medianReply = Self.medians(of: replies, records)
        if let timeline {
            let open = try work.map(4) { Self.seconds(spans[$0].0, spans[$0].1, timeline) }
            (repliesBusiness, firstResponseBusiness, waitingBusiness) = (open[0], open[1], open[2])
            resolutionBusiness = open[3]
            medianReplyBusiness = Self.medians(of: repliesBusiness, records)
        } else {
            (firstResponseBusiness, resolutionBusiness, medianReplyBusiness) = (none, none, none)
            (waitingBusiness, repliesBusiness) = (none, [])
        }
    }

    private static func seconds(
        _ starts: [Int64], _ ends: [Int64], _ timeline: BusinessTimeline? = nil
    ) -> [Double] {
        var found: [Double] = []
        found.reserveCapacity(starts.count)
        for row in starts.indices {
            let (start, end) = (starts[row], ends[row])
            if start == Records.never || end == Records.never || end < start {
                found.append(.nan)
            } else if let timeline {
                found.append(Double(timeline.open(from: start, to: end)) / 1_000_000)
            } else {
                found.append(Double(end - start) / 1_000_000)
            }
        }
        return found
    }

    /// One a conversation, of the replies it has; type 7.
    private static func medians(of seconds: [Double], _ records: Records) -> [Double] {
        var found: [Double] = []
        found.reserveCapacity(records.count)
        var own: [Double] = []
        for conversation in 0..<records.count {
            let places = records.replies(of: conversation)
            switch places.count {
            case 0: found.append(.nan)
            case 1: found.append(seconds[places.lowerBound])
            case 2: found.append((seconds[places.lowerBound] + seconds[places.lowerBound + 1]) / 2)
            default:
                own.removeAll(keepingCapacity: true)
                own.append(contentsOf: seconds[places])
                var values = own.mutableSpan
                found.append(Quantile.type7(0.5, reordering: &values) ?? .nan)
            }
        }
        return found
    }

    // MARK: - Targets

    mutating func finish(targets: Targets, clock kind: Conversations.ClockKind) {
        countsOpenHours = kind == .business
        for wait in Targets.Wait.allCases {
            met[wait] =
                targets.contains(wait)
                ? attainment(wait, targets, isBusiness: kind == .business)
                : Array(repeating: -1, count: count)
        }
    }

    private func attainment(_ wait: Targets.Wait, _ targets: Targets, isBusiness: Bool) -> [Int8] {
        let priorities = labels[.priority]
        var known: [String: Double?] = [:]
        let unnamed = targets.target(wait, priority: nil)
        let end = asOf
        func elapsed(since start: Int64) -> Double? {
            guard start != Records.never, end >= start else { return nil }
            if isBusiness, let timeline { return Double(timeline.open(from: start, to: end)) / 1_000_000 }
            return Double(end - start) / 1_000_000
        }
        let given: [Double] =
            switch wait {
            case .firstResponse: isBusiness ? firstResponseBusiness : firstResponse
            case .nextReply: longestReplies(isBusiness ? repliesBusiness : replies)
            case .resolution: isBusiness ? resolutionBusiness : resolution
            }
        var found: [Int8] = []
        found.reserveCapacity(count)
        for row in 0..<count {
            var target = unnamed
            if let priorities, !priorities[row].isMissing {
                let word = priorities.text(at: row)
                target = known[word] ?? targets.target(wait, priority: word)
                known[word] = .some(target)
            }
            let open: Double? =
                switch wait {
                case .firstResponse: given[row].isNaN ? elapsed(since: records.asked[row]) : nil
                case .nextReply: elapsed(since: records.waitingSince[row])
                case .resolution:
                    given[row].isNaN && knowsResolution ? elapsed(since: records.created[row]) : nil
                }
            var value: Double? = given[row].isNaN ? nil : given[row]
            // A reply that is not there yet counts once it is too late.
            if wait == .nextReply, let open, let target, open > target { value = max(value ?? 0, open) }
            switch Attainment.met(value, open: open, target: target) {
            case true?: found.append(1)
            case false?: found.append(0)
            case nil: found.append(-1)
            }
        }
        return found
    }

    private func longestReplies(_ seconds: [Double]) -> [Double] {
        (0..<count).map { conversation in
            records.replies(of: conversation).reduce(Double.nan) {
                $0.isNaN ? seconds[$1] : max($0, seconds[$1])
            }
        }
    }
}
