import RapportTable
import RapportWork
import Testing

/// Texts that are written a column at a time are those of ``Scalar/text(grain:zone:)``, byte for byte.
@Suite struct CanonicalTextTests {
    private func expectCanonical(_ column: Column, _ comment: Comment) {
        let texts = column.canonicalTexts()
        guard texts.type == .text, texts.count == column.count else {
            return #expect(Bool(false), "\(texts.type) × \(texts.count), \(comment)")
        }
        for row in 0..<column.count {
            let expected: Scalar = column[row].isMissing ? .missing : .text(column.text(at: row))
            #expect(texts[row] == expected, comment)
        }
    }

    @Test("of every shape, in slices", arguments: Trial.all)
    func shapes(trial: Trial) {
        var random = SeededRandom(seed: trial.seed)
        for shape in Shape.allCases {
            let column = shape.column(
                trial.rows, missing: trial.missing, from: trial.offset, &random)
            expectCanonical(column, "\(shape), \(trial)")
        }
    }

    @Test("of times in every zone, to the ends of 64 bits")
    func times() {
        let edges: [Int64?] = [
            .min, .min + 1, .max, 0, -1, 1, 999_999, -62_135_596_800_000_000, -62_167_219_200_000_001,
            253_402_300_799_999_999, nil, 1_700_000_000_123_400, -2_208_988_800_000_000,
        ]
        for zone in [nil, "UTC", "+08:00", "-05:30", "Asia/Shanghai", "America/New_York", "Nowhere/Else"] {
            expectCanonical(.datetimes(edges, zone: zone), "zone \(zone ?? "none")")
            expectCanonical(
                .lists([edges.map { $0.map { .datetime($0) } ?? .missing }], of: .datetime(zone: zone)),
                "list in zone \(zone ?? "none")")
        }
        expectCanonical(.durations(edges), "durations")
        expectCanonical(.ints(edges.map { $0.map { Int($0) } }), "ints")
        expectCanonical(.dates([.min, .max, 0, -1, nil, -719_529, 2_932_896, 2_932_897]), "dates")
    }

    @Test("of floats short and long")
    func floats() {
        var random = SeededRandom(seed: 5)
        var values = [
            0, -0.0, 0.1, 0.0001, 0.00001, 1e-5, 1e11, 99_999_999_999.9999, 1e15, 123_456_789_012_345, 1e16,
            .greatestFiniteMagnitude, -.leastNonzeroMagnitude, 0.1 + 0.2, 2.5, -1308, 4503599627370497.5,
        ]
        for _ in 0..<20_000 {
            let any = Double(bitPattern: random.next())
            if any.isFinite { values.append(any) }
            values.append(Double(Int.random(in: -2_000_000...2_000_000, using: &random)) / 10_000)
            values.append(Double(Int.random(in: -2_000_000...2_000_000, using: &random)))
        }
        expectCanonical(.floats(values), "floats, seed 5")
        expectCanonical(.lists([values.map { .float($0) }], of: .float), "list of floats, seed 5")
    }

    @Test("of lists of each type, of lists, and with all that JSON escapes")
    func lists() throws {
        let harm = "a\"b\\c\n\r\t\u{0}\u{1}\u{1f}\u{7f}é京👍"
        expectCanonical(
            .lists([[.text(harm), .missing, .text("")], nil, []], of: .text), "texts")
        expectCanonical(.lists([[.bool(true), .missing], [.bool(false)]], of: .bool), "bools")
        expectCanonical(.lists([[.date(0), .missing], [.date(-1)]], of: .date), "dates")
        expectCanonical(.lists([[.duration(1), .missing]], of: .duration), "durations")
        expectCanonical(
            .lists([[.list([.int(1), .missing]), .list([])], nil], of: .list(of: .int)), "lists")
        let elements = try Column.texts([harm, nil, "b", harm]).encoded(limit: .max, work: Work(width: 1))
        let offsets = Buffer<Int64>([0, 2, 2, 4])
        expectCanonical(
            Column(.list(of: .text), .list(ListColumn(offsets: offsets, elements: elements))), "codes")
    }
}
