import RapportContract
/// A scene as SVG: inline for a page that has ``ChartStyle/css``, or a file that stands alone.
public struct SVGRenderer: Sendable {
    /// With its own style, background and namespace.
    public var isStandalone: Bool

    public init(isStandalone: Bool = false) { self.isStandalone = isStandalone }

    public func render(_ scene: Scene) -> String {
        let frame = SVGFrame(scene)
        var svg = SVGWriter()
        let box = "0 0 \(SVGWriter.number(frame.width)) \(SVGWriter.number(frame.height))"
        if isStandalone {
            svg.open(
                "svg",
                [
                    "xmlns": "http://www.w3.org/2000/svg", "viewBox": box, "role": "img",
                    "aria-label": scene.description, "class": "chart",
                ])
            svg.raw("<style>\(ChartStyle.css)</style>\n")
        } else {
            svg.open(
                "svg", ["viewBox": box, "role": "img", "aria-label": scene.description, "class": "chart"])
            svg.raw("\n")
        }
        legend(scene, frame, &svg)
        if scene.isEmpty {
            svg.empty(
                "rect",
                [
                    "x": "0.5", "y": "0.5", "width": SVGWriter.number(frame.width - 1),
                    "height": SVGWriter.number(frame.height - 1), "class": "void",
                ])
            svg.label(
                scene.notes.first ?? "",
                [
                    "x": SVGWriter.number(frame.width / 2), "y": SVGWriter.number(frame.height / 2 + 4),
                    "text-anchor": "middle", "class": "note",
                ])
        } else {
            axes(scene, frame, &svg)
            for (place, mark) in scene.marks.enumerated() {
                draw(mark, upTo: scene.interval(ofMark: place).map { ($0.from, $0.to) }, frame, &svg)
            }
            for label in NodeLabels(scene, frame).placed {
                svg.label(
                    label.text,
                    [
                        "x": SVGWriter.number(label.x), "y": SVGWriter.number(label.y),
                        "text-anchor": "middle", "class": "value halo",
                    ])
            }
            zeroLines(scene, frame, &svg)
            references(scene, frame, &svg)
        }
        svg.close("svg")
        return svg.text
    }

    private func axes(_ scene: Scene, _ frame: SVGFrame, _ svg: inout SVGWriter) {
        for tick in scene.vertical.ticks {
            let y = frame.y(tick.position)
            if !scene.vertical.isBanded {
                line(&svg, frame.left, y, frame.right, y, "grid")
            }
            svg.label(
                tick.label.cut(to: 26),
                [
                    "x": SVGWriter.number(frame.left - 8), "y": SVGWriter.number(y + 4), "text-anchor": "end",
                    "class": "tick",
                ])
        }
        for tick in scene.horizontal.ticks {
            let x = frame.x(tick.position)
            if !scene.horizontal.isBanded && scene.vertical.isBanded {
                line(&svg, x, frame.top, x, frame.bottom, "grid")
            } else if !scene.horizontal.isBanded {
                line(&svg, x, frame.bottom, x, frame.bottom + 4, "axis")
            }
        }
        columnLabels(scene, frame, &svg)
        if !scene.vertical.label.isEmpty {
            svg.label(
                scene.vertical.label.cut(to: 60),
                ["x": "0", "y": SVGWriter.number(frame.top - 12), "class": "axis-label"])
        }
        if !scene.horizontal.label.isEmpty {
            svg.label(
                scene.horizontal.label.cut(to: 60),
                [
                    "x": SVGWriter.number(frame.right),
                    "y": SVGWriter.number(frame.bottom + frame.labelDepth + 36),
                    "text-anchor": "end", "class": "axis-label",
                ])
        }
    }

    private func columnLabels(_ scene: Scene, _ frame: SVGFrame, _ svg: inout SVGWriter) {
        let all = scene.horizontal.ticks
        let shown =
            frame.slantsLabels
            ? all
            : scene.horizontalLabels(
                length: frame.right - frame.left, gap: 8, width: SVGFrame.tickWidth)
        for tick in shown {
            let label = tick.label.cut(to: 18)
            if frame.slantsLabels {
                let x = SVGWriter.number(frame.x(tick.position))
                let y = SVGWriter.number(frame.bottom + 14)
                svg.label(
                    label,
                    [
                        "x": x, "y": y, "text-anchor": "end", "class": "tick",
                        "transform": "rotate(-\(SVGFrame.slant.degrees) \(x) \(y))",
                    ])
            } else {
                svg.label(
                    label,
                    [
                        "x": SVGWriter.number(frame.middle(frame.x(tick.position), of: label)),
                        "y": SVGWriter.number(frame.bottom + 18), "text-anchor": "middle", "class": "tick",
                    ])
            }
        }
    }

