import RapportPluginKit

/// Reads the evidence of one table.
struct EvidenceReading {
    let source: EvidenceSources.Source
    let table: Table
    /// The customer of each row.
    let customers: [Int32]
    let days: [Int32?]?

    private(set) var items: [Component: [Evidence.Item]] = [:]
    private(set) var offered: [Component] = []
    private(set) var questions: [Question] = []
    private(set) var rowsWithItems: [Int] = []
    private(set) var otherSide = 0
    private(set) var toneless = 0

    init(source: EvidenceSources.Source, table: Table, customers: [Int32], days: [Int32?]?) {
        (self.source, self.table, self.customers, self.days) = (source, table, customers, days)
    }

    /// - Throws: `column.range`, `column.levels`, `column.missing-values` where evidence has no time,
    ///   `survey.scale`, `run.cancelled`.
    mutating func read(_ analysis: Score, _ work: Work) throws(Diagnostic) {
        if source.parameter == nil { try readAnswers(analysis, work) }
        if let name = source.sentiment { try readTones(name) }
        if let name = source.service {
            let values = try numbers(in: name, 0...100)
            offered.append(.service)
            for (row, value) in values.enumerated() { if let value { add(.service, row, value / 100) } }
        }
        try requireTimes()
    }

    private mutating func add(_ component: Component, _ row: Int, _ value: Double) {
        items[component, default: []].append(
            Evidence.Item(customer: customers[row], day: days?[row] ?? 0, value: value))
        rowsWithItems.append(row)
    }

    // MARK: - Answers

    private mutating func readAnswers(_ analysis: Score, _ work: Work) throws(Diagnostic) {
        for name in analysis.ratings {
            if !offered.contains(.survey) { offered.append(.survey) }
            let answers = try Answers(name, table)
            if let column = analysis.scaleColumn?.name {
                try readMixed(name, answers, scalesIn: column, analysis, work)
            } else {
                try readAnswers(name, answers, analysis.scale, analysis.reverse, work)
            }
        }
    }

    private mutating func readAnswers(
        _ name: String, _ answers: Answers, _ scale: Auto<Scale>, _ isReversed: Bool, _ work: Work
    ) throws(Diagnostic) {
        guard answers.points.contains(where: { $0 != nil }) else { return }
        let question = try Question(name, answers, scale: scale, isReversed: isReversed)
        questions.append(question)
        try refuseMixedScales(question, answers, [name], work)
        for (row, answer) in answers.points.enumerated() {
            guard let answer else { continue }
            add(.survey, row, question.scale.portion(answer, isReversed: question.isReversed))
        }
    }

    private func refuseMixedScales(
        _ question: Question, _ answers: Answers, _ ratings: [String], _ work: Work
    ) throws(Diagnostic) {
        let present = answers.points.enumerated().compactMap { row, value in value.map { (row, $0) } }
        let mixed = MixedScales(question: question, answers: present)
        guard let finding = try mixed.finding(in: table, but: ratings, work) else { return }
        let column = finding.column.asColumnName
        throw mixed.refusal(
            finding,
            apart: [
                .init(
                    finding.isNamed
                        ? "`scale_column=\(column)` takes each answer on its own scale"
                        : "`by=\(column)` scores each group apart, on its own scale")
            ])
    }

    /// Answers whose scale stands beside them.
    private mutating func readMixed(
        _ name: String, _ answers: Answers, scalesIn column: String, _ analysis: Score,
        _ work: Work
    ) throws(Diagnostic) {
        let scales = try table.texts(in: column).map { $0.flatMap { Scale(rawValue: $0.lowercased()) } }
        if let row = answers.points.indices.first(where: { answers.points[$0] != nil && scales[$0] == nil }) {
            throw Diagnostic(
                "column.levels",
                "`\(column)` names no scale in row \(row + 1); expected "
                    + Wording.list(Scale.allCases.map { "`\($0.rawValue)`" }),
                subject: .column(column), help: ["`derive` a column with these words"])
        }
        for scale in Scale.allCases {
            let part = answers.points.indices.map { scales[$0] == scale ? answers.points[$0] : nil }
            try readAnswers(
                name, Answers(points: part, wording: answers.wording), .given(scale), analysis.reverse, work)
        }
    }

    // MARK: - Texts

    private mutating func readTones(_ name: String) throws(Diagnostic) {
        let values = try numbers(in: name, -1...1)
        offered.append(.sentiment)
        let isCustomers = try sides()
        let wordless = try source.wordless.map { (name) throws(Diagnostic) in try table.texts(in: name) }
        for (row, value) in values.enumerated() {
            if isCustomers?[row] == false {
                if value != nil { otherSide += 1 }
            } else if let value, wordless?[row] == nil {
                add(.sentiment, row, (value + 1) / 2)
            } else if source.parameter != nil || value != nil {
                toneless += 1
            }
        }
    }

    /// Whether each text is the customer's; nil where there is no column that says.
    private func sides() throws(Diagnostic) -> [Bool]? {
        guard let side = source.side else { return nil }
        let mine = try table.texts(in: side).map { $0.map(CustomerSide.isCustomer) ?? false }
        if mine.contains(true) || table.count == 0 { return mine }
        throw Diagnostic(
            "column.levels", "no text is the customer's: `\(side)` names no side that is known as theirs",
            subject: source.parameter.map { .parameter($0) } ?? .column(side),
            help: [
                .init(
                    "known as theirs: \(CustomerSide.words.prefix(6).joined(separator: ", ")), …; "
                        + "`… | drop \(side.asColumnName)` where all texts are theirs")
            ])
    }

    // MARK: - What is refused

    private func numbers(in name: String, _ range: ClosedRange<Double>) throws(Diagnostic) -> [Double?] {
        let values = try table.optionalNumbers(in: name)
        func isOutside(_ value: Double?) -> Bool { value.map { !range.contains($0) } ?? false }
        guard let row = values.firstIndex(where: isOutside) else { return values }
        let ends = "\(Wording.number(range.lowerBound)) to \(Wording.number(range.upperBound))"
        throw Diagnostic(
            "column.range",
            "\(Wording.count(values.count(where: isOutside), "value")) of `\(name)` lie outside \(ends), the first in "
                + "row \(row + 1)",
            subject: source.parameter.map { .parameter($0) } ?? .column(name),
            help: ["a tone is from -1 to 1, a service score from 0 to 100"])
    }

    private func requireTimes() throws(Diagnostic) {
        guard let days, let name = source.time else { return }
        let missing = Set(rowsWithItems.filter { days[$0] == nil })
        guard let first = missing.min() else { return }
        throw Diagnostic(
            "column.missing-values",
            "`\(name)` is missing in \(Wording.count(missing.count, "row")) with evidence"
                + "\(source.parameter.map { " of the table of `\($0)`" } ?? ""), the first is row \(first + 1)",
            subject: source.parameter.map { .parameter($0) } ?? .column(name),
            help: ["`… | where present(\(name.asColumnName))` before it leaves them out"])
    }
}
