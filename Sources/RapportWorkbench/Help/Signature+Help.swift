internal import RapportContract
internal import RapportQuery
internal import RapportTable

extension Signature {
    /// The help page of an analysis: what it does, what it takes and gives, with examples that are tests.
    var helpPage: String {
        var parts = [
            "\(name)\(aliases.isEmpty ? "" : "  (also \(aliases.joined(separator: ", ")))")\n\n\(summary)"
        ]
        if !details.isEmpty { parts.append(details) }
        let columns = parameters.filter(\.isColumn)
        if !columns.isEmpty { parts.append("Columns\n" + listed(columns.map { ($0.name, $0.helpLine) })) }
        let plain = parameters.filter { !$0.isColumn && !$0.isAdvanced }
        if !plain.isEmpty { parts.append("Parameters\n" + listed(plain.map { ($0.name, $0.helpLine) })) }
        let advanced = parameters.filter { !$0.isColumn && $0.isAdvanced }
        if !advanced.isEmpty { parts.append("Advanced\n" + listed(advanced.map { ($0.name, $0.helpLine) })) }
        if !outputs.isEmpty { parts.append("Gives\n" + outputs.map(\.helpText).joined(separator: "\n")) }
        if !metrics.isEmpty {
            parts.append("Numbers\n" + listed(metrics.map { ($0.name, $0.meaning) }))
        }
        for example in examples { parts.append("Example: \(example.title)\n  \(example.line)") }
        if !references.isEmpty {
            parts.append("Sources\n" + references.map { "  \($0)" }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }
}

extension Signature.Parameter {
    fileprivate var isColumn: Bool {
        switch kind {
        case .column, .columns: true
        default: false
        }
    }

    fileprivate var helpLine: String {
        var text = help
        switch kind {
        case .column(let wanted), .columns(let wanted):
            if !wanted.roles.isEmpty { text += " Role: \(wanted.roles.map(\.name).joined(separator: ", "))." }
        default:
            text += " Takes \(kind.word)."
        }
        if let standard, standard != .missing { text += " Default: \(standard.written(of: kind))." }
        if let unit { text += " In \(unit)." }
        if !aliases.isEmpty { text += " Also: \(aliases.joined(separator: ", "))." }
        return text
    }
}

extension Signature.Output {
    fileprivate var helpText: String {
        "  \(name): \(summary)\n"
            + listed(
                fields.map {
                    ("  " + $0.name, "\($0.type.name)\($0.meaning.isEmpty ? "" : ": " + $0.meaning)")
                })
    }
}
