import Foundation
import FoundationXML
import RapportContract
import RapportDiagnostics
import RapportTable
import Testing

@testable import RapportReport

@Suite struct ScaleTests {
    @Test(
        arguments: [
            ([0, 87], true, [0, 20, 40, 60, 80, 100]), ([0.12, 0.48], false, [0.1, 0.2, 0.3, 0.4, 0.5]),
            ([-30, 59], true, [-40, -20, 0, 20, 40, 60]), ([0, 0], true, [0, 1]),
            ([5], true, [0, 1, 2, 3, 4, 5]), ([], true, [0, 1]),
            ([3e9, 7e9], false, [3e9, 4e9, 5e9, 6e9, 7e9]),
        ] as [([Double], Bool, [Double])])
    func `ticks are round numbers that cover the values`(values: [Double], zero: Bool, expected: [Double]) {
        let scale = NiceScale(covering: values, includesZero: zero)
        #expect(scale.ticks.count == expected.count)
        for (tick, wanted) in zip(scale.ticks, expected) {
            #expect(abs(tick - wanted) <= abs(wanted) * 1e-12)
        }
    }

    @Test func `any two numbers get few ticks, in order, around them`() {
        var random = SeededRandom(seed: 3)
        for round in 0..<2000 {
            let pair = (0..<2).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
            let scale = NiceScale(covering: pair, includesZero: Bool.random(using: &random))
            #expect(scale.ticks.count >= 2 && scale.ticks.count <= 12, "seed 3, round \(round): \(pair)")
            #expect(
                scale.ticks == scale.ticks.sorted() && scale.ticks.allSatisfy(\.isFinite), "round \(round)")
            #expect(pair.allSatisfy { (0...1).contains(scale.position($0)) }, "round \(round)")
        }
    }

    @Test func `time has ticks on months, quarters, days and hours`() {
        func labels(_ days: [Double], _ grain: Grain? = nil) -> [String] {
            TimeScale(covering: days, grain: grain).labels
        }
        let start = Double(Samples.day(2010, 12))
        #expect(labels([start, start + 100], .month) == ["2010-12", "2011-01", "2011-02", "2011-03"])
        #expect(labels([start, Double(Samples.day(2011, 6))], .quarter) == ["2011-Q1", "2011-Q2"])
        #expect(labels([start, start + 20 * 366]).first == "2012")
        #expect(labels([start, start + 3]).last == "2010-12-04 00:00")
        #expect(labels([start, start + 0.5]).first == "2010-12-01 00:00")
        #expect(labels([start]) == ["2010-12-01 00:00"])
        #expect(labels([-1e9, 1e9]).count <= 30)
    }

    @Test(arguments: [
        (Document.Language.english, ["0", "1.5M", "3.0M"]), (.chinese, ["0", "150万", "300万"]),
    ])
    func `large numbers of an axis are short`(language: Document.Language, expected: [String]) {
        #expect(AxisNumbers.labels([0, 1.5e6, 3e6], places: 0, language) == expected)
    }
}

@Suite struct SceneTests {
    private let revenue = ChartSpecification(.line, title: "Revenue", x: "month", y: "revenue")

