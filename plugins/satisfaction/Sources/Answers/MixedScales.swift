import RapportPluginKit

/// Finds a column that holds answers on two scales: one group never goes above 5, another does.
///
/// Only where the scale is taken from the values: a scale that was stated is believed.
struct MixedScales {
    let question: Question
    /// Row and value of each counted answer.
    let answers: [(row: Int, value: Double)]

    /// The column whose groups are on two scales.
    struct Finding {
        let column: String
        /// Answers of the group on the smaller scale.
        let count: Int
        /// Whether the groups are named as the scales are.
        let isNamed: Bool
    }

    private static let mostGroups = 50
    private static let leastAnswers = 20

    /// The first column that parts the answers so: of the groups that were asked for, then of the table's categories
    /// but those named.
    func finding(
        by groups: [Breakdown] = [], in table: Table, but named: [String], _ work: Work
    ) throws(Diagnostic) -> Finding? {
        guard case .values(_, let greatest) = question.origin, greatest > 5 else { return nil }
        for breakdown in groups + (try Self.categories(of: table, but: named, work)) {
            let isNamed =
                breakdown.labels.count > 1
                && breakdown.labels.allSatisfy { Scale(rawValue: $0.lowercased()) != nil || $0 == "missing" }
            var most = [Double](repeating: -1, count: breakdown.labels.count)
            var counts = [Int](repeating: 0, count: breakdown.labels.count)
            for (row, value) in answers {
                guard let level = breakdown.levels[row] else { continue }
                most[level] = max(most[level], value)
                counts[level] += 1
            }
            let large = counts.indices.filter { counts[$0] >= (isNamed ? 1 : Self.leastAnswers) }
            guard let low = large.first(where: { most[$0] <= 5 }), large.contains(where: { most[$0] > 5 })
            else { continue }
            return Finding(column: breakdown.name, count: counts[low], isNamed: isNamed)
        }
        return nil
    }

    /// Categories of the table that may tell which question an answer belongs to.
    private static func categories(
        of table: Table, but named: [String], _ work: Work
    ) throws(Diagnostic) -> [Breakdown] {
        var found: [Breakdown] = []
        for field in table.schema.fields
        where field.kind == .category && field.type == .text && !named.contains(field.name) {
            let breakdown = try Breakdown(field.name, table, work)
            if breakdown.labels.count <= mostGroups { found.append(breakdown) }
        }
        return found
    }

    func refusal(_ finding: Finding, apart: [Diagnostic.Help]) -> Diagnostic {
        var greatest = ""
        if case .values(_, let most) = question.origin { greatest = Wording.number(most) }
        return Diagnostic(
            "survey.mixed-scales",
            "`\(question.name)` looks like two scales: \(Wording.count(finding.count)) answers of one group of "
                + "`\(finding.column)` never go above 5, others go up to \(greatest)",
            subject: .column(question.name),
            help: [.init("`scale=\(question.scale.rawValue)` if all are on one scale")] + apart)
    }
}
