internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork
internal import Synchronization

extension Decoder {
    /// Places in a dictionary: codes where it is one of texts, else the entries themselves.
    func coded(
        _ rows: Rows, _ dictionary: ArrowField.Dictionary, _ generation: Int?, _ validity: Bitmap?,
        _ facts: inout ArrowFacts
    ) throws(Diagnostic) -> Column {
        let entries = try dictionaries.entries(
            of: layout.field, dictionary.id, generation ?? -1, column: name, work: work)
        let codes: Buffer<Int32> =
            switch (dictionary.indexBits, dictionary.isSigned) {
            case (8, true): try places(rows, of: Int8.self, entries.column.count, validity)
            case (16, true): try places(rows, of: Int16.self, entries.column.count, validity)
            case (32, true): try places(rows, of: Int32.self, entries.column.count, validity)
            case (64, true): try places(rows, of: Int64.self, entries.column.count, validity)
            case (8, false): try places(rows, of: UInt8.self, entries.column.count, validity)
            case (16, false): try places(rows, of: UInt16.self, entries.column.count, validity)
            case (32, false): try places(rows, of: UInt32.self, entries.column.count, validity)
            default: try places(rows, of: UInt64.self, entries.column.count, validity)
            }
        if entries.areDistinct, case .text(let texts) = entries.column.layout {
            let codes = FixedColumn(values: codes, validity: validity)
            return Column(.text, .codes(CategoryColumn(codes: codes, dictionary: texts)))
        }
        let at: Buffer<Int32> = try work.fill(rows.count, for: "column `\(name)`") { rows, out in
            let codes = codes.span.extracting(rows)
            for index in out.indices {
                out[index] = validity.map { $0[rows.lowerBound + index] } ?? true ? codes[index] : -1
            }
        }
        let column = try entries.column.gathered(at: at, work: work)
        // Whatever else an entry is missing for.
        if entries.facts.notNumbers > 0 {
            facts.notNumbers += column.missingCount - (validity?.clearCount ?? 0)
        }
        return try column.encoded(limit: entries.column.count, work: work)
    }

    private func places<Value: FixedWidthInteger & BitwiseCopyable & Sendable>(
        _ rows: Rows, of: Value.Type, _ count: Int, _ validity: Bitmap?
    ) throws(Diagnostic) -> Buffer<Int32> {
        var facts = ArrowFacts()
        do throws(Diagnostic) {
            return try converted(rows, validity, &facts) { (value: Value) in
                let isEntry = value >= 0 && value < count
                return (isEntry ? Int32(truncatingIfNeeded: value) : 0, isEntry ? [] : .bad)
            }
        } catch {
            if error.code == "arrow.out-of-range" { throw damaged("a place in the dictionary") }
            throw error
        }
    }
}

/// The dictionaries of a file or stream, decoded when a column first needs them.
final class DictionaryStore: Sendable {
    /// Of the file, for messages.
    let name: String
    /// By the number of the dictionary, for each time it was replaced: its first batch, and those that add to it.
    let batches: [Int64: [[Batch]]]
    private let known = Mutex<[Key: Entries]>([:])

    struct Key: Hashable {
        var id: Int64
        var generation: Int
        var type: ArrowType
    }

    struct Entries: Sendable {
        var column: Column
        /// No entry is missing, and none stands there twice.
        var areDistinct: Bool
        var facts: ArrowFacts
    }

    init(name: String, _ batches: [Int64: [[Batch]]] = [:]) { (self.name, self.batches) = (name, batches) }

    func entries(
        of field: ArrowField, _ id: Int64, _ generation: Int, column: String, work: Work
    ) throws(Diagnostic) -> Entries {
        let key = Key(id: id, generation: generation, type: field.type)
        if let entries = known.withLock({ $0[key] }) { return entries }
        guard let generations = batches[id], generations.indices.contains(generation) else {
            throw .damaged(name, "the dictionary of column `\(column)`, which is not there,")
        }
        var entry = field
        entry.dictionary = nil
        guard let type = entry.columnType else { throw .internalError("a dictionary of no type") }
        let (layouts, counter) = FieldLayout.layouts(of: [entry], isVersion5: true)
        let decoder = Decoder(
            name: column, layout: layouts[0], type: type, ancestors: [], dictionaries: self, work: work)
        var segments: [Segment] = []
        for batch in generations[generation] {
            try batch.check(counter)
            segments.append(Segment(batch: batch, rows: 0..<batch.rows))
        }
        var facts = ArrowFacts()
        let values = try decoder.column(segments, &facts)
        guard values.count < Int(Int32.max) else { throw .damaged(name, "the length of a dictionary") }
        var areDistinct = values.missingCount == 0
        if areDistinct, case .text = values.layout {
            areDistinct =
                try Grouping(by: [values], count: values.count, work: work).groupCount == values.count
        }
        let entries = Entries(column: values, areDistinct: areDistinct, facts: facts)
        known.withLock { $0[key] = entries }
        return entries
    }
}
