internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportQuery
internal import RapportReport
internal import RapportStore
internal import RapportTable

struct CompareCommand: Command {
    let name = "compare"
    let usage = "compare run 1, run 2"
    let summary = "Shows in what two runs differ: parameters, inputs, rows, metrics, findings."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        let items = call.arguments.items
        guard items.count == 2, call.arguments.modifiers.isEmpty else {
            throw Diagnostic(
                "command.missing", "`compare` takes two runs, found \(items.count)", at: call.span,
                help: ["`\(usage)`, or names of results: `compare rfm, rfm_2`"])
        }
        let (first, second) = (try bench.comparedRun(items[0]), try bench.comparedRun(items[1]))
        let comparison = RunComparison(first, second)
        var response = call.response(comparison.blocks)
        response.table = comparison.table
        return response
    }
}

extension Workbench {
    /// The kept run that is meant by `run 12` or by the name of a result.
    fileprivate func comparedRun(_ item: Item) throws(Diagnostic) -> KeptRun {
        let number: Int
        switch item.value.form {
        case .run(let reference):
            number = try RecorderAccess(recorder).number(
                reference.number, isNotebook: configuration.isNotebook)
        case .literal(.int(let typed)):
            throw Diagnostic(
                "command.run", "a run is named `run \(typed)`, found `\(typed)`", at: item.span,
                help: [.init("`run \(typed)`", edit: .init(item.value.span, "run \(typed)"))])
        case .name(let name):
            guard let binding = state[name.text] else {
                throw Diagnostic.unknownTable(name, among: state.bindings.map(\.name))
            }
            guard let run = binding.table.run else {
                throw Diagnostic(
                    "run.none", "`\(name.text)` is the result of no kept run", at: name.span,
                    help: ["`runs` lists them"])
            }
            number = run
        default:
            throw Diagnostic("command.missing", "expected `run N` or the name of a result", at: item.span)
        }
        do throws(Diagnostic) { return try recorder.workspace().run(number) } catch {
            throw error.located(at: item.span)
        }
    }
}

/// In what two kept runs differ, as rows of one table.
struct RunComparison {
    struct Row: Hashable {
        /// `parameter`, `input`, `rows`, `metric`, `finding`, `caveat`, ….
        var part: String
        var name: String
        var first: String?
        var second: String?
        var change: Double?

        var differs: Bool { first != second }
    }

    let first: KeptRun
    let second: KeptRun
    let rows: [Row]

    init(_ first: KeptRun, _ second: KeptRun) {
        (self.first, self.second) = (first, second)
        var rows: [Row] = []
        func add(_ part: String, _ name: String, _ a: String?, _ b: String?, _ change: Double? = nil) {
            rows.append(Row(part: part, name: name, first: a, second: b, change: change))
        }
        add("run", "analysis", first.analysis, second.analysis)
        add("run", "version", "\(first.analysisVersion)", "\(second.analysisVersion)")
        add("run", "status", first.status, second.status)
        add("run", "as_of", first.asOf, second.asOf)
        add("run", "seed", "\(first.seed)", "\(second.seed)")
        Self.pairs(
            first.parameters.map { ($0.name, $0.value ?? "missing") },
            second.parameters.map { ($0.name, $0.value ?? "missing") }
        )
        .forEach { add("parameter", $0, $1, $2) }
        func inputs(_ run: KeptRun) -> [(String, String)] {
            run.inputs.flatMap { input in
                let name = input.role.isEmpty ? "piped" : input.role
                return [
                    ("\(name): table", input.tableName), ("\(name): rows", "\(input.rows)"),
                    ("\(name): content", String((input.contentDigest ?? "").prefix(12))),
                ]
            }
        }
        Self.pairs(inputs(first), inputs(second)).forEach { add("input", $0, $1, $2) }
        func counts(_ run: KeptRun) -> [(String, Double)] {
            [("in", Double(run.rowsIn))] + (run.rowsUsed.map { [("used", Double($0))] } ?? [])
        }
        Self.numbers(counts(first), counts(second)).forEach { add("rows", $0, $1, $2, $3) }
        func metrics(_ run: KeptRun) -> [(String, Double)] {
            run.metrics.compactMap { metric in
                metric.value.map { (metric.name + (metric.group.isEmpty ? "" : " of \(metric.group)"), $0) }
            }
        }
        Self.numbers(metrics(first), metrics(second)).forEach { add("metric", $0, $1, $2, $3) }
        Self.pairs(first.findings.map { ($0.code, $0.text) }, second.findings.map { ($0.code, $0.text) })
            .forEach { add("finding", $0, $1, $2) }
        Self.pairs(first.caveats.map { ($0.code, $0.text) }, second.caveats.map { ($0.code, $0.text) })
            .forEach { add("caveat", $0, $1, $2) }
        self.rows = rows
    }