    private func zeroLines(_ scene: Scene, _ frame: SVGFrame, _ svg: inout SVGWriter) {
        guard scene.form != .heatmap, scene.form != .network else { return }
        if scene.vertical.isBanded, let zero = scene.horizontal.zero {
            line(&svg, frame.x(zero), frame.top, frame.x(zero), frame.bottom, "axis")
        } else {
            let zero = scene.vertical.zero ?? 0
            line(&svg, frame.left, frame.y(zero), frame.right, frame.y(zero), "axis")
        }
    }

    /// Dashed, with the name beside it; names of upright lines one below the other, because lines may stand close.
    private func references(_ scene: Scene, _ frame: SVGFrame, _ svg: inout SVGWriter) {
        var upright = 0
        for reference in scene.references {
            let label = reference.label.cut(to: 40)
            if reference.isUpright {
                let x = frame.x(reference.position)
                line(&svg, x, frame.top, x, frame.bottom, "reference")
                let isLeft = x + SVGWriter.width(of: label) + 6 > frame.right
                svg.label(
                    label,
                    [
                        "x": SVGWriter.number(isLeft ? x - 5 : x + 5),
                        "y": SVGWriter.number(frame.top + 10 + Double(upright % 8) * 14),
                        "text-anchor": isLeft ? "end" : "start", "class": "value halo",
                    ])
                upright += 1
            } else {
                let y = frame.y(reference.position)
                line(&svg, frame.left, y, frame.right, y, "reference")
                svg.label(
                    label,
                    [
                        "x": SVGWriter.number(frame.right), "y": SVGWriter.number(y - 5),
                        "text-anchor": "end", "class": "value halo",
                    ])
            }
        }
    }

    /// `ends` are those of the mark's interval, beyond which its label stands.
    private func draw(
        _ mark: Scene.Mark, upTo ends: (Scene.Point, Scene.Point)?, _ frame: SVGFrame, _ svg: inout SVGWriter
    ) {
        switch mark {
        case .bar(let area, let label, let series, let isNegative):
            let box = frame.box(area)
            rectangle(&svg, box, "s\(series) bar", radius: 1.5)
            var reach = area
            if let (low, high) = ends {
                reach.lower = .init(x: min(area.lower.x, low.x), y: min(area.lower.y, low.y))
                reach.upper = .init(x: max(area.upper.x, high.x), y: max(area.upper.y, high.y))
            }
            barLabel(label, isNegative, frame.box(reach), isBesideLine: ends != nil, frame, &svg)
        case .interval(let from, let to, _):
            let (x1, y1, x2, y2) = (frame.x(from.x), frame.y(from.y), frame.x(to.x), frame.y(to.y))
            line(&svg, x1, y1, x2, y2, "interval")
            let (across, along) = frame.isHorizontalBars ? (0.0, 3.0) : (3.0, 0.0)
            for (x, y) in [(x1, y1), (x2, y2)] {
                line(&svg, x - across, y - along, x + across, y + along, "interval")
            }
        case .line(let points, let series):
            let path = points.map { "\(SVGWriter.number(frame.x($0.x))),\(SVGWriter.number(frame.y($0.y)))" }
            svg.empty("polyline", ["points": path.joined(separator: " "), "class": "s\(series) line"])
        case .point(let point, let label, let series, let isLow):
            let (x, y) = (frame.x(point.x), frame.y(point.y))
            if frame.showsPoints || !label.isEmpty { SVGMarker.draw(series, x, y, &svg) }
            if !label.isEmpty {
                let half = SVGWriter.width(of: label) / 2
                let within = min(max(x, frame.left + half), frame.right - half)
                // Below the plot stand the ticks of the axis, above it at the left the name of the other one.
                let isUnderName = y - 20 < frame.top && within - half < frame.nameEnd
                let isBelow = isLow ? y + 20 <= frame.bottom : isUnderName
                svg.label(
                    label,
                    [
                        "x": SVGWriter.number(within), "y": SVGWriter.number(isBelow ? y + 20 : y - 10),
                        "text-anchor": "middle", "class": "value",
                    ])
            }
        case .tie(let from, let to, let strength, let series):
            let color = series.map { " s\($0) line" } ?? ""
            line(
                &svg, frame.x(from.x), frame.y(from.y), frame.x(to.x), frame.y(to.y),
                "tie t\(Int((strength * 3).rounded()))\(color)")
        case .node(let point, _, let size, let series):
            // Where colours say something, a member that is of no series steps back.
            let style = series.map { "s\($0)" } ?? (frame.hasSeries ? "bare" : "s0")
            SVGMarker.draw(
                series ?? 0, frame.x(point.x), frame.y(point.y),
                scale: SVGMarker.radius(ofNode: size) / SVGMarker.radius, style: style, &svg)
        case .cell(let area, let label, let level):
            let box = frame.box(area)
            rectangle(
                &svg, (box.x + 1, box.y + 1, max(box.width - 2, 0.5), max(box.height - 2, 0.5)), "h\(level)",
                radius: 2)
            guard frame.showsCellLabels else { return }
            svg.label(
                label,
                [
                    "x": SVGWriter.number(box.x + box.width / 2),
                    "y": SVGWriter.number(box.y + box.height / 2 + 4), "text-anchor": "middle",
                    "class": level < 6 ? "on-light" : "on-dark",
                ])
        }
    }

