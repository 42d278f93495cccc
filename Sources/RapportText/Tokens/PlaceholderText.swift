/// What stands in a field of text where the customer wrote no text: put there by a shop or a form, or typed to get
/// past a field that must not be empty.
///
/// A text is one of these only as a whole: `默认好评` is, `默认好评，其实很差` is a text. It is compared in small letters,
/// with full-width letters as narrow ones and without blanks, brackets and the usual punctuation. A question mark, a
/// colon or an emoji says something of its own: a text with one is read.
///
/// The lists are Rapport's own words, from what shops, survey forms, forums and exported chats put in. They would
/// rather miss one than take a customer's word for one: `no`, `ok` and 好评 are not among them.
public enum PlaceholderText: Sendable, Hashable, CaseIterable {
    /// A shop's or a form's words, which say nothing of what the customer thinks: 此用户没有填写评价, 系统默认好评, `[deleted]`.
    case filledIn
    /// The customer's word that there is nothing to say: 无, 没有, `N/A`, `no comment`, `-`. To "what should we do
    /// better?" it is an answer, but none whose tone or matter can be read.
    case saysNone

    /// Bytes, with blanks and punctuation; and of letters alone, of which the longest entry has 63.
    private static let (longest, longestLetters) = (160, 72)

    /// Nil of a text that is to be read, and of a blank one.
    public init?(_ text: Span<UInt8>) {
        guard text.count > 0, text.count <= Self.longest, Self.mayBegin(text), let form = Form(text) else {
            return nil
        }
        if form.letters.isEmpty {
            guard form.isRule else { return nil }
            self = .saysNone
        } else if Self.filledInTexts.contains(form.letters)
            || form.isBracketed && Self.bracketedTexts.contains(form.letters)
        {
            self = .filledIn
        } else if Self.noneTexts.contains(form.letters) {
            self = .saysNone
        } else {
            return nil
        }
    }

    public init?(_ text: String) { self.init(text.utf8Span.span) }

    /// Whether the first letters are those of an entry, or too few to tell: most texts are read for nothing further.
    private static func mayBegin(_ text: Span<UInt8>) -> Bool {
        var (place, count, prefix) = (0, 0, 0 as UInt32)
        while place < text.count, count < prefixLength {
            let byte = text[place]
            switch byte {
            case 0x30...0x39, 0x61...0x7A: prefix = prefix << 8 | UInt32(byte)
            case 0x41...0x5A: prefix = prefix << 8 | UInt32(byte | 0x20)
            case 0x00..<0x80:
                place += 1
                continue
            // A lead of ideographs, or what follows one.
            case 0x80..<0xC0, 0xE4...0xE9: prefix = prefix << 8 | UInt32(byte)
            // Signs and full-width letters: rare enough to be read whole.
            default: return true
            }
            place += 1
            count += 1
        }
        return count < prefixLength || prefixes.contains(prefix)
    }

    private static let prefixLength = 4
    private static let prefixes = Set(
        filledInTexts.union(bracketedTexts).union(noneTexts).filter { $0.count >= prefixLength }.map {
            letters in
            letters.prefix(prefixLength).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        })

    // MARK: - A text as it is looked up

    private struct Form {
        /// Letters and digits alone, in small letters.
        var letters: [UInt8] = []
        /// Whether the first sign of all opens a bracket and the last one closes it.
        var isBracketed = false
        /// Whether it is one sign that stands for nothing, alone or repeated: `--`, `/`, `...`.
        var isRule = true

        /// Nil where there is none but blanks, or where a sign stands in it that is neither letter nor one of the usual
        /// punctuation.
        init?(_ text: Span<UInt8>) {
            var (place, first, last): (Int, UInt32, UInt32) = (0, 0, 0)
            while place < text.count {
                let (scalar, width) = UTF8Scalar.decode(text, at: place)
                let range = place..<place + width
                place += width
                if letters.count > PlaceholderText.longestLetters { return nil }
                let narrow = (0xFF01...0xFF5E).contains(scalar) ? scalar - 0xFEE0 : scalar
                switch narrow {
                case 9...13, 0x20, 0xA0, 0x200B, 0x3000, 0xFEFF: continue
                case 0x30...0x39, 0x61...0x7A: letters.append(UInt8(truncatingIfNeeded: narrow))
                case 0x41...0x5A: letters.append(UInt8(truncatingIfNeeded: narrow | 0x20))
                case 0x3400...0x4DBF, 0x4E00...0x9FFF:
                    for each in range { letters.append(text[each]) }
                default:
                    guard Self.punctuation.contains(narrow) else { return nil }
                }
                if first == 0 { first = narrow }
                if !Self.rules.contains(narrow) || narrow != first { isRule = false }
                last = narrow
            }
            if first == 0 { return nil }
            isBracketed = Self.brackets[first] == last
        }