    @Test func `the description says what the chart shows`() {
        #expect(
            Scene(revenue, Samples.monthly).description
                == "Line chart of revenue by month, 12 points from 2010-12 to 2011-12; "
                + "lowest 5,281.20 at 2011-04, highest 29,345.23 at 2011-11.")
        let bars = ChartSpecification(.bar, x: "segment", y: "n", xLabel: "客户分群", yLabel: "人数")
        #expect(
            Scene(bars, Samples.segments, language: .chinese).description
                == "条形图：按 客户分群 的 人数，6 个条形；最低 7（一般保持客户），最高 22（About to sleep）。")
        let heat = ChartSpecification(.heatmap, x: "f_score", y: "r_score", value: "customers")
        #expect(
            Scene(heat, Samples.scores).description
                == "Heat map of customers by f_score and r_score, 24 cells; "
                + "lowest 7 at 3 × 2, highest 55 at 5 × 5.")
        var split = revenue
        split.split = "country"
        #expect(Scene(split, Samples.countries).description.contains("3 series (France, Germany, Belgium)"))
    }

    @Test func `a missing value breaks the line and is said`() {
        let scene = Scene(revenue, Samples.monthly)
        let stretches = scene.marks.compactMap {
            if case .line(let points, _) = $0 { points.count } else { nil }
        }
        #expect(stretches == [7, 5])
        #expect(scene.notes == ["1 row without a value is a gap"])
    }

    @Test func `a target is a line with its name, in drawing, text and description`() throws {
        let curve = Table([
            "hours": .floats([0, 1, 2, 4]), "share": .floats([0, 0.5, 0.75, 1]),
        ])
        let specification = ChartSpecification(
            .line, title: "Answered", x: "hours", y: "share",
            references: [
                .init(.x, 0.5, label: "target <of> high"), .init(.x, 90, label: "far away"),
                .init(.y, 0.9, label: "nine of ten"),
            ])
        let scene = Scene(specification, curve)
        #expect(scene.references.map(\.label) == ["target <of> high", "nine of ten"])
        #expect(scene.references.map(\.isUpright) == [true, false])
        #expect(scene.references.map(\.position) == [0.125, 0.9])
        #expect(scene.notes == ["far away (90) lies beyond the axis"])
        #expect(
            scene.description.hasSuffix(" A line marks target <of> high at 0.5, nine of ten at 0.9."))
        let svg = SVGRenderer(isStandalone: true).render(scene)
        #expect(svg.components(separatedBy: "class=\"reference\"").count == 3)
        #expect(svg.contains("target &lt;of&gt; high") && svg.contains("nine of ten"))
        #expect(XMLParser(data: Data(svg.utf8)).parse())
        let text = TerminalChart(scene).render(TerminalStyle(width: 60, unicode: true))
        #expect(text.contains("┊ target <of> high") && text.contains("┄ nine of ten"))
        #expect(text.components(separatedBy: "┊").count > 6, "upright through the plot")
        let chinese = Scene(specification, curve, language: .chinese)
        #expect(chinese.description.hasSuffix("标线：target <of> high（0.5）、nine of ten（0.9）。"))
    }

    @Test func `an axis grows for a target within reach, and bars have one too`() {
        let table = Table(["name": .texts(["a", "b"]), "n": .ints([2, 4])])
        func scene(_ value: Double, _ orientation: Scene.Orientation = .automatic) -> Scene {
            Scene(
                ChartSpecification(
                    .bar, x: "name", y: "n",
                    references: [.init(.y, value, label: "plan"), .init(.x, 1, label: "no number")]),
                table, orientation: orientation)
        }
        #expect(scene(7).vertical.ticks.last?.label == "8" && scene(7).references.count == 1)
        #expect(scene(7).references[0].position == 0.875 && scene(7).references[0].isUpright == false)
        #expect(scene(7, .horizontal).references[0].isUpright)
        #expect(scene(9).references.isEmpty && scene(9).notes == ["plan (9) lies beyond the axis"])
        #expect(scene(.infinity).references.isEmpty)
        #expect(TerminalChart(scene(3, .horizontal)).render(.plain).contains("plan"))
    }

    @Test func `an interval is a thin line behind its bar, with its ends in words`() throws {
        let table = Table([
            "agent": .texts(["Mei", "Tom", "Bo"]), "shift": .floats([10, -20, 5]),
            "low": .floats([4, -38, nil]), "high": .floats([16, -2, 9]),
        ])
        let specification = ChartSpecification(
            .bar, x: "agent", y: "shift", interval: .init("low", "high"))
        let scene = Scene(specification, table)
        // The axis holds the ends.
        #expect(scene.vertical.ticks.map(\.label) == ["-40", "-30", "-20", "-10", "0", "10", "20"])
        let intervals = scene.marks.indices.map { scene.interval(ofMark: $0) }
        #expect(intervals.map { $0?.label } == ["4 to 16", nil, "-38 to -2", nil, nil])
        let first = try #require(intervals[0])
        #expect(abs(first.from.y - 44.0 / 60) < 1e-12 && abs(first.to.y - 56.0 / 60) < 1e-12)
        guard case .bar(let area, _, _, _) = scene.marks[0] else { return #expect(Bool(false)) }
        #expect(first.from.x == area.center.x && first.to.x == area.center.x)
        #expect(scene.description.hasSuffix(" Thin lines reach from low to high."))

        let svg = SVGRenderer(isStandalone: true).render(scene)
        #expect(svg.components(separatedBy: "class=\"interval\"").count == 1 + 2 * 3)
        #expect(XMLParser(data: Data(svg.utf8)).parse())
        // A label stays within the plot, beside the line that reaches its edge.
        let full = Table([
            "agent": .texts(["Mei"]), "shift": .floats([10]), "low": .floats([0]), "high": .floats([20]),
        ])
        let top = SVGFrame(Scene(specification, full)).top
        #expect(
            SVGRenderer().render(Scene(specification, full)).contains(
                "y=\"\(SVGWriter.number(top + 10))\" text-anchor=\"start\" class=\"value halo\">10<"))
        let wide = SVGRenderer().render(Scene(specification, table, orientation: .horizontal))
        #expect(wide.components(separatedBy: "class=\"interval\"").count == 1 + 2 * 3)
        let text = TerminalChart(Scene(specification, table, orientation: .horizontal)).render(.plain)
        #expect(text.contains("10 (4 to 16)") && text.contains("-20 (-38 to -2)") && !text.contains("5 ("))
        #expect(
            Scene(specification, table, language: .chinese).description.hasSuffix("细线表示从 low 到 high 的区间。"))
        #expect(
            ChartBlock(specification, table).dataTable.table.schema.names == [
                "agent", "shift", "low", "high",
            ])
        #expect(Scene(specification, table.selecting(["agent", "shift", "low"])).isEmpty)
    }

    @Test func `points have intervals too`() {
        let table = Table([
            "x": .floats([1, 2]), "y": .floats([1, 2]), "low": .floats([0, 1]), "high": .floats([3, 4]),
        ])
        let scene = Scene(
            ChartSpecification(.scatter, x: "x", y: "y", interval: .init("low", "high")), table)
        #expect(scene.marks.count == 4 && scene.vertical.ticks.last?.label == "4")
        let svg = SVGRenderer().render(scene)
        #expect(svg.components(separatedBy: "class=\"interval\"").count == 1 + 2 * 3)
    }

    @Test func `bars stand on zero, on both sides of it`() {
        let table = Table(["c": .texts(["up", "down"]), "v": .ints([10, -5])])
        let scene = Scene(ChartSpecification(.bar, x: "c", y: "v"), table)
        let zero = scene.vertical.zero
        let bars = scene.marks.compactMap {
            if case .bar(let area, _, _, let low) = $0 { (area, low) } else { nil }
        }
        #expect(bars.map(\.1) == [false, true])
        #expect(bars[0].0.lower.y == zero && bars[1].0.upper.y == zero)
        #expect(bars[0].0.upper.y > bars[1].0.upper.y)
    }

    @Test func `numbers and times of several series stand in their order`() {
        let table = Table([
            "answer": .ints([1, 2, 5, 0, 2, 10]), "n": .ints([3, 4, 5, 6, 7, 8]),
            "question": .texts(["a", "a", "a", "b", "b", "b"]),
        ])
        let scene = Scene(ChartSpecification(.bar, x: "answer", y: "n", split: "question"), table)
        #expect(scene.horizontal.ticks.map(\.label) == ["0", "1", "2", "5", "10"])
    }

    @Test func `a legend that does not fit one line takes several, and no tick is cut off`() throws {
        let names = (0..<6).map { "a name of twenty letters \($0)" }
        let days = (0..<6).map { Samples.day(2024, 11) + Int32($0 * 120) }
        let table = Table(
            Schema([Field("day", .date), Field("n", .int), Field("series", .text)]),
            [.dates(days + days), .ints((0..<12).map { $0 % 7 }), .texts(names + names)])
        let scene = Scene(ChartSpecification(.line, x: "day", y: "n", split: "series"), table)
        let (frame, svg) = (SVGFrame(scene), SVGRenderer().render(scene))
        #expect(frame.legend.map(\.line).max() == 1)
        for (place, name) in zip(frame.legend, scene.series) {
            #expect(place.x + 32 + SVGWriter.width(of: name.cut(to: 24)) <= frame.width)
        }
        for match in svg.matches(of: #/<text[^>]*x="(-?[0-9.]+)"[^>]*text-anchor="middle"[^>]*>([^<]*)</#) {
            let (x, half) = (try #require(Double(match.1)), SVGWriter.width(of: String(match.2)) / 2)
            #expect(x - half >= -0.01 && x + half <= frame.width + 0.01, "\(match.2)")
        }
    }

    @Test func `the label of a point stays off the words of the axes`() throws {
        let table = Table(["x": .ints([0, 1, 2]), "share": .floats([0, 0.5, 0.2])])
        let svg = SVGRenderer().render(Scene(ChartSpecification(.line, x: "x", y: "share"), table))
        let frame = SVGFrame(Scene(ChartSpecification(.line, x: "x", y: "share"), table))
        let labels = svg.matches(of: #/<text[^>]*y="([0-9.]+)"[^>]*class="value"/#).compactMap {
            Double($0.1)
        }
        #expect(labels.count == 2)
        for y in labels { #expect(y <= frame.bottom && y > frame.top - 12, "\(y)") }
        let falling = Table(["x": .ints([0, 1]), "share as a power of ten": .floats([1, 0.5])])
        let high = ChartSpecification(.line, x: "x", y: "share as a power of ten")
        let found = SVGRenderer().render(Scene(high, falling)).matches(
            of: #/<text[^>]*y="([0-9.]+)"[^>]*class="value"/#
        ).compactMap { Double($0.1) }
        #expect(try #require(found.first) > SVGFrame(Scene(high, falling)).top)
    }

    @Test func `of many categories the largest are drawn, in their order`() {
        let names = (0..<70).map { "c\($0)" }
        let table = Table(["c": .texts(names), "v": .ints((0..<70).map { ($0 * 37) % 70 })])
        let scene = Scene(ChartSpecification(.bar, x: "c", y: "v"), table)
        #expect(scene.marks.count == 50)
        #expect(scene.notes == ["the 50 of 70 categories with the largest `v` are drawn"])
        let drawn = scene.vertical.ticks.map(\.label)
        #expect(drawn == names.filter { (Int($0.dropFirst()) ?? 0) * 37 % 70 >= 20 })
    }

    @Test func `one point, no rows, no such column, no number`() {
        let one = Scene(revenue, Samples.monthly.prefix(1))
        #expect(one.marks.count == 1 && one.description.hasSuffix("1 point; value 9,001.45 at 2010-12."))
        #expect(Scene(revenue, Samples.monthly.prefix(0)).notes == ["no data"])
        let missing = Scene(ChartSpecification(.bar, x: "moth", y: "revenue"), Samples.monthly)
        #expect(missing.isEmpty && missing.notes.contains("no column `moth` to draw"))
        let text = Scene(ChartSpecification(.bar, x: "n", y: "segment"), Samples.segments)
        #expect(text.isEmpty && text.notes.contains("column `segment` is not a number"))
        #expect(SVGRenderer().render(missing).contains("no data"))
    }

    @Test func `series beyond six, repeated places and rows without a time are said`() {
        let table = Table([
            "x": .ints([1, 2, nil]), "y": .ints([1, 1, 1]), "v": .ints([1, 2, 3]),
        ])
        #expect(
            Scene(ChartSpecification(.line, x: "x", y: "v"), table).notes == ["1 row without `x` not drawn"])
        let many = Table([
            "x": .ints(Array(0..<8)), "s": .texts((0..<8).map { "s\($0)" }), "v": .ints(Array(0..<8)),
        ])
        let scene = Scene(ChartSpecification(.line, x: "x", y: "v", split: "s"), many)
        #expect(scene.series == ["s2", "s3", "s4", "s5", "s6", "s7"])
        #expect(scene.notes == ["the 6 largest of 8 series are drawn"])
        let twice = Table(["x": .ints([1, 1]), "y": .ints([1, 1]), "v": .ints([5, 9])])
        let heat = Scene(ChartSpecification(.heatmap, x: "x", y: "y", value: "v"), twice)
        #expect(heat.marks.count == 1)
        #expect(heat.notes == ["1 row repeats a place already drawn; the first is shown"])
    }

    @Test func `a heat map grows upward with numbers and marks its extremes`() {
        let scene = Scene(
            ChartSpecification(.heatmap, x: "f_score", y: "r_score", value: "customers"), Samples.scores)
        #expect(scene.vertical.ticks.map(\.label) == ["5", "4", "3", "2", "1"])
        let levels = scene.marks.compactMap {
            if case .cell(_, let label, let level) = $0 { (label, level) } else { nil }
        }
        #expect(levels.first { $0.0 == "55" }?.1 == 8 && levels.first { $0.0 == "7" }?.1 == 0)
    }
}

