/// A sign that other languages use where ours has a word or another sign.
struct ForeignSign {
    var length: Int
    var help: String
    /// What to put in its place, where that is the whole change.
    var replacement: String?
    private var comment = Comment.no

    private enum Comment { case no, beforeBlank, always }

    private init(_ length: Int, _ help: String, _ replacement: String? = nil, comment: Comment = .no) {
        (self.length, self.help, self.replacement, self.comment) = (length, help, replacement, comment)
    }

    /// Whether the rest of the line was meant as a comment.
    func beginsComment(beforeBlank isBeforeBlank: Bool) -> Bool {
        comment == .always || comment == .beforeBlank && isBeforeBlank
    }

    /// The longest foreign sign that begins with the three bytes.
    static func find(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> ForeignSign? {
        switch (Unicode.Scalar(first), Unicode.Scalar(second), Unicode.Scalar(third)) {
        case ("=", "=", "="): ForeignSign(3, "`==`", "==")
        case ("=", ">", _): ForeignSign(2, "`>=`", ">=")
        case ("=", "!", _): ForeignSign(2, "`!=`", "!=")
        case ("=", "<", _): ForeignSign(2, "`<=`", "<=")
        case ("!", "=", "="): ForeignSign(3, "`!=`", "!=")
        case ("!", "=", _): nil
        case ("!", _, _): ForeignSign(1, "`not`", "not ")
        case ("<", ">", _): ForeignSign(2, "`!=`", "!=")
        case ("&", "&", _): ForeignSign(2, "`and`", "and")
        case ("&", _, _): ForeignSign(1, "`and`", "and")
        case ("|", "|", _): ForeignSign(2, "`or` between conditions, `concat(a, b)` for text")
        case ("|", ">", _): ForeignSign(2, "`|`", "|")
        case ("%", ">", "%"): ForeignSign(3, "`|`", "|")
        case ("*", "*", _): ForeignSign(2, "`pow(a, b)`")
        case ("^", _, _): ForeignSign(1, "`pow(a, b)`")
        case (":", ":", _): ForeignSign(2, "`cast`")
        case (":", "=", _): ForeignSign(2, "`=`", "=")
        case ("-", ">", _): ForeignSign(2, "`=`")
        case ("-", "-", _):
            ForeignSign(2, "`#` for a comment, or a space between two minus signs", comment: .beforeBlank)
        case ("/", "/", _): ForeignSign(2, "`#` for a comment", "#", comment: .always)
        case ("/", "*", _): ForeignSign(2, "`#` for a comment", comment: .always)
        case ("@", _, _): ForeignSign(1, "a name without `@`", "")
        case ("~", _, _): ForeignSign(1, "`matches(a, '…')` for a pattern, `not` for the opposite")
        default: nil
        }
    }
}
