import RapportNumerics
import RapportPluginKit
import RapportText

/// Lays topics out as tables and metrics.
struct TopicTables {
    let fit: TopicFit
    let corpus: Corpus
    let texts: [String?]
    let topics: [TopicSummary]
    private let dominant: [Int?]

    init(
        _ fit: TopicFit, corpus: Corpus, texts: [String?], topTerms: Int
    ) {
        (self.fit, self.corpus, self.texts) = (fit, corpus, texts)
        let dominant = (0..<corpus.count).map(fit.dominant)
        self.dominant = dominant
        topics = TopicSummary.all(fit, corpus, dominant, topTerms: topTerms)
    }

    func output(_ table: Table) -> Table {
        let ofRow = corpus.documentOfRow.map { document in document.flatMap { dominant[$0] } }
        let weights = zip(corpus.documentOfRow, ofRow).map { document, topic -> Double? in
            guard let document, let topic else { return nil }
            return fit.shares[document][topic]
        }
        let reasons = zip(corpus.reasons, ofRow).map { $0 ?? ($1 == nil ? Unusable.unknownWords : nil) }
        let columns: [Column] = [
            .ints(ofRow.map { $0.map { $0 + 1 } }), .categories(ofRow, of: topics.map(\.label)),
            .floats(weights), .ints(present: corpus.tokens),
            .categories(
                reasons.map { $0.flatMap { Unusable.allCases.firstIndex(of: $0) } },
                of: Unusable.allCases.map(\.rawValue)),
        ]
        var table = table
        for (field, column) in zip(Self.documentFields, columns) { table = table.adding(field, column) }
        return table
    }

    var named: [Outcome.NamedTable] {
        [.init("topics", topicTable), .init("terms", termTable), .init("k_curve", curveTable)]
    }

    private var topicTable: Table {
        Table(
            Schema(Self.declared[1].fields),
            [
                .ints(present: topics.indices.map { $0 + 1 }), .texts(topics.map(\.label)),
                .ints(present: topics.map(\.n)), .floats(fit.weights),
                .lists(topics.map { $0.terms.map { .text(corpus.vocabulary[$0]) } }, of: .text),
                .floats(topics.map(\.npmi)), .floats(topics.map(\.umass)),
                .texts(topics.map { topic in topic.exampleRow.flatMap { texts[$0] } }),
                .ints(topics.map { $0.exampleRow.map { $0 + 1 } }),
            ])
    }

    private var termTable: Table {
        let cells = topics.enumerated().flatMap { topic, summary in
            summary.terms.enumerated().map { (topic: topic, rank: $0 + 1, term: $1) }
        }
        return Table(
            Schema(Self.declared[2].fields),
            [
                .ints(present: cells.map { $0.topic + 1 }),
                .categories(cells.map(\.topic), of: topics.map(\.label)),
                .ints(present: cells.map(\.rank)), .texts(cells.map { corpus.vocabulary[$0.term] }),
                .floats(cells.map { fit.words[$0.topic][$0.term] }),
            ])
    }

    private var curveTable: Table {
        Table(
            Schema(Self.declared[3].fields),
            [
                .ints(present: fit.curve.map(\.k)), .floats(fit.curve.map(\.npmi)),
                .floats(fit.curve.map(\.objective)), .bools(fit.curve.map { $0.k == fit.k }),
            ])
    }

    var npmi: Double? {
        let known = topics.compactMap(\.npmi)
        return known.isEmpty ? nil : known.compensatedSum() / Double(known.count)
    }

    var metrics: [Outcome.Metric] {
        var metrics: [Outcome.Metric] = [
            .init("messages", Double(corpus.usable)), .init("topics", Double(fit.k)),
            .init("npmi", npmi, n: fit.k),
            .init(
                "unassigned_share", Double(corpus.rows - corpus.usable) / Double(corpus.rows), n: corpus.rows),
        ]
        for (topic, summary) in topics.enumerated() {
            metrics.append(.init("share", group: summary.label, fit.weights[topic], n: corpus.usable))
        }
        return metrics
    }

    // MARK: - Declared

    static let documentFields = [
        Field(
            "topic", .int, kind: .category,
            meaning: "the strongest, 1 the most talked of; missing: see reason"),
        Field("label", .text, kind: .category, role: "label", meaning: "its three strongest words"),
        Field("weight", .float, kind: .measure, meaning: "its part of the message, from 0 to 1"),
        Field("n_tokens", .int, kind: .measure, meaning: "words that say something"),
        Field("reason", .text, kind: .category, meaning: "why it has no topic"),
    ]

    static let declared = [
        Signature.Output("output", "The messages, each with its strongest topic.", documentFields),
        Signature.Output(
            "topics", "One row a topic, the most talked of first.",
            [
                Field("topic", .int, kind: .category), Field("label", .text, kind: .category, role: "label"),
                Field("n", .int, kind: .measure, meaning: "messages that have it as the strongest"),
                Field("share", .float, kind: .measure, meaning: "of all that is said"),
                Field("top_terms", .list(of: .text), meaning: "the strongest words"),
                Field(
                    "npmi", .float, kind: .measure,
                    meaning: "whether its words come together: 1 always, -1 never"),
                Field(
                    "umass", .float, kind: .measure,
                    meaning: "the same by conditional probability (Mimno), at most 0"),
                Field(
                    "example", .text, kind: .text, isPrivate: true,
                    meaning: "the message that has most of it, word for word"),
                Field("example_row", .int, meaning: "its row, from 1"),
            ]),
        Signature.Output(
            "terms", "One row a topic and word.",
            [
                Field("topic", .int, kind: .category), Field("label", .text, kind: .category, role: "label"),
                Field("rank", .int), Field("term", .text, kind: .category),
                Field("weight", .float, kind: .measure),
            ]),
        Signature.Output(
            "k_curve", "One row a number of topics that `auto` tried.",
            [
                Field("k", .int, kind: .measure), Field("npmi", .float, kind: .measure),
                Field(
                    "objective", .float, kind: .measure, meaning: "nmf: what is left over; lda: perplexity"),
                Field("is_chosen", .bool, kind: .flag),
            ]),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("messages", "Messages that have a topic."), .init("topics", "Topics."),
        .init("npmi", "Whether the words of a topic come together, mean of topics.", direction: .higher),
        .init("unassigned_share", "Part of the rows that have no topic.", direction: .lower),
        .init("share", "Part of all that is said, by topic."),
    ]

    static let charts = [
        ChartSpecification(
            .bar, title: "What is talked of", table: "topics", x: "label", y: "share", xLabel: "topic",
            yLabel: "share"),
        ChartSpecification(
            .heatmap, title: "Words of each topic", table: "terms", x: "label", y: "term", value: "weight",
            xLabel: "topic", yLabel: "word"),
    ]
}
