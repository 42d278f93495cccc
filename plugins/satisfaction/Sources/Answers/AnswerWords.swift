/// Words in which surveys ask, each with the point that it stands for.
struct AnswerWords {
    let scale: Scale
    /// Point by folded word.
    private let points: [String: Double]
    /// Whether two words may stand for one point.
    private let allowsSynonyms: Bool

    func point(_ folded: String) -> Double? { points[folded] }

    /// Whether the words can be the steps of one question: no two of one language stand for the same point.
    ///
    /// "Extremely satisfied" beside "very satisfied" is a question of seven steps, and no one knows which.
    func areSteps(_ words: [String]) -> Bool {
        if allowsSynonyms { return true }
        var seen: Set<String> = []
        for word in words {
            guard let point = points[word] else { continue }
            let isChinese = word.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
            if !seen.insert("\(point) \(isChinese)").inserted { return false }
        }
        return true
    }

    private init(_ scale: Scale, from first: Double, allowsSynonyms: Bool = false, _ steps: [[String]]) {
        self.scale = scale
        self.allowsSynonyms = allowsSynonyms
        var points: [String: Double] = [:]
        for (step, words) in steps.enumerated() { for word in words { points[word] = first + Double(step) } }
        self.points = points
    }

    // MARK: - The lists, from the worst word to the best

    /// The first that knows all words of a question is taken.
    static let lists = [goodOrBad, satisfaction, verdict, grade, quality, happiness, agreement, contentOrNot]

    private static let goodOrBad = AnswerWords(
        .good, from: 0, allowsSynonyms: true,
        [["bad", "bad with comment", "thumbs down", "👎"], ["good", "good with comment", "thumbs up", "👍"]])

    private static let satisfaction = AnswerWords(
        .csat, from: 1,
        [
            [
                "very dissatisfied", "extremely dissatisfied", "completely dissatisfied",
                "highly dissatisfied",
                "totally dissatisfied", "very unsatisfied", "extremely unsatisfied", "非常不满意", "很不满意",
                "十分不满意", "极不满意", "极其不满意", "完全不满意",
            ],
            [
                "dissatisfied", "somewhat dissatisfied", "unsatisfied", "somewhat unsatisfied", "不满意", "不太满意",
                "较不满意", "比较不满意",
            ],
            [
                "neutral", "neither satisfied nor dissatisfied", "neither dissatisfied nor satisfied",
                "neither",
                "一般", "中立", "普通", "说不清",
            ],
            ["satisfied", "somewhat satisfied", "满意", "比较满意", "较满意", "基本满意"],
            [
                "very satisfied", "extremely satisfied", "completely satisfied", "highly satisfied",
                "totally satisfied", "非常满意", "很满意", "十分满意", "极满意", "极其满意", "完全满意",
            ],
        ])

    /// Of shops: 好评率 is the share of 好评.
    private static let verdict = AnswerWords(.csat, from: 1, [["差评"], [], ["中评"], [], ["好评"]])

    /// Where "very good" stands between "good" and "excellent".
    private static let grade = AnswerWords(
        .csat, from: 1, [["poor"], ["fair"], ["good"], ["very good"], ["excellent"]])

    private static let quality = AnswerWords(
        .csat, from: 1,
        [
            ["very poor", "very bad", "terrible", "很差", "非常差", "极差"],
            ["poor", "bad", "差", "较差", "比较差"],
            ["average", "ok", "okay", "neutral", "一般", "普通"],
            ["good", "好", "较好", "比较好"],
            ["excellent", "very good", "很好", "非常好", "极好"],
        ])

    private static let happiness = AnswerWords(
        .csat, from: 1,
        [
            ["very unhappy", "extremely unhappy", "非常不开心"], ["unhappy", "不开心"], ["neutral", "一般"],
            ["happy", "开心"], ["very happy", "extremely happy", "非常开心"],
        ])

    /// Of statements that praise: whoever agrees is content.
    static let agreement = AnswerWords(
        .csat, from: 1,
        [
            ["strongly disagree", "totally disagree", "completely disagree", "非常不同意", "完全不同意", "很不同意"],
            ["disagree", "somewhat disagree", "不同意", "不太同意", "比较不同意"],
            ["neutral", "neither agree nor disagree", "undecided", "neither", "一般", "中立", "不确定"],
            ["agree", "somewhat agree", "同意", "比较同意", "基本同意"],
            ["strongly agree", "totally agree", "completely agree", "非常同意", "完全同意", "很同意"],
        ])

    /// Two steps, the lower of which takes in those who are in the middle.
    private static let contentOrNot = AnswerWords(
        .good, from: 0, allowsSynonyms: true,
        [["neutral or dissatisfied", "not satisfied", "未满意"], ["satisfied", "满意"]])

    /// Cells in which nobody answered.
    static let unanswered: Set<String> = [
        "", "n/a", "na", "none", "null", "-", "--", "offered", "unoffered", "not offered", "unrated",
        "not rated",
        "not applicable", "no answer", "no response", "skipped", "don't know", "do not know",
        "prefer not to say", "跳过", "空", "无", "未填", "未填写", "未评价", "未评分", "未作答", "不适用", "不知道", "不清楚",
    ]

    // MARK: - Words as they are looked up

    /// In small letters, full-width signs as ASCII, without brackets around and blanks at the ends.
    static func folded(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "滿": folded.append("满")
            case "較": folded.append("较")
            case "極": folded.append("极")
            case "評": folded.append("评")
            case "’": folded.append("'")
            case "\u{3000}", "\u{A0}": folded.append(" ")
            case "\u{FE0F}": continue
            default:
                let isWide = (0xFF01...0xFF5E).contains(scalar.value)
                folded.append(isWide ? UnicodeScalar(scalar.value - 0xFEE0) ?? scalar : scalar)
            }
        }
        let words = String(folded).lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for (open, close) in [("(", ")"), ("[", "]"), ("【", "】")]
        where words.hasPrefix(open) && words.hasSuffix(close) && words.count > 2 {
            return String(words.dropFirst().dropLast())
        }
        return words
    }
}
