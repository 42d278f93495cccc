public import RapportContract
internal import RapportDiagnostics
public import RapportTable
internal import RapportWork

/// A call that a stage can do: a table, those that parameters name, and arguments.
public struct StageSample: Sendable {
    public var table: Table
    public var named: [String: Table]
    public var arguments: [String: Value]

    public init(_ table: Table, named: [String: Table] = [:], arguments: [String: Value] = [:]) {
        (self.table, self.named, self.arguments) = (table, named, arguments)
    }

    public var call: Call<Table> { Call(Inputs(table, named: named), arguments) }
    public var schemaCall: Call<Schema> {
        Call(Inputs(table.schema, named: named.mapValues(\.schema)), arguments)
    }

    func with(_ name: String, _ value: Value) -> StageSample {
        var copy = self
        copy.arguments[name] = value
        return copy
    }

    func with(_ table: Table) -> StageSample {
        var copy = self
        copy.table = table
        return copy
    }
}

extension StageSample {
    /// A seeded table with the columns that the signature asks for, and as many of the optional ones as the
    /// stage takes together; nil where it takes none of these (it needs a second table of other columns, or
    /// values of a certain shape): then the author writes the sample.
    ///
    /// Ids repeat, or are each there once where the stage takes no others. A second table that must be given is
    /// the same table.
    public static func made(for stage: any Stage, rows: Int = 240, seed: UInt64 = 7) async -> StageSample? {
        let columns = stage.signature.parameters.compactMap { SampleColumn($0) }
        let optional = columns.indices.filter { columns[$0].isOptional }
        var choices = [Set(optional)]
        if optional.count <= 8 {
            choices = (0..<1 << optional.count).map { bits in
                Set(optional.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element))
            }
            .sorted { ($0.count, $1.sorted().description) > ($1.count, $0.sorted().description) }
        } else {
            choices += optional.map { Set(optional).subtracting([$0]) } + [[]]
        }
        let tables = stage.signature.parameters.filter { $0.kind == .table && $0.standard == nil }
        for areIDsUnique in [false, true] {
            for choice in choices {
                let chosen = columns.indices.filter { !columns[$0].isOptional || choice.contains($0) }
                var sample = StageSample(
                    chosen.map { columns[$0] }, rows: rows, seed: seed, areIDsUnique: areIDsUnique)
                for parameter in tables {
                    sample.arguments[parameter.name] = .table(parameter.name)
                    sample.named[parameter.name] = sample.table
                }
                if (try? await stage.check(sample.schemaCall)) == nil { continue }
                if (try? await stage.run(sample.call, in: Context(asOf: nil, work: Work(width: 1)))) != nil {
                    return sample
                }
            }
        }
        return nil
    }

    private init(_ columns: [SampleColumn], rows: Int, seed: UInt64, areIDsUnique: Bool) {
        var (fields, cells): ([Field], [Column]) = ([], [])
        var arguments: [String: Value] = [:]
        for (index, column) in columns.enumerated() {
            var random = SeededRandom(seed: seed &+ UInt64(index) &* 1_000_003)
            for name in column.names {
                let made = column.column(rows: rows, areIDsUnique: areIDsUnique, &random)
                fields.append(Field(name, made.type))
                cells.append(made)
            }
            arguments[column.parameter] = column.value
        }
        self.init(Table(Schema(fields), cells, count: rows), arguments: arguments)
    }
}

/// What one parameter asks for, as columns of a sample.
private struct SampleColumn {
    let parameter: String
    let isOptional: Bool
    let isSet: Bool
    let type: ColumnRequirement.TypeClass
    let role: String

    init?(_ parameter: Signature.Parameter) {
        switch parameter.kind {
        case .column(let requirement):
            (isSet, isOptional) = (false, requirement.isOptional)
            (type, role) = (requirement.types.first ?? .any, requirement.roles.first?.name ?? "")
        // `by` is tested on its own.
        case .columns(let requirement) where parameter.name != "by":
            (isSet, isOptional) = (true, requirement.isOptional)
            (type, role) = (requirement.types.first ?? .any, requirement.roles.first?.name ?? "")
        default: return nil
        }
        self.parameter = parameter.name
    }

    var names: [String] { isSet ? (1...3).map { "\(parameter)_\($0)" } : [parameter] }
    var value: Value { isSet ? .columns(names) : .column(parameter) }

    /// Amounts have cents, times lie within a year, ids repeat about six times, texts are short sentences.
    func column(rows: Int, areIDsUnique: Bool, _ random: inout SeededRandom) -> Column {
        func drawn<Cell>(_ cell: (inout SeededRandom) -> Cell) -> [Cell?] {
            (0..<rows).map { _ in cell(&random) }
        }
        switch type {
        case .number where ["frequency", "recency", "weight", "rating"].contains(role):
            return .ints(drawn { Int.random(in: 1...5, using: &$0) })
        // A tone lies between -1 and 1, a service score between 0 and 100.
        case .number where role == "sentiment":
            return .floats(drawn { Double(Int.random(in: -1_000...1_000, using: &$0)) / 1_000 })
        case .number where role == "service":
            return .floats(drawn { Double(Int.random(in: 0...1_000, using: &$0)) / 10 })
        case .number: return .floats(drawn { Double(Int.random(in: 100...50_000, using: &$0)) / 100 })
        case .time:
            let start: Int64 = 1_735_689_600_000_000  // 2025-01-01
            return .datetimes(drawn { start + Int64.random(in: 0..<31_536_000, using: &$0) * 1_000_000 })
        case .bool: return .bools(drawn { Bool.random(using: &$0) })
        case .text:
            let words = [
                "late", "delivery", "broken", "refund", "great", "service", "invoice", "客服", "很好", "退款",
            ]
            return .texts(
                drawn { random in
                    (0..<Int.random(in: 3...8, using: &random))
                        .map { _ in words[Int.random(in: words.indices, using: &random)] }
                        .joined(separator: " ")
                })
        // A side is one of a few words that an analysis must know.
        case .any where role == "side":
            return .texts(drawn { ["customer", "agent"][Int.random(in: 0...1, using: &$0)] })
        case .any where areIDsUnique && role == "customer":
            return .texts((1_000..<1_000 + rows).map { "c\($0)" }.shuffled(using: &random))
        case .any:
            let pool = max(rows / 6, 1)
            return .texts(drawn { "\(role.prefix(1))\(1_000 + Int.random(in: 0..<pool, using: &$0))" })
        }
    }
}
