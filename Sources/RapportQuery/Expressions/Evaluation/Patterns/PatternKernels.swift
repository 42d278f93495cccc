import RapportDiagnostics
import RapportTable
import RapportWork

/// `matches`, `extract`: a pattern over whole columns, each text of a dictionary once.
enum PatternKernels {
    static func matches(_ pattern: Pattern, _ column: Column, work: Work) throws(Diagnostic) -> Column {
        try perEntry(column, work: work) { (column) throws(Diagnostic) in
            let view = try TextView(.column(column))
            let bits = try work.bits(column.count, for: "`matches`") { (rows, out) throws(Diagnostic) in
                var matcher = try Matcher(pattern)
                for slot in 0..<out.count {
                    var word: UInt64 = 0
                    let start = rows.lowerBound + slot * 64
                    for row in start..<min(start + 64, rows.upperBound) {
                        guard view.validity.map({ $0[row] }) ?? true else { continue }
                        switch try matcher.search(view.bytes.span.extracting(view.range(row))) {
                        case .match: word |= 1 &<< UInt64(row - start)
                        case .nothing: break
                        case .tooMuch: throw tooMuch(row)
                        }
                        if row % checked == 0 { try work.check() }
                    }
                    out[slot] = word
                }
            }
            return Column(.bool, .bits(values: bits, validity: view.validity))
        }
    }

    /// A group of the first match; missing where there is no match, or the group took no part in it.
    static func extract(
        _ pattern: Pattern, group: Int, _ column: Column, work: Work
    ) throws(Diagnostic) -> Column {
        try perEntry(column, work: work) { (column) throws(Diagnostic) in
            let view = try TextView(.column(column))
            return try MorselTexts.column(column.count, work: work) { (rows, part) throws(Diagnostic) in
                var matcher = try Matcher(pattern)
                for row in rows {
                    if row % checked == 0 { try work.check() }
                    guard view.validity.map({ $0[row] }) ?? true else {
                        part.endMissing()
                        continue
                    }
                    let text = view.bytes.span.extracting(view.range(row))
                    switch try matcher.search(text) {
                    case .match:
                        if let range = matcher.range(of: group) {
                            TextKernels.append(text.extracting(range), to: &part.bytes)
                            part.end()
                        } else {
                            part.endMissing()
                        }
                    case .nothing: part.endMissing()
                    case .tooMuch: throw tooMuch(row)
                    }
                }
            }
        }
    }

    /// A group of every match, as lists; one in which it took no part is left out.
    static func extractAll(
        _ pattern: Pattern, group: Int, _ column: Column, work: Work
    ) throws(Diagnostic) -> Column {
        try perEntry(column, work: work) { (column) throws(Diagnostic) in
            let view = try TextView(.column(column))
            let validity = view.validity
            let morsels = (column.count + Work.morsel - 1) / Work.morsel
            let made = try work.map(morsels) { (morsel) throws(Diagnostic) -> Column in
                let rows = morsel * Work.morsel..<min(column.count, (morsel + 1) * Work.morsel)
                var matcher = try Matcher(pattern)
                var parts = TextParts()
                var offsets: [Int64] = [0]
                offsets.reserveCapacity(rows.count + 1)
                for row in rows {
                    if row % checked == 0 { try work.check() }
                    if validity.map({ $0[row] }) ?? true {
                        let text = view.bytes.span.extracting(view.range(row))
                        try each(&matcher, group: group, in: text, row: row) {
                            parts.append(text.extracting($0))
                        }
                    }
                    offsets.append(Int64(parts.count))
                }
                let lists = ListColumn(
                    offsets: Buffer(offsets), elements: parts.column, validity: validity?[rows])
                return Column(.list(of: .text), .list(lists))
            }
            return made.isEmpty ? .lists([], of: .text) : try Column.concatenated(made, work: work)
        }
    }

    /// A group of every match of a text, from the left and without overlap.
    ///
    /// The place of each is in the bytes of `text`. `row` counts from 0, for the failure.
    static func each(
        _ matcher: inout Matcher, group: Int, in text: Span<UInt8>, row: Int,
        _ body: (Range<Int>) throws(Diagnostic) -> Void
    ) throws(Diagnostic) {
        var (start, afterEmpty) = (0, false)
        while start <= text.count {
            switch try matcher.search(text, from: start, notEmpty: afterEmpty) {
            case .tooMuch: throw tooMuch(row)
            case .match:
                guard let whole = matcher.range(of: 0) else { return }
                if let range = matcher.range(of: group) { try body(range) }
                // `\K` and look-behinds may match before where the search began.
                (start, afterEmpty) = (max(whole.upperBound, start), whole.isEmpty)
            case .nothing:
                guard afterEmpty else { return }
                // Nothing but the empty match there: on from the next scalar.
                start += 1
                while start < text.count, text[start] & 0xC0 == 0x80 { start += 1 }
                afterEmpty = false
            }
        }
    }

    /// A slow match is cancelled within so many rows; one takes ten milliseconds at the most.
    private static let checked = 16

    private static func tooMuch(_ row: Int) -> Diagnostic {
        Diagnostic(
            "function.match-limit", "the pattern tries too much in the text of row \(row + 1)",
            subject: .row(row + 1),
            help: [
                "a repetition inside a repetition, as in `(a+)+`, tries every way to share the text: write `a+`"
            ])
    }

    /// As ``TextKernels/perEntry(_:work:_:)``; a failure names the first row that has the entry.
    static func perEntry(
        _ column: Column, work: Work, _ body: (Column) throws(Diagnostic) -> Column
    ) throws(Diagnostic) -> Column {
        do throws(Diagnostic) {
            return try TextKernels.perEntry(column, work: work, body)
        } catch {
            guard case .codes(let category) = column.layout, category.dictionary.count <= category.count,
                case .row(let entry)? = error.subject
            else { throw error }
            let first = (0..<category.count).first {
                category.codes[$0].map { Int($0) + 1 == entry } ?? false
            }
            // An entry that no row has, as after a filter, cannot fail for a row.
            guard let first else { return try body(Column(.text, .text(category.plainText))) }
            var copy = error
            copy.subject = .row(first + 1)
            copy.message = error.message.replacing("row \(entry)", with: "row \(first + 1)")
            throw copy
        }
    }
}

extension CategoryColumn {
    /// The texts row by row.
    fileprivate var plainText: TextColumn { TextColumn((0..<count).map { self[$0] }) }
}
