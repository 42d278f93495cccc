import RapportDiagnostics

extension Lexer {
    /// `amount`, `地区`, and with points between words a path: `user.id`, `items.0.price`.
    mutating func lexName() {
        let start = position
        position = endOfWord(from: start)
        let length = position - start
        var isPath = false
        while byte() == UInt8(ascii: "."), continuesName(at: position + 1) {
            position = endOfWord(from: position + 1)
            isPath = true
        }
        if isPath { return append(.path, from: start) }
        let word = length <= 7 && bytes[start] < 0x80 ? Word(source(start..<position)) : .none
        append(.name, word: word, from: start)
    }

    /// `` `First Name` ``; a backtick inside is doubled.
    mutating func lexQuotedName() {
        let start = position
        position += 1
        while let next = byte(), next != UInt8(ascii: "\n") {
            position += 1
            guard next == UInt8(ascii: "`") else { continue }
            if byte() == UInt8(ascii: "`") {
                position += 1
            } else if position - start == 2 {
                return refuse("syntax.backtick", "an empty name", at: start..<position, from: start)
            } else {
                return append(.quoted, from: start)
            }
        }
        refuse(
            "syntax.backtick", "a name in backticks is not closed on its line", at: start..<start + 1,
            from: start, help: ["close it with a backtick"])
    }

    /// `$region`.
    mutating func lexParameter() {
        let start = position
        position += 1
        guard let next = scalar(at: position), Characters.startsName(next.scalar) else {
            return refuse(
                "syntax.param", "`$` without a parameter's name", at: start..<position, from: start)
        }
        position = endOfWord(from: position)
        append(.parameter, from: start)
    }
}
