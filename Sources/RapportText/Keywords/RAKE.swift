/// Phrases of one text that stand between stop words and punctuation, by how much their words go with others.
///
/// A word's degree is the sum of the lengths of the phrases that hold it, once for each time; a phrase scores the sum over
/// its words. Each phrase counts once, however often it comes.
/// Source: Rose, Engel, Cramer & Cowley, *Automatic keyword extraction from individual documents* (2010); as rake-nltk.
public enum RAKE {
    public enum Metric: String, Sendable, Hashable, CaseIterable {
        case degreeToFrequency = "deg/freq"
        case degree
        case frequency = "freq"
    }

    public struct Phrase: Sendable, Hashable {
        public var words: [String]
        public var score: Double

        /// With spaces, but none between two words of ideographs.
        public var text: String { words.joinedForReading }
    }

    /// The phrases of ``Tokenizer/phrases(of:)``, the highest score first, equal ones by their text.
    ///
    /// Phrases of more than `longest` words are left out, as a text without punctuation would be one.
    public static func phrases(
        _ phrases: [[String]], metric: Metric = .degreeToFrequency, longest: Int = .max
    ) -> [Phrase] {
        var seen = Set<[String]>()
        let distinct = phrases.filter { !$0.isEmpty && $0.count <= longest && seen.insert($0).inserted }
        let (degrees, frequencies) = wordScores(distinct)
        return distinct.map { words in
            let score = words.reduce(0.0) { sum, word in
                let (degree, frequency) = (Double(degrees[word] ?? 0), Double(frequencies[word] ?? 1))
                switch metric {
                case .degreeToFrequency: return sum + degree / frequency
                case .degree: return sum + degree
                case .frequency: return sum + frequency
                }
            }
            return Phrase(words: words, score: score)
        }.sorted { a, b in
            if a.score != b.score { return a.score > b.score }
            return a.words.joined(separator: " ") < b.words.joined(separator: " ")
        }
    }

    /// The degree and the frequency of each word of distinct phrases.
    public static func wordScores(_ phrases: [[String]]) -> (
        degrees: [String: Int], frequencies: [String: Int]
    ) {
        var (degrees, frequencies) = ([String: Int](), [String: Int]())
        for phrase in phrases {
            for word in phrase {
                degrees[word, default: 0] += phrase.count
                frequencies[word, default: 0] += 1
            }
        }
        return (degrees, frequencies)
    }
}

extension [String] {
    /// Words as a line to read: spaces between them, but none between two words of ideographs.
    public var joinedForReading: String {
        var line = ""
        for word in self {
            if let last = line.unicodeScalars.last, let first = word.unicodeScalars.first,
                !(last.isHan && first.isHan)
            {
                line += " "
            }
            line += word
        }
        return line
    }
}