@Suite struct ChartRenderingTests {
    /// Collects what a strict parser of XML sees.
    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [String: Int] = [:]
        var attributes: Set<String> = []
        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) {
            elements[name, default: 0] += 1
            self.attributes.formUnion(attributes.keys)
        }
    }

    private func read(_ svg: String) throws -> Reader {
        let parser = XMLParser(data: Data(svg.utf8))
        let reader = Reader()
        parser.delegate = reader
        let isWellFormed = parser.parse()
        try #require(isWellFormed, "\(String(describing: parser.parserError)): \(svg)")
        return reader
    }

    private static let allowed: Set<String> = [
        "xmlns", "viewBox", "role", "aria-label", "class", "x", "y", "x1", "y1", "x2", "y2", "width",
        "height",
        "rx", "cx", "cy", "r", "points", "text-anchor",
        "transform",
    ]

    @Test func `every kind of chart is well-formed SVG`() throws {
        var charts = 0
        for case .chart(let block) in Samples.france.blocks {
            for isStandalone in [false, true] {
                let svg = SVGRenderer(isStandalone: isStandalone).render(
                    Scene(block.specification, block.table))
                #expect(try read(svg).elements["svg"] == 1)
            }
            charts += 1
        }
        #expect(charts == 4)
    }

    @Test func `each column of a heat map keeps its name, rising where names are long`() {
        let (names, short) = (
            ["Potential Loyalists", "需要关注的客户", "Hibernating", "At Risk"], ["a", "b", "c", "d"]
        )
        for labels in [names, short] {
            let count = labels.count * 3
            let table = Table([
                "x": .texts((0..<count).map { labels[$0 % labels.count] + "\($0 % 12 / 4)" }),
                "y": .ints((0..<count).map { _ in 1 }), "v": .ints(Array(0..<count)),
            ])
            let scene = Scene(ChartSpecification(.heatmap, x: "x", y: "y", value: "v"), table)
            let frame = SVGFrame(scene)
            let svg = SVGRenderer().render(scene)
            #expect(frame.slantsLabels == (labels == names))
            #expect(svg.contains("rotate(-40 ") == (labels == names))
            for tick in scene.horizontal.ticks { #expect(svg.contains(">\(tick.label.cut(to: 18))<")) }
            // What rises begins within the picture, and ends above the lower edge.
            #expect(frame.bottom + frame.labelDepth + 14 <= frame.height)
            for tick in scene.horizontal.ticks where frame.slantsLabels {
                #expect(frame.x(tick.position) - SVGFrame.tickWidth(tick.label) * SVGFrame.slant.cosine >= -1)
            }
        }
    }

    @Test(arguments: 1...150 as ClosedRange<UInt64>)
    func `any chart of any table draws, adds no element or attribute, and fits the screen`(seed: UInt64)
        throws
    {
        var random = SeededRandom(seed: seed)
        let table = RandomTables.table(&random)
        let specification = RandomTables.chart(table, &random)
        let scene = Scene(specification, table)
        let seen = try read(SVGRenderer().render(scene))
        #expect(
            Set(seen.elements.keys).isSubset(of: [
                "svg", "rect", "text", "line", "polyline", "polygon", "circle",
            ]))
        #expect(seen.attributes.isSubset(of: Self.allowed), "seed \(seed)")
        for style in [TerminalStyle(width: 40), TerminalStyle(width: 23, height: 20, unicode: false)] {
            for orientation in [Scene.Orientation.horizontal, .automatic] {
                let text = TerminalChart(Scene(specification, table, orientation: orientation)).render(style)
                #expect(text.unsafeScalars.isEmpty, "seed \(seed)")
                for line in text.lines {
                    #expect(String(line).displayWidth <= style.width, "seed \(seed): \(line)")
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: ChartSpecification.Form.allCases)
    func `many rows draw in no time and say what is left out`(form: ChartSpecification.Form) {
        let count = 30_000
        let table = Table(["x": .ints(Array(0..<count)), "v": .ints((0..<count).map { ($0 * 7919) % 1000 })])
        let specification = ChartSpecification(form, x: "x", y: form == .heatmap ? "x" : "v", value: "v")
        let scene = Scene(specification, table, orientation: .horizontal)
        #expect(scene.notes.first == "the first 20,000 of 30,000 rows are drawn")
        #expect(!SVGRenderer().render(scene).isEmpty)
        #expect(TerminalChart(scene).render().lines.count < 120)
    }

    @Test func `bars, lines and cells in characters`() {
        let style = TerminalStyle(width: 48, height: 14)
        func text(_ specification: ChartSpecification, _ table: Table) -> String {
            TerminalChart(Scene(specification, table, orientation: .horizontal)).render(style)
        }
        #expect(
            text(ChartSpecification(.bar, title: "客户", x: "segment", y: "n"), Samples.segments)
                == Expected.bars)
        #expect(text(ChartSpecification(.line, x: "month", y: "revenue"), Samples.monthly) == Expected.line)
        #expect(
            text(ChartSpecification(.heatmap, x: "f_score", y: "r_score", value: "customers"), Samples.scores)
                == Expected.heatmap)
    }
}

