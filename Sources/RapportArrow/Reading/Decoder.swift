internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// What reading a column met beside its values.
public struct ArrowFacts: Sendable, Hashable {
    /// Values that the file says are missing.
    public var missing = 0
    /// NaN and infinities, which became missing.
    public var notNumbers = 0
    /// Times that were finer than what a column holds, and lost the rest.
    public var cut = 0
    /// Decimals of more digits than a float keeps.
    public var rounded = 0

    public init() {}

    mutating func add(_ other: ArrowFacts) {
        missing += other.missing
        notNumbers += other.notNumbers
        cut += other.cut
        rounded += other.rounded
    }
}

/// Makes one column of rows of one or several batches.
///
/// Values go from the file to their place in the column, whatever batch they come from; where they lie as a column
/// wants them, nothing else is done to them. Pieces of 64 K rows go at once on several threads.
struct Decoder: Sendable {
    /// The column's, for messages.
    let name: String
    let layout: FieldLayout
    let type: ColumnType
    /// The structs around it: what is missing in one of them is missing in all its parts.
    let ancestors: [FieldLayout]
    let dictionaries: DictionaryStore
    let work: Work

    /// Rows of a segment, and where in the column they go.
    struct Piece: Sendable {
        let segment: Int
        let rows: Range<Int>
        let start: Int

        var target: Range<Int> { start..<start + rows.count }
    }

    func column(_ segments: [Segment], _ facts: inout ArrowFacts) throws(Diagnostic) -> Column {
        let segments = segments.filter { !$0.rows.isEmpty }
        guard let first = segments.first else { return Column(type, scalars: []) }
        for segment in segments {
            for part in ancestors + [layout]
            where segment.batch.header.nodes[part.node].length < segment.rows.upperBound {
                throw damaged("its number of values")
            }
        }
        // Of nested lists and of columns without values, a few bytes may ask for any number.
        let total = segments.reduce(0) { $0 + $1.rows.count }
        guard total < Int(Int32.max) else { throw tooMany(total, expected: Int(Int32.max) - 1) }
        let rows = Rows(segments)
        let validity = try validity(rows)
        facts.missing += validity?.clearCount ?? 0
        guard let dictionary = layout.field.dictionary else { return try plain(rows, validity, &facts) }
        // A replaced dictionary gives a column of its own.
        let generation = first.batch.generations[dictionary.id]
        if segments.allSatisfy({ $0.batch.generations[dictionary.id] == generation }) {
            return try coded(rows, dictionary, generation, validity, &facts)
        }
        var parts: [Column] = []
        var start = 0
        while start < segments.count {
            let generation = segments[start].batch.generations[dictionary.id]
            let run = segments[start...].prefix { $0.batch.generations[dictionary.id] == generation }
            let rows = Rows(Array(run))
            parts.append(try coded(rows, dictionary, generation, try self.validity(rows), &facts))
            start += run.count
        }
        return try .concatenated(parts, work: work)
    }

    /// The rows of all segments, in pieces.
    struct Rows: Sendable {
        let segments: [Segment]
        var pieces: [Piece] = []
        /// Where each segment begins in the column.
        var starts: [Int] = []
        var count = 0

        init(_ segments: [Segment]) {
            self.segments = segments
            for (index, segment) in segments.enumerated() {
                starts.append(count)
                var lower = segment.rows.lowerBound
                while lower < segment.rows.upperBound {
                    let upper = min(lower + Work.morsel, segment.rows.upperBound)
                    pieces.append(
                        Piece(
                            segment: index, rows: lower..<upper,
                            start: count + lower - segment.rows.lowerBound))
                    lower = upper
                }
                count += segment.rows.count
            }
        }
    }

    private func plain(
        _ rows: Rows, _ validity: Bitmap?, _ facts: inout ArrowFacts
    ) throws(Diagnostic) -> Column {
        switch layout.field.type {
        case .null: return try nothing(rows.count)
        case .bool: return try bools(rows, validity)
        case .text(.view): return try views(rows, validity)
        case .text(let form): return try texts(rows, isLarge: form == .large, validity)
        case .list(let form): return try lists(rows, isLarge: form == .large, validity, &facts)
        case .fixedList(let size): return try lists(rows, ofSize: size, validity, &facts)
        default: return try fixed(rows, validity, &facts)
        }
    }

