internal import RapportDiagnostics

/// A form of the file, tried on its beginning.
struct Form: Sendable {
    var dialect: Dialect
    /// Nil where the bytes can be scanned as they are.
    var rewriting: Rewriting?
    /// What was found, for the report.
    var notes: [Note] = []
    /// Begins the first lines, which are no part of the table; nil where there are none, or `comment=` says so.
    var commentSign: UInt8?
}

/// Finds delimiter, quote, escape and line ends by trying them: the form under which most records have one number
/// of cells, and fewest quotes stand in odd places.
struct FormSniffer {
    /// From behind the byte order mark and the lines to skip.
    let head: [UInt8]
    let isWhole: Bool
    let options: CSVOptions
    let reading: Reading

    /// Few files need more, and it is read a dozen times.
    private static let size = 64 << 10

    init(_ head: [UInt8], isWhole: Bool, _ options: CSVOptions, _ reading: Reading) {
        self.head = Array(head.prefix(Self.size))
        self.isWhole = isWhole && head.count <= Self.size
        (self.options, self.reading) = (options, reading)
    }

    /// What is already told or found; the rest is sniffed one after the other.
    func form(_ told: Dialect) throws(Diagnostic) -> Form {
        if options.format == .fixed { return try fixed(told) }
        var best = Form(dialect: told)
        if let delimiter = options.delimiter {
            if let byte = delimiter.first, delimiter.count == 1 {
                best.dialect.delimiter = byte
            } else {
                rewrite(&best) { $0.delimiter = delimiter }
            }
        } else if let found = delimiter(told) {
            best.dialect.delimiter = found
        } else if let layout = PaddedText.sniffed(head, reading, comment: told.comment),
            options.format != .csv || PaddedText.holdsValuesAlone(head, reading, comment: told.comment)
        {
            return padded(told, layout)
        } else {
            best.dialect.delimiter = Dialect.noDelimiter
        }
        if let escape = options.escape, escape != 0 { rewrite(&best) { $0.escape = escape } }
        if head.holds([.carriageReturn, .carriageReturn, .lineFeed]) { rewrite(&best) { _ in } }
        if options.isQuoteSniffed { tryQuotes(&best) }
        if options.escape == nil { tryEscape(&best) }
        if options.delimiter == nil { tryWideDelimiter(&best) }
        tryBlanks(&best)
        tryReturns(&best)
        return best
    }

    private func rewrite(_ form: inout Form, _ change: (inout Rewriting) -> Void) {
        var rewriting =
            form.rewriting
            ?? Rewriting(
                delimiter: [form.dialect.delimiter], written: form.dialect.delimiter,
                quote: form.dialect.quote,
                comment: form.dialect.comment)
        change(&rewriting)
        if rewriting.delimiter.count > 1 {
            rewriting.written = Rewriting.separator
            form.dialect.delimiter = Rewriting.separator
            form.dialect.shown = String(decoding: rewriting.delimiter, as: UTF8.self)
        }
        if rewriting.quote == nil, rewriting.escape != nil {
            // What is escaped can be kept only in quotes.
            form.dialect.quote = UInt8(ascii: "\"")
        }
        form.dialect.terminator = .lineFeed
        form.rewriting = rewriting
    }

    // MARK: - Trying

    /// How well a form fits.
    struct Fit {
        var records: [[Sniffer.Cell]]
        /// The number of cells that most records have, from the first that has it.
        var cells = 1
        /// Of the records from there on: how many have it.
        var regular = 0
        var behind = 0
        var strays = 0

        init(_ records: [[Sniffer.Cell]]) {
            self.records = records
            var times: [Int: Int] = [:]
            for record in records { times[record.count, default: 0] += 1 }
            // What stands in front of a table has one cell mostly, and counts little.
            cells =
                times.filter { $0.key > 1 && $0.value > 1 }.max { ($0.value, $0.key) < ($1.value, $1.key) }?
                .key
                ?? times.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
            let first = records.firstIndex { $0.count == cells } ?? 0
            behind = records.count - first
            regular = times[cells] ?? 0
            strays = records.reduce(0) { $0 + $1.count(where: \.isStray) }
        }

        var share: Double { behind == 0 ? 0 : Double(regular) / Double(behind) }
        var irregular: Int { records.count - regular }
    }

