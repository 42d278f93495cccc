/// Where the names of a network's members stand: above them, else below, and nowhere where a name of a larger one does.
struct NodeLabels {
    struct Label {
        var text: String
        /// Its middle, and the line it stands on.
        var x: Double
        var y: Double
    }

    private(set) var placed: [Label] = []

    init(_ scene: Scene, _ frame: SVGFrame) {
        // The largest are drawn last, on top of all others.
        for case .node(let point, let text, let size, _) in scene.marks.reversed() where !text.isEmpty {
            let half = SVGWriter.width(of: text) / 2
            let radius = SVGMarker.radius(ofNode: size)
            let x = min(max(frame.x(point.x), frame.left + half), frame.right - half)
            let above = Label(text: text, x: x, y: frame.y(point.y) - radius - 3)
            let below = Label(text: text, x: x, y: frame.y(point.y) + radius + 11)
            if let free = [above, below].first(where: { label in
                placed.allSatisfy { !Self.overlap(label, $0) }
            }) {
                placed.append(free)
            }
        }
    }

    private static func overlap(_ a: Label, _ b: Label) -> Bool {
        let widths = SVGWriter.width(of: a.text) + SVGWriter.width(of: b.text)
        return abs(a.x - b.x) < widths / 2 && abs(a.y - b.y) < 11
    }
}
