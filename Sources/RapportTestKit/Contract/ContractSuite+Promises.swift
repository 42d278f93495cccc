internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable

extension ContractSuite {
    func outline(_ sample: StageSample) async -> [String] {
        guard case .success(let outline) = await check(sample) else { return ["`check` refuses the sample"] }
        let (outcome, wrong) = await outcome(sample)
        guard let outcome else { return wrong }
        return outcome.differences(from: outline)
    }

    func declaredOutputs(_ sample: StageSample) async -> [String] {
        let signature = stage.signature
        let (outcome, wrong) = await outcome(sample)
        guard let outcome else { return wrong }
        var found: [String] = []
        let tables = [Outcome.NamedTable("output", outcome.output)] + outcome.tables
        if tables.map(\.name) != signature.outputs.map(\.name) {
            found.append("declares the outputs \(signature.outputs.map(\.name)), gives \(tables.map(\.name))")
        }
        for (output, given) in zip(signature.outputs, tables) {
            for field in output.fields where given.table.schema[field.name] == nil {
                found.append("`\(output.name)` declares the column `\(field.name)` and has none")
            }
            // Columns of the input may flow through; others must be declared.
            for name in given.table.schema.names
            where !output.fields.contains(where: { $0.name == name }) && sample.table.schema[name] == nil {
                found.append("`\(output.name)` has the column `\(name)`, which is not declared")
            }
        }
        let (declared, given) = (Set(signature.metrics.map(\.name)), Set(outcome.metrics.map(\.name)))
        found += declared.subtracting(given).sorted().map { "declares the metric `\($0)` and gives none" }
        found += given.subtracting(declared).sorted().map {
            "gives the metric `\($0)`, which is not declared"
        }
        for chart in outcome.charts {
            guard let table = tables.first(where: { $0.name == chart.table ?? "output" })?.table else {
                found.append("the chart `\(chart.title)` draws a table that is not there")
                continue
            }
            for column in [chart.x, chart.y, chart.split, chart.value].compactMap(\.self)
            where table[column] == nil {
                found.append("the chart `\(chart.title)` draws the column `\(column)`, which is not there")
            }
        }
        return found
    }

    func sentences(_ sample: StageSample) async -> [String] {
        let (outcome, wrong) = await outcome(sample)
        guard let outcome else { return wrong }
        var found: [String] = []
        if !(1...3).contains(outcome.findings.count) {
            found.append("\(outcome.findings.count) findings; expected one to three")
        }
        for finding in outcome.findings where !finding.text.hasSuffix(".") || !finding.code.contains(".") {
            found.append("no sentence with a code: \(finding.code): \(finding.text)")
        }
        if outcome.caveats.isEmpty { found.append("no caveat: not even that nothing was dropped") }
        for caveat in outcome.caveats where caveat.text.isEmpty || !caveat.code.contains(".") {
            found.append("no caveat with a code: \(caveat.code): \(caveat.text)")
        }
        return found
    }

    func rowCount(_ sample: StageSample) async -> [String] {
        let (outcome, wrong) = await outcome(sample)
        guard let outcome else { return wrong }
        let rows = outcome.rows
        return rows.input == sample.table.count && (0...rows.input).contains(rows.used)
            ? [] : ["\(sample.table.count) rows came in; it says \(rows.input), of which \(rows.used) used"]
    }

    func groups(_ sample: StageSample) async -> [String] {
        guard stage.signature[parameter: "by"] != nil else { return ["no parameter `by`"] }
        let key = "zz_group"
        let rows = sample.table.count
        let table = sample.table.adding(
            Field(key, .text), .texts((0..<rows).map { $0 < rows / 2 ? "a" : "b" }))
        let grouped = sample.with(table).with("by", .columns([key]))
        guard case .success(let outline) = await check(grouped) else { return ["`check` refuses `by`"] }
        let (outcome, wrong) = await outcome(grouped)
        guard let outcome else { return wrong }
        var found = outcome.differences(from: outline)
        for (name, table) in [("output", outcome.output)] + outcome.tables.map({ ($0.name, $0.table) })
        where table.schema.names.first != key {
            found.append("`\(name)` has no group in front")
        }
        if !outline.warnings.contains(where: { $0.text.contains("per \(key)") }) {
            found.append("`check` does not say \"fitted: per \(key)\"")
        }
        return found
    }
}

extension Outcome {
    /// Where it is not what was promised.
    fileprivate func differences(from outline: Outline) -> [String] {
        var found: [String] = []
        if tables.map(\.name) != outline.tables.map(\.name) {
            found.append("promised the tables \(outline.tables.map(\.name)), gave \(tables.map(\.name))")
        }
        let promised = [Outline.NamedSchema("output", outline.output)] + outline.tables
        let given = [NamedTable("output", output)] + tables
        for (promise, gift) in zip(promised, given) where !gift.table.schema.keeps(promise.schema) {
            found.append(
                "`\(promise.name)` was promised as \(promise.schema.columns), is \(gift.table.schema.columns)"
            )
        }
        return found
    }
}

extension Schema {
    fileprivate var columns: [String] { fields.map { "\($0.name): \($0.type.name)" } }

    fileprivate func keeps(_ promise: Schema) -> Bool {
        promise.isOpen
            ? columns.starts(with: promise.columns)
            : columns == promise.columns && fields.map(\.kind) == promise.fields.map(\.kind)
    }
}
