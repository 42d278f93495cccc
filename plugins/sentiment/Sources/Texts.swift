import RapportPluginKit
import RapportText

/// The texts of a column, each distinct cell of a dictionary once, ready to be read.
struct Texts: Sendable {
    /// What is read; of a column of few values its dictionary.
    private let cells: TextColumn
    /// The place in ``cells`` of each row, -1 where missing; nil where the rows are the cells.
    private let places: [Int]?
    let count: Int
    /// Of each cell: its language, or why there is none.
    private(set) var readings: [Reading] = []
    /// Cells that lost a quotation.
    private var isShortened: [Bool] = []
    /// What a cell holds that its score cannot tell of.
    private var doubts: [Doubts] = []

    enum Reading: Sendable, Equatable {
        case language(TextLanguage)
        case otherScript(String)
        case blank
        /// Nothing but what was quoted.
        case onlyQuoted
        /// A shop's or form's words in place of the writer's, or that there is nothing to say.
        case placeholder(PlaceholderText)
    }

    init(
        _ column: Column, named name: String, stripsQuotes: Bool, skipsPlaceholders: Bool,
        language: Score.Language, work: Work
    ) throws(Diagnostic) {
        if column.count > 0, column.missingCount == column.count {
            throw Diagnostic(
                "column.all-missing",
                "column `\(name)` is missing in all \(Wording.count(column.count)) rows",
                subject: .column(name), help: ["name another column in its place"])
        }
        count = column.count
        switch column.layout {
        case .text(let texts):
            cells = stripsQuotes ? try Self.ownTexts(of: texts, work) : texts
            places = texts.validity.map { validity in
                (0..<texts.count).map { validity[$0] ? $0 : -1 }
            }
            isShortened = stripsQuotes ? Self.shortened(texts, cells) : []
        case .codes(let coded):
            let texts = coded.dictionary
            cells = stripsQuotes ? try Self.ownTexts(of: texts, work) : texts
            places = (0..<coded.count).map { coded.codes[$0].map { Int($0) } ?? -1 }
            isShortened = stripsQuotes ? Self.shortened(texts, cells) : []
        default: throw .internalError("column `\(name)` is no text")
        }
        let shortened = isShortened
        readings = try map(work) { (cell, text, _) in
            if Self.isBlank(text) {
                return shortened.isEmpty || !shortened[cell] ? .blank : .onlyQuoted
            }
            if skipsPlaceholders, let placeholder = PlaceholderText(text) { return .placeholder(placeholder) }
            switch language {
            case .en: return .language(.en)
            case .zh: return .language(.zh)
            case .auto:
                switch ScriptCount(text).language {
                case .language(let language): return .language(language)
                case .otherScript(let script): return .otherScript(script)
                }
            }
        }
        let read = readings
        doubts = try map(work) { (cell, text, _) in
            var found: Doubts = Markup.isIn(text) ? .markup : []
            if MailHead.isIn(text) { found.insert(.mailHead) }
            if read[cell] == .language(.en), EnglishDoubt.isIn(text) { found.insert(.otherLanguage) }
            return found
        }
    }

    var cellCount: Int { cells.count }

    /// The cell of a row; nil where it is missing.
    func cell(of row: Int) -> Int? {
        guard let places else { return row }
        return places[row] < 0 ? nil : places[row]
    }

    var shortenedRows: Int {
        isShortened.isEmpty ? 0 : (0..<count).count { row in cell(of: row).map { isShortened[$0] } ?? false }
    }

    struct Doubts: OptionSet, Sendable {
        let rawValue: UInt8
        /// Marks of a web page.
        static let markup = Doubts(rawValue: 1)
        /// Read as English, and hardly it.
        static let otherLanguage = Doubts(rawValue: 2)
        /// The head of a mail in front of what was written.
        static let mailHead = Doubts(rawValue: 4)
    }

    func rows(_ doubt: Doubts) -> Int {
        guard doubts.contains(where: { $0.contains(doubt) }) else { return 0 }
        return (0..<count).count { row in cell(of: row).map { doubts[$0].contains(doubt) } ?? false }
    }

    /// The text of a cell as a string: for those that are trained on.
    func string(_ cell: Int) -> String { cells[cell] ?? "" }

    // MARK: - Loops

    /// Cells that a thread takes at a time.
    private static let chunk = 2_048

    /// Computes a value a cell, in their order, whatever the width.
    func map<Each: Sendable>(
        _ work: Work, _ body: @Sendable (_ cell: Int, _ text: Span<UInt8>, inout VADER.Scratch) -> Each
    ) throws(Diagnostic) -> [Each] {
        let cells = cells
        let chunks = try work.map((cells.count + Self.chunk - 1) / Self.chunk) { (chunk) throws(Diagnostic) in
            let range = chunk * Self.chunk..<min((chunk + 1) * Self.chunk, cells.count)
            var values: [Each] = []
            values.reserveCapacity(range.count)
            var scratch = VADER.Scratch()
            let (bytes, offsets) = (cells.bytes.span, cells.offsets.span)
            for cell in range {
                try work.check()
                values.append(
                    body(cell, bytes.extracting(Int(offsets[cell])..<Int(offsets[cell + 1])), &scratch))
            }
            work.advance(by: range.count)
            return values
        }
        return chunks.flatMap(\.self)
    }

    private static func isBlank(_ text: Span<UInt8>) -> Bool {
        for place in text.indices where !(text[place] == 32 || (9...13).contains(text[place])) {
            // Blanks of other scripts are rare: then the string says.
            guard text[place] >= 0x80 else { return false }
            return String(decoding: text.indices.map { text[$0] }, as: UTF8.self).isBlank
        }
        return true
    }

    // MARK: - Quotations

    private static func ownTexts(of texts: TextColumn, _ work: Work) throws(Diagnostic) -> TextColumn {
        let chunks = try work.map((texts.count + chunk - 1) / chunk) { (chunk) throws(Diagnostic) in
            let range = chunk * Self.chunk..<min((chunk + 1) * Self.chunk, texts.count)
            let (bytes, offsets) = (texts.bytes.span, texts.offsets.span)
            var (own, ends): ([UInt8], [Int64]) = ([], [])
            for cell in range {
                try work.check()
                QuotedMail.appendOwnText(
                    of: bytes.extracting(Int(offsets[cell])..<Int(offsets[cell + 1])), to: &own)
                ends.append(Int64(own.count))
            }
            return (own: own, ends: ends)
        }
        var (bytes, offsets): ([UInt8], [Int64]) = ([], [0])
        for (own, ends) in chunks {
            let start = Int64(bytes.count)
            bytes += own
            offsets += ends.map { start + $0 }
        }
        return TextColumn(offsets: Buffer(offsets), bytes: Buffer(bytes), validity: texts.validity)
    }

    /// Cells that lost more than blanks: what is not white space counts.
    private static func shortened(_ texts: TextColumn, _ own: TextColumn) -> [Bool] {
        func sizes(_ column: TextColumn) -> [Int] {
            let (bytes, offsets) = (column.bytes.span, column.offsets.span)
            return (0..<column.count).map { cell in
                (Int(offsets[cell])..<Int(offsets[cell + 1])).count { bytes[$0] > 32 }
            }
        }
        return zip(sizes(texts), sizes(own)).map { $0 > $1 }
    }
}
