import RapportContract
/// Where the unit square of a scene lies on the picture, with room for labels.
struct SVGFrame {
    typealias Box = (x: Double, y: Double, width: Double, height: Double)

    let width = 720.0
    let height: Double
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double
    let isHorizontalBars: Bool
    /// A marker at each value, while they are few enough to be told apart.
    let showsPoints: Bool
    /// The labels of a heat map's columns rise, where side by side they would hide one another.
    let slantsLabels: Bool
    /// Whether colours tell members of a network apart, and not its ties.
    let hasSeriesOfNodes: Bool
    let hasSeries: Bool
    /// Where each series' name begins in the legend, and how many lines the legend has.
    let legend: [(x: Double, line: Int)]
    let legendLines: Int
    /// All cells have their number, or none where one would not fit: the data stand below the chart.
    let showsCellLabels: Bool
    /// How far rising labels reach below those that lie.
    let labelDepth: Double

    init(_ scene: Scene) {
        isHorizontalBars = scene.form == .bar && scene.vertical.isBanded
        showsPoints =
            scene.form == .scatter || scene.marks.count { if case .point = $0 { true } else { false } } <= 120
        hasSeriesOfNodes = scene.marks.contains {
            if case .node(_, _, _, let series) = $0 { series != nil } else { false }
        }
        hasSeries = !scene.series.isEmpty
        (legend, legendLines) = Self.legend(scene, width: width)
        top = (legendLines > 0 ? 12 + 18 * Double(legendLines) : 0) + (scene.vertical.label.isEmpty ? 14 : 28)
        let widest = scene.vertical.ticks.reduce(0) { max($0, SVGWriter.width(of: $1.label.cut(to: 26))) }
        let columns = scene.horizontal.ticks
        let pitch = (width - widest - 12) / Double(max(columns.count, 1))
        let labelled = scene.horizontalLabels(length: width - widest - 12, gap: 8, width: Self.tickWidth)
        slantsLabels = scene.form == .heatmap && pitch >= 14 && labelled.count < columns.count
        let rising =
            slantsLabels ? columns.reduce(0) { max($0, Self.tickWidth($1.label)) } : 0
        // A rising label begins to the left of its column, whose middle is half a column right of `left`.
        let halves = 2 * Double(max(columns.count, 1))
        left = max(widest + 12, (rising * Self.slant.cosine * halves - (width - 4)) / (halves - 1))
        // Labels at the ends of bars, and half of the last tick's label, need room at the right.
        let labels = scene.marks.reduce(0.0) {
            if case .bar(_, let label, _, _) = $1 { max($0, SVGWriter.width(of: label)) } else { $0 }
        }
        let lastTick = Self.tickWidth(columns.last?.label ?? "") / 2
        right = width - max(isHorizontalBars ? labels + 8 : 0, scene.horizontal.isBanded ? 4 : lastTick, 6)
        let plot: Double =
            if scene.isEmpty {
                60
            } else if isHorizontalBars {
                Double(scene.vertical.ticks.count) * max(Double(max(scene.series.count, 1)) * 15, 24)
            } else if scene.form == .heatmap {
                Double(scene.vertical.ticks.count) * (scene.vertical.ticks.count > 20 ? 22 : 36)
            } else if scene.form == .network {
                520
            } else {
                scene.form == .scatter ? 360 : 260
            }
        bottom = top + plot
        let cells = scene.marks.reduce(0.0) {
            if case .cell(_, let label, _) = $1 { max($0, SVGWriter.width(of: label)) } else { $0 }
        }
        showsCellLabels = cells <= (right - left) / Double(max(scene.horizontal.ticks.count, 1)) - 2
        labelDepth = slantsLabels ? rising * Self.slant.sine : 0
        height = scene.isEmpty ? 96 : bottom + labelDepth + (scene.horizontal.label.isEmpty ? 26 : 44)
    }

    /// Of rising labels.
    static let slant = (degrees: 40, cosine: 0.766, sine: 0.643)

    static func tickWidth(_ label: String) -> Double { SVGWriter.width(of: label.cut(to: 18)) }

    /// Room for a sign, a name and what parts it from the next; a name that would pass the edge begins a line.
    private static func legend(_ scene: Scene, width: Double) -> ([(x: Double, line: Int)], Int) {
        var (places, x, line): ([(x: Double, line: Int)], Double, Int) = ([], 0, 0)
        for name in scene.series {
            let room = legendSign + SVGWriter.width(of: name.cut(to: legendCut))
            if x > 0, x + room > width { (x, line) = (0, line + 1) }
            places.append((x, line))
            x += room + 18
        }
        return (places, scene.series.isEmpty ? (scene.scale == nil ? 0 : 1) : line + 1)
    }
    static let legendSign = 32.0
    static let legendCut = 24

    func x(_ position: Double) -> Double { left + position * (right - left) }
    func y(_ position: Double) -> Double { bottom - position * (bottom - top) }
    func box(_ area: Scene.Rectangle) -> Box {
        (
            x(area.lower.x), y(area.upper.y), x(area.upper.x) - x(area.lower.x),
            y(area.lower.y) - y(area.upper.y)
        )
    }
}
