/// Chinese words and how often they were counted, for cutting texts into words.
public struct ChineseDictionary: Sendable {
    private let content: Content

    var trie: WordTrie {
        switch content {
        case .standard: Self.standardTrie
        case .words(let trie): trie
        }
    }

    private enum Content: Sendable {
        /// Made when a text in Chinese is met.
        case standard
        case words(WordTrie)
    }

    /// 136,547 words that were counted five times or more, of jieba 0.42.1 (MIT).
    ///
    /// Made when it is first asked for, from the program's own pages, in about 10 ms.
    public static let general = ChineseDictionary(DictionaryLines.general, total: 60_101_967)

    /// ``general`` with the words that people use who sell and serve.
    ///
    /// Made when it is first used: texts without Chinese need none.
    public static let standard = ChineseDictionary(content: .standard)
    private static let standardTrie = general.adding(tradeWords).trie

    /// Words of shops, services, orders, bills and accounts that ``general`` lacks or would cut.
    public static let tradeWords: [Word] = {
        var words: [Word] = []
        DictionaryLines.trade.forEach { word, count in
            words.append(
                Word(String(String.UnicodeScalarView(word.compactMap(Unicode.Scalar.init))), count: count))
        }
        return words
    }()

    /// A word of somebody's own.
    public struct Word: Sendable, Hashable {
        public var text: String
        /// Nil: as often as it takes for the word to be kept together.
        public var count: Int?

        public init(_ text: String, count: Int? = nil) { (self.text, self.count) = (text, count) }
    }

    /// A dictionary of these words alone; a word without a count counts once.
    ///
    /// `total` is the count of all words, where rarer ones were left out; nil: the sum.
    public init(words: [Word], total: Int? = nil) {
        let entries = Self.entries(words.map { ($0.text, $0.count ?? 1) })
        self.init(
            trie: WordTrie(
                words: { builder in for (word, count) in entries { builder.add(word, count: count) } },
                total: total.map(Double.init)))
    }

    /// A dictionary of lines `word count` with a space or tab between, what follows left out: jieba's own format.
    ///
    /// `total` is the count of all words, where rarer ones were left out; nil: the sum.
    public init(lines: some Sequence<UInt8>, total: Int? = nil) {
        self.init(DictionaryLines(bytes: Array(lines)), total: total)
    }

    private init(_ lines: DictionaryLines, total: Int?) {
        let total = total.map(Double.init)
        var (isSorted, last) = (true, [UInt32]())
        let inOrder = WordTrie(
            words: { builder in
                lines.forEach { word, count in
                    isSorted = isSorted && last.lexicographicallyPrecedes(word)
                    guard isSorted else { return }
                    builder.add(word, count: UInt32(clamping: count ?? 1))
                    last.removeAll(keepingCapacity: true)
                    last.append(contentsOf: word)
                }
            }, total: total)
        if isSorted {
            self.init(trie: inOrder)
            return
        }
        // Another program's file may be in any order; so may be words whose letters came in upper case.
        var entries: [([UInt32], UInt32)] = []
        lines.forEach { word, count in entries.append((word, UInt32(clamping: count ?? 1))) }
        entries = Self.sorted(entries)
        self.init(
            trie: WordTrie(
                words: { builder in for (word, count) in entries { builder.add(word, count: count) } },
                total: total))
    }

    private init(trie: WordTrie) { self.init(content: .words(trie)) }
    private init(content: Content) { self.content = content }

    /// This dictionary and other words.
    ///
    /// A word that was there gets the new count. A word without a count gets what jieba suggests: one more than would be
    /// expected if the parts it would be cut into, shorter new words among them, met by chance; and no less than it had.
    public func adding(_ words: [Word]) -> ChineseDictionary {
        var counted: [([UInt32], Int)] = []
        var known: [[UInt32]: Int] = [:]
        for word in words.sorted(by: { $0.text.unicodeScalars.count < $1.text.unicodeScalars.count }) {
            let scalars = Self.scalars(word.text)
            guard !scalars.isEmpty else { continue }
            let count = word.count ?? suggestedCount(scalars, among: known)
            known[scalars] = count
            counted.append((scalars, count))
        }
        let added = counted.reduce(0.0) { $0 + Double($1.1) }
        let mine = Self.sorted(counted.map { ($0.0, UInt32(clamping: $0.1)) })
        let merged = WordTrie(
            words: { builder in
                var next = mine[...]
                trie.forEachWord { word, count in
                    while let (other, otherCount) = next.first, !word.lexicographicallyPrecedes(other),
                        word != other
                    {
                        builder.add(other, count: otherCount)
                        next = next.dropFirst()
                    }
                    if let (other, otherCount) = next.first, other == word {
                        builder.add(word, count: otherCount)
                        next = next.dropFirst()
                    } else {
                        builder.add(word, count: count)
                    }
                }
                for (word, count) in next { builder.add(word, count: count) }
            }, total: trie.total + added)
        return ChineseDictionary(trie: merged)
    }

    /// How often a word was counted; 0 where it is none.
    public func count(of word: String) -> Int { Int(trie.count(of: Self.scalars(word))) }

    /// One more than is expected of the most probable cut of a word, new words counted.
    private func suggestedCount(_ word: [UInt32], among known: [[UInt32]: Int]) -> Int {
        var best = [Double](repeating: -.infinity, count: word.count + 1)
        best[word.count] = 0
        for first in stride(from: word.count - 1, through: 0, by: -1) {
            for end in first + 1...word.count {
                let part = Array(word[first..<end])
                let count = known[part] ?? Int(trie.count(of: part))
                guard count > 0 || end == first + 1 else { continue }
                best[first] = max(best[first], trie.weight(ofCount: count) + best[end])
            }
        }
        return max(Int(trie.total * trie.share(ofWeight: best[0])) + 1, Int(trie.count(of: word)))
    }

    private static func scalars(_ word: String) -> [UInt32] {
        word.unicodeScalars.map { SegmentationRoute.folded($0.value) }
    }

    private static func entries(_ words: [(String, Int)]) -> [([UInt32], UInt32)] {
        sorted(words.map { (scalars($0.0), UInt32(clamping: $0.1)) })
    }

    /// Ascending; of the same word the last given stays.
    private static func sorted(_ entries: [([UInt32], UInt32)]) -> [([UInt32], UInt32)] {
        let order = entries.enumerated().sorted { a, b in
            if a.element.0 != b.element.0 { return a.element.0.lexicographicallyPrecedes(b.element.0) }
            return a.offset < b.offset
        }
        var result: [([UInt32], UInt32)] = []
        for (_, entry) in order {
            if let last = result.last, last.0 == entry.0 { result.removeLast() }
            result.append(entry)
        }
        return result
    }
}
