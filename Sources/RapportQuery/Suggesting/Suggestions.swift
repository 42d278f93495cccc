internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable
public import RapportWork

/// A line that makes sense for a table, and what it answers.
public struct Suggestion: Sendable, Hashable {
    public var line: String
    public var answers: String
}

/// Lines that go on from a bound table: by its roles, kinds and types, and by what other tables share with it.
///
/// Each of them binds, so that each can be run.
public func suggestions(
    for name: String, catalog: any Catalog, settings: QuerySettings, work: Work
) async -> [Suggestion] {
    guard let bound = catalog.bound(name) else { return [] }
    let candidates = Suggester(name: name, schema: bound.schema, catalog: catalog).candidates
    var kept: [Suggestion] = []
    for candidate in candidates where !kept.contains(where: { $0.line == candidate.line }) {
        let script = parse(candidate.line)
        guard script.diagnostics.isEmpty, case .pipeline(_, let pipeline)? = script.statements.first?.form
        else {
            continue
        }
        do throws(Diagnostic) {
            _ = try await bind(pipeline, catalog: catalog, settings: settings, work: work)
            kept.append(candidate)
        } catch { continue }
    }
    return kept
}

private struct Suggester {
    let table: String
    let schema: Schema
    let catalog: any Catalog
    let name: String

    init(name: String, schema: Schema, catalog: any Catalog) {
        (self.name, self.schema, self.catalog) = (name, schema, catalog)
        table = LanguageText.name(name)
    }

    private func column(_ role: Role, _ fits: (ColumnType) -> Bool = { _ in true }) -> String? {
        guard
            case .found(let name, _) = RoleMatching(schema: schema).match(ColumnRequirement(roles: [role])),
            let type = schema[name]?.type, fits(type)
        else { return nil }
        return name
    }

    /// Few values are likely: what a table is divided by.
    private var categories: [Field] {
        schema.fields.filter { $0.kind == .category && !$0.isPrivate && $0.type == .text }
    }
    private var time: String? {
        if let stated = column("time", \.isTime) { return stated }
        let times = schema.fields.filter(\.type.isTime)
        return times.count == 1 ? times[0].name : nil
    }

    var candidates: [Suggestion] { roles + overview + sums + customers + analyses + joins }

    /// Roles that weak names only hint at are the analyst's to state.
    private var roles: [Suggestion] {
        var pairs: [String] = []
        for role in ["customer", "time", "amount", "order"] as [Role] {
            guard schema.fields.allSatisfy({ $0.role != role }) else { continue }
            let requirement = ColumnRequirement(roles: [role])
            guard case .none(let weak) = RoleMatching(schema: schema).match(requirement) else { continue }
            let fitting = weak.filter { name in
                guard let type = schema[name]?.type else { return false }
                return role == "time" ? type.isTime : role == "amount" ? type.isNumber : true
            }
            if fitting.count == 1 { pairs.append("\(role)=\(LanguageText.name(fitting[0]))") }
        }
        guard !pairs.isEmpty else { return [] }
        return [
            Suggestion(
                line: "\(table) = \(table) | roles \(pairs.joined(separator: " "))",
                answers: "states what columns are for, so that analyses find them")
        ]
    }

    private var overview: [Suggestion] {
        [Suggestion(line: "\(table) | describe", answers: "what each column holds, and what is missing")]
    }

    private var sums: [Suggestion] {
        var found: [Suggestion] = []
        let amount = column("amount", \.isNumber).map(LanguageText.name)
        let total = amount.map { "revenue=sum(\($0))" } ?? "n=count()"
        let shown = amount == nil ? "n" : "revenue"
        if let time {
            let month = "month(\(LanguageText.name(time)))"
            found.append(
                Suggestion(
                    line:
                        "\(table) | summarize \(total) by \(month) gaps=zero | chart line x=month y=\(shown)",
                    answers: "how it went month by month"))
        }
        for field in categories.prefix(2) {
            let name = LanguageText.name(field.name)
            found.append(
                Suggestion(
                    line:
                        "\(table) | summarize n=count()\(amount == nil ? "" : ", \(total)") by \(name) | sort -\(shown)",
                    answers: "how it divides by `\(field.name)`"))
        }
        return found
    }

    private var customers: [Suggestion] {
        guard let customer = column("customer").map(LanguageText.name) else { return [] }
        var values = ["orders=count()"]
        if let amount = column("amount", \.isNumber) {
            values.append("revenue=sum(\(LanguageText.name(amount)))")
        }
        if let time { values.append("last=max(\(LanguageText.name(time)))") }
        let by = values.count > 1 && values[1].hasPrefix("revenue") ? "revenue" : "orders"
        return [
            Suggestion(
                line:
                    "\(table) | summarize \(values.joined(separator: ", ")) by \(customer) | sort -\(by) | take 10",
                answers: "the largest customers")
        ]
    }

    /// Analyses whose columns the table has; those that do not bind fall out.
    private var analyses: [Suggestion] {
        catalog.stages.map(\.signature).sorted { $0.name < $1.name }.map {
            Suggestion(line: "\(table) | \($0.name)", answers: $0.summary)
        }
    }

    /// Tables that share the name of one id.
    private var joins: [Suggestion] {
        var found: [Suggestion] = []
        for other in catalog.boundNames where other != name && other != "it" {
            guard let right = catalog.bound(other)?.schema else { continue }
            let common = schema.fields.filter { field in
                right[field.name].map { $0.type == field.type } ?? false
                    && (field.kind == .id || RoleAliases.isAlias(field.name, of: "customer"))
            }
            guard common.count == 1 else { continue }
            found.append(
                Suggestion(
                    line:
                        "\(table) | join \(LanguageText.name(other)) on \(LanguageText.name(common[0].name))",
                    answers: "brings the columns of `\(other)`"))
        }
        return found
    }
}
