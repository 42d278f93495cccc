import RapportPluginKit

extension MatchTables {
    static let declared = [
        Signature.Output(
            "output", "The needs, each with the best solution.",
            [
                Field(
                    "best_solution", .text, kind: .id, role: "solution", meaning: "its id; missing: none fits"
                ),
                Field("best_title", .text, kind: .category, meaning: "its heading"),
                Field("match_status", .text, kind: .category, meaning: "matched, weak or no_match"),
                Field("match_score", .float, kind: .measure, meaning: "cosine from 0 to 1, or BM25"),
                Field("margin", .float, kind: .measure, meaning: "to the score of the next solution"),
                Field(
                    "matched_terms", .list(of: .text), meaning: "the words both have, the weightiest first"),
                Field("match_reason", .text, kind: .category, meaning: "why the text could not be read"),
            ]),
        Signature.Output(
            "matches", "One row a need and solution, `top_k` of each need at most.",
            [
                Field("need", .int, kind: .id, role: "need", meaning: "its id, or its row from 1"),
                Field("rank", .int), Field("solution", .text, kind: .id, role: "solution"),
                Field("title", .text, kind: .category), Field("score", .float, kind: .measure),
                Field("likeness", .float, kind: .measure, meaning: "the score by the most it could be"),
                Field("margin", .float, kind: .measure, meaning: "to the next in rank"),
                Field("status", .text, kind: .category, meaning: "of the first in rank"),
            ]),
        Signature.Output(
            "contributions", "One row a need, solution and word: why it matched.",
            [
                Field("need", .int, kind: .id, role: "need"), Field("rank", .int),
                Field("solution", .text, kind: .id, role: "solution"), Field("term", .text, kind: .category),
                Field("contribution", .float, kind: .measure, meaning: "its part of the score"),
            ]),
        Signature.Output(
            "coverage", "One row a solution: which needs it answers.",
            [
                Field("solution", .text, kind: .id, role: "solution"), Field("title", .text, kind: .category),
                Field("needs", .int, kind: .measure, meaning: "matched ones that have it first"),
                Field("weak", .int, kind: .measure, meaning: "weakly matched ones that have it first"),
                Field("share", .float, kind: .measure, meaning: "matched ones, of all needs"),
                Field(
                    "mean_score", .float, kind: .measure, meaning: "of both; missing where nobody needs it"),
            ]),
        Signature.Output(
            "thresholds", "One row a limit: what would be answered if `min_similarity` were that.",
            [
                Field("min_similarity", .float, kind: .measure),
                Field("answered", .int, kind: .measure, meaning: "needs whose best solution reaches it"),
                Field("share", .float, kind: .measure, meaning: "of all needs"),
                Field("precision", .float, kind: .measure, meaning: "right ones of those where it is known"),
            ]),
    ]

    static let metrics: [Signature.MetricDescription] = [
        .init("needs", "Needs in all."),
        .init("coverage", "Part of the needs that found a solution.", direction: .higher),
        .init("weak_share", "Part of the needs whose best solution is below the limit.", direction: .lower),
        .init("no_match_share", "Part of the needs that share no word with any solution.", direction: .lower),
        .init("margin_median", "Median distance to the next solution.", direction: .higher),
        .init(
            "margin_p10", "Distance to the next solution that nine of ten needs exceed.", direction: .higher),
        .init("hit_at_1", "Right solution first, of those where it is known.", direction: .higher),
        .init("hit_at_k", "Right solution among the first `top_k`.", direction: .higher),
        .init("mrr", "Mean of 1 by the rank of the right solution.", direction: .higher),
        .init("ndcg", "Mean of 1 by log2 of the rank + 1, within `top_k`.", direction: .higher),
    ]

    static let charts = [
        ChartSpecification(
            .bar, title: "Needs by the solution that answers them", table: "coverage", x: "solution",
            y: "needs",
            xLabel: "solution", yLabel: "needs"),
        ChartSpecification(
            .line, title: "What would be answered at other limits", table: "thresholds", x: "min_similarity",
            y: "share", xLabel: "least likeness", yLabel: "share of the needs"),
    ]

    /// What will come out: ids have the types of the tables that came in.
    static func outline(
        _ analysis: Match, _ needs: Schema, _ solutions: Schema, _ columns: SolutionColumns
    ) throws(Diagnostic) -> Outline {
        let solution = solutions[columns.id]?.type ?? .text
        let need = analysis.id.flatMap { needs[$0]?.type } ?? .int
        var added = declared[0].fields
        added[0].type = solution
        var outline = Outline(declared: declared, output: needs.adding(added))
        for index in outline.tables.indices {
            for place in outline.tables[index].schema.fields.indices {
                switch outline.tables[index].schema.fields[place].name {
                case "need": outline.tables[index].schema.fields[place].type = need
                case "solution": outline.tables[index].schema.fields[place].type = solution
                default: break
                }
            }
        }
        outline.warnings = [columns.note] + needs.replaced(by: added)
        return outline
    }
}
