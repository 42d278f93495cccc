import RapportNumerics
import RapportPluginKit
import RapportText

/// Texts as counts of terms: one document for all rows that say the same.
///
/// A text that was sent a hundred times is one document with a weight of 100: it counts in sizes, and does not make
/// a cluster of itself by being its own neighbour.
struct Corpus: Sendable {
    /// Documents by terms, in the order of what they say.
    private(set) var counts: SparseMatrix
    /// The terms, ascending by scalar.
    private(set) var vocabulary: [String]
    /// The document of each row; nil where it has none, and ``reasons`` says why.
    private(set) var documentOfRow: [Int?]
    private(set) var reasons: [Unusable?]
    /// The rows of each document, ascending.
    private(set) var rowsOfDocument: DocumentRows
    /// Of each row: terms of the first vocabulary, before rare and common ones fell.
    let tokens: [Int]
    /// Rows with a text, and those among them in Chinese.
    let read: Int
    let chinese: Int
    /// Rows whose text holds marks of a web page.
    let markedUp: Int
    /// Rows whose text begins with the head of a mail.
    let mailHeads: Int
    /// The limits that words were held to.
    private(set) var minDF = 1
    private(set) var maxDF = 1.0

    var count: Int { counts.rowCount }
    var rows: Int { documentOfRow.count }
    /// How many rows say the same.
    var weights: [Double] { rowsOfDocument.indices.map { Double(rowsOfDocument.size(of: $0)) } }
    var usable: Int { documentOfRow.count { $0 != nil } }

    /// With `allowsNone` it is no error that no text has a word.
    ///
    /// - Throws: `table.too-few-rows` where none is in the language asked for, `text.empty-vocabulary`, `run.cancelled`.
    init(
        _ texts: [String?], _ options: TextOptions, allowsNone: Bool = false, work: Work
    ) throws(Diagnostic) {
        var reasons = [Unusable?](repeating: nil, count: texts.count)
        var (kept, rows, chinese): ([String], [Int], Int) = ([], [], 0)
        var (markedUp, mailHeads) = (0, 0)
        for (row, found) in try options.read(texts, work: work).enumerated() {
            switch found {
            case .unusable(let reason): reasons[row] = reason
            case .text(let own, let isChinese):
                if isChinese { chinese += 1 }
                if Markup.isIn(own) { markedUp += 1 }
                if MailHead.isIn(own) { mailHeads += 1 }
                kept.append(own)
                rows.append(row)
            }
        }
        if kept.isEmpty, !allowsNone, reasons.contains(.otherLanguage) {
            throw Diagnostic(
                "table.too-few-rows",
                "none of \(Wording.count(texts.count, "text")) is in the language of `language`; expected some",
                subject: .parameter("language"), help: ["`language=auto` takes all"])
        }
        let counted = try TermCounts(kept, options, work: work)
        var tokens = [Int](repeating: 0, count: texts.count)
        var documentOfRow = [Int?](repeating: nil, count: texts.count)
        for (document, row) in rows.enumerated() {
            let range = counted.matrix.range(ofRow: document)
            tokens[row] = Int(counted.matrix.values[range].reduce(0, +))
            if range.isEmpty { reasons[row] = .noWord } else { documentOfRow[row] = document }
        }
        (self.counts, vocabulary) = (counted.matrix, counted.vocabulary)
        (self.documentOfRow, self.reasons, self.tokens) = (documentOfRow, reasons, tokens)
        rowsOfDocument = DocumentRows([], documents: 0)
        (read, self.chinese) = (rows.count, chinese)
        (self.markedUp, self.mailHeads) = (markedUp, mailHeads)
        try collapse(work: work)
        guard count > 0 || allowsNone else {
            throw Diagnostic(
                "text.empty-vocabulary",
                "no word is left in \(Wording.count(texts.count, "text")): they are empty or consist of stop words, "
                    + "numbers and addresses; expected texts that say something",
                subject: .parameter("text"), help: ["`stop_words=none` keeps common words"])
        }
    }

    /// The number of all words of all rows, of those that the vocabulary has.
    var knownTokens: Double {
        rowsOfDocument.enumerated().map { document, rows in
            Double(rows.count) * counts.values[counts.range(ofRow: document)].reduce(0, +)
        }.compensatedSum()
    }