    /// Values side by side by name, in the order of the first run, then what the second has alone.
    ///
    /// A name that comes again is told apart by its number.
    private static func pairs<Value>(
        _ first: [(String, Value)], _ second: [(String, Value)]
    ) -> [(String, Value?, Value?)] {
        func numbered(_ all: [(String, Value)]) -> [(String, Value)] {
            var seen: [String: Int] = [:]
            return all.map { name, value in
                seen[name, default: 0] += 1
                let number = seen[name, default: 1]
                return (number == 1 ? name : "\(name) \(number)", value)
            }
        }
        let (a, b) = (numbered(first), numbered(second))
        let inFirst = Dictionary(a, uniquingKeysWith: { one, _ in one })
        let inSecond = Dictionary(b, uniquingKeysWith: { one, _ in one })
        let names = a.map(\.0) + b.map(\.0).filter { inFirst[$0] == nil }
        return names.map { ($0, inFirst[$0], inSecond[$0]) }
    }

    private static func numbers(
        _ first: [(String, Double)], _ second: [(String, Double)]
    ) -> [(String, String?, String?, Double?)] {
        func text(_ value: Double) -> String {
            value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : Scalar.float(value).text()
        }
        return pairs(first, second).map { name, a, b in
            let change: Double? = if let a, let b { b - a } else { nil }
            return (name, a.map(text), b.map(text), change)
        }
    }

    /// All parts, with those that are equal.
    var table: Table {
        Table([
            "part": .texts(rows.map(\.part)), "name": .texts(rows.map(\.name)),
            "first": .texts(rows.map(\.first)), "second": .texts(rows.map(\.second)),
            "change": .floats(rows.map(\.change)), "differs": .bools(rows.map(\.differs)),
        ])
    }

    /// A sentence, then what differs.
    var blocks: [Block] {
        let different = rows.filter(\.differs)
        let parts = ["run", "parameter", "input", "rows", "metric", "finding", "caveat"]
        func counted(_ part: String) -> String? {
            let count = different.filter { $0.part == part }.count
            if count == 0 { return nil }
            let word = part == "rows" ? "counts of rows" : part == "run" ? "facts of the run" : part + "s"
            return "\(count) \(count == 1 && part != "rows" && part != "run" ? part : word)"
        }
        let heading = "\(first.analysis) in run \(first.id), and \(second.analysis) in run \(second.id)"
        let said = parts.compactMap(counted)
        let sentence = said.isEmpty ? "nothing differs" : "they differ in " + said.joined(separator: ", ")
        var blocks: [Block] = [.paragraph("\(heading): \(sentence)")]
        if !different.isEmpty {
            let shown = Table([
                "part": .texts(different.map(\.part)), "name": .texts(different.map(\.name)),
                "run \(first.id)": .texts(different.map(\.first)),
                first.id == second.id ? "the same" : "run \(second.id)": .texts(different.map(\.second)),
                "change": .floats(different.map(\.change)),
            ])
            blocks.append(.table(TableBlock(shown, shownRows: Workbench.shownRows)))
        }
        return blocks
    }
}
