/// Words that are left out before anything is counted.
public struct StopWords: Sendable, Hashable {
    private var words: Set<String>

    public init(_ words: some Sequence<String>) { self.words = Set(words) }

    /// Words between spaces and line ends.
    init(list: String) { self.init(list.split { $0 == " " || $0 == "\n" }.map(String.init)) }

    public static let none = StopWords([])
    public static let englishAndChinese = english.union(chinese)

    public var count: Int { words.count }
    public var isEmpty: Bool { words.isEmpty }
    /// Ascending by scalar.
    public var sorted: [String] {
        words.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    }

    public func contains(_ word: String) -> Bool { words.contains(word) }

    public func union(_ other: StopWords) -> StopWords { StopWords(words.union(other.words)) }
    public func subtracting(_ other: StopWords) -> StopWords { StopWords(words.subtracting(other.words)) }

    /// Without the words that turn a sentence round, which whoever judges texts must see.
    public var keepingNegations: StopWords { subtracting(.negations) }

    /// Words that turn what follows into its opposite.
    public static let negations = StopWords(
        list: """
            no not never nor cannot without none nothing neither nobody
            不 没 没有 无 非 未 别 勿 莫 不是 不会 不能 不要 不可以 从不 从未 并不 毫无 尚未 并非
            """)
}
