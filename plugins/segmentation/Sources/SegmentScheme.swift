import RapportPluginKit

/// The schemes of names that need no file.
enum BuiltInScheme: String, Choice { case rfGrid = "rf_grid", rRFM = "r_rfm", cn8 }

/// Names for groups of scores: the first rule that holds, else `Others`.
struct SegmentScheme {
    struct Rule {
        var name: String
        var r: ClosedRange<Int>
        var f: ClosedRange<Int>
        var m: ClosedRange<Int>

        func holds(_ r: Int, _ f: Int, _ m: Int) -> Bool {
            self.r.contains(r) && self.f.contains(f) && self.m.contains(m)
        }
    }

    /// In the order in which tables show them.
    let names: [String]
    let rules: [Rule]
    /// What the rules' scores run to; other numbers of scores are scaled to it.
    private let scale: Int?
    /// Above and below the means instead of scores.
    private let isByMean: Bool

    static let others = "Others"

    /// Reads the file where the scheme is one; `scores` is nil where their number is not known yet.
    ///
    /// - Throws: `scheme.columns`, `scheme.empty`, `scheme.rule`, and what reading the file throws.
    init(_ scheme: Either<BuiltInScheme, FilePath>, scores: Int?) throws(Diagnostic) {
        switch scheme {
        case .first(.rfGrid): self.init(Self.rfGridOrder, Self.rfGrid, scale: 5)
        case .first(.rRFM): self.init(Self.rRFM.map(\.name) + [Self.others], Self.rRFM, scale: 5)
        case .first(.cn8): self.init(Self.cn8, [], scale: nil, isByMean: true)
        case .second(let file):
            let rules = try Self.rules(in: file, scores: scores)
            var names: [String] = []
            for rule in rules where !names.contains(rule.name) { names.append(rule.name) }
            if !names.contains(Self.others) { names.append(Self.others) }
            self.init(names, rules, scale: nil)
        }
    }

    private init(_ names: [String], _ rules: [Rule], scale: Int?, isByMean: Bool = false) {
        (self.names, self.rules, self.scale, self.isByMean) = (names, rules, scale, isByMean)
    }

    /// The name of a cell of scores, as a place in ``names``.
    func segment(_ r: Int, _ f: Int, _ m: Int, bins: Int) -> Int {
        func scaled(_ score: Int) -> Int { scale.map { ($0 * score + bins - 1) / bins } ?? score }
        let (r, f, m) = (scaled(r), scaled(f), scaled(m))
        let name = rules.first { $0.holds(r, f, m) }?.name ?? Self.others
        return names.firstIndex(of: name) ?? names.count - 1
    }

    /// The segment that cut points from another run give to these values, as a place in ``names``.
    func segment(of values: [Measure: Double], under points: [Measure: CutPoints]) -> Int {
        if isByMean { return byMean { (values[$0] ?? 0, points[$0]?.mean ?? 0) } }
        func score(_ measure: Measure) -> Int { points[measure]?.score(values[measure] ?? 0, measure) ?? 1 }
        return segment(
            score(.recency), score(.frequency), score(.monetary), bins: points[.recency]?.bins ?? 5)
    }

    /// One of the eight cells, from each measure's value and mean.
    private func byMean(_ measured: (Measure) -> (value: Double, mean: Double)) -> Int {
        func isGood(_ measure: Measure) -> Bool {
            let (value, mean) = measured(measure)
            return measure.isReversed ? value <= mean : value >= mean
        }
        return (isGood(.monetary) ? 0 : 4) + (isGood(.frequency) ? 0 : 1) + (isGood(.recency) ? 0 : 2)
    }

    /// The measures that a name depends on: the map of recency and frequency takes any monetary value.
    var measures: [Measure] {
        if isByMean { return Measure.allCases }
        let ranges: [(measure: Measure, each: [ClosedRange<Int>])] = [
            (.recency, rules.map(\.r)), (.frequency, rules.map(\.f)), (.monetary, rules.map(\.m)),
        ]
        let top = scale ?? ranges.flatMap(\.each).map(\.upperBound).max() ?? 1
        return ranges.filter { !$0.each.allSatisfy { $0 == 1...max(top, 1) } }.map(\.measure)
    }

    /// The segment of each customer, as a place in ``names``.
    func segments(of facts: CustomerFacts, _ scores: Scores) -> [Int] {
        let (r, f, m) = (scores[.recency], scores[.frequency], scores[.monetary])
        if isByMean {
            return (0..<facts.count).map { row in
                byMean { measure in (facts[measure][row], scores.points[measure]?.mean ?? 0) }
            }
        }
        let bins = scores.bins
        let cells = (0..<bins * bins * bins).map { cell in
            segment(cell / (bins * bins) + 1, cell / bins % bins + 1, cell % bins + 1, bins: bins)
        }
        return r.indices.map { cells[((r[$0] - 1) * bins + f[$0] - 1) * bins + m[$0] - 1] }
    }
}

