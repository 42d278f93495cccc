import RapportPluginKit
import RapportText

/// What texts may speak of, with the words for each.
struct Aspects: Sendable {
    struct Aspect: Sendable {
        var name: String
        /// In small letters, as UTF-8.
        var terms: [[UInt8]]
    }
    let aspects: [Aspect]

    /// Nil where none were given.
    init?(_ analysis: Score, _ inputs: Inputs<Table>) throws(Diagnostic) {
        switch analysis.byAspect {
        case .first(.first(let words))?: self.init(words.map { ($0, $0) })
        case .first(.second(let map))?:
            self.init(map.entries.flatMap { entry in entry.value.map { (entry.name, $0) } })
        case .second?:
            guard let table = inputs.named["by_aspect"] else { return nil }
            let columns = try Self.columns(of: table.schema)
            let names = try table.cellTexts(columns.name)
            let terms = try columns.term.map { (column) throws(Diagnostic) in try table.cellTexts(column) }
            self.init(
                names.indices.compactMap { row in
                    guard let name = names[row], !name.isBlank else { return nil }
                    let term = terms.map { $0[row] ?? "" } ?? name
                    return term.isBlank ? nil : (name, term)
                })
        case nil: return nil
        }
    }

    /// Pairs of a name and a word for it, in order; names may come again.
    private init(_ pairs: [(name: String, term: String)]) {
        var (aspects, places): ([Aspect], [String: Int]) = ([], [:])
        for (name, term) in pairs {
            let name = RatedComments.trimmed(name)
            let place = places[name] ?? aspects.count
            if place == aspects.count {
                aspects.append(Aspect(name: name, terms: []))
                places[name] = place
            }
            let bytes = Array(RatedComments.trimmed(term).lowercased().utf8)
            if !aspects[place].terms.contains(bytes) { aspects[place].terms.append(bytes) }
        }
        self.aspects = aspects
    }

    /// The columns of names and of words: by role or name, else the only column of text.
    /// - Throws: `role.missing`, `role.ambiguous`, `column.type`.
    static func columns(of schema: Schema) throws(Diagnostic) -> (name: String, term: String?) {
        let texts = schema.fields.filter { $0.type == .text }
        func named(_ words: [String]) -> String? {
            texts.first { words.contains(RoleAliases.folded($0.name)) }?.name
        }
        let term = named(["term", "terms", "word", "词", "词语"])
        var name = named(["aspect", "方面"])
        if name == nil {
            name = try schema.column(for: "item", types: [.text], of: "by_aspect", isOptional: true)
        }
        if name == nil, texts.count == 1 { name = texts[0].name }
        guard let name else {
            throw Diagnostic(
                "role.missing", "the table of `by_aspect` has no column `aspect`, nor one of products",
                subject: .parameter("by_aspect"),
                help: [
                    "`rename aspect=…` names the column; a second one called `term` may give further words"
                ])
        }
        return (name, term == name ? nil : term)
    }

    // MARK: - Mentions

    /// What the texts say of one aspect.
    struct Mention: Sendable {
        var name: String
        /// Sentences that mention it.
        var sentences = 0
        /// Of each text that mentions it, the mean of these sentences.
        var compounds: [Double] = []
    }

    /// By aspect, over all rows in their order.
    func mentions(in texts: Texts, _ scorer: Scorer, work: Work) throws(Diagnostic) -> [Mention] {
        work.begin("read what is said of each aspect", of: texts.cellCount, unit: "texts")
        let readings = texts.readings
        let found = try texts.map(work) { (cell, text, scratch) -> [Found] in
            guard case .language(let language) = readings[cell] else { return [] }
            return self.found(in: text, language, scorer, &scratch)
        }
        var mentions = aspects.map { Mention(name: $0.name) }
        for row in 0..<texts.count {
            guard let cell = texts.cell(of: row) else { continue }
            for each in found[cell] {
                mentions[each.aspect].sentences += each.sentences
                mentions[each.aspect].compounds.append(each.total / Double(each.sentences))
            }
        }
        return mentions
    }

    private struct Found: Sendable {
        var aspect: Int
        var sentences: Int
        var total: Double
    }

    private func found(
        in text: Span<UInt8>, _ language: TextLanguage, _ scorer: Scorer, _ scratch: inout VADER.Scratch
    ) -> [Found] {
        var found: [Found] = []
        for range in Sentences.ranges(in: text) {
            let sentence = text.extracting(range)
            var compound: Double?
            for (place, aspect) in aspects.enumerated()
            where aspect.terms.contains(where: { Self.mentions(sentence, $0) }) {
                let value = compound ?? scorer.score(sentence, language, &scratch, isWhole: false).compound
                compound = value
                if let known = found.firstIndex(where: { $0.aspect == place }) {
                    found[known].sentences += 1
                    found[known].total += value
                } else {
                    found.append(Found(aspect: place, sentences: 1, total: value))
                }
            }
        }
        return found
    }

    /// Whether a word stands in a sentence: small and capital ASCII letters alike, Latin words whole, or with an s.
    static func mentions(_ sentence: Span<UInt8>, _ term: [UInt8]) -> Bool {
        guard let first = term.first, let last = term.last, sentence.count >= term.count else { return false }
        for place in 0...sentence.count - term.count where lower(sentence[place]) == first {
            guard term.indices.allSatisfy({ lower(sentence[place + $0]) == term[$0] }) else { continue }
            if isWord(first), place > 0, isWord(sentence[place - 1]) { continue }
            if isWord(last) {
                var end = place + term.count
                if end < sentence.count, lower(sentence[end]) == UInt8(ascii: "s") { end += 1 }
                if end < sentence.count, isWord(sentence[end]) { continue }
            }
            return true
        }
        return false
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 32 : byte }
    /// A letter or digit of ASCII: ideographs know no borders of words.
    private static func isWord(_ byte: UInt8) -> Bool { lower(byte) &- 97 < 26 || byte &- 48 < 10 }
}

extension Table {
    /// The cells of any column as they are written.
    fileprivate func cellTexts(_ name: String) throws(Diagnostic) -> [String?] {
        let column = try column(name)
        return (0..<count).map { row in
            if case .missing = column[row] { nil } else { column.text(at: row) }
        }
    }
}