    private func barLabel(
        _ label: String, _ isNegative: Bool, _ box: SVGFrame.Box, isBesideLine: Bool, _ frame: SVGFrame,
        _ svg: inout SVGWriter
    ) {
        let half = SVGWriter.width(of: label) / 2
        if frame.isHorizontalBars {
            guard box.height >= 11 else { return }
            svg.label(
                label,
                [
                    "x": SVGWriter.number(isNegative ? box.x - 5 : box.x + box.width + 5),
                    "y": SVGWriter.number(box.y + box.height / 2 + 4),
                    "text-anchor": isNegative ? "end" : "start", "class": "value",
                ])
        } else if isBesideLine {
            // Above the line may stand the name of the axis.
            svg.label(
                label,
                [
                    "x": SVGWriter.number(box.x + box.width / 2 + 6),
                    "y": SVGWriter.number(isNegative ? box.y + box.height - 2 : box.y + 10),
                    "text-anchor": "start", "class": "value halo",
                ])
        } else if half * 2 <= box.width * 1.2 {
            svg.label(
                label,
                [
                    "x": SVGWriter.number(box.x + box.width / 2),
                    "y": SVGWriter.number(isNegative ? box.y + box.height + 14 : box.y - 5),
                    "text-anchor": "middle", "class": "value",
                ])
        }
    }

    private func legend(_ scene: Scene, _ frame: SVGFrame, _ svg: inout SVGWriter) {
        for (index, (name, place)) in zip(scene.series, frame.legend).enumerated() {
            let (x, y) = (place.x, 9 + 18 * Double(place.line))
            if scene.form == .line {
                line(&svg, x, y, x + 26, y, "s\(index) line")
                SVGMarker.draw(index, x + 13, y, &svg)
            } else if scene.form == .network, !frame.hasSeriesOfNodes {
                line(&svg, x, y, x + 26, y, "tie s\(index) line")
            } else if scene.form == .scatter || scene.form == .network {
                SVGMarker.draw(index, x + 13, y, &svg)
            } else {
                rectangle(&svg, (x + 7, y - 6, 12, 12), "s\(index) bar", radius: 2)
            }
            svg.label(
                name.cut(to: SVGFrame.legendCut),
                [
                    "x": SVGWriter.number(x + SVGFrame.legendSign), "y": SVGWriter.number(y + 4),
                    "class": "legend",
                ])
        }
        guard let scale = scene.scale else { return }
        svg.label(scale.low, ["x": "0", "y": "13", "class": "legend"])
        let x = SVGWriter.width(of: scale.low) + 8
        for level in 0...8 { rectangle(&svg, (x + Double(level) * 16, 3, 16, 12), "h\(level)", radius: 0) }
        svg.label(
            "\(scale.high)  \(scale.label)", ["x": SVGWriter.number(x + 152), "y": "13", "class": "legend"])
    }

    private func line(
        _ svg: inout SVGWriter, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String
    ) {
        svg.empty(
            "line",
            [
                "x1": SVGWriter.number(x1), "y1": SVGWriter.number(y1), "x2": SVGWriter.number(x2),
                "y2": SVGWriter.number(y2), "class": style,
            ])
    }

    private func rectangle(_ svg: inout SVGWriter, _ box: SVGFrame.Box, _ style: String, radius: Double) {
        svg.empty(
            "rect",
            [
                "x": SVGWriter.number(box.x), "y": SVGWriter.number(box.y),
                "width": SVGWriter.number(box.width), "height": SVGWriter.number(box.height),
                "rx": SVGWriter.number(radius), "class": style,
            ])
    }
}
