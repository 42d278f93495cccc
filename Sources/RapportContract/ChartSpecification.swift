/// A chart as data: which columns of which table, and how.
///
/// Drawing is the report's.
public struct ChartSpecification: Sendable, Hashable {
    public var form: Form
    public var title: String
    /// The output it draws; nil is the one that flows on (or, of the verb `chart`, the piped table).
    public var table: String?
    /// Column of the horizontal axis: categories of a bar chart, time or number of a line; of a network where a tie
    /// begins.
    public var x: String
    /// Column of the vertical axis: a measure of bar, line and scatter, categories of a heat map; of a network where
    /// a tie ends.
    public var y: String
    /// Column that makes one series a value: of a network the colour of its members, or of its ties.
    public var split: String?
    /// Column of the colour of a heat map's cells; of a network of how strong a tie is and how large a member.
    public var value: String?
    public var xLabel: String
    public var yLabel: String
    /// Lines at values that mean something, such as a target; of lines and bars.
    public var references: [Reference]
    /// How sure each value is: a thin line from end to end, of bars and points.
    public var interval: Interval?

    /// Columns of the ends of an interval around ``y``, in its unit; a row without both has none.
    public struct Interval: Sendable, Hashable {
        public var low: String
        public var high: String

        public init(_ low: String, _ high: String) { (self.low, self.high) = (low, high) }
    }

    /// A line through the plot, with a name.
    public struct Reference: Sendable, Hashable {
        /// Of bars ``y`` alone, whichever way they go.
        public enum Axis: String, Sendable, Hashable { case x, y }
        public var axis: Axis
        /// In the unit of the column; of a time in days since 1970-01-01.
        public var value: Double
        public var label: String

        public init(_ axis: Axis, _ value: Double, label: String) {
            (self.axis, self.value, self.label) = (axis, value, label)
        }
    }

    public enum Form: String, Sendable, Hashable, CaseIterable {
        case bar, line, heatmap
        /// A point a row.
        case scatter
        /// A tie a row, drawn between the names of its ends, which lie where their ties pull them; a row without
        /// an end in `y` is a member itself, which else is as large as it has ties.
        case network
    }

    public init(
        _ form: Form, title: String = "", table: String? = nil, x: String, y: String, split: String? = nil,
        value: String? = nil, xLabel: String? = nil, yLabel: String? = nil, references: [Reference] = [],
        interval: Interval? = nil
    ) {
        (self.form, self.title, self.table, self.x, self.y) = (form, title, table, x, y)
        (self.split, self.value, self.interval) = (split, value, interval)
        (self.xLabel, self.yLabel, self.references) = (xLabel ?? x, yLabel ?? y, references)
    }
}
