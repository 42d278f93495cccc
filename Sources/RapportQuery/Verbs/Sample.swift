internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

/// Draws rows at random.
enum Sample: Verb {
    static let description = VerbDescription(
        "sample", "Draw rows at random, a number or a part of them; they keep their order.",
        signature: "sample COUNT seed=N · sample 10%",
        options: [
            Signature.Parameter(
                "seed", help: "The same seed draws the same rows of the same table; `$seed` by itself.",
                kind: .int(Bounds(0...)), standard: .missing)
        ], namedItems: .options,
        examples: [
            Example(
                "Two rows.", run: "given | sample 2 seed=7", given: "n\n1\n2\n3\n4", gives: "n\n3\n4"),
            Example(
                "Half of the rows.", run: "given | sample 50% seed=7 | count", given: "n\n1\n2\n3\n4",
                gives: "count\n2"),
        ])

    static func bind(_ call: VerbCall) throws(Diagnostic) -> BoundVerb {
        let sizes = call.items.filter { $0.name == nil }
        guard let first = sizes.first else { throw call.missing("a number of rows, or a part such as `10%`") }
        if sizes.count > 1 {
            throw Diagnostic(
                "verb.too-many", "`sample` takes one number", at: sizes[1].span,
                help: ["a comma inside a number is written `_`: `1_000`"])
        }
        let parameter = Signature.Parameter(
            "sample", help: "", kind: .either(.int(Bounds(0...)), .float(Bounds(0...1))), standard: nil)
        let size: Sampling.Size
        switch try Admission(call.input, call.names).admit(first.value, as: parameter) {
        case .int(let rows): size = .rows(Int(rows))
        case .float(let part): size = .part(part)
        default: throw .internalError("`sample` was admitted no number")
        }
        var seed: UInt64?
        if case .int(let given)? = try call.options()["seed"] { seed = UInt64(given) }
        return call.bound(Sampling(size: size, seed: seed), call.input)
    }
}

struct Sampling: Operation {
    enum Size: Sendable, Hashable {
        case rows(Int)
        case part(Double)
    }
    var size: Size
    /// Nil: the session's.
    var seed: UInt64?

    var printed: String {
        let amount =
            switch size {
            case .rows(let rows): "\(rows)"
            case .part(let part): LanguageText.scalar(.float(part))
            }
        return "sample \(amount)" + (seed.map { " seed=\($0)" } ?? "")
    }
    var late: LateUse { LateUse(seed: seed == nil) }
    func pinned(to values: LateValues) -> Self { Self(size: size, seed: seed ?? values.seed) }
    func columns(toMake wanted: Set<String>, from input: Schema) -> Set<String> { wanted }

    func run(_ inputs: [Table], in context: inout StepContext) throws(Diagnostic) -> Table {
        let count = inputs[0].count
        let rows =
            switch size {
            case .rows(let rows): min(rows, count)
            case .part(let part): Int((part * Double(count)).rounded())
            }
        context.account(.notDrawn, count - rows)
        let seed = seed ?? context.late.values.seed
        context.say("sample.drawn", "\(grouped(rows)) of \(grouped(count)) rows, seed \(seed)")
        let drawn = try RapportTable.Sample.rows(rows, of: count, seed: seed, work: context.work)
        return try inputs[0].filtered(by: drawn, work: context.work)
    }
}