    func fit(_ form: Form) -> Fit {
        let bytes = form.rewriting.map { $0.rewrite(head) } ?? head
        return Fit(Sniffer(head: bytes, isWhole: isWhole).records(form.dialect, limit: 1000))
    }

    /// The delimiter under which records have the same number of cells, most of all the first; nil where none
    /// divides them.
    ///
    /// Of two that do equally well the rarer sign wins: a decimal comma stands in every row as well.
    private func delimiter(_ told: Dialect) -> UInt8? {
        var best: (score: Int, delimiter: UInt8?) = (0, nil)
        for candidate in ["\t", ";", "|", ",", "^", "~", "\u{1}"] as [Unicode.Scalar] {
            var trial = told
            trial.delimiter = UInt8(ascii: candidate)
            guard head.contains(trial.delimiter) else { continue }
            let fit = fit(Form(dialect: trial))
            guard let first = fit.records.first else { continue }
            var score = 0
            if fit.cells > 1, fit.share >= 0.6 {
                // Beside a table, one cell a line is what stands in front of it.
                let isFirst = first.count == fit.cells
                if isFirst || fit.regular > 1 {
                    score = (isFirst ? 20_000 : 10_000) + Int(fit.share * 1000)
                    if !isFirst, fit.regular * 2 < fit.records.count { score -= 5000 }
                }
            } else if first.count > 1 {
                // Ragged, but most records are divided: better rows in `problems` than one cell a line.
                let divided = fit.records.count { $0.count > 1 }
                score = divided * 10 >= fit.records.count * 6 ? divided * 1000 / fit.records.count : 0
            }
            if score > best.score { best = (score, trial.delimiter) }
        }
        return best.delimiter
    }

    /// Apostrophes as quotes: all cells that begin with one end with one, and nothing else is quoted.
    private func tryQuotes(_ best: inout Form) {
        let sign = UInt8(ascii: "'")
        guard head.contains(sign), !head.contains(UInt8(ascii: "\"")) else { return }
        var trial = best
        trial.dialect.quote = sign
        trial.rewriting?.quote = sign
        let (old, new) = (fit(best), fit(trial))
        let quoted = new.records.joined().count { $0.isQuoted }
        guard quoted >= 2, new.strays == 0, new.irregular <= old.irregular, new.cells > 1 || old.cells == 1,
            new.records.count >= old.records.count || new.irregular < old.irregular
        else { return }
        best = trial
        best.notes.append(
            Note("csv.quote", "cells are quoted by apostrophes: `quote=\"\"` reads them as letters"))
    }

    private func tryEscape(_ best: inout Form) {
        guard let quote = best.dialect.quote, head.holds([UInt8(ascii: "\\"), quote]) else { return }
        var trial = best
        rewrite(&trial) { $0.escape = UInt8(ascii: "\\") }
        let (old, new) = (fit(best), fit(trial))
        guard new.irregular <= old.irregular, new.cells >= old.cells,
            new.irregular < old.irregular || new.strays < old.strays
        else { return }
        best = trial
        best.notes.append(
            Note("csv.escape", "`\\` in front of a quote makes it a letter: `escape=\"\"` reads it otherwise")
        )
    }

    /// `||`, where every second cell would be blank; `::`, where nothing else divides the lines.
    private func tryWideDelimiter(_ best: inout Form) {
        let single = best.dialect.delimiter
        if single == Dialect.noDelimiter {
            var trial = best
            rewrite(&trial) { $0.delimiter = [UInt8](repeating: UInt8(ascii: ":"), count: 2) }
            let new = fit(trial)
            if new.cells > 1, new.irregular == 0, new.records.count > 1 { best = trial }
            return
        }
        let old = fit(best)
        guard old.cells > 2, old.cells % 2 == 1, old.irregular * 10 <= old.records.count,
            head.holds([single, single])
        else { return }
        let isDoubled = old.records.allSatisfy { record in
            record.enumerated().allSatisfy { $0.offset % 2 == 0 || $0.element.text.isEmpty }
        }
        guard isDoubled, old.records.count > 1 else { return }
        rewrite(&best) { $0.delimiter = [single, single] }
    }

