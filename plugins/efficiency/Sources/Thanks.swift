import RapportPluginKit
import RapportText

/// Whether a message says thanks, praise or goodbye and nothing else, in English or Chinese.
///
/// Rapport's own rule: every word of the message is of the lists below (the names of our agents count too), one of them
/// is a word of thanks, of praise or of the end, and nothing is asked. What is quoted below an answer is not read. It would rather
/// miss a thanks than take a question for one.
struct Thanks {
    private let names: Set<String>

    /// - Parameter agents: Names that may stand beside the thanks: `Thanks, Mei`.
    init(agents: [String] = []) {
        names = Set(agents.flatMap { Self.words(of: $0.lowercased()) })
    }

    /// - Complexity: O(length), and nothing is read of texts longer than 400 bytes.
    func isThanks(_ text: String) -> Bool {
        guard text.utf8.count <= 400 else { return false }
        let own = Self.ownText(text).lowercased()
        if own.unicodeScalars.contains(where: { "?？".unicodeScalars.contains($0) }) { return false }
        var says = false
        var latin: [String] = []
        for word in Self.words(of: own) {
            if word.unicodeScalars.contains(where: { $0.value >= 0x2E80 }) {
                guard let found = Self.chinese(word, names) else { return false }
                says = says || found
            } else {
                latin.append(word)
            }
        }
        guard latin.count <= 14 else { return false }
        var place = 0
        while place < latin.count {
            if let phrase = Self.phrases.first(where: { latin[place...].starts(with: $0) }) {
                says = true
                place += phrase.count
                continue
            }
            let word = latin[place]
            if Self.thanks.contains(word) {
                says = true
            } else if !Self.fillers.contains(word), !names.contains(word) {
                return false
            }
            place += 1
        }
        return says || Self.isOnlyApproval(own)
    }

    // MARK: - English

    private static let thanks: Set<String> = [
        "thanks", "thank", "thx", "thankyou", "tks", "ty", "tysm", "cheers", "appreciated", "appreciate",
        "grateful",
        "gracias", "merci", "danke", "awesome", "brilliant", "amazing", "excellent", "great", "lovely",
        "perfect", "wonderful", "bye", "goodbye", "solved", "resolved", "sorted",
    ]
    /// Ends that are made of words which alone say nothing.
    private static let phrases: [[String]] = [
        ["got", "it"], ["that", "works"], ["it", "works", "now"], ["works", "now"], ["that", "helps"],
        ["that", "helped"], ["all", "good"], ["all", "set"], ["no", "worries"], ["no", "problem"],
        ["have", "a", "good", "day"], ["have", "a", "nice", "day"], ["have", "a", "great", "day"],
        ["have", "a", "good", "weekend"], ["have", "a", "nice", "weekend"], ["take", "care"], ["see", "you"],
    ]
    private static let fillers: Set<String> = [
        "a", "again", "all", "and", "answer", "best", "day", "dear",
        "everyone", "excellent",
        "exactly", "fast", "fine", "fixed", "for", "good", "help", "helpful", "helping", "hi",
        "hello", "i", "in",
        "it", "kind", "kindly", "lot", "lots", "many", "me", "million", "much", "my", "nice", "now",
        "of", "ok",
        "okay", "oh", "prompt", "quickly", "really", "regards", "reply", "response", "right",
        "quick", "service", "so", "super", "sure", "team", "that", "thats", "s", "the", "then", "this", "to",
        "try",
        "understood", "up", "ur", "very", "warm", "was", "well", "will", "works", "yes", "you",
        "your", "advance",
        "cool", "sincerely", "best", "ll", "am", "m", "is", "we", "us", "support", "time", "today", "yours",
    ]
    /// Single words that end a matter though they thank nobody.
    private static let approval: Set<String> = [
        "ok", "okay", "perfect", "great", "understood", "noted", "👍", "👌", "🙏",
    ]

    private static func isOnlyApproval(_ text: String) -> Bool {
        let trimmed = text.lowercased().filter { !" \n\r\t.!,。！~～".contains($0) }
        return approval.contains(trimmed)
    }

    // MARK: - Chinese

    private static let chineseThanks = [
        "谢谢", "多谢", "感谢", "谢啦", "谢了", "3q", "辛苦了", "辛苦", "麻烦了", "麻烦您了", "麻烦你了", "再见", "拜拜", "知道了",
        "明白了", "明白", "了解了", "了解", "收到了", "收到", "好的", "好滴", "好嘞", "好吧", "可以了", "问题解决了", "解决了", "已解决", "没问题了",
        "没事了",
        "没有了", "不用了", "谢", "搞定了", "搞定", "太好了", "太棒了", "很满意", "真快", "行",
    ].sorted { $0.unicodeScalars.count > $1.unicodeScalars.count }
    private static let chineseFillers = [
        "非常", "十分", "万分", "太", "您", "你", "你们", "您们", "的", "了", "啦", "哦", "噢", "呀", "啊", "哈", "嗯", "恩", "好",
        "那",
        "我", "就", "这样", "这个", "帮助", "帮忙", "回复", "解答", "耐心", "及时", "客服", "亲", "小姐姐", "小哥", "老师", "很", "真",
        "快", "先", "给力", "满意", "棒", "祝", "生活愉快", "工作顺利", "晚安", "早安", "已经", "都", "对", "是", "们", "吧", "呢",
        "也", "ok", "嘻嘻", "哈哈", "嘿嘿", "～", "一下", "这么", "会", "再", "联系",
    ].sorted { $0.unicodeScalars.count > $1.unicodeScalars.count }

    /// Whether a run of Chinese is made of the lists alone, and if so whether it thanks; nil: something else is said.
    private static func chinese(_ word: String, _ names: Set<String>) -> Bool? {
        if names.contains(word) { return false }
        var rest = Array(word.unicodeScalars)[...]
        guard rest.count <= 24 else { return nil }
        var says = false
        while !rest.isEmpty {
            if let found = chineseThanks.first(where: { rest.starts(with: $0.unicodeScalars) }) {
                says = true
                rest = rest.dropFirst(found.unicodeScalars.count)
            } else if let found = chineseFillers.first(where: { rest.starts(with: $0.unicodeScalars) }) {
                rest = rest.dropFirst(found.unicodeScalars.count)
            } else {
                return nil
            }
        }
        return says
    }

    // MARK: - Words

    private static func ownText(_ text: String) -> String {
        guard text.utf8.contains(10) else { return text }
        var own: [UInt8] = []
        QuotedMail.appendOwnText(of: text.utf8.span, to: &own)
        return String(decoding: own, as: UTF8.self)
    }

    /// Runs of letters and digits, Chinese apart from others; all other signs part words.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var (word, isChinese) = (String.UnicodeScalarView(), false)
        func end() {
            if !word.isEmpty { words.append(String(word)) }
            word = .init()
        }
        for scalar in text.unicodeScalars {
            if scalar == "'" || scalar == "’" { continue }
            let isLetter = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            guard isLetter else {
                end()
                continue
            }
            let chinese = scalar.value >= 0x2E80
            if chinese != isChinese { end() }
            (isChinese, _) = (chinese, word.append(scalar))
        }
        end()
        return words
    }
}
