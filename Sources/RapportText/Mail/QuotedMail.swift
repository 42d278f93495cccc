/// What the writer of a plain-text mail wrote in it.
///
/// Left out are lines that begin with `>`, the line that introduces them (`On … wrote:`, `在…写道：`) and all that
/// follows it unless it is quoted with `>`; all from a separator (`-----Original Message-----`, `原始邮件`, a forwarded
/// message) or a block of header lines (`From:`, `Sent:`; `发件人：`, `发送时间：`) on, with everything that was
/// forwarded inside it; all from a signature's `-- ` on; lines that a telephone adds.
public enum QuotedMail {
    /// Writes the own text behind `out`, without blank lines at its ends.
    public static func appendOwnText(of text: Span<UInt8>, to out: inout [UInt8]) {
        let start = out.count
        let lines = Lines(text)
        var line = 0
        while line < lines.count {
            let words = lines.trimmed(line)
            if isSignature(words) || isSeparator(words) || isHeaderBlock(lines, line) { break }
            // A rule above the header lines.
            if words.utf8.count >= 10, words.allSatisfy({ "-_=".contains($0) }),
                isHeaderBlock(lines, line + 1)
            {
                break
            }
            if words.utf8.first == UInt8(ascii: ">") || isOfTelephone(words) {
                line += 1
                continue
            }
            if let behind = introduction(lines, line) {
                // An answer below the quotation goes on behind it; without `>` all the rest is the old mail.
                guard let next = (behind..<lines.count).first(where: { !lines.trimmed($0).isEmpty }),
                    lines.trimmed(next).utf8.first == UInt8(ascii: ">")
                else { break }
                line = behind
                continue
            }
            UTF8Reading.append(text, lines.range(line), to: &out)
            out.append(10)
            line += 1
        }
        trim(&out, from: start)
    }

    // MARK: - What ends a mail

    private static func isSignature(_ line: Substring) -> Bool { line == "--" || line == "-- " }

    private static func isOfTelephone(_ line: Substring) -> Bool {
        let plain = line.lowercased()
        return telephones.contains { plain.hasPrefix($0) } && plain.unicodeScalars.count <= 60
    }
    private static let telephones = [
        "sent from my ", "sent from mail for windows", "get outlook for ", "发自我的", "来自我的", "从我的",
        "发自 iphone", "von meinem ", "envoyé de mon ",
    ]

    /// Dashes around the words for an old or a forwarded mail, or the words that a program writes alone.
    private static func isSeparator(_ line: Substring) -> Bool {
        guard let first = line.first, let last = line.last else { return false }
        let rule: (Character) -> Bool = { "-_—－=*".contains($0) }
        guard rule(first), rule(last) else { return line.lowercased() == "begin forwarded message:" }
        // QQ mail's exports keep the entity between rule and words.
        let plain = line.lowercased().replacing("&nbsp;", with: " ")
        let isEdge: (Character) -> Bool = { rule($0) || $0 == " " }
        let words = String(trimmed(Substring(plain), isEdge))
        // A word between two stars is stressed, no rule.
        return separators.contains(words) && plain.count >= words.count + 4
    }
    private static let separators: Set<String> = [
        "original message", "original", "replied message", "original appointment", "forwarded message",
        "forwarded by", "原始邮件", "原邮件", "回复的原邮件", "转发的原邮件",
        "转发邮件", "转发的邮件", "转发邮件信息", "转发的邮件信息", "原始郵件", "轉寄郵件", "ursprüngliche nachricht",
        "weitergeleitete nachricht", "message d'origine", "message d’origine", "message transféré",
    ]

    // MARK: - Header lines

    /// A line of the sender, and in the four lines behind it one of the date, the receiver or the subject.
    private static func isHeaderBlock(_ lines: Lines, _ line: Int) -> Bool {
        guard line < lines.count, let first = field(lines.trimmed(line)), senders.contains(first) else {
            return false
        }
        return (line + 1..<min(line + 5, lines.count)).contains { behind in
            field(lines.trimmed(behind)).map { companions.contains($0) } ?? false
        }
    }

