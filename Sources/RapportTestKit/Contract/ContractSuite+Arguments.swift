internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable

extension ContractSuite {
    /// Made from the signature: a value just outside each bound, a word that is no choice, and so on.
    func bounds(_ sample: StageSample) async -> [String] {
        var found: [String] = []
        for parameter in stage.signature.parameters {
            for value in parameter.kind.refused {
                found += await refusal(
                    of: parameter.name, value, sample.with(parameter.name, value),
                    codes: ["parameter.range", "parameter.choice", "parameter.type"])
            }
        }
        return found
    }

    func unknownParameter(_ sample: StageSample) async -> [String] {
        await refusal(
            of: "no_such_parameter", .int(1), sample.with("no_such_parameter", .int(1)),
            codes: ["parameter.unknown"])
    }

    func unknownColumn(_ sample: StageSample) async -> [String] {
        var found: [String] = []
        for (name, value) in sample.arguments.sorted(by: { $0.key < $1.key }) {
            let (column, wrong): (String, Value)
            switch value {
            case .column(let name): (column, wrong) = (name, .column("\(name)x"))
            case .columns(let names):
                guard let first = names.first else { continue }
                (column, wrong) = (first, .columns(["\(first)x"] + names.dropFirst()))
            default: continue
            }
            found += await refusal(
                of: name, wrong, sample.with(name, wrong), codes: ["table.unknown-column"], helping: column)
        }
        return found
    }

    func wrongType(_ sample: StageSample) async -> [String] {
        let wrongTypes: [(field: Field, column: Column)] = [
            (Field("zz_text", .text), .texts((0..<sample.table.count).map { "t\($0)" })),
            (Field("zz_bool", .bool), .bools((0..<sample.table.count).map { _ in true })),
        ]
        var table = sample.table
        for each in wrongTypes { table = table.adding(each.field, each.column) }
        var found: [String] = []
        for parameter in stage.signature.parameters {
            guard case .column(let requirement) = parameter.kind,
                let wrong = wrongTypes.first(where: { !requirement.accepts($0.field.type) })
            else { continue }
            let value = Value.column(wrong.field.name)
            found += await refusal(
                of: parameter.name, value, sample.with(table).with(parameter.name, value),
                codes: ["column.type"], helping: "cast")
        }
        return found
    }

    /// What is wrong with how a call is refused, by `check` and by `run`.
    private func refusal(
        of parameter: String, _ value: Value, _ sample: StageSample, codes: [Diagnostic.Code],
        helping word: String? = nil
    ) async -> [String] {
        var found: [String] = []
        let errors: [(step: String, error: Diagnostic?)] = [
            ("check", await check(sample).refusal), ("run", await run(sample).refusal),
        ]
        for (step, error) in errors {
            let what = "`\(step)` of `\(parameter)` as \(value)"
            guard let error else {
                found.append("\(what) is not refused")
                continue
            }
            if !codes.contains(error.code) { found.append("\(what) is refused as `\(error.code)`") }
            if !error.message.contains(parameter) {
                found.append("\(what) is refused without its name: \(error.message)")
            }
            if let word, !error.help.contains(where: { $0.text.contains(word) }) {
                found.append("\(what) is refused without `\(word)` in its help")
            }
        }
        return found
    }
}

extension Result {
    fileprivate var refusal: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}

extension Signature.ParameterKind {
    /// Values that the kind must refuse.
    fileprivate var refused: [Value] {
        switch self {
        case .int(let bounds):
            [.text("zz")] + (bounds.lower.map { [.int($0 &- (bounds.excludesLower ? 0 : 1))] } ?? [])
                + (bounds.upper.map { [.int($0 &+ (bounds.excludesUpper ? 0 : 1))] } ?? [])
        case .float(let bounds):
            [.text("zz")] + (bounds.lower.map { [.float(bounds.excludesLower ? $0 : $0.nextDown)] } ?? [])
                + (bounds.upper.map { [.float(bounds.excludesUpper ? $0 : $0.nextUp)] } ?? [])
        case .bool, .date, .moment, .duration, .column, .columns: [.text("zz")]
        case .table, .model: [.int(1)]
        case .text, .name: [.int(1)]
        case .file: [.int(1)]
        case .choice: [.text("zz_no_choice"), .int(1)]
        case .list(let each): [.text("zz")] + each.refused.map { .list([$0]) }
        case .map(let each): [.text("zz")] + each.refused.map { .map([Value.Entry(.text("zz"), $0)]) }
        case .either(let first, let second):
            // Only what neither takes.
            (first.refused + second.refused).filter { !first.takes($0) && !second.takes($0) }
        }
    }

    /// Whether the kind takes a value of ``refused``, roughly: a number within bounds, a text for a text or
    /// a file.
    private func takes(_ value: Value) -> Bool {
        switch (self, value) {
        case (.int(let bounds), .int(let int)): bounds.contains(int)
        case (.float(let bounds), .int(let int)): bounds.contains(Double(int))
        case (.float(let bounds), .float(let float)): bounds.contains(float)
        case (.text, .text), (.name, .text), (.file, .text): true
        case (.choice(let words), .text(let word)): words.contains(word)
        case (.either(let first, let second), _): first.takes(value) || second.takes(value)
        default: false
        }
    }
}
