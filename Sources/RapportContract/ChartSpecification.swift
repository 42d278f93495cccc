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
        value: String? = nil, xLabel: String? = nil, yLabel: String? = nil
    ) {
        (self.form, self.title, self.table, self.x, self.y) = (form, title, table, x, y)
        (self.split, self.value) = (split, value)
        (self.xLabel, self.yLabel) = (xLabel ?? x, yLabel ?? y)
    }
}
