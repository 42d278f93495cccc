/// Takes the endings of English words off.
///
/// Source: M. F. Porter, *An algorithm for suffix stripping*, Program 14 (1980), with the two departures of his own
/// program: `bli` for `abli` and `logi`.
public enum PorterStemmer {
    /// The stem of a word in lower case; a word with anything but ASCII letters, or of two letters, is given back.
    public static func stem(_ word: String) -> String {
        var letters = Array(word.utf8)
        guard letters.count > 2, letters.allSatisfy({ $0 &- 0x61 < 26 }) else { return word }
        var stemmer = Word(letters: letters)
        stemmer.plurals()
        stemmer.finalY()
        stemmer.replaceFirst(of: Self.doubleSuffixes)
        stemmer.replaceFirst(of: Self.fullSuffixes)
        stemmer.dropSuffix()
        stemmer.finalE()
        letters = stemmer.letters
        return String(decoding: letters, as: UTF8.self)
    }

    private static func table(_ pairs: [(StaticString, StaticString)]) -> [(from: [UInt8], to: [UInt8])] {
        pairs.map { (Array("\($0.0)".utf8), Array("\($0.1)".utf8)) }
    }

    /// Step 2: longer suffixes stand before those they end with.
    private static let doubleSuffixes = table([
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"),
        ("bli", "ble"),
        ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"),
        ("ation", "ate"),
        ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"),
        ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"), ("logi", "log"),
    ])

    /// Step 3.
    private static let fullSuffixes = table([
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""),
        ("ness", ""),
    ])

    /// Step 4.
    fileprivate static let suffixes = table([
        ("al", ""), ("ance", ""), ("ence", ""), ("er", ""), ("ic", ""), ("able", ""), ("ible", ""),
        ("ant", ""),
        ("ement", ""), ("ment", ""), ("ent", ""), ("ion", ""), ("ou", ""), ("ism", ""), ("ate", ""),
        ("iti", ""),
        ("ous", ""), ("ive", ""), ("ize", ""),
    ])
}

/// A word while its endings are taken off.
private struct Word {
    var letters: [UInt8]

    func hasSuffix(_ suffix: [UInt8]) -> Bool {
        letters.count >= suffix.count && letters.suffix(suffix.count).elementsEqual(suffix)
    }
    func hasSuffix(_ suffix: StaticString) -> Bool { hasSuffix(Array("\(suffix)".utf8)) }

    func isConsonant(_ place: Int) -> Bool {
        switch letters[place] {
        case 0x61, 0x65, 0x69, 0x6F, 0x75: false
        case 0x79: place == 0 ? true : !isConsonant(place - 1)
        default: true
        }
    }

    /// m of the paper: how often a vowel is followed by a consonant in the first `count` letters.
    func measure(_ count: Int) -> Int {
        var (measure, wasVowel) = (0, false)
        for place in 0..<count {
            let isVowel = !isConsonant(place)
            if wasVowel, !isVowel { measure += 1 }
            wasVowel = isVowel
        }
        return measure
    }

    func hasVowel(_ count: Int) -> Bool { (0..<count).contains { !isConsonant($0) } }

    var endsWithDouble: Bool {
        let last = letters.count - 1
        return last > 0 && letters[last] == letters[last - 1] && isConsonant(last)
    }

    /// Consonant, vowel, consonant other than w, x, y, at the end of the first `count` letters.
    func endsShort(_ count: Int) -> Bool {
        guard count >= 3, isConsonant(count - 1), !isConsonant(count - 2), isConsonant(count - 3) else {
            return false
        }
        return ![0x77, 0x78, 0x79].contains(letters[count - 1])
    }

    /// Step 1a and 1b.
    mutating func plurals() {
        if hasSuffix("sses") || hasSuffix("ies") {
            letters.removeLast(2)
        } else if hasSuffix("s"), !hasSuffix("ss") {
            letters.removeLast()
        }
        if hasSuffix("eed") {
            if measure(letters.count - 3) > 0 { letters.removeLast() }
            return
        }
        let dropped = hasSuffix("ed") ? 2 : hasSuffix("ing") ? 3 : 0
        guard dropped > 0, hasVowel(letters.count - dropped) else { return }
        letters.removeLast(dropped)
        if hasSuffix("at") || hasSuffix("bl") || hasSuffix("iz") {
            letters.append(0x65)
        } else if endsWithDouble {
            if let last = letters.last, ![0x6C, 0x73, 0x7A].contains(last) { letters.removeLast() }
        } else if measure(letters.count) == 1, endsShort(letters.count) {
            letters.append(0x65)
        }
    }

    /// Step 1c.
    mutating func finalY() {
        if letters.last == 0x79, hasVowel(letters.count - 1) { letters[letters.count - 1] = 0x69 }
    }

    /// Steps 2 and 3: the first suffix that fits decides, whether or not enough is before it.
    mutating func replaceFirst(of table: [(from: [UInt8], to: [UInt8])]) {
        for (from, to) in table where hasSuffix(from) {
            if measure(letters.count - from.count) > 0 {
                letters.removeLast(from.count)
                letters.append(contentsOf: to)
            }
            return
        }
    }

    /// Step 4.
    mutating func dropSuffix() {
        for (suffix, _) in PorterStemmer.suffixes where hasSuffix(suffix) {
            let stem = letters.count - suffix.count
            // `ion` goes only behind s or t; where it does not, no other suffix fits.
            if suffix.elementsEqual("ion".utf8), stem == 0 || ![0x73, 0x74].contains(letters[stem - 1]) {
                return
            }
            if measure(stem) > 1 { letters.removeLast(suffix.count) }
            return
        }
    }

    /// Step 5.
    mutating func finalE() {
        if letters.last == 0x65 {
            let before = measure(letters.count - 1)
            if before > 1 || before == 1 && !endsShort(letters.count - 1) { letters.removeLast() }
        }
        if letters.last == 0x6C, endsWithDouble, measure(letters.count) > 1 { letters.removeLast() }
    }
}
