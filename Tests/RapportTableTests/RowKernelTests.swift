import RapportDiagnostics
import RapportTable
import RapportWork
import Testing

/// Gather, filter, concatenate, encode against their definitions.
@Suite struct RowKernelTests {
    let work = Work(width: 2)

    @Test("gathers what the definition gathers", arguments: Trial.all, Shape.allCases)
    func gathers(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        let column = shape.column(
            max(trial.rows, 1), missing: trial.missing, from: trial.offset, &random)
        let places = Buffer(
            (0..<trial.rows).map { _ in Int32.random(in: -1..<Int32(column.count), using: &random) })
        let gathered = try column.gathered(at: places, work: work)
        #expect(gathered.isIdentical(to: Gather.reference(column, at: places)), "\(trial)")
    }

    @Test("filters what the definition filters", arguments: Trial.all, Shape.allCases)
    func filters(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        let column = shape.column(trial.rows, missing: trial.missing, from: trial.offset, &random)
        let bits = Bitmap((0..<trial.rows + 9).map { _ in Bool.random(using: &random) })
        let keep = bits[9..<trial.rows + 9]
        let rows = Filter.reference(keep)
        #expect(Array(try keep.setRows(work: work)) == Array(rows))
        let filtered = try column.filtered(by: keep, work: work)
        #expect(filtered.isIdentical(to: Gather.reference(column, at: rows)), "\(trial)")
    }

    @Test("concatenates what the definition concatenates", arguments: Trial.all, Shape.allCases)
    func concatenates(_ trial: Trial, _ shape: Shape) throws {
        var random = SeededRandom(seed: trial.seed)
        var parts = (0..<5).map { part in
            shape.column(
                part == 1 ? 0 : trial.rows, missing: part == 2 ? 0 : trial.missing, from: trial.offset + part,
                &random)
        }
        let joined = try Column.concatenated(parts, work: work)
        #expect(joined.isIdentical(to: Concatenate.reference(parts)), "\(trial)")
        if shape == .codes {
            guard case .codes = joined.layout else { return #expect(Bool(false), "codes became text") }
            parts.append(Shape.texts.column(trial.rows, &random))
            let mixed = try Column.concatenated(parts, work: work)
            #expect(mixed.isIdentical(to: Concatenate.reference(parts)), "\(trial)")
        }
    }

    @Test("codes hold the text they stand for", arguments: Trial.all)
    func encodes(_ trial: Trial) throws {
        var random = SeededRandom(seed: trial.seed)
        let column = Shape.texts.column(trial.rows, missing: trial.missing, from: trial.offset, &random)
        let encoded = try column.encoded(limit: 1000, work: work)
        guard case .codes(let codes) = encoded.layout, let reference = Encode.reference(column, limit: 1000),
            case .codes(let expected) = reference.layout
        else { return #expect(Bool(false), "\(trial)") }
        #expect(encoded.isIdentical(to: column), "\(trial)")
        let (dictionary, expectedDictionary) = (
            Column(.text, .text(codes.dictionary)), Column(.text, .text(expected.dictionary))
        )
        #expect(dictionary.isIdentical(to: expectedDictionary), "\(trial)")
        #expect(try encoded.decoded(work: work).isIdentical(to: column), "\(trial)")
        let limit = expected.dictionary.count - 1
        if limit >= 0, case .codes = try column.encoded(limit: limit, work: work).layout {
            #expect(Bool(false), "encoded past the limit: \(trial)")
        }
    }

    @Test func `a table keeps its rows together`() throws {
        let table = Table(["id": .ints([1, 2, 3]), "name": .texts(["a", nil, "c"])])
        let gathered = try table.gathered(at: Buffer([2, -1, 0]), work: work)
        #expect(
            gathered.isIdentical(to: Table(["id": .ints([3, nil, 1]), "name": .texts(["c", nil, "a"])])))
        let filtered = try table.filtered(by: Bitmap([true, true, false]), work: work)
        #expect(filtered.isIdentical(to: table.prefix(2)))
        #expect(try Table.concatenated([filtered, table[2..<3]], work: work).isIdentical(to: table))
    }

    @Test func `a repeated value is there in every row`() {
        #expect(Column.repeating(.text("x"), type: .text, count: 3).isIdentical(to: .texts(["x", "x", "x"])))
        #expect(Column.repeating(.missing, type: .text, count: 2).isIdentical(to: .texts([nil, nil])))
        #expect(Column.repeating(.int(7), type: .float, count: 1).isIdentical(to: .floats([7])))
        #expect(
            Column.repeating(.bool(true), type: .bool, count: 65).isIdentical(
                to: .bools(.init(repeating: true, count: 65))))
    }

    @Test func `memory is announced while a column lives, and refused past the limit`() throws {
        let budget = MemoryBudget(limit: 10_000)
        let small = Work(width: 1, memory: budget)
        let column = Column.ints(Array(0..<1000))
        let places = Buffer((0..<1000).map { Int32($0) })
        var gathered: Column? = try column.gathered(at: places, work: small)
        #expect(budget.usedBytes >= 8000)
        let error = #expect(throws: Diagnostic.self) { try column.gathered(at: places, work: small) }
        #expect(error?.code == "memory.limit")
        #expect(gathered?.count == 1000)
        gathered = nil
        #expect(budget.usedBytes == 0)
    }
}