    func damaged(_ what: String) -> Diagnostic {
        .damaged(dictionaries.name, "\(what) of column `\(name)`")
    }

    /// A buffer of each segment, long enough for values of `width` bytes of its rows, and `more` of them.
    func windows(
        _ rows: Rows, _ number: Int, width: Int, more: Int = 0
    ) throws(Diagnostic) -> [Window] {
        try work.map(rows.segments.count) { (index) throws(Diagnostic) in
            let segment = rows.segments[index]
            let window = try segment.batch.window(layout, number)
            guard window.count / width >= segment.rows.upperBound + more else { throw damaged("a buffer") }
            return window
        }
    }

    // MARK: - Missing values

    /// Which rows are present in the column and in all structs around it.
    private func validity(_ rows: Rows) throws(Diagnostic) -> Bitmap? {
        // A union or a null column has no bits of its own.
        var found =
            layout.field.type == .null && layout.field.dictionary == nil ? nil : try bits(rows, layout)
        for ancestor in ancestors {
            guard let outer = try bits(rows, ancestor) else { continue }
            found =
                try found.map { (own) throws(Diagnostic) in try own.intersected(outer, work: work) } ?? outer
        }
        return found
    }

    private func bits(_ rows: Rows, _ layout: FieldLayout) throws(Diagnostic) -> Bitmap? {
        let parts = try work.map(rows.segments.count) {
            (index) throws(Diagnostic) -> (bits: Bitmap?, count: Int) in
            let segment = rows.segments[index]
            if segment.batch.header.nodes[layout.node].missing == 0 { return (nil, segment.rows.count) }
            let window = try segment.batch.window(layout, 0)
            guard (window.count * 8) >= segment.rows.upperBound else { throw damaged("the validity") }
            return (try window.bits(segment.rows), segment.rows.count)
        }
        return Concatenate.bits(parts)?.ifAnyClear
    }

    /// Of `rows` rows, none of which has a value: one entry of no dictionary.
    private func nothing(_ rows: Int) throws(Diagnostic) -> Column {
        try checkBare(rows)
        return .repeating(.missing, type: .text, count: rows)
    }

    /// Rows that no bytes stand behind, so that a few bytes could ask for all memory.
    func checkBare(_ rows: Int) throws(Diagnostic) {
        guard rows <= 1 << 27 else { throw tooMany(rows, expected: 1 << 27) }
    }

    private func tooMany(_ rows: Int, expected: Int) -> Diagnostic {
        Diagnostic(
            "arrow.too-many-rows",
            "column `\(name)` of `\(dictionaries.name)` has \(rows) values, expected at most \(expected)",
            subject: .column(name), help: ["write the file without the column"])
    }

    private func bools(_ rows: Rows, _ validity: Bitmap?) throws(Diagnostic) -> Column {
        let parts = try work.map(rows.segments.count) {
            (index) throws(Diagnostic) -> (bits: Bitmap?, count: Int) in
            let segment = rows.segments[index]
            let window = try segment.batch.window(layout, 1)
            guard (window.count * 8) >= segment.rows.upperBound else { throw damaged("a buffer") }
            return (try window.bits(segment.rows), segment.rows.count)
        }
        let bits = Concatenate.bits(parts) ?? Bitmap([])
        return Column(.bool, .bits(values: bits, validity: validity))
    }
}

extension Bitmap {
    func intersected(_ other: Bitmap, work: Work) throws(Diagnostic) -> Bitmap {
        try work.bits(count, for: "the validity") { range, out in
            let (own, others) = (words.span, other.words.span)
            for slot in out.indices {
                let index = range.lowerBound / 64 + slot
                out[slot] = word(index, in: own) & other.word(index, in: others)
            }
        }
    }
}