// MARK: - Built in

extension SegmentScheme {
    private static func rule(
        _ name: String, _ r: ClosedRange<Int>, _ f: ClosedRange<Int>, _ m: ClosedRange<Int> = 1...5
    ) -> Rule { Rule(name: name, r: r, f: f, m: m) }

    /// From best to gone.
    static let rfGridOrder = [
        "Champions", "Loyal Customers", "Potential Loyalists", "New Customers", "Promising",
        "Need Attention", "About To Sleep", "At Risk", "Can't Lose Them", "Hibernating",
    ]

    /// The map of recency and frequency that public Python code for RFM copies; each of the 25 cells once.
    static let rfGrid = [
        rule("Hibernating", 1...2, 1...2), rule("At Risk", 1...2, 3...4),
        rule("Can't Lose Them", 1...2, 5...5),
        rule("About To Sleep", 3...3, 1...2), rule("Need Attention", 3...3, 3...3),
        rule("Loyal Customers", 3...4, 4...5), rule("Promising", 4...4, 1...1),
        rule("New Customers", 5...5, 1...1), rule("Potential Loyalists", 4...5, 2...3),
        rule("Champions", 5...5, 4...5),
    ]

    /// The example of R's package `rfm` on CRAN, first match; 10 of 125 cells are `Others`.
    static let rRFM = [
        rule("Champions", 5...5, 5...5, 5...5), rule("Potential Loyalist", 3...5, 3...5, 2...5),
        rule("Loyal Customers", 2...4, 2...4, 2...4), rule("Promising", 3...4, 1...3, 3...5),
        rule("New Customers", 4...5, 1...3, 1...5), rule("Can't Lose Them", 1...2, 3...4, 4...5),
        rule("At Risk", 1...2, 2...5, 4...5), rule("Need Attention", 1...3, 3...5, 3...5),
        rule("About To Sleep", 2...3, 1...3, 1...4), rule("Lost", 1...1, 1...5, 1...5),
    ]

    /// The eight cells of Chinese practice: at the mean or better in R, F and M.
    ///
    /// 重要 (important) is M at the mean or above. 价值 (keep as they are): R and F good; 发展 (develop): recent,
    /// but seldom; 保持 (win back in time): often, but not lately; 挽留 (hold): neither.
    static let cn8 = [
        "重要价值客户", "重要发展客户", "重要保持客户", "重要挽留客户", "一般价值客户", "一般发展客户", "一般保持客户", "一般挽留客户",
    ]
}

// MARK: - From a file

extension SegmentScheme {
    private static func rules(in file: FilePath, scores: Int?) throws(Diagnostic) -> [Rule] {
        let csv: CSVText
        do throws(Diagnostic) {
            csv = try CSVText(file: file)
        } catch {
            var unread = error
            unread.subject = .parameter("scheme")
            if let near = file.path.nearest(in: BuiltInScheme.allCases.map(\.rawValue)) {
                unread.help = [Diagnostic.Help("`scheme=\(near)`?")]
            }
            throw unread
        }
        guard let r = csv.column("r"), let f = csv.column("f"), let m = csv.column("m"),
            let names = csv.column("segment")
        else {
            throw Diagnostic(
                "scheme.columns",
                "`\(file.path)` has the columns \(csv.header.joined(separator: ", ")); expected r, f, m, segment",
                subject: .parameter("scheme"), help: ["a cell is a score `5`, a range `3-5`, or `*`"])
        }
        guard !names.isEmpty else {
            throw Diagnostic(
                "scheme.empty", "`\(file.path)` has a header and no rule", subject: .parameter("scheme"),
                help: ["a rule is a row such as `5,4-5,*,Champions`"])
        }
        var rules: [Rule] = []
        for row in names.indices {
            guard let r = range(r[row], scores), let f = range(f[row], scores), let m = range(m[row], scores),
                !names[row].isEmpty
            else {
                throw Diagnostic(
                    "scheme.rule",
                    "row \(row + 1) of `\(file.path)` is no rule for scores from 1 to \(scores ?? 9)",
                    subject: .parameter("scheme"), help: ["a cell is a score `5`, a range `3-5`, or `*`"])
            }
            rules.append(Rule(name: names[row], r: r, f: f, m: m))
        }
        return rules
    }

    private static func range(_ cell: String, _ scores: Int?) -> ClosedRange<Int>? {
        let scores = 1...(scores ?? 9)
        let text = cell.filter { $0 != " " }
        if text.isEmpty || text == "*" { return scores }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard let lower = ends.first ?? nil, let upper = ends.last ?? nil, ends.count <= 2, lower <= upper,
            scores.contains(lower), scores.contains(upper)
        else { return nil }
        return lower...upper
    }
}
