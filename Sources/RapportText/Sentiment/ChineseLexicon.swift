/// Chinese words that say how somebody feels about a shop or a service, and those that turn or weigh them.
struct ChineseLexicon: Sendable {
    struct Meaning: Sendable, Hashable {
        /// From -4 to 4; nil of words that only turn or weigh others, 0 of words that only look like others.
        var valence: Double?
        var role: Role?
    }
    enum Role: String, Sendable {
        /// Turns what follows: ×(-.74).
        case not
        /// Turns it by half: ×(-.5).
        case hardly
        case more, less
        /// A degree behind its word: 好极了.
        case after
        case but
    }

    private struct Word: Sendable {
        var scalars: [UInt32]
        var meaning: Meaning
    }
    /// By first scalar, then the longest first.
    private var words: [Word] = []
    /// Of the scalars U+4E00 to U+9FFF the place of their first word; one more than there are scalars.
    private var starts: [Int32] = []
    /// Words that begin with another scalar: emoji, [微笑], ok.
    private var others: [UInt32: Range<Int>] = [:]
    private let simplified: [UInt32: UInt32]

    /// The words of the program.
    static let standard = ChineseLexicon()

    init(adding added: [(word: String, valence: Double)] = []) {
        var simplified: [UInt32: UInt32] = [:]
        for (traditional, simple) in EmbeddedLexicon.simplified.lines {
            if let from = traditional.unicodeScalars.first, let to = simple.unicodeScalars.first {
                simplified[from.value] = to.value
            }
        }
        self.simplified = simplified
        var meanings: [[UInt32]: Meaning] = [:]
        for (word, text) in EmbeddedLexicon.chineseSentiment.lines {
            meanings[word.unicodeScalars.map(\.value)] = Self.meaning(text)
        }
        for (word, valence) in added {
            let scalars = folded(word.utf8Span.span)
            if !scalars.isEmpty { meanings[scalars] = Meaning(valence: valence) }
        }
        words = meanings.map { Word(scalars: $0.key, meaning: $0.value) }
            .sorted { a, b in
                let (x, y) = (a.scalars, b.scalars)
                if x[0] != y[0] { return x[0] < y[0] }
                return x.count == y.count ? x.lexicographicallyPrecedes(y) : x.count > y.count
            }
        index()
    }

    private mutating func index() {
        starts = Array(repeating: 0, count: Self.hanCount + 1)
        for (place, word) in words.enumerated() {
            guard let first = word.scalars.first else { continue }
            if let han = Self.hanPlace(first) {
                starts[han + 1] = Int32(place + 1)
            } else {
                let range = others[first] ?? place..<place
                others[first] = range.lowerBound..<place + 1
            }
        }
        // A character without words begins and ends where the one before it ends.
        var last = words.firstIndex { Self.hanPlace($0.scalars[0]) != nil }.map(Int32.init) ?? 0
        starts[0] = last
        for han in 1...Self.hanCount {
            if starts[han] == 0 { starts[han] = last }
            last = starts[han]
        }
    }

    private static let hanCount = 0x5200
    private static func hanPlace(_ scalar: UInt32) -> Int? {
        scalar >= 0x4E00 && scalar < 0xA000 ? Int(scalar) - 0x4E00 : nil
    }

    /// `-0.8 less`: a valence, a role, or both.
    private static func meaning(_ text: Substring) -> Meaning {
        let parts = text.split(separator: " ")
        return Meaning(
            valence: parts.first.flatMap { Double($0) },
            role: parts.last.flatMap { Role(rawValue: String($0)) })
    }

    /// The text's scalars as words are written here: simplified, small letters, half width.
    func folded(_ text: Span<UInt8>) -> [UInt32] {
        var scalars: [UInt32] = []
        scalars.reserveCapacity(text.count / 3 + 1)
        var place = 0
        while place < text.count {
            var (scalar, width) = UTF8Scalar.decode(text, at: place)
            place += width
            if (0xFF01...0xFF5E).contains(scalar) { scalar -= 0xFEE0 }
            if scalar &- 65 < 26 { scalar |= 32 }
            // Variation selectors say how an emoji is drawn.
            if (0xFE00...0xFE0F).contains(scalar) { continue }
            scalars.append(scalar >= 0x4E00 ? simplified[scalar] ?? scalar : scalar)
        }
        return scalars
    }

    /// The longest word that begins at a place.
    func longest(in text: [UInt32], at place: Int) -> (length: Int, meaning: Meaning)? {
        let first = text[place]
        let range: Range<Int>
        if let han = Self.hanPlace(first) {
            range = Int(starts[han])..<Int(starts[han + 1])
        } else if let other = others[first] {
            range = other
        } else {
            return nil
        }
        for word in words[range] where place + word.scalars.count <= text.count {
            if word.scalars.indices.allSatisfy({ text[place + $0] == word.scalars[$0] }) {
                return (word.scalars.count, word.meaning)
            }
        }
        return nil
    }

    /// Words with a valence, and all.
    var counts: (valued: Int, all: Int) { (words.count { ($0.meaning.valence ?? 0) != 0 }, words.count) }
}
