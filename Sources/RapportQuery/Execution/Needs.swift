internal import RapportTable

/// What each step of a plan must give, found from the end to the sources.
struct Needs {
    /// By step: the columns that are used of its result; nil: the step does not run.
    private(set) var columns: [Set<String>?]
    /// Steps whose result is taken over by the source before them.
    private(set) var absorbed: Set<Int> = []
    /// By source.
    private(set) var pushdowns: [Int: Pushdown] = [:]
    /// How many steps read each result, and whether it is kept at the end.
    private(set) var readers: [Int]

    /// A step that gets a name by `as` is wanted whole, but for a bare file, which stays unread.
    init(_ plan: Plan, optimised: Bool, ledger: LedgerColumns) {
        let steps = plan.steps
        columns = Array(repeating: nil, count: steps.count)
        readers = Array(repeating: 0, count: steps.count)
        guard let last = steps.indices.last else { return }
        func all(_ step: Int) -> Set<String> { Set(steps[step].schema.names) }
        columns[last] = all(last)
        readers[last] = 1
        for alias in plan.aliases.value where !(steps[alias.step].operation is Scan) {
            columns[alias.step] = all(alias.step)
            readers[alias.step] += 1
        }
        for index in steps.indices.reversed() {
            guard let wanted = columns[index], steps[index].holder.value == nil else { continue }
            for (place, input) in steps[index].inputs.enumerated() {
                let schema = steps[input].schema
                let operation = steps[index].operation
                let used =
                    !optimised || schema.isOpen
                    ? Set(schema.names)
                    : place == 0
                        ? operation.columns(toMake: wanted, from: schema)
                        : operation.columns(ofSide: place - 1, toMake: wanted, from: schema)
                columns[input] = (columns[input] ?? []).union(used.intersection(schema.names))
                readers[input] += 1
            }
        }
        if optimised { push(plan, ledger) }
    }

    /// Hands the columns, the filters and the limit to each file that is read.
    private mutating func push(_ plan: Plan, _ ledger: LedgerColumns) {
        let steps = plan.steps
        for index in steps.indices where steps[index].operation is Scan {
            guard let wanted = columns[index], steps[index].holder.value == nil else { continue }
            var pushdown = Pushdown()
            if wanted.count < steps[index].schema.fields.count { pushdown.columns = wanted }
            var current = index
            while readers[current] == 1, let next = reader(of: current, in: steps), columns[next] != nil {
                if let filter = steps[next].operation as? Filter {
                    pushdown.filters.append((filter.condition, filter.span))
                } else if let taking = steps[next].operation as? Taking {
                    // Of several filters the losses could not be told apart, were reading to stop early.
                    if pushdown.filters.count <= 1 {
                        pushdown.limit = taking.count
                        absorbed.insert(next)
                        current = next
                    }
                    break
                } else {
                    break
                }
                absorbed.insert(next)
                current = next
            }
            if current != index, let result = columns[current] {
                // Columns that only the filters use need not be kept.
                pushdown.columns = result
            }
            if !pushdown.filters.isEmpty { pushdown.measure = ledger[index].measure }
            if !pushdown.isEmpty { pushdowns[index] = pushdown }
        }
    }

    private func reader(of step: Int, in steps: [Plan.Step]) -> Int? {
        let next = steps.indices.first { steps[$0].inputs.contains(step) && columns[$0] != nil }
        return next.flatMap { steps[$0].inputs == [step] ? $0 : nil }
    }
}
