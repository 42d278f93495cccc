import RapportContract
import RapportTable
import Testing

@testable import RapportReport

@Suite struct NetworkChartTests {
    private func nodes(of scene: Scene) -> [(label: String, size: Double, series: Int?)] {
        scene.marks.compactMap {
            if case .node(_, let label, let size, let series) = $0 { (label, size, series) } else { nil }
        }
    }

    @Test func `a row without a second end says of a member how large it is and of which colour`() {
        let table = Table([
            "node": .texts(["甲", "乙", "丙", "甲", "乙"]), "tied_to": .texts([nil, nil, nil, "乙", "丙"]),
            "value": .floats([1, 4, nil, 2, 3]), "community": .ints([1, 2, nil, nil, nil]),
        ])
        let specification = ChartSpecification(
            .network, x: "node", y: "tied_to", split: "community", value: "value", xLabel: "people",
            yLabel: "ties")
        let scene = Scene(specification, table)
        let found = nodes(of: scene).sorted { $0.size > $1.size }
        #expect(found.map(\.label) == ["乙", "甲", "丙"] && found.map(\.size) == [1, 0.5, 0])
        #expect(found.map(\.series) == [1, 0, nil])
        #expect(scene.series == ["community 1", "community 2"])
        #expect(
            scene.description
                == "Network of people and ties: 3 members, 2 ties; 乙 is the largest, 4; colours: community 1, community 2."
        )
        let svg = SVGRenderer().render(scene)
        #expect(svg.contains("class=\"s0 dot\"") && svg.contains("class=\"bare dot\""))
        #expect(svg.contains("<polygon"), "groups differ without colour")
        #expect(
            Scene(specification, table, language: .chinese).description
                == "网络图：people 与 ties，3 个节点，2 条连线；乙 最大，为 4；颜色：community 1、community 2。")
    }

    @Test func `ties of a series are drawn over the others, and members step back`() {
        let table = Table([
            "from": .texts(["a", "a", "b"]), "to": .texts(["b", "c", "c"]),
            "kind": .texts(["suggested", nil, nil]),
        ])
        let scene = Scene(ChartSpecification(.network, x: "from", y: "to", split: "kind"), table)
        let ties = scene.marks.compactMap {
            if case .tie(_, _, _, let series) = $0 { series ?? -1 } else { nil }
        }
        #expect(ties == [-1, -1, 0] && scene.series == ["suggested"])
        let svg = SVGRenderer().render(scene)
        #expect(svg.contains("s0 line") && svg.ranges(of: "bare dot").count == 3)
    }

    @Test func `more groups than colours share the last`() {
        let count = 9
        let table = Table([
            "node": .texts((0..<count).map { "n\($0)" }), "tied_to": .texts((0..<count).map { _ in nil }),
            "group": .ints((0..<count).map { $0 < 2 ? 7 : $0 }),
        ])
        let scene = Scene(ChartSpecification(.network, x: "node", y: "tied_to", split: "group"), table)
        #expect(scene.series.count == 6 && scene.series.last == "2 others")
        #expect(scene.series.dropLast() == ["group 2", "group 3", "group 4", "group 5", "group 7"])
        #expect(nodes(of: scene).count { $0.series == 5 } == 2)
        #expect(!scene.isEmpty, "members without a tie are drawn")
    }

    @Test func `a larger network is cut to its largest members, and to its strongest ties`() {
        let hubs = (0..<600).map { ("h\($0 % 5)", "m\($0)") }
        let large = Table(["from": .texts(hubs.map(\.0)), "to": .texts(hubs.map(\.1))])
        let scene = Scene(ChartSpecification(.network, x: "from", y: "to"), large)
        #expect(nodes(of: scene).count == Scene.nodeLimit && scene.notes.count == 1)
        let whole = Scene(ChartSpecification(.network, x: "from", y: "to"), large.prefix(400))
        #expect(nodes(of: whole).count == 405 && whole.notes.isEmpty)

        let dense = (0..<70).flatMap { a in (a + 1..<70).map { (a, $0) } }
        let many = Table([
            "from": .ints(dense.map { $0.0 }), "to": .ints(dense.map { $0.1 }),
            "w": .ints(dense.indices.map { $0 }),
        ])
        let cut = Scene(ChartSpecification(.network, x: "from", y: "to", value: "w"), many)
        #expect(cut.marks.count - 70 == Scene.tieLimit)
        #expect(cut.notes == ["the 2,000 strongest of 2,415 ties are drawn"])
    }

    @Test func `names stand where no larger one's does, and the legend has as many lines as it takes`() {
        let count = 40
        let names = (0..<count).map { "a rather long name \($0)" }
        let table = Table([
            "node": .texts(names), "tied_to": .texts(names.map { _ in nil }),
            "group": .texts((0..<count).map { "a group of a long name \($0 % 6)" }),
        ])
        let scene = Scene(ChartSpecification(.network, x: "node", y: "tied_to", split: "group"), table)
        let frame = SVGFrame(scene)
        #expect(frame.legendLines > 1 && frame.legend.allSatisfy { $0.x < 600 })
        let labels = NodeLabels(scene, frame).placed
        #expect(labels.count > 3)
        for (index, a) in labels.enumerated() {
            for b in labels[(index + 1)...] {
                let room = (SVGWriter.width(of: a.text) + SVGWriter.width(of: b.text)) / 2
                #expect(abs(a.x - b.x) >= room || abs(a.y - b.y) >= 11)
            }
        }
    }
}
