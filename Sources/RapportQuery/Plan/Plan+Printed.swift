internal import RapportContract

extension Plan {
    /// The plan in the language: bindings inlined, analyses by their full names, columns found by role
    /// written out.
    ///
    /// Reads back as the same plan. Tables that a parameter or an output needs by name stand on lines of
    /// their own before. Pinned (``pinned(to:)``), it is the recipe of its result.
    public var printed: String {
        guard !steps.isEmpty else { return "" }
        var printer = PlanPrinter(steps: steps)
        let line = printer.pipeline(endingIn: steps.count - 1)
        return (printer.definitions + [line]).joined(separator: "\n")
    }

    /// The same plan with `$as_of`, the seed and the parameters written out.
    public func pinned(to values: LateValues) -> Plan {
        var copy = self
        for index in steps.indices { copy.steps[index].operation = steps[index].operation.pinned(to: values) }
        return copy
    }

    /// What must be known before it can run; steps whose rows are held already need nothing.
    public var late: LateUse {
        var wanted = Set<Int>(), open = [steps.count - 1], use = LateUse()
        while let next = open.popLast() {
            guard steps.indices.contains(next), wanted.insert(next).inserted else { continue }
            if steps[next].holder.value == nil { open += steps[next].inputs }
        }
        for index in wanted.sorted() where steps[index].holder.value == nil {
            use = use.union(steps[index].operation.late)
        }
        return use
    }
}

/// Prints the steps of a plan from its end to its sources.
private struct PlanPrinter {
    let steps: [Plan.Step]
    var definitions: [String] = []
    private var names: [Int: String] = [:]
    /// By label and text: a table that is read twice is defined once.
    private var known: [[String]: String] = [:]

    init(steps: [Plan.Step]) { self.steps = steps }

    mutating func pipeline(endingIn last: Int) -> String {
        var chain = [last]
        while let first = chain.last, !steps[first].operation.isHead,
            let input = steps[first].inputs.first, names[input] == nil
        {
            chain.append(input)
        }
        var parts: [String] = []
        if let first = chain.last, !steps[first].operation.isHead,
            let input = steps[first].inputs.first, let name = names[input]
        {
            parts.append(LanguageText.name(name))
        }
        for index in chain.reversed() { parts.append(stage(index)) }
        return parts.joined(separator: " | ")
    }

    private mutating func stage(_ index: Int) -> String {
        let step = steps[index]
        if let output = step.operation as? OutputTable {
            return LanguageText.name(definition(of: step.inputs[0])) + "." + output.name
        }
        if let query = step.operation as? SQLQuery {
            return query.printed(tables: step.inputs.map { sqlName(of: $0) })
        }
        if let joining = step.operation as? any SideOperation {
            var tables: [String] = []
            for input in step.inputs.dropFirst() { tables.append(reference(to: input)) }
            return joining.printed(tables: tables)
        }
        guard let call = step.operation as? AnalysisCall else { return step.operation.printed }
        var sides: [String: String] = [:]
        for (parameter, input) in zip(call.sides, step.inputs.dropFirst()) {
            sides[parameter] = reference(to: input)
        }
        return call.printed(tables: sides)
    }

    /// How a parameter names a table.
    private mutating func reference(to index: Int) -> String {
        if let run = steps[index].operation as? KeptRun { return run.printed }
        if let noun = steps[index].operation as? NounTable { return noun.printed }
        if let output = steps[index].operation as? OutputTable {
            return LanguageText.name(definition(of: steps[index].inputs[0])) + "." + output.name
        }
        return LanguageText.name(definition(of: index))
    }

    /// The name by which SQL reaches a step.
    private mutating func sqlName(of index: Int) -> String {
        if let noun = steps[index].operation as? NounTable { return noun.name }
        if let output = steps[index].operation as? OutputTable {
            return definition(of: steps[index].inputs[0]) + "." + output.name
        }
        return definition(of: index)
    }

    /// The name of a line that gives the step; written once.
    private mutating func definition(of index: Int) -> String {
        if let name = names[index] { return name }
        let line = pipeline(endingIn: index)
        let label = steps[index].label.value ?? "input"
        // `it` is the last table shown, and no line may bind it.
        let wish = label == "it" ? "input" : label
        if let name = known[[wish, line]] {
            names[index] = name
            return name
        }
        var name = wish, number = 2
        while names.values.contains(name) { (name, number) = ("\(wish)_\(number)", number + 1) }
        names[index] = name
        known[[wish, line]] = name
        definitions.append("\(LanguageText.name(name)) = \(line)")
        return name
    }
}

extension Operation {
    /// A line begins with it, whatever it reads.
    fileprivate var isHead: Bool { self is OutputTable || self is SQLQuery }
}
