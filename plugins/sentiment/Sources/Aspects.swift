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

    /// What counts for several aspects at once.
    struct Shared: Sendable {
        /// Sentences, by rows, that speak of several and could not be parted.
        var sentences = 0
        /// Words that stand for several aspects.
        var terms: [String] = []
    }

    /// Words that stand for several aspects, in the order of the aspects.
    var sharedTerms: [String] {
        var (seen, shared): (Set<[UInt8]>, [[UInt8]]) = ([], [])
        for term in aspects.flatMap(\.terms) where !seen.insert(term).inserted && !shared.contains(term) {
            shared.append(term)
        }
        return shared.map { String(decoding: $0, as: UTF8.self) }
    }

    /// By aspect, over all rows in their order; and how many sentences could not be parted.
    func mentions(
        in texts: Texts, _ scorer: Scorer, work: Work
    ) throws(Diagnostic) -> (mentions: [Mention], shared: Int) {
        work.begin("read what is said of each aspect", of: texts.cellCount, unit: "texts")
        let readings = texts.readings
        let found = try texts.map(work) { (cell, text, scratch) -> CellMentions in
            guard case .language(let language) = readings[cell] else { return CellMentions() }
            return self.found(in: text, language, scorer, &scratch)
        }
        var (mentions, shared) = (aspects.map { Mention(name: $0.name) }, 0)
        for row in 0..<texts.count {
            guard let cell = texts.cell(of: row) else { continue }
            shared += found[cell].shared
            for each in found[cell].aspects {
                mentions[each.aspect].sentences += each.sentences
                mentions[each.aspect].compounds.append(each.total / Double(each.sentences))
            }
        }
        return (mentions, shared)
    }

    /// What one text says of the aspects.
    private struct CellMentions: Sendable {
        struct Each: Sendable {
            var aspect: Int
            var sentences: Int
            var total: Double
        }
        var aspects: [Each] = []
        var shared = 0

        mutating func add(_ aspect: Int, _ compound: Double) {
            if let known = aspects.firstIndex(where: { $0.aspect == aspect }) {
                aspects[known].sentences += 1
                aspects[known].total += compound
            } else {
                aspects.append(Each(aspect: aspect, sentences: 1, total: compound))
            }
        }
    }

    private func found(
        in text: Span<UInt8>, _ language: TextLanguage, _ scorer: Scorer, _ scratch: inout VADER.Scratch
    ) -> CellMentions {
        var found = CellMentions()
        for range in Sentences.ranges(in: text) {
            let sentence = text.extracting(range)
            let places = aspects(in: sentence)
            if places.count == 1 {
                found.add(places[0], scorer.score(sentence, language, &scratch, isWhole: false).compound)
            } else if !places.isEmpty {
                var (sums, isShared) = ([Int: (total: Double, n: Int)](), false)
                for (part, aspects) in parts(of: sentence, language) {
                    let compound = scorer.score(
                        sentence.extracting(part), language, &scratch, isWhole: false
                    ).compound
                    if aspects.count > 1 { isShared = true }
                    for aspect in aspects {
                        sums[aspect, default: (0, 0)].total += compound
                        sums[aspect]?.n += 1
                    }
                }
                if isShared { found.shared += 1 }
                for place in places {
                    // A word with a comma inside stands in no clause.
                    let compound =
                        sums[place].map { $0.total / Double($0.n) }
                        ?? scorer.score(sentence, language, &scratch, isWhole: false).compound
                    found.add(place, compound)
                }
            }
        }
        return found
    }

    /// Places of the aspects that a sentence mentions, ascending.
    private func aspects(in sentence: Span<UInt8>) -> [Int] {
        aspects.indices.filter { place in aspects[place].terms.contains { Self.mentions(sentence, $0) } }
    }

    /// The clauses of a sentence that speaks of several aspects, those in a row about the same taken together.
    ///
    /// A clause that names none goes on about what the one before it named; what comes before the first that names one
    /// belongs to it, and a clause that is but a name (物流，客服都好) to the next.
    private func parts(
        of sentence: Span<UInt8>, _ language: TextLanguage
    ) -> [(range: Range<Int>, aspects: [Int])] {
        var parts: [(range: Range<Int>, aspects: [Int])] = []
        var isBare = false
        for clause in Clauses.ranges(in: sentence, language) {
            let named = aspects(in: sentence.extracting(clause))
            if let last = parts.last, isBare || named.isEmpty || last.aspects.isEmpty || last.aspects == named
            {
                parts[parts.count - 1] = (
                    last.range.lowerBound..<clause.upperBound, Set(last.aspects + named).sorted()
                )
            } else {
                parts.append((clause, named))
            }
            isBare = isTerm(sentence.extracting(clause), of: named)
        }
        return parts
    }

    private func isTerm(_ clause: Span<UInt8>, of named: [Int]) -> Bool {
        let word = RatedComments.trimmed(String(decoding: clause.indices.map { clause[$0] }, as: UTF8.self))
        let bytes = Array(word.lowercased().utf8)
        return named.contains { aspects[$0].terms.contains(bytes) }
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
