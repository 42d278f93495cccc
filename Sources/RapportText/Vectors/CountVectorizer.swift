public import RapportDiagnostics
public import RapportNumerics
public import RapportWork

/// Counts the terms of texts: a row a text, a column a term.
///
/// Agrees with scikit-learn's `CountVectorizer`; of terms with the same total the ones first by scalar are kept under
/// ``maximumFeatures``, where its order is by chance.
public struct CountVectorizer: Sendable {
    public var tokenizer: Tokenizer
    /// In how many texts a term must be at least.
    public var minimumDocuments = Limit.count(1)
    /// In how many texts a term may be at most.
    public var maximumDocuments = Limit.share(1)
    /// How many terms are kept: those with the highest totals.
    public var maximumFeatures: Int?
    /// Whether a term counts once a text.
    public var isBinary = false

    public init(_ tokenizer: Tokenizer = Tokenizer()) { self.tokenizer = tokenizer }

    /// A number of texts, or a share of them.
    public enum Limit: Sendable, Hashable {
        case count(Int)
        case share(Double)

        func texts(of count: Int) -> Double {
            switch self {
            case .count(let texts): Double(texts)
            case .share(let share): share * Double(count)
            }
        }
    }

    /// What was found in texts.
    public struct Counts: Sendable {
        public let vocabulary: Vocabulary
        public let matrix: SparseMatrix
        /// In how many texts each term is.
        public let documentFrequencies: [Int]
        /// Terms that were in too few texts, too many, or past ``maximumFeatures``.
        public let prunedTerms: Int
    }

    /// Finds the terms of texts and counts them.
    ///
    /// - Throws: `text.empty-vocabulary` where no term is left, `parameter.range` where the limits exclude each other,
    ///   `run.cancelled`.
    public func fit(_ texts: [String], work: Work) throws(Diagnostic) -> Counts {
        let least = minimumDocuments.texts(of: texts.count)
        let most = maximumDocuments.texts(of: texts.count)
        let pieces = try TermPieces(texts, tokenizer, work: work)
        var table = TermTable()
        let numbers = pieces.merge(into: &table)
        guard table.count > 0 else { throw Self.nothingLeft(of: texts.count) }
        guard most >= least else {
            throw Diagnostic(
                "parameter.range",
                "`max_df` allows at most \(Int(most)) of \(texts.count) texts, less than the \(Int(least.rounded(.up))) "
                    + "that `min_df` asks for",
                subject: .parameter("max_df"), help: ["lower `min_df` or raise `max_df`"])
        }
        let (frequencies, totals) = try pieces.frequencies(numbers, count: table.count, work: work)
        var kept = (0..<table.count).filter {
            Double(frequencies[$0]) >= least && Double(frequencies[$0]) <= most
        }
        .map { Int32(truncatingIfNeeded: $0) }
        guard !kept.isEmpty else {
            throw Diagnostic(
                "text.empty-vocabulary",
                "after pruning no term remains: \(table.count) terms of \(texts.count) texts, none in at least "
                    + "\(Int(least.rounded(.up))) and at most \(Int(most)) of them",
                help: ["lower `min_df` or raise `max_df`"])
        }
        kept = table.sorted(kept)
        if let limit = maximumFeatures, limit < kept.count {
            let highest = kept.indices.sorted {
                (totals[Int(kept[$1])], $0) < (totals[Int(kept[$0])], $1)
            }
            kept = highest.prefix(max(limit, 1)).sorted().map { kept[$0] }
        }
        let vocabulary = Vocabulary(kept, of: table)
        var columns = [Int32](repeating: -1, count: table.count)
        for (column, term) in kept.enumerated() { columns[Int(term)] = Int32(truncatingIfNeeded: column) }
        let rows = try pieces.counts(
            columns: numbers.map { $0.map { columns[Int($0)] } }, columnCount: kept.count, isBinary: isBinary,
            work: work)
        return Counts(
            vocabulary: vocabulary,
            matrix: SparseMatrix(
                columnCount: kept.count, offsets: rows.offsets, columns: rows.columns, values: rows.values),
            documentFrequencies: kept.map { frequencies[Int($0)] }, prunedTerms: table.count - kept.count)
    }

    /// Counts the terms of a vocabulary in texts; others are left out.
    public func transform(_ texts: [String], by vocabulary: Vocabulary, work: Work) throws(Diagnostic)
        -> SparseMatrix
    {
        let pieces = try TermPieces(texts, tokenizer, work: work)
        let rows = try pieces.counts(
            columns: pieces.numbers(in: vocabulary), columnCount: vocabulary.count, isBinary: isBinary,
            work: work)
        return SparseMatrix(
            columnCount: vocabulary.count, offsets: rows.offsets, columns: rows.columns, values: rows.values)
    }

    private static func nothingLeft(of texts: Int) -> Diagnostic {
        Diagnostic(
            "text.empty-vocabulary", "the \(texts) texts have no words, or only stop words",
            help: ["`stop_words=none` keeps all words; short words are left out as well"])
    }
}

extension TermPieces {
    /// In how many texts each term is, and how often in all.
    func frequencies(_ numbers: [[Int32]], count: Int, work: Work) throws(Diagnostic) -> (
        documents: [Int], totals: [Int]
    ) {
        let pieces = pieces
        let parts = try work.map(pieces.count) { (index) throws(Diagnostic) in
            let piece = pieces[index]
            var documents = [Int32](repeating: 0, count: piece.terms.count)
            var totals = documents
            var last = [Int32](repeating: -1, count: piece.terms.count)
            for text in 0..<piece.offsets.count - 1 {
                for place in piece.offsets[text]..<piece.offsets[text + 1] {
                    let term = Int(piece.ids[place])
                    totals[term] += 1
                    if last[term] != Int32(truncatingIfNeeded: text) {
                        last[term] = Int32(truncatingIfNeeded: text)
                        documents[term] += 1
                    }
                }
            }
            try work.check()
            return (documents, totals)
        }
        var documents = [Int](repeating: 0, count: count)
        var totals = documents
        for (part, numbers) in zip(parts, numbers) {
            for (term, number) in numbers.enumerated() {
                documents[Int(number)] += Int(part.0[term])
                totals[Int(number)] += Int(part.1[term])
            }
        }
        return (documents, totals)
    }
}
