import RapportPluginKit

/// The answers of a column: numbers as they are, words as the points that they stand for.
struct Answers {
    /// Nil where there is no answer.
    let points: [Double?]
    /// Nil where the column holds numbers.
    let wording: AnswerWording?
}

extension Answers {
    /// - Throws: `column.type` where a text is neither a number nor a known word, `survey.wording` where the
    ///   numbers run against the words beside them.
    init(_ name: String, _ table: Table) throws(Diagnostic) {
        guard try table.column(name).type == .text else {
            (points, wording) = (try table.optionalNumbers(in: name), nil)
            return
        }
        let texts = try table.texts(in: name)
        var kinds: [String: AnswerText] = [:]
        for text in texts { if let text, kinds[text] == nil { kinds[text] = AnswerText(text) } }
        let reading = AnswerReading(kinds.values)
        try reading.requireDirection(name)
        var (points, unanswered, unknown) = ([Double?](), 0, [Int]())
        points.reserveCapacity(texts.count)
        for (row, text) in texts.enumerated() {
            let kind = text.flatMap { kinds[$0] }
            let point = kind.flatMap(reading.point)
            points.append(point)
            guard let kind, point == nil else { continue }
            if kind == .unanswered { unanswered += 1 } else { unknown.append(row) }
        }
        if let first = unknown.first {
            let answered = texts.count { $0 != nil } - unanswered
            throw Self.refusal(name, unknown.count, of: answered, first: first, reading)
        }
        self.points = points
        wording = AnswerWording(scale: reading.scale, taken: reading.taken, unanswered: unanswered)
    }

    private static func refusal(
        _ name: String, _ unknown: Int, of answered: Int, first row: Int, _ reading: AnswerReading
    ) -> Diagnostic {
        let column = name.asColumnName
        var help: [Diagnostic.Help] = [
            .init(
                "`… | recode \(column) = {\"WORD\": 5, …}` gives each word its point; "
                    + "`… | summarize n=count() by \(column)` lists them")
        ]
        if reading.scale == nil, unknown < answered {
            help.insert(.init("`… | cast \(column)=float on_error=missing` before it leaves them out"), at: 0)
        }
        return Diagnostic(
            "column.type",
            "`\(name)` is text, and \(Wording.count(unknown)) of \(Wording.count(answered, "answer")) are neither a "
                + "number nor a known word of one scale, the first in row \(row + 1); expected such as `4`, "
                + "`5 - Excellent`, `very satisfied` or `满意`",
            subject: .column(name), help: help)
    }
}

/// How the answers of a column of text were taken.
struct AnswerWording: Sendable {
    /// The scale that the words themselves belong to; nil where numbers stand beside them.
    let scale: Scale?
    /// The words with their points, from the worst to the best.
    let taken: [(word: String, point: Double)]
    /// Cells that say that nobody answered.
    let unanswered: Int
}

/// What the different cells of a column of text mean together.
struct AnswerReading {
    /// Nil where all points are numbers that the cells hold.
    let scale: Scale?
    let taken: [(word: String, point: Double)]
    private let words: AnswerWords?
    /// Numbers with the words beside them.
    private let numbered: [(number: Double, beside: String)]

    init(_ kinds: some Collection<AnswerText>) {
        var (numbered, spoken) = ([(number: Double, beside: String)](), Set<String>())
        for kind in kinds {
            switch kind {
            case .number(let number, let beside): numbered.append((number, beside))
            case .word(let word): spoken.insert(word)
            case .unanswered: break
            }
        }
        self.numbered = numbered
        let sorted = spoken.sorted()
        // A number between the words is a step of theirs: "very dissatisfied", 2, 3, 4, "very satisfied".
        func isStep(_ list: AnswerWords) -> Bool {
            numbered.allSatisfy { list.scale == .csat && list.scale.range.contains($0.number) }
        }
        let words =
            spoken.isEmpty
            ? nil
            : AnswerWords.lists.first { list in
                sorted.allSatisfy { list.point($0) != nil } && list.areSteps(sorted) && isStep(list)
            }
        self.words = words
        scale = words?.scale
        taken = sorted.compactMap { word in words?.point(word).map { (word, $0) } }
            .sorted { ($0.point, $0.word) < ($1.point, $1.word) }
    }

    /// Nil where the cell says nothing that is known.
    func point(_ text: AnswerText) -> Double? {
        switch text {
        case .number(let number, _): number
        case .word(let word): words?.point(word)
        case .unanswered: nil
        }
    }

    /// - Throws: `survey.wording` where a higher number stands beside a worse word.
    func requireDirection(_ name: String) throws(Diagnostic) {
        for list in AnswerWords.lists {
            let known = numbered.compactMap { each in list.point(each.beside).map { (each.number, $0) } }
            let runsBack = known.contains { a in known.contains { b in a.0 < b.0 && a.1 > b.1 } }
            guard runsBack, let most = numbered.map(\.number).max(), let least = numbered.map(\.number).min()
            else { continue }
            let column = name.asColumnName
            throw Diagnostic(
                "survey.wording",
                "in `\(name)` the higher numbers stand beside the worse words: the scale runs the other way",
                subject: .column(name),
                help: [
                    .init(
                        "`… | derive \(column) = \(Wording.number(most + least)) - number(extract(\(column), \"[0-9]+\"))` "
                            + "before it turns them round")
                ])
        }
    }
}
