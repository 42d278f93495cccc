import RapportPluginKit
import RapportText

/// Words of one's own with their valences.
struct UserLexicon: Sendable {
    private(set) var english: [(word: String, valence: Double)] = []
    private(set) var chinese: [(word: String, valence: Double)] = []
    /// English words with a blank inside, which VADER's tokens never are.
    private(set) var phrases = 0

    var count: Int { english.count + chinese.count }
    var entries: [(word: String, valence: Double)] { english + chinese }

    static let columns = ["word": ["word", "term", "词", "词语"], "valence": ["valence", "score", "分值", "得分"]]

    init() {}

    init(entries: [(word: String, valence: Double)]) { for each in entries { add(each.word, each.valence) } }

    /// - Throws: `lexicon.columns`, `lexicon.empty`, `lexicon.valence`, and what reading the file throws.
    init(file: FilePath) throws(Diagnostic) {
        let csv: CSVText
        do throws(Diagnostic) {
            csv = try CSVText(file: file)
        } catch {
            var unread = error
            unread.subject = .parameter("user_lexicon")
            throw unread
        }
        func cells(_ name: String) -> [String]? {
            Self.columns[name]?.lazy.compactMap { csv.column($0) }.first
        }
        guard let words = cells("word"), let valences = cells("valence") else {
            throw Diagnostic(
                "lexicon.columns",
                "`\(file.path)` has the columns \(csv.header.joined(separator: ", ")); expected word, valence",
                subject: .parameter("user_lexicon"),
                help: ["a row is a word and a number, such as `stale,-2`"])
        }
        guard !words.isEmpty else {
            throw Diagnostic(
                "lexicon.empty", "`\(file.path)` has a header and no word",
                subject: .parameter("user_lexicon"),
                help: ["a row is a word and a number, such as `stale,-2`"])
        }
        for row in words.indices {
            guard let valence = Double(valences[row]), (-4...4).contains(valence), !words[row].isBlank else {
                throw Diagnostic(
                    "lexicon.valence",
                    "row \(row + 1) of `\(file.path)` is no word with a valence; expected a number from -4 to 4",
                    subject: .parameter("user_lexicon"), help: ["-4 is as displeased as can be, 4 as pleased"]
                )
            }
            add(words[row], valence)
        }
    }

    private mutating func add(_ word: String, _ valence: Double) {
        let word = RatedComments.trimmed(word)
        if word.unicodeScalars.contains(where: \.isHan) {
            chinese.append((word, valence))
        } else if word.unicodeScalars.contains(where: \.properties.isWhitespace) {
            phrases += 1
        } else {
            english.append((word, valence))
        }
    }
}