    /// The same documents by the terms of another vocabulary, which ascends too.
    func counts(in other: [String]) -> SparseMatrix {
        let places = Dictionary(uniqueKeysWithValues: other.enumerated().map { ($1, Int32($0)) })
        let targets = vocabulary.map { places[$0] }
        var (offsets, columns, values): ([Int], [Int32], [Double]) = ([0], [], [])
        for document in 0..<count {
            for entry in counts.range(ofRow: document) {
                guard let column = targets[Int(counts.columns[entry])] else { continue }
                columns.append(column)
                values.append(counts.values[entry])
            }
            offsets.append(columns.count)
        }
        return SparseMatrix(columnCount: other.count, offsets: offsets, columns: columns, values: values)
    }

    // MARK: - Which terms count

    /// Without terms in fewer than `minDF` documents, or in more than `maxDF` of them; of the rest the
    /// `maxFeatures` that stand most often (equals ascending).
    ///
    /// - Throws: `text.empty-vocabulary`.
    func pruned(
        minDF: Int, maxDF: Double, maxFeatures: Int? = nil, work: Work
    ) throws(Diagnostic) -> Corpus {
        let documents = counts.columnEntryCounts
        let most = maxDF * Double(count)
        var kept = documents.indices.filter { documents[$0] >= minDF && Double(documents[$0]) <= most }
        if let maxFeatures, kept.count > maxFeatures {
            let sums = counts.columnSums
            kept = kept.sorted { (sums[$1], $0) < (sums[$0], $1) }.prefix(maxFeatures).sorted()
        }
        guard !kept.isEmpty else {
            throw Diagnostic(
                "text.empty-vocabulary",
                "none of \(Wording.count(vocabulary.count, "word")) is in at least \(minDF) and at most "
                    + "\(Wording.percent(maxDF)) of \(Wording.count(count, "different text")); expected one at least",
                subject: .parameter("min_df"), help: ["lower `min_df` or raise `max_df`"])
        }
        var copy = self
        (copy.minDF, copy.maxDF) = (minDF, maxDF)
        copy.counts = counts.selecting(columns: kept)
        copy.vocabulary = kept.map { vocabulary[$0] }
        try copy.collapse(work: work)
        return copy
    }

    /// From how many different texts on rare and common words fall by themselves.
    private static let manyTexts = 50

    /// ``pruned(minDF:maxDF:maxFeatures:work:)`` by what was given, or by the number of texts: from fifty on a word must
    /// be in two, and in half of them at most.
    ///
    /// - Throws: `table.too-few-rows`, `text.empty-vocabulary`.
    func trimmed(
        by vocabulary: VocabularyParameters, for analysis: String, work: Work
    ) throws(Diagnostic) -> Corpus {
        guard usable >= 2 else {
            throw Diagnostic(
                "table.too-few-rows",
                "\(Wording.count(usable, "text")) with a word; `\(analysis)` needs at least 2",
                help: ["`demand.assign` puts single texts into groups that are known"])
        }
        return try pruned(
            minDF: vocabulary.minDf.given ?? (count >= Self.manyTexts ? 2 : 1),
            maxDF: vocabulary.maxDf.given ?? (count >= Self.manyTexts ? 0.5 : 1),
            maxFeatures: vocabulary.maxFeatures, work: work)
    }

    /// Makes one document of those with the same counts, and leaves out those without a term.
    ///
    /// Documents are put in the order of what they say, so that nothing that is computed over them depends on the
    /// order of rows.
    private mutating func collapse(work: Work) throws(Diagnostic) {
        let distinct = try DistinctRows(counts, work: work)
        for row in documentOfRow.indices {
            guard let document = documentOfRow[row] else { continue }
            let place = Int(distinct.places[document])
            documentOfRow[row] = place < 0 ? nil : place
            if place < 0 { reasons[row] = .unknownWords }
        }
        counts = counts.selecting(rows: distinct.firsts)
        rowsOfDocument = DocumentRows(documentOfRow, documents: distinct.firsts.count)
    }

    /// Some of the documents, ascending; rows of the others have none, for a reason.
    func selecting(documents kept: [Int], else reason: Unusable) -> Corpus {
        guard kept.count < count else { return self }
        var places = [Int?](repeating: nil, count: count)
        for (place, document) in kept.enumerated() { places[document] = place }
        var copy = self
        for (row, document) in documentOfRow.enumerated() {
            guard let document else { continue }
            copy.documentOfRow[row] = places[document]
            if places[document] == nil { copy.reasons[row] = reason }
        }
        copy.counts = counts.selecting(rows: kept)
        copy.rowsOfDocument = DocumentRows(copy.documentOfRow, documents: kept.count)
        return copy
    }

    /// Of each reason, how many rows; in the order of the reasons.
    var unusable: [(reason: Unusable, rows: Int)] {
        Unusable.allCases.map { reason in (reason, reasons.count { $0 == reason }) }.filter { $0.rows > 0 }
    }
}
