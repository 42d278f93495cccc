import RapportContract
import RapportDiagnostics

/// A scene drawn in characters: block bars, Braille lines, numbers on shades; ASCII where those do not show.
public struct TerminalChart: Sendable {
    public var scene: Scene

    /// Bar charts look best from a scene made with ``Scene/Orientation/horizontal``.
    public init(_ scene: Scene) { self.scene = scene }

    /// Ends without a line end; no line is wider than the style's width.
    public func render(_ style: TerminalStyle = .plain) -> String {
        var lines: [String] = []
        func say(_ text: String, _ paint: TerminalStyle.Attribute) {
            lines += text.wrapped(to: style.width).map { style.paint($0, paint) }
        }
        if !scene.title.isEmpty { say(scene.title, .bold) }
        if scene.isEmpty {
            say("(\(scene.notes.first ?? ""))", .dim)
            for note in scene.notes.dropFirst() { say(note, .dim) }
            return lines.joined(separator: "\n")
        }
        switch scene.form {
        case .bar: lines += bars(style)
        case .line, .scatter, .network: lines += plot(style)
        case .heatmap: lines += cells(style)
        }
        for reference in scene.references {
            let sign = Self.rule(reference, style)
            say(scene.form == .line ? "\(sign) \(reference.label)" : reference.label, .dim)
        }
        for note in scene.notes { say(note, .dim) }
        return lines.joined(separator: "\n")
    }

    private static func rule(_ reference: Scene.Reference, _ style: TerminalStyle) -> Character {
        reference.isUpright ? (style.unicode ? "┊" : ":") : (style.unicode ? "┄" : "-")
    }

    // MARK: - Bars

    private func bars(_ style: TerminalStyle) -> [String] {
        let all = scene.marks.enumerated().compactMap { place, mark -> Bar? in
            guard case .bar(let area, let label, let series, let isNegative) = mark else { return nil }
            let isHorizontal = scene.vertical.isBanded
            let ticks = isHorizontal ? scene.vertical.ticks : scene.horizontal.ticks
            let middle = isHorizontal ? area.center.y : area.center.x
            let band = Int((isHorizontal ? 1 - middle : middle) * Double(ticks.count))
            return Bar(
                name: ticks.indices.contains(band) ? ticks[band].label : "",
                from: isHorizontal ? area.lower.x : area.lower.y,
                to: isHorizontal ? area.upper.x : area.upper.y,
                label: scene.interval(ofMark: place).map { "\(label) (\($0.label))" } ?? label,
                series: series,
                isNegative: isNegative)
        }
        let bars = all.prefix(Self.barLimit)
        let nameWidth = min(bars.reduce(0) { max($0, $1.name.displayWidth) }, max(style.width / 3, 6))
        let labelWidth = bars.reduce(0) { max($0, $1.label.displayWidth) }
        let room = max(style.width - nameWidth - labelWidth - 3, 4)
        // The axis may end at a round number; the screen has no room to give away.
        let reach = bars.reduce((low: 1.0, high: 0.0)) { (min($0.low, $1.from), max($0.high, $1.to)) }
        let span = max(reach.high - reach.low, 1e-9)

        var lines = legend(style)
        let title = (scene.vertical.isBanded ? scene.horizontal : scene.vertical).label
        if !title.isEmpty {
            lines.append(style.paint(title.cut(to: style.width, ellipsis: style.ellipsis), .dim))
        }
        var previous: String?
        for bar in bars {
            let repeats = scene.series.count > 1 && bar.name == previous
            previous = bar.name
            let name = (repeats ? "" : bar.name).cut(to: nameWidth, ellipsis: style.ellipsis).padded(
                to: nameWidth)
            let start = (bar.from - reach.low) / span * Double(room)
            let length = (bar.to - bar.from) / span * Double(room)
            let drawn = BarText.text(start: start, length: length, series: bar.series, style)
            let line = "\(name)  \(style.paint(drawn, .series(bar.series))) \(bar.label)"
            lines.append(
                drawn.displayWidth + nameWidth + 3 + bar.label.displayWidth > style.width
                    ? "\(name)  \(bar.label)".cut(to: style.width, ellipsis: style.ellipsis) : line)
        }
        if all.count > bars.count { lines.append(style.paint("+\(all.count - bars.count)", .dim)) }
        return lines
    }

    /// More bars than a reader scrolls; the last line counts the rest.
    private static let barLimit = 100

    private struct Bar {
        var name: String
        var from: Double
        var to: Double
        var label: String
        var series: Int
        var isNegative: Bool
    }