    /// Blanks behind delimiters: dropped where all have one, or where a quote follows.
    private func tryBlanks(_ best: inout Form) {
        let delimiter = best.rewriting?.delimiter ?? [best.dialect.delimiter]
        guard delimiter != [32], best.dialect.delimiter != Dialect.noDelimiter || delimiter.count > 1 else {
            return
        }
        guard head.holds(delimiter + [32]) || head.holds([32] + delimiter) else { return }
        let old = fit(best)
        let cells = old.records.flatMap { $0.dropFirst() }
        if old.cells > 1, !cells.isEmpty, old.records.count > 1,
            cells.allSatisfy({ $0.text.hasPrefix(" ") && !$0.isQuoted })
        {
            rewrite(&best) { $0.blanks = .leftOut }
            best.notes.append(Note("csv.blanks", "a blank behind each delimiter left out"))
            return
        }
        guard let quote = best.dialect.quote,
            head.holds(delimiter + [32, quote]) || head.holds([quote, 32] + delimiter)
        else { return }
        var trial = best
        rewrite(&trial) { $0.blanks = .beforeQuotes }
        let new = fit(trial)
        guard new.irregular <= old.irregular, new.strays <= old.strays else { return }
        // A comma, a blank and a quote stand in quoted prose too: then there is nothing to leave out.
        let isNeeded =
            new.irregular < old.irregular || new.strays < old.strays
            || cells.contains { cell in
                !cell.isQuoted && cell.text.utf8.first { $0 != 32 } == quote && cell.text.hasPrefix(" ")
            }
        guard isNeeded else { return }
        best = trial
        best.notes.append(Note("csv.blanks", "blanks between delimiters and quotes left out"))
    }

    /// Carriage returns alone as line ends, in a file that has others: where the records fit better so.
    private func tryReturns(_ best: inout Form) {
        guard best.dialect.terminator == .lineFeed else { return }
        let hasLone = head.indices.contains {
            head[$0] == .carriageReturn && $0 + 1 < head.count && head[$0 + 1] != .lineFeed
                && head[$0 + 1] != .carriageReturn
        }
        guard hasLone else { return }
        var trial = best
        rewrite(&trial) { $0.returnsEndRecords = true }
        let (old, new) = (fit(best), fit(trial))
        guard new.irregular < old.irregular, new.cells > 1 || new.cells == old.cells,
            new.cells >= min(old.cells, 2)
        else { return }
        best = trial
        best.notes.append(
            Note("csv.line-ends", "some lines end in a carriage return alone, others in a line feed"))
    }

    // MARK: - Without delimiters

    private func padded(_ told: Dialect, _ layout: Rewriting.Layout) -> Form {
        var form = Form(dialect: told)
        var rewriting = Rewriting(layout: layout, written: Rewriting.separator, quote: told.quote)
        rewriting.comment = told.comment
        if told.comment == nil { form.commentSign = PaddedText.commentSign(head) }
        form.dialect.delimiter = Rewriting.separator
        form.dialect.terminator = .lineFeed
        if case .fixed(let places) = layout {
            form.dialect.quote = nil
            form.dialect.shown = Dialect.fixed
            let starts = places.map { "\($0.lowerBound + 1)" }.joined(separator: ", ")
            form.notes.append(
                Note(
                    "csv.fixed-width",
                    "fixed width: columns begin at \(starts), where no line has letters in front; "
                        + "`columns={name: width, …}` says otherwise"))
        } else {
            form.dialect.shown = Dialect.padded
            form.notes.append(
                Note("csv.padded", "cells are parted by runs of blanks; `delimiter=` says otherwise"))
        }
        form.rewriting = rewriting
        return form
    }

    private func fixed(_ told: Dialect) throws(Diagnostic) -> Form {
        if let places = options.places { return padded(told, .fixed(places)) }
        guard let layout = PaddedText.sniffed(head, reading, comment: told.comment) else {
            throw Diagnostic(
                "csv.fixed-width", "no stretch of blanks parts the lines into columns",
                subject: .parameter("format"),
                help: ["name them with their widths: `columns={id: 8, name: 20}`"])
        }
        return padded(told, layout)
    }
}

extension [UInt8] {
    /// Whether `part` stands in the bytes; the standard library's search for a collection is 50 times as slow.
    fileprivate func holds(_ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        var place = 0
        while place <= count - part.count {
            if self[place] == first {
                var length = 1
                while length < part.count, self[place + length] == part[length] { length += 1 }
                if length == part.count { return true }
            }
            place += 1
        }
        return false
    }
}
