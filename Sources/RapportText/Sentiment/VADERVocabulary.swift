/// What VADER knows of words, found by their lower-case UTF-8 bytes.
///
/// One table answers all of a token's questions, since a token is looked up once: open addressing, half full. A slot
/// holds half of the hash, so that a token that is not there is told from its neighbours without a look at them.
/// Lower case is that of ASCII: no word here has another letter, and what folds onto ASCII (the Kelvin sign) has been
/// replaced by ``EmojiNames``.
struct VADERVocabulary: Sendable {
    private(set) var entries: [Entry] = []
    private var keys: [UInt8] = []
    /// Half of the hash over one more than the place in ``entries``, 0 where free; a power of two.
    private var slots: [UInt64]
    private let longest: Int
    /// ``ByteClass/table``, at hand.
    let classes = ByteClass.table

    struct Entry: Sendable {
        let start: Int32
        let length: Int32
        let valence: Double
        /// Of a degree, 0 of other words.
        let booster: Double
        let word: Word
        let isInLexicon: Bool
        let isNegator: Bool
    }

    /// The words that rules name.
    enum Word: UInt8, Sendable {
        case other
        case no, or, nor, never, so, this, without, doubt, least, at, very, but
        case kind, of, sort, just, enough
        case the, shit, bomb, bad, ass, bus, stop, yeah, right, kiss, death, to, die, `for`, beating, heart
    }

    /// - Parameter added: Words with valences of one's own; they come before the lexicon's.
    init(adding added: [(word: String, valence: Double)] = []) {
        var known: [String: (valence: Double?, booster: Double, isNegator: Bool, word: Word)] = [:]
        for (word, meaning) in EmbeddedLexicon.vader.lines {
            known[String(word), default: (nil, 0, false, .other)].valence = Double(meaning)
        }
        for (word, valence) in added {
            known[word.lowercased(), default: (nil, 0, false, .other)].valence = valence
        }
        for word in Self.boosters { known[word, default: (nil, 0, false, .other)].booster = VADER.degree }
        for word in Self.dampeners { known[word, default: (nil, 0, false, .other)].booster = -VADER.degree }
        for word in Self.negators { known[word, default: (nil, 0, false, .other)].isNegator = true }
        for (text, word) in Self.named { known[text, default: (nil, 0, false, .other)].word = word }

        let words = known.sorted { $0.key < $1.key }
        var size = 1024
        while size < words.count * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        longest = words.reduce(0) { max($0, $1.key.utf8.count) }
        for (text, meaning) in words {
            let bytes = Array(text.utf8)
            let hash = bytes.reduce(Self.basis) { Self.mixed($0, $1) }
            var slot = Self.slot(of: hash) & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = hash & Self.upperHalf | UInt64(entries.count + 1)
            entries.append(
                Entry(
                    start: Int32(keys.count), length: Int32(bytes.count), valence: meaning.valence ?? 0,
                    booster: meaning.booster, word: meaning.word, isInLexicon: meaning.valence != nil,
                    isNegator: meaning.isNegator))
            keys += bytes
        }
    }

    // MARK: - Looking up

    /// FNV-1a over 64 bits.
    static let basis: UInt64 = 0xCBF2_9CE4_8422_2325
    @inline(__always) static func mixed(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    private static let upperHalf: UInt64 = 0xFFFF_FFFF_0000_0000
    @inline(__always) private static func slot(of hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash ^ hash >> 32)
    }

    /// The place in ``entries`` of the word in `text[range]`, -1 where it is unknown.
    @inline(__always) func find(_ text: Span<UInt8>, _ range: Range<Int>) -> Int32 {
        if range.count > longest { return -1 }
        var hash = Self.basis
        for place in range { hash = Self.mixed(hash, Self.lower(text[place])) }
        let slots = slots.span
        let mask = slots.count - 1
        var slot = Self.slot(of: hash) & mask
        while true {
            let found = slots[slot]
            if found == 0 { return -1 }
            let place = Int32(truncatingIfNeeded: found & 0xFFFF_FFFF) - 1
            if (found ^ hash) & Self.upperHalf == 0, isEntry(place, text, range) {
                return place
            }
            slot = (slot + 1) & mask
        }
    }

    private func isEntry(_ place: Int32, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let entry = entries[Int(place)]
        guard Int(entry.length) == range.count else { return false }
        let keys = keys.span
        let shift = Int(entry.start) - range.lowerBound
        for place in range where Self.lower(text[place]) != keys[shift + place] { return false }
        return true
    }

    @inline(__always) static func lower(_ byte: UInt8) -> UInt8 {
        byte &- 65 < 26 ? byte | 32 : byte
    }
}

// MARK: - The words of the rules

extension VADERVocabulary {
    /// vaderSentiment 3.3.2, `NEGATE`.
    static let negators = split(
        """
        aint arent cannot cant couldnt darent didnt doesnt ain't aren't can't couldn't daren't didn't doesn't dont hadnt \
        hasnt havent isnt mightnt mustnt neither don't hadn't hasn't haven't isn't mightn't mustn't neednt needn't never \
        none nope nor not nothing nowhere oughtnt shant shouldnt uhuh wasnt werent oughtn't shan't shouldn't uh-uh wasn't \
        weren't without wont wouldnt won't wouldn't rarely seldom despite
        """)

    /// vaderSentiment 3.3.2, `BOOSTER_DICT`, those of one word.
    static let boosters = split(
        """
        absolutely amazingly awfully completely considerable considerably decidedly deeply effing enormous enormously \
        entirely especially exceptional exceptionally extreme extremely fabulously flipping flippin frackin fracking \
        fricking frickin frigging friggin fully fuckin fucking fuggin fugging greatly hella highly hugely incredible \
        incredibly intensely major majorly more most particularly purely quite really remarkably so substantially \
        thoroughly total totally tremendous tremendously uber unbelievably unusually utter utterly very
        """)

    static let dampeners = split(
        """
        almost barely hardly kinda kindof kind-of less little marginal marginally occasional occasionally partly scarce \
        scarcely slight slightly somewhat sorta sortof sort-of
        """)

    private static let named: [String: Word] = [
        "no": .no, "or": .or, "nor": .nor, "never": .never, "so": .so, "this": .this, "without": .without,
        "doubt": .doubt, "least": .least, "at": .at, "very": .very, "but": .but, "kind": .kind, "of": .of,
        "sort": .sort, "just": .just, "enough": .enough, "the": .the, "shit": .shit, "bomb": .bomb,
        "bad": .bad,
        "ass": .ass, "bus": .bus, "stop": .stop, "yeah": .yeah, "right": .right, "kiss": .kiss,
        "death": .death,
        "to": .to, "die": .die, "for": .for, "beating": .beating, "heart": .heart,
    ]

    private static func split(_ words: String) -> [String] { words.split(separator: " ").map(String.init) }
}