    private func legend(_ style: TerminalStyle) -> [String] {
        guard scene.series.count > 1 else { return [] }
        let parts = scene.series.enumerated().map { index, name in
            let sign = scene.form == .bar ? BarText.fill(index, style) : Self.letter(index)
            return (sign: String(sign), name: name.cut(to: 20, ellipsis: style.ellipsis), index: index)
        }
        var lines: [String] = []
        var (line, used) = ("", 0)
        for part in parts {
            let step = part.sign.displayWidth + 1 + part.name.displayWidth
            if used > 0, used + 2 + step > style.width {
                lines.append(line)
                (line, used) = ("", 0)
            }
            line += (used > 0 ? "  " : "") + style.paint(part.sign, .series(part.index)) + " " + part.name
            used += (used > 0 ? 2 : 0) + step
        }
        return lines + [line]
    }

    private static func letter(_ index: Int) -> Character {
        Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(index % 26)))
    }

    // MARK: - Lines

    private func plot(_ style: TerminalStyle) -> [String] {
        let height = min(max((style.height ?? 24) - 8, 6), 14)
        let names = scene.vertical.ticks.map(\.label)
        let margin = min(names.reduce(0) { max($0, $1.displayWidth) }, style.width / 3)
        var canvas = DotCanvas(
            width: max(style.width - margin - 2, 8), height: height, unicode: style.unicode)
        let isSingle = scene.series.count < 2
        // A value between two gaps has no line to be seen by.
        let onLine = Set(
            scene.marks.flatMap { if case .line(let points, _) = $0 { points } else { [Scene.Point]() } })
        for mark in scene.marks {
            switch mark {
            case .line(let points, let series):
                for (start, end) in zip(points, points.dropFirst()) {
                    canvas.line(from: start, to: end, series: series)
                }
            case .point(let point, _, let series, _):
                if isSingle && style.unicode && !onLine.contains(point) {
                    canvas.letter("•", at: point, series: series)
                }
                if isSingle && !style.unicode { canvas.letter("*", at: point, series: series) }
                if !isSingle { canvas.letter(Self.letter(series), at: point, series: series) }
            case .tie(let from, let to, _, let series):
                canvas.line(from: from, to: to, series: series ?? 0)
            case .interval(let from, let to, _): canvas.line(from: from, to: to, series: 0)
            case .bar, .cell, .node: break
            }
        }
        // Where colours tell members apart, the letter of the legend does here; else the first of a name.
        for case .node(let point, let label, _, let series) in scene.marks
        where series != nil || !label.isEmpty {
            canvas.letter(
                series.map { Self.letter($0) } ?? label.first ?? "o", at: point, series: series ?? 0)
        }
        for reference in scene.references {
            canvas.rule(
                Self.rule(reference, style), at: reference.position, isUpright: reference.isUpright)
        }
        var labels = [Int: String]()
        let ticks = scene.vertical.ticks
        let spacing = ticks.count > 1 ? (ticks[1].position - ticks[0].position) * Double(height - 1) : 2
        let stride = max(Int((1.5 / max(spacing, 0.01)).rounded(.up)), 1)
        for (index, tick) in ticks.enumerated() where index % stride == 0 {
            labels[Int(((1 - tick.position) * Double(height - 1)).rounded())] = tick.label
        }
        var lines = legend(style)
        if !scene.vertical.label.isEmpty {
            lines.append(
                style.paint(scene.vertical.label.cut(to: style.width, ellipsis: style.ellipsis), .dim))
        }
        for row in 0..<height {
            let label = (labels[row] ?? "").cut(to: margin, ellipsis: style.ellipsis)
            var line = style.paint(label.padded(to: margin, .right), .dim)
            line += " " + (labels[row] == nil ? (style.unicode ? "│" : "|") : (style.unicode ? "┤" : "+"))
            line += canvasRow(canvas, row, style)
            lines.append(line)
        }
        let corner = style.unicode ? "└" : "+"
        lines.append(
            String(repeating: " ", count: margin + 1) + corner
                + String(repeating: style.rule, count: canvas.width))
        lines.append(
            style.paint(
                String(repeating: " ", count: margin + 2) + tickLine(width: canvas.width), .dim))
        if !scene.horizontal.label.isEmpty {
            let name = scene.horizontal.label.cut(to: canvas.width, ellipsis: style.ellipsis)
            lines.append(style.paint(name.padded(to: style.width, .right), .dim))
        }
        return lines
    }

    private func canvasRow(_ canvas: DotCanvas, _ row: Int, _ style: TerminalStyle) -> String {
        var line = ""
        var end = canvas.width
        while end > 0, canvas.character(row: row, column: end - 1) == " " { end -= 1 }
        for column in 0..<end {
            let character = String(canvas.character(row: row, column: column))
            let owner = canvas.owners[row * canvas.width + column]
            line += character == " " ? " " : owner.map { style.paint(character, .series($0)) } ?? character
        }
        return line
    }

    /// Labels of the horizontal axis below their places.
    private func tickLine(width: Int) -> String {
        let ticks = scene.horizontalLabels(length: Double(width - 1), gap: 3) { Double($0.displayWidth) }
        var (line, used) = ("", 0)
        for tick in ticks {
            let size = tick.label.displayWidth
            let middle = Int((tick.position * Double(width - 1)).rounded())
            let start = min(max(middle - size / 2, 0), max(width - size, 0))
            // The last label is pushed inward from the edge, and may then touch its neighbour.
            guard start >= used + (used > 0 ? 1 : 0), start + size <= width else { continue }
            line += String(repeating: " ", count: start - used) + tick.label
            used = start + size
        }
        return line
    }

    // MARK: - Heat map

    private func cells(_ style: TerminalStyle) -> [String] {
        struct Cell {
            var label: String
            var level: Int
        }
        let (columns, rows) = (scene.horizontal.ticks, scene.vertical.ticks)
        var grid = [Cell?](repeating: nil, count: columns.count * rows.count)
        for mark in scene.marks {
            guard case .cell(let area, let label, let level) = mark else { continue }
            let column = min(Int(area.center.x * Double(columns.count)), columns.count - 1)
            let row = min(Int((1 - area.center.y) * Double(rows.count)), rows.count - 1)
            grid[row * columns.count + column] = Cell(label: label, level: level)
        }
        let nameWidth = min(rows.reduce(1) { max($0, $1.label.displayWidth) }, style.width / 3)
        let widest = grid.reduce(1) { max($0, $1?.label.displayWidth ?? 1) }
        let heads = columns.reduce(1) { max($0, $1.label.displayWidth) }
        // A shade in front of the number says the level where there is no colour.
        let shadeWidth = style.color || !style.unicode ? 0 : 2
        let cellWidth = min(max(widest + shadeWidth, min(heads, 8)), max(style.width - nameWidth - 1, 1))
        let fitting = max(min(columns.count, (style.width - nameWidth) / (cellWidth + 1)), 1)

        var lines: [String] = []
        let axes =
            "\(scene.vertical.label) \(style.unicode ? "↓" : "by") \(scene.horizontal.label)"
            + (style.unicode ? " →" : "")
        lines.append(style.paint(axes.cut(to: style.width, ellipsis: style.ellipsis), .dim))
        var head = String(repeating: " ", count: nameWidth)
        for tick in columns.prefix(fitting) {
            head +=
                " " + tick.label.cut(to: cellWidth, ellipsis: style.ellipsis).padded(to: cellWidth, .right)
        }
        lines.append(style.paint(head, .dim))
        for (row, tick) in rows.enumerated() {
            var line = tick.label.cut(to: nameWidth, ellipsis: style.ellipsis).padded(to: nameWidth, .right)
            for column in 0..<fitting {
                guard let cell = grid[row * columns.count + column] else {
                    line += " " + style.paint(style.missing.padded(to: cellWidth, .right), .dim)
                    continue
                }
                let shade = shadeWidth > 0 ? "\([" ", "░", "▒", "▓", "█"][cell.level / 2]) " : ""
                line +=
                    " "
                    + style.paint(
                        (shade + cell.label).cut(to: cellWidth, ellipsis: style.ellipsis)
                            .padded(to: cellWidth, .right), .heat(cell.level))
            }
            lines.append(line)
        }
        if fitting < columns.count {
            let names = columns.dropFirst(fitting).map(\.label).joined(separator: ", ")
            lines.append(
                style.paint(
                    "+\(columns.count - fitting): \(names)".cut(to: style.width, ellipsis: style.ellipsis),
                    .dim))
        }
        return lines
    }
}

/// A bar in eighths of a character.
enum BarText {
    private static let eighths: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    static func fill(_ series: Int, _ style: TerminalStyle) -> Character {
        style.unicode
            ? ["█", "▓", "▒", "░", "▚", "▤"][series % 6] : ["#", "=", "+", "-", "o", "~"][series % 6]
    }

    /// `start` and `length` in columns; a value that is not zero shows at least a sliver.
    static func text(start: Double, length: Double, series: Int, _ style: TerminalStyle) -> String {
        let begin = Int(start.rounded())
        let blanks = String(repeating: " ", count: begin)
        let isFine = style.unicode && series == 0
        if isFine, begin == 0 || start == Double(begin) {
            let parts = max(Int((length * 8).rounded()), length > 0 ? 1 : 0)
            let tail = parts % 8 == 0 ? "" : String(eighths[parts % 8])
            return blanks + String(repeating: "█", count: parts / 8) + tail
        }
        let whole = max(Int((start + length).rounded()) - begin, length > 0 ? 1 : 0)
        return blanks + String(repeating: String(fill(series, style)), count: whole)
    }
}
