public import RapportContract

/// A chart worked out to the last tick and mark, in coordinates of the unit square: x to the right, y up.
///
/// The same table and specification always give the same scene; what draws it only scales and sets type.
public struct Scene: Sendable, Hashable {
    public var form: ChartSpecification.Form
    public var title: String
    /// What the chart shows, in a sentence made from its data, for those who cannot see it.
    public var description: String
    public var horizontal: Axis
    public var vertical: Axis
    public var marks: [Mark]
    /// Names of the series, where there is more than one; a mark's `series` counts in it.
    public var series: [String]
    /// Ends of the colour scale of a heat map.
    public var scale: ColorScale?
    /// What is not drawn, and why.
    public var notes: [String]
    /// Lines through the plot, at values that mean something.
    public var references: [Reference] = []

    /// Nothing to draw: the renderers say so in the place of the plot.
    public var isEmpty: Bool { marks.isEmpty }

    public struct Axis: Sendable, Hashable {
        public var label: String
        public var ticks: [Tick]
        /// Bands of categories, each with its tick in the middle, and no lines through the plot.
        public var isBanded: Bool
        /// Where zero lies, if it does.
        public var zero: Double?
    }

    public struct Tick: Sendable, Hashable {
        public var position: Double
        public var label: String
    }

    /// Every n-th tick, with the smallest n whose labels keep `gap` apart on an axis of `length`.
    func horizontalLabels(length: Double, gap: Double, width: (String) -> Double) -> [Tick] {
        let ticks = horizontal.ticks
        for stride in 1...max(ticks.count, 1) {
            let chosen = ticks.indices.filter { $0 % stride == 0 }.map { ticks[$0] }
            let fits = zip(chosen, chosen.dropFirst()).allSatisfy { left, right in
                (right.position - left.position) * length
                    >= (width(left.label) + width(right.label)) / 2 + gap
            }
            if fits { return chosen }
        }
        return Array(ticks.prefix(1))
    }

    public struct Point: Sendable, Hashable {
        public var x: Double
        public var y: Double
    }

    public struct Rectangle: Sendable, Hashable {
        public var lower: Point
        public var upper: Point
        public var center: Point { Point(x: (lower.x + upper.x) / 2, y: (lower.y + upper.y) / 2) }
    }

    public enum Mark: Sendable, Hashable {
        /// From zero to the value; `isNegative` says to which side, for the label.
        case bar(Rectangle, label: String, series: Int, isNegative: Bool)
        /// A stretch without missing values.
        case line([Point], series: Int)
        /// How sure the mark before it is: a thin line between two ends, and the ends as numbers.
        case interval(Point, Point, label: String)
        /// A value of a line; `label` is empty for all but the extremes.
        case point(Point, label: String, series: Int, isLow: Bool)
        /// A tie of a network, its strength in 0…1, of no series or of one.
        case tie(Point, Point, strength: Double, series: Int?)
        /// A member of a network, its size in 0…1; `label` is empty for all but the largest.
        case node(Point, label: String, size: Double, series: Int?)
        /// A cell of a heat map, its level in 0…8.
        case cell(Rectangle, label: String, level: Int)
    }

    /// A line across one axis, from end to end of the other.
    public struct Reference: Sendable, Hashable {
        public var position: Double
        /// Upright, at a place of the horizontal axis.
        public var isUpright: Bool
        public var label: String
    }

    /// The interval of the mark at a place, which stands behind it.
    func interval(ofMark place: Int) -> (from: Point, to: Point, label: String)? {
        guard marks.indices.contains(place + 1),
            case .interval(let from, let to, let label) = marks[place + 1]
        else { return nil }
        return (from, to, label)
    }

    public struct ColorScale: Sendable, Hashable {
        public var low: String
        public var high: String
        public var label: String
    }
}