@Suite struct PointTests {
    @Test func `a scatter plot has a point a row, a series a value of the split`() {
        let table = Table([
            "x": .floats([0, 1, 2, nil]), "y": .floats([5, 3, 4, 1]), "k": .texts(["a", "b", "a", "b"]),
        ])
        let scene = Scene(ChartSpecification(.scatter, x: "x", y: "y", split: "k"), table)
        let points = scene.marks.compactMap { mark -> (Scene.Point, Int)? in
            if case .point(let point, _, let series, _) = mark { (point, series) } else { nil }
        }
        #expect(points.count == 3 && points.map(\.1) == [0, 1, 0] && scene.series == ["a", "b"])
        #expect(points[0].0.x < points[1].0.x && points[0].0.y > points[2].0.y)
        #expect(scene.notes == ["1 row without `x` not drawn"])
        let many = Table(["x": .ints((0..<5000).map { $0 }), "y": .ints((0..<5000).map { $0 % 7 })])
        let thinned = Scene(ChartSpecification(.scatter, x: "x", y: "y"), many)
        #expect(thinned.marks.count == Scene.pointLimit && thinned.notes.count == 1)
        #expect(SVGRenderer().render(thinned).ranges(of: "<circle").count == Scene.pointLimit)
    }

    @Test func `a network has its members where their ties pull them, the same each time`() {
        // Two triangles with a bridge, and a pair apart.
        let table = Table([
            "from": .texts(["a", "b", "c", "d", "e", "f", "c", "王芳"]),
            "to": .texts(["b", "c", "a", "e", "f", "d", "d", "李伟"]),
            "weight": .ints([1, 1, 1, 1, 1, 1, 5, 1]),
        ])
        let specification = ChartSpecification(.network, x: "from", y: "to", value: "weight")
        let scene = Scene(specification, table)
        #expect(scene == Scene(specification, table))
        var places: [String: Scene.Point] = [:]
        for case .node(let point, let label, _, _) in scene.marks { places[label] = point }
        #expect(places.count == 8 && places["王芳"] != nil)
        func distance(_ one: String, _ other: String) -> Double {
            guard let one = places[one], let other = places[other] else { return .nan }
            return ((one.x - other.x) * (one.x - other.x) + (one.y - other.y) * (one.y - other.y))
                .squareRoot()
        }
        #expect(distance("a", "b") < distance("a", "e") && distance("e", "f") < distance("b", "f"))
        let strengths = scene.marks.compactMap {
            if case .tie(_, _, let strength, _) = $0 { strength } else { nil }
        }
        #expect(strengths.count == 8 && strengths.max() == 1 && strengths.min() == 0)
        #expect(scene.description == "Network of from and to: 8 members, 8 ties; c has the most, 3.")
        #expect(places.values.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) })
    }

    @Test func `a cell too wide for the screen is cut`() {
        let table = Table([
            "x": .texts(["a", "b"]), "y": .texts(["wide name of a row", "b"]),
            "v": .floats([-123_456_789_012, 0.123_456_789]),
        ])
        let scene = Scene(ChartSpecification(.heatmap, x: "x", y: "y", value: "v"), table)
        for line in TerminalChart(scene).render(TerminalStyle(width: 20, height: 10)).lines {
            #expect(String(line).displayWidth <= 20, "\(line)")
        }
    }
}
