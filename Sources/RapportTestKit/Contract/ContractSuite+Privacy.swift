internal import RapportContract
internal import RapportTable

extension ContractSuite {
    /// Marks the columns that say who somebody is as private, and looks for their values in what comes out.
    func privacy(_ sample: StageSample) async -> [String] {
        let hidden = sample.identifying(for: stage.signature)
        guard !hidden.isEmpty else { return [] }
        let table = sample.table.hiding(hidden)
        let names = Set(hidden.flatMap { table[$0]?.words ?? [] })
        let (outcome, wrong) = await outcome(sample.with(table))
        guard let outcome else { return wrong }
        var found: [String] = []
        for (name, table) in [("output", outcome.output)] + outcome.tables.map({ ($0.name, $0.table) }) {
            for (field, column) in zip(table.schema.fields, table.columns)
            where !field.isPrivate && !names.isDisjoint(with: column.words) {
                found.append(
                    "`\(name).\(field.name)` names who is private in `\(hidden.joined(separator: "`, `"))`: "
                        + "give the field the role of the input, or `isPrivate`")
            }
        }
        let sentences =
            outcome.findings.map { ("finding", $0.code, $0.text) }
            + outcome.caveats.map { ("caveat", $0.code, $0.text) }
            + outcome.metrics.map { ("metric", $0.name, $0.group) }
        for (kind, code, text) in sentences where !names.isDisjoint(with: text.words) {
            found.append(
                "the \(kind) `\(code)` names who is private; sentences are not masked: count them instead")
        }
        return found
    }
}

extension StageSample {
    /// Columns of the piped table by which the stage knows people, as texts.
    fileprivate func identifying(for signature: Signature) -> [String] {
        let people: Set<Role> = ["customer", "source", "target", "sender", "recipient"]
        return signature.parameters.compactMap { parameter in
            guard case .column(let requirement) = parameter.kind, !people.isDisjoint(with: requirement.roles),
                case .column(let name) = arguments[parameter.name], table.schema[name]?.type == .text
            else { return nil }
            return name
        }
    }
}

extension Table {
    /// The same rows; the columns are private, and their values like no other word of the table.
    fileprivate func hiding(_ names: [String]) -> Table {
        var table = self
        for name in names {
            guard let column = self[name], var field = schema[name] else { continue }
            field.isPrivate = true
            let cells = (0..<count).map { row in
                column[row].isMissing ? nil : "zz" + column.text(at: row).words.joined(separator: "zz")
            }
            table = table.adding(field, .texts(cells))
        }
        return table
    }
}

extension Column {
    /// The words of all texts; empty of numbers and times.
    fileprivate var words: Set<String> {
        guard type == .text || type == .list(of: .text) else { return [] }
        return (0..<count).reduce(into: []) { $0.formUnion(text(at: $1).words) }
    }
}

extension String {
    fileprivate var words: [String] {
        split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }
}