    /// The word before the colon of a header line, without marks of emphasis.
    private static func field(_ line: Substring) -> String? {
        guard let colon = line.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        let word = line[..<colon].filter { $0 != "*" && $0 != " " && $0 != "\u{3000}" && $0 != "\u{A0}" }
        return word.isEmpty || word.utf8.count > 24 ? nil : word.lowercased()
    }
    private static let senders: Set<String> = ["from", "发件人", "寄件人", "寄件者", "發件人", "von", "de", "差出人"]
    private static let companions: Set<String> = [
        "sent", "date", "to", "cc", "subject", "发送时间", "发送日期", "日期", "时间", "收件人", "抄送", "主题", "寄件日期",
        "收件者", "主旨", "發送時間", "gesendet", "datum", "an", "betreff", "envoyé", "à", "objet", "送信日時", "宛先", "件名",
    ]

    // MARK: - Introductions

    /// Behind the one to three lines that introduce a quotation; nil where none begins here.
    private static func introduction(_ lines: Lines, _ line: Int) -> Int? {
        let first = lines.trimmed(line)
        guard openings.contains(where: { first.hasPrefix($0) }) || closes(first) else { return nil }
        var whole = ""
        for behind in line..<min(line + 3, lines.count) {
            let words = lines.trimmed(behind)
            if words.isEmpty || words.utf8.first == UInt8(ascii: ">") { return nil }
            whole += behind == line ? String(words) : " " + words
            if closes(words) { return isIntroduction(whole) ? behind + 1 : nil }
        }
        return nil
    }

    private static let openings = ["On ", "Am ", "Le ", "El ", "在", "于", "於", "Op "]
    private static let closings = [
        "wrote:", "wrote：", "schrieb:", "a écrit :", "a écrit:", "escribió:", "schreef:", "写道:", "写道：", "寫道:",
        "寫道：",
    ]
    private static func closes(_ line: Substring) -> Bool { closings.contains { line.hasSuffix($0) } }

    /// A date or an address stands in it: `On balance she wrote:` is a sentence of the writer's.
    private static func isIntroduction(_ line: String) -> Bool {
        line.utf8.count <= 400
            && (line.contains("@") || line.utf8.contains { (48...57).contains($0) } || line.hasSuffix("写道：")
                || line.hasSuffix("写道:") || line.hasSuffix("寫道："))
    }

    // MARK: - Lines

    /// The text's lines; their ends are LF, CR LF or CR.
    private struct Lines {
        private let ranges: [Range<Int>]
        private let words: [Substring]

        init(_ text: Span<UInt8>) {
            var ranges: [Range<Int>] = []
            var (start, place) = (0, 0)
            while place < text.count {
                let byte = text[place]
                if byte == 10 || byte == 13 {
                    ranges.append(start..<place)
                    if byte == 13, place + 1 < text.count, text[place + 1] == 10 { place += 1 }
                    start = place + 1
                }
                place += 1
            }
            if start < text.count { ranges.append(start..<text.count) }
            self.ranges = ranges
            words = ranges.map { range in
                let line = Substring(String(decoding: range.map { text[$0] }, as: UTF8.self))
                return QuotedMail.trimmed(line) { $0.isWhitespace || $0 == "\u{FEFF}" }
            }
        }

        var count: Int { ranges.count }
        func range(_ line: Int) -> Range<Int> { ranges[line] }
        func trimmed(_ line: Int) -> Substring { words[line] }
    }

    private static func trimmed(_ text: Substring, _ isEdge: (Character) -> Bool) -> Substring {
        var end = text.endIndex
        while end > text.startIndex, isEdge(text[text.index(before: end)]) { end = text.index(before: end) }
        return text[..<end].drop(while: isEdge)
    }

    /// Takes blank lines off both ends.
    private static func trim(_ out: inout [UInt8], from start: Int) {
        let isBlank: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
        while out.count > start, let last = out.last, isBlank(last) { out.removeLast() }
        guard let first = out[start...].firstIndex(where: { $0 != 10 && $0 != 13 }) else { return }
        out.removeSubrange(start..<first)
    }
}
