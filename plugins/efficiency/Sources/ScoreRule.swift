#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// How a conversation's parts make its score.
struct ScoreRule {
    enum Part: String, CaseIterable {
        case firstResponse = "first_response"
        case reply, resolution
        case oneContact = "one_contact"
        case exchanges

        var isTime: Bool { self == .firstResponse || self == .reply || self == .resolution }
    }

    var weights: [Part: Double] = [:]
    /// Seconds that score one half.
    var targets: [Part: Double] = [.firstResponse: 3_600, .reply: 3_600, .resolution: 86_400]

    /// What is known of one conversation; NaN is nothing.
    struct Facts {
        var firstResponse = Double.nan
        var waiting = Double.nan
        var reply = Double.nan
        var resolution = Double.nan
        var unresolved = Double.nan
        var oneContact: Bool?
        var exchanges = Double.nan
        /// Whether the table says at all when conversations were resolved.
        var knowsResolution = true
    }

    /// 0…1, nil where the conversation has nothing of it; whether the time is still running.
    func part(_ part: Part, of facts: Facts) -> (score: Double?, isOpen: Bool) {
        switch part {
        case .firstResponse: return time(part, facts.firstResponse, open: facts.waiting)
        case .reply: return time(part, facts.reply, open: .nan)
        case .resolution: return time(part, facts.resolution, open: facts.unresolved)
        case .oneContact:
            // Nobody knows yet how many contacts an open conversation takes.
            guard !facts.knowsResolution || !facts.resolution.isNaN else { return (nil, false) }
            return (facts.oneContact.map { $0 ? 1 : 0 }, false)
        case .exchanges: return (facts.exchanges >= 1 ? min(1, 1 / facts.exchanges) : nil, false)
        }
    }

    private func time(_ part: Part, _ seconds: Double, open: Double) -> (score: Double?, isOpen: Bool) {
        let target = targets[part] ?? 3_600
        if !seconds.isNaN { return (pow(0.5, seconds / target), false) }
        return open.isNaN ? (nil, false) : (pow(0.5, open / target), true)
    }

    /// 0…100 over the parts that are there, and how much of the weights they have; nil where they have none.
    func score(_ parts: [Double?]) -> (score: Double?, present: Double) {
        var (sum, present, all) = (0.0, 0.0, 0.0)
        for (part, value) in zip(Part.allCases, parts) {
            let weight = weights[part] ?? 0
            all += weight
            guard let value, weight > 0 else { continue }
            sum += weight * value
            present += weight
        }
        return (present > 0 ? 100 * sum / present : nil, all > 0 ? present / all : 0)
    }
}
