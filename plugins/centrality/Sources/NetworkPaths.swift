import RapportGraph
import RapportNumerics
import RapportPluginKit

extension NetworkInput {
    /// What weights were taken for, where paths were walked by them; `ofDistances` says what became of distances.
    func weightCaveats(_ network: Network, ofDistances: String) -> [Outcome.Caveat] {
        guard network.isWeighted else { return [] }
        let what =
            weightKind == .strength
            ? "weights say how close two are: a step of a path is 1/weight"
                + (weightExponent == 1 ? "" : " to the power of \(weightExponent)")
            : "weights say how far apart two are: \(ofDistances)"
        return [.init("network.weights", "\(what) (weight_kind=\(weightKind.rawValue))")]
    }
}

extension Betweenness.Options {
    /// The paths of a network, from `samples` nodes where not from all; the progress says how long they take where that is
    /// long.
    init(_ network: Network, samples: Int?, seed: UInt64, width: Int) {
        self.init()
        isWeighted = network.isWeighted
        self.samples = samples
        self.seed = UInt32(truncatingIfNeeded: seed)
        announcement = PathCost(network, samples: samples).announcement(width: width)
    }
}

extension Betweenness {
    /// What is said of values that were estimated; `isEdges` where they are of the edges.
    func caveats(
        _ column: String, _ network: Network, isEdges: Bool = false, isNormalized: Bool
    ) -> [Outcome.Caveat] {
        guard sources < network.nodeCount else { return [] }
        let error = Self.error(
            samples: sources, of: network.nodeCount, values: isEdges ? network.edgeCount : nil)
        return [
            .init(
                "betweenness.sampled", count: sources,
                "\(column) is estimated from \(Wording.count(sources)) of \(Wording.count(network.nodeCount, "node")): with "
                    + "95% certainty no value is off by more than \(error.cutToFiveDigits)"
                    + (isNormalized ? "" : " of all pairs"),
                values: [.init("error", .float(error))])
        ]
    }
}

/// How long walking all paths takes: told before it begins where it is long.
struct PathCost {
    /// Edges met on all walks.
    let steps: Double
    let isWeighted: Bool

    init(_ network: Network, samples: Int? = nil) {
        let sources = min(samples ?? network.nodeCount, network.nodeCount)
        steps = Double(sources) * Double(max(network.edgeCount, 1))
        isWeighted = network.isWeighted
    }

    /// From here on the estimate is told.
    static let long = 5e9

    func announcement(width: Int) -> String {
        guard steps > Self.long else { return "betweenness" }
        // Steps a second and thread that a machine of today makes, rounded to what it is: an estimate.
        let seconds = steps / ((isWeighted ? 4e7 : 1.2e8) * Double(width))
        let time = seconds < 90 ? "\(Int(seconds.rounded(.up))) s" : "\(Int((seconds / 60).rounded(.up))) min"
        return "betweenness, about \(time); `k=1000` estimates it sooner"
    }
}
