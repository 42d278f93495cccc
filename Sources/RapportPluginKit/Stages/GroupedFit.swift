/// An analysis with its arguments, fitted once, or once for each group of `by`.
///
/// Groups come in ascending order of their keys, missing last. The analysis sees its rows without the key
/// columns; every table that comes out has them in front.
struct GroupedFit<A: Analysis>: Sendable {
    let arguments: [String: Value]
    let keys: [String]

    init(_ arguments: [String: Value], signature: Signature) throws(Diagnostic) {
        var arguments = arguments
        keys =
            if case .columns(let names) = arguments.removeValue(forKey: "by") { names } else { [] }
        for parameter in signature.parameters where parameter.isOptional {
            // What a role found by itself yields to the groups: in each of them the column is constant.
            guard case .column(let name) = arguments[parameter.name], keys.contains(name) else { continue }
            arguments[parameter.name] = .missing
        }
        self.arguments = arguments
        for parameter in signature.parameters {
            let used: [String] =
                switch arguments[parameter.name] {
                case .column(let name): [name]
                case .columns(let names): names
                default: []
                }
            guard let shared = used.first(where: keys.contains) else { continue }
            throw Diagnostic(
                "parameter.conflict",
                "column `\(shared)` makes the groups and is `\(parameter.name)` too; it is constant in a group",
                subject: .parameter("by"), help: ["`derive` a second column from it for one of the two"])
        }
    }

    func check(_ inputs: Inputs<Schema>) throws(Diagnostic) -> Outline {
        let analysis = try A.bound(arguments)
        var outline = try analysis.check(
            Inputs(inputs.piped.dropping(keys), named: inputs.named))
        outline.warnings.append(Note("fit.scope", "fitted: \(scope)"))
        guard !keys.isEmpty else { return outline }
        let fields = keys.compactMap { inputs.piped[$0] }
        outline.output = try outline.output.prefixed(by: fields, as: "output")
        for index in outline.tables.indices {
            outline.tables[index].schema = try outline.tables[index].schema.prefixed(
                by: fields, as: outline.tables[index].name)
        }
        return outline
    }

    /// A fit for each group has none without rows.
    func takesNoRows() throws(Diagnostic) -> Bool {
        keys.isEmpty ? try A.bound(arguments).takesNoRows : false
    }

    /// `pooled (all rows together)`, `per region`, `per region and channel`.
    private var scope: String {
        keys.isEmpty ? "pooled (all rows together)" : "per \(Wording.list(keys))"
    }

    func run(_ inputs: Inputs<Table>, in context: Context) async throws(Diagnostic) -> Outcome {
        guard !keys.isEmpty else {
            var outcome = try await A.bound(arguments).run(inputs, in: context)
            outcome.caveats.append(Outcome.Caveat("fit.scope", "fitted: \(scope)"))
            return outcome
        }
        let table = inputs.piped
        let columns = keys.compactMap { table[$0] }
        let grouping = try Grouping(by: columns, count: table.count, work: context.work)
            .sortedByKeys(columns, work: context.work)
        let rows = grouping.rowsByGroup
        let kept = table.selecting(table.schema.dropping(keys).names)
        let fields = keys.compactMap { table.schema[$0] }
        let isPrivate = fields.contains(where: \.isPrivate)
        var merged = MergedOutcomes(keys: fields, groups: grouping.groupCount)
        var start = 0
        for group in 0..<grouping.groupCount {
            try context.work.check()
            let count = Int(grouping.sizes[group])
            let key = GroupKey(
                columns, row: Int(grouping.firstRows[group]), alias: isPrivate ? "group \(group + 1)" : nil)
            let part = try kept.gathered(at: rows[start..<start + count], work: context.work)
            start += count
            var named = inputs.named
            for (name, table) in named { named[name] = try table.rows(of: key, keys, work: context.work) }
            do throws(Diagnostic) {
                let outcome = try await A.bound(arguments).run(Inputs(part, named: named), in: context)
                merged.add(outcome, of: key)
            } catch {
                // A group that is too small for the method is named and left out; anything else is an error.
                guard error.code == "table.too-few-rows" else {
                    throw error.inGroup(of: Int(grouping.firstRows[group]))
                }
                merged.skip(key, rows: count, because: error)
            }
        }
        return try merged.outcome(scope: scope, work: context.work)
    }
}

extension Schema {
    fileprivate func dropping(_ names: [String]) -> Schema {
        var copy = self
        copy.fields.removeAll { names.contains($0.name) }
        return copy
    }

    fileprivate func prefixed(by keys: [Field], as name: String) throws(Diagnostic) -> Schema {
        if let taken = keys.first(where: { self[$0.name] != nil }) {
            throw Diagnostic(
                "table.duplicate-column",
                "`by` puts column `\(taken.name)` in front of `\(name)`, which has one of that name",
                subject: .parameter("by"),
                help: ["`… | rename \(taken.name.asColumnName)_group=\(taken.name.asColumnName)` before it"])
        }
        var copy = self
        copy.fields = keys + fields
        return copy
    }
}

extension Grouping {
    /// All rows, group by group, ascending within a group.
    fileprivate var rowsByGroup: Buffer<Int32> {
        var next = [Int](repeating: 0, count: groupCount)
        var total = 0
        for group in 0..<groupCount {
            next[group] = total
            total += Int(sizes[group])
        }
        var rows = BufferBuilder<Int32>(uninitialized: groups.count)
        for row in 0..<groups.count {
            let group = Int(groups[row])
            rows[next[group]] = Int32(row)
            next[group] += 1
        }
        return rows.freeze()
    }
}

extension Table {
    /// The rows that hold the key, without the key columns; the whole table where it has no such columns:
    /// a yardstick that was fitted pooled serves all groups.
    fileprivate func rows(of key: GroupKey, _ names: [String], work: Work) throws(Diagnostic) -> Table {
        let columns = names.compactMap { self[$0] }
        guard columns.count == names.count else { return self }
        let matching = (0..<count).filter { row in columns.map { $0[row] } == key.cells }
        return try selecting(schema.dropping(names).names)
            .gathered(at: Buffer(matching.map(Int32.init)), work: work)
    }
}

extension Diagnostic {
    fileprivate func inGroup(of row: Int) -> Diagnostic {
        guard code != "run.cancelled" else { return self }
        var copy = self
        copy.message += " (in the group of row \(row + 1))"
        return copy
    }
}