        private static func scalars(_ signs: String) -> Set<UInt32> { Set(signs.unicodeScalars.map(\.value)) }
        private static let rules = scalars("-–—_/\\.…。·*")
        private static let punctuation = rules.union(scalars(",，、!！~～'’‘\"“”()[]{}<>【】《》「」#|"))
        private static let brackets: [UInt32: UInt32] = [
            0x28: 0x29, 0x5B: 0x5D, 0x7B: 0x7D, 0x3C: 0x3E, 0x3010: 0x3011,
        ]
    }

    private static func looked(_ entries: [String]) -> Set<[UInt8]> {
        Set(entries.compactMap { Form($0.utf8Span.span)?.letters })
    }

    // MARK: - The lists

    /// What a shop says of one who wrote nothing, and what it puts there in their name.
    private static let filledInTexts: Set<[UInt8]> = {
        let who = ["", "此用户", "该用户", "用户", "匿名用户", "买家", "该买家", "评价方"]
        let wroteNothing = ["没有填写", "未填写", "未及时填写", "没有及时填写", "没有留下", "未留下"].flatMap { verb in
            ["评价", "评价内容", "评论", "评论内容", "文字评价", "内容"].map { verb + $0 }
        }
        let didNotReview = ["未评价", "未及时评价", "没有及时评价", "未及时做出评价", "未及时作出评价", "未做出评价", "未作出评价", "超时未评价"]
        let byDefault = [
            "系统默认好评", "系统默认评价", "系统默认五星好评", "系统默认5星好评", "系统自动好评", "系统自动评价", "默认好评", "默认评价", "默认五星好评",
        ]
        let silent = who.flatMap { who in (wroteNothing + didNotReview).map { who + $0 } }
        return looked(
            silent + silent.flatMap { said in byDefault.map { said + $0 } } + byDefault + [
                "自动好评", "未填写", "未评价", "未作答", "无评价内容", "暂无评价", "暂无评价内容", "暂无评论", "暂无内容", "无内容", "暂无描述",
                "该评论已删除", "该评论已被删除", "该评价已删除", "该评价已被删除", "评论已删除", "内容已删除", "该内容已被删除",
                "no review text", "no text", "no text provided", "no review", "no review provided",
                "no comment provided", "no comments provided", "no comment given", "no comment left",
                "no comments left", "no feedback provided", "no feedback given", "no description provided",
                "no content", "not provided", "the user did not leave a comment",
                "user did not leave a comment",
                "customer did not leave a comment", "this user left no comment", "default positive review",
                "this message was deleted", "you deleted this message", "this comment has been deleted",
                "this comment has been removed", "this review has been removed", "media omitted", "null",
                "nan",
                "undefined",
            ])
    }()

    /// Words that a customer may say too: placeholders in brackets alone.
    private static let bracketedTexts = looked([
        "deleted", "removed", "deleted by user", "removed by moderator", "blank", "empty", "no subject",
        "image",
        "photo", "picture", "sticker", "video", "audio", "voice message", "attachment", "已删除", "已撤回", "空",
        "图片",
        "照片", "表情", "动画表情", "语音", "视频", "附件",
    ])

    private static let noneTexts = looked([
        "无", "没有", "没有了", "暂无", "暂时没有", "暂时无", "目前没有", "目前无", "不适用", "没什么", "没啥", "无意见", "没意见", "没有意见",
        "暂无意见",
        "没什么意见", "无建议", "没建议", "没有建议", "暂无建议", "没什么建议", "没有意见和建议", "无意见和建议", "没有评论", "没有评价", "无评论", "无评价",
        "none", "nothing", "nil", "n/a", "na", "not applicable", "no comment", "no comments",
        "no further comment", "no further comments", "no additional comments", "no suggestion",
        "no suggestions", "no feedback", "no remarks", "nothing to add", "nothing to say",
        "nothing to report",
    ])
}
