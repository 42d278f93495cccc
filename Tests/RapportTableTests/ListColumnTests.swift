import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

/// What lists add to the rulings of the kernels; that these agree with their definitions is tested with all shapes.
@Suite struct ListColumnTests {
    let work = Work(width: 2)

    @Test("a slice shares elements and gives its own rows")
    func slices() {
        let column = Column.lists([[.int(1), .missing], nil, [], [.int(4)]], of: .int)
        let slice = column[1..<4]
        #expect((0..<3).map { slice[$0] } == [.missing, .list([]), .list([.int(4)])])
        guard case .list(let list) = slice.layout else { return #expect(Bool(false), "no list") }
        #expect(list.elements.count == 3 && list.flat.count == 1)
    }

    @Test("missing, empty and a list of missing are three keys")
    func keys() throws {
        let column = Column.lists(
            [nil, [], [.missing], [], nil, [.missing], [.missing, .missing]], of: .text)
        let grouping = try Grouping(by: [column], count: 7, work: work)
        #expect((0..<7).map { grouping.groups[$0] } == [0, 1, 2, 1, 0, 2, 3])
    }

    @Test("lists are ordered by the first element that differs, the shorter first, missing last")
    func order() throws {
        let cells: [[Scalar]?] = [
            [.text("b")], nil, [.text("a"), .text("z")], [], [.text("a")], [.missing],
            [.text("a"), .missing],
        ]
        let column = Column.lists(cells, of: .text)
        let order = try sortOrder([SortKey(column)], count: column.count, work: work)
        #expect((0..<7).map { order[$0] } == [3, 4, 2, 6, 0, 5, 1])
    }

    @Test("the list of a group has its present values in row order")
    func collects() throws {
        let keys = Column.texts(["a", "b", "a", "c", "a"])
        let grouping = try Grouping(by: [keys], count: 5, work: work)
        let made = try grouping.aggregate(.list, of: .ints([3, 7, 1, nil, 3]), work: work)
        #expect(made.column.type == .list(of: .int) && made.used == 4)
        #expect(
            (0..<3).map { made.column[$0] } == [
                .list([.int(3), .int(1), .int(3)]), .list([.int(7)]), .list([]),
            ]
        )
    }

    @Test(
        "text is JSON that reads back",
        arguments: [
            (Scalar.list([.text("a\"b\\\n\u{1}京"), .missing, .text("")]), ColumnType.list(of: .text)),
            (.list([.float(0.5), .missing, .float(-3)]), .list(of: .float)),
            (.list([.bool(true), .bool(false)]), .list(of: .bool)),
            (.list([.date(20_000)]), .list(of: .date)),
            (.list([.datetime(1_700_000_000_123_000)]), .list(of: .datetime(zone: "+08:00"))),
            (.list([.duration(-90_000_000)]), .list(of: .duration)), (.list([]), .list(of: .int)),
            (.list([.list([.int(1)]), .list([])]), .list(of: .list(of: .int))),
        ])
    func text(_ cell: Scalar, _ type: ColumnType) {
        let text = cell.text(zone: type.zone)
        #expect(Scalar(text: text, type: type) == cell, "\(text)")
    }

    @Test(
        "text that is no list is none",
        arguments: ["", "[", "[1", "[1,]", "[,1]", "1", "[\"a]", "[1] 2", "[x]"])
    func noList(_ text: String) { #expect(Scalar(text: text, type: .list(of: .int)) == nil) }

    @Test("elements are cast one by one; those that do not fit are missing and counted")
    func casts() throws {
        let column = Column.lists([[.float(1)], nil, [.float(2.5), .float(3)], []], of: .float)[1..<4]
        let made = try cast(column, to: .list(of: .int), work: work)
        #expect((0..<3).map { made.column[$0] } == [.missing, .list([.missing, .int(3)]), .list([])])
        #expect(made.misfits == 1 && made.firstMisfit == 1)
        #expect(!canCast(from: .text, to: .list(of: .text)) && canCast(from: .list(of: .int), to: .text))
    }

    /// Kept for ever: stored digests are compared across releases.
    @Test("the digest tells lists apart, and does not see how they lie")
    func digest() throws {
        func digest(_ cells: [[Scalar]?], _ element: ColumnType = .int) throws -> ContentDigest {
            try ContentDigest(of: Table(["a": .lists(cells, of: element)]), work: work)
        }
        let first = try digest([[.int(1), .int(2)], []])
        #expect(try first == digest([[], [.int(1), .int(2)]]))
        for other: [[Scalar]?] in [
            [[.int(1)], [.int(2)]], [[.int(2), .int(1)], []], [[.int(1), .int(2)], nil],
            [[.int(1), .int(2)], [.missing]], [[.int(1), .int(2), .missing], []],
        ] {
            #expect(try first != digest(other), "\(other)")
        }
        #expect(try digest([[]]) != digest([[]], .text))
        let long = Column.lists([[.int(9)], [.int(1), .int(2)], [], [.int(8)]], of: .int)[1..<3]
        #expect(try first == ContentDigest(of: Table(["a": long]), work: work))
    }
}
