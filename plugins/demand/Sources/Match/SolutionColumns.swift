import RapportPluginKit

/// Which columns of the table of solutions play which part: given by name, else stated by `roles`, else the
/// one column with a usual name.
struct SolutionColumns: Sendable, Hashable {
    let id: String
    let title: String?
    let text: String
    let tags: String?
    let minScore: String?

    /// - Throws: `role.missing`, `role.ambiguous`, `table.unknown-column`, `column.type`.
    init(_ analysis: Match, in schema: Schema) throws(Diagnostic) {
        let table = "solutions"
        func needed(
            _ role: Role, _ given: BareName?, _ types: [ColumnRequirement.TypeClass], _ option: String
        ) throws(Diagnostic) -> String {
            let found = try schema.column(
                for: role, types: types, given: given?.name, of: table, option: option)
            guard let found else { throw .internalError("no column for `\(role)`, and no word about it") }
            return found
        }
        id = try needed("solution", analysis.solutionId, [], "solution_id")
        text = try needed("text", analysis.solutionText, [.text], "solution_text")
        title = try schema.column(
            for: "title", types: [.text], given: analysis.solutionTitle?.name, of: table, isOptional: true)
        tags = try schema.column(
            for: "tags", given: analysis.solutionTags?.name, of: table, isOptional: true)
        minScore = try schema.column(
            for: "min_score", types: [.number], given: analysis.solutionMinScore?.name, of: table,
            isOptional: true)
        if let type = tags.flatMap({ schema[$0]?.type }), type != .text, type != .list(of: .text) {
            throw Diagnostic(
                "column.type",
                "tags are a text or a list of texts; column `\(tags ?? "")` is of type \(type)",
                subject: .parameter("solution_tags"), help: ["name another column"])
        }
    }

    /// Printed with the result, always: which column was taken for what.
    var note: Note {
        var parts = ["`\(id)` is the id", "`\(text)` the text"]
        if let title { parts.append("`\(title)` the title") }
        if let tags { parts.append("`\(tags)` the tags") }
        if let minScore { parts.append("`\(minScore)` the least score") }
        return Note("match.columns", "of `solutions`, \(Wording.list(parts))")
    }
}
