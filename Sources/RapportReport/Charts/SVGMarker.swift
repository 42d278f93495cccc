/// A shape for each series, so that they differ without colour.
enum SVGMarker {
    /// Of the circle, and of all others about.
    static let radius = 3.2

    /// Of a member of a network, whose size is in 0…1.
    static func radius(ofNode size: Double) -> Double { 2.5 + size * 6.5 }

    static func draw(
        _ series: Int, _ x: Double, _ y: Double, scale: Double = 1, style: String? = nil,
        _ svg: inout SVGWriter
    ) {
        let style = "\(style ?? "s\(series)") dot"
        func n(_ value: Double) -> String { SVGWriter.number(value) }
        func polygon(_ offsets: [(Double, Double)]) {
            let points = offsets.map { "\(n(x + $0.0 * scale)),\(n(y + $0.1 * scale))" }
            svg.empty("polygon", ["points": points.joined(separator: " "), "class": style])
        }
        switch series % 6 {
        case 0: svg.empty("circle", ["cx": n(x), "cy": n(y), "r": n(radius * scale), "class": style])
        case 1: polygon([(-3.2, -3.2), (3.2, -3.2), (3.2, 3.2), (-3.2, 3.2)])
        case 2: polygon([(0, -4.2), (4, 3.2), (-4, 3.2)])
        case 3: polygon([(0, -4.6), (4.6, 0), (0, 4.6), (-4.6, 0)])
        case 4: polygon([(0, 4.2), (4, -3.2), (-4, -3.2)])
        default: polygon([(-4.5, -1.3), (4.5, -1.3), (4.5, 1.3), (-4.5, 1.3)])
        }
    }
}
