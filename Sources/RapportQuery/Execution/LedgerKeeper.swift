public import RapportContract
public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// Keeps the ledger of one execution, of what the steps know anyway.
struct LedgerKeeper {
    let columns: LedgerColumns
    /// By step of the chain.
    private var entries: [Int: Ledger.Entry] = [:]
    /// What was before the chain's first step, where a bound name holds that.
    private var earlier = Ledger()

    init(_ plan: Plan) { columns = LedgerColumns(plan) }

    func follows(_ step: Int) -> Bool { columns.chain.contains(step) }

    /// The ledger up to and with a step.
    func ledger(through last: Int) -> Ledger {
        Ledger(earlier.entries + columns.chain.prefix { $0 <= last }.compactMap { entries[$0] })
    }

    /// Where the entry of a step stands in the whole ledger.
    func place(of step: Int) -> Int? {
        guard entries[step] != nil else { return nil }
        return earlier.entries.count + columns.chain.prefix { $0 < step }.count { entries[$0] != nil }
    }

    /// Takes over the ledger of a bound name; its last figures are made complete from the rows.
    mutating func take(
        over bound: BoundTable, output: String?, _ table: Table, at step: Int, _ work: Work
    ) throws(Diagnostic) {
        guard follows(step) else { return }
        earlier = bound.ledger
        let figures = try figures(of: table, at: step, work)
        if output != nil || earlier.entries.isEmpty {
            let stage = output.map { "\(LanguageText.name(bound.name)).\($0)" } ?? bound.plan.lastStage
            earlier.entries.append(
                Ledger.Entry(
                    table: bound.name, stage: stage, rows: table.count, customers: figures.customers,
                    amount: figures.amount, unit: figures.unit))
        } else if let last = earlier.entries.indices.last, earlier.entries[last].rows == table.count {
            if let customers = figures.customers, earlier.entries[last].customers == nil {
                earlier.entries[last].customers = customers
            }
            if let amount = figures.amount, earlier.entries[last].amount == nil {
                (earlier.entries[last].amount, earlier.entries[last].unit) = (amount, figures.unit)
            }
        }
    }

    /// Accounts for a step that ran.
    mutating func add(
        _ step: Int, _ plan: Plan, _ table: Table, reading: Scan.Found?, reasons: [Ledger.Reason],
        before: Int?, _ work: Work
    ) throws(Diagnostic) {
        guard follows(step) else { return }
        let operation = plan.steps[step].operation
        var entry = Ledger.Entry(
            stage: plan.prefix(through: step).lastStage, rows: table.count, reasons: reasons)
        if let reading, reading.result.rowsRead != table.count || !reading.kept.isEmpty {
            // Where reading stopped early, how far it went is no figure of the file.
            entry.rows = reading.result.isComplete ? reading.result.rowsRead : table.count
            entry.amount = reading.result.isComplete ? reading.amounts.first?.ifFinite : nil
            entry.unit = columns[step].measure.flatMap { table.schema[$0]?.unit }
        } else {
            let figures = try figures(
                of: table, at: step, work, after: plan.steps[step].inputs.first, by: operation)
            (entry.customers, entry.amount, entry.unit) = (figures.customers, figures.amount, figures.unit)
        }
        if let before, entry.reasons.isEmpty, table.count < before {
            entry.reasons = [Ledger.Reason(.other, before - table.count)]
        }
        entries[step] = entry
    }

    /// Accounts for filters, and a `take`, that the reading of a file took over; `steps` follow the scan.
    mutating func add(
        absorbed steps: [Int], by scan: Int, _ plan: Plan, _ table: Table, _ reading: Scan.Found, _ work: Work
    ) throws(Diagnostic) {
        guard follows(scan) else { return }
        var rows = reading.result.rowsRead
        for (place, step) in steps.enumerated() {
            var entry = Ledger.Entry(stage: plan.steps[step].operation.printed, rows: table.count)
            if place >= reading.kept.count, reading.result.isComplete, rows > table.count {
                entry.reasons = [Ledger.Reason(.beyond, rows - table.count)]
            } else if place < reading.kept.count, reading.result.isComplete {
                entry.rows = reading.kept[place]
                let open = reading.undecided[place]
                entry.reasons = Self.reasons(lost: rows - entry.rows, open: open)
                if reading.amounts.indices.contains(place + 1) {
                    entry.amount = reading.amounts[place + 1].ifFinite
                }
                entry.unit = columns[step].measure.flatMap { table.schema[$0]?.unit }
            }
            if step == steps.last {
                let figures = try figures(of: table, at: step, work)
                entry.customers = figures.customers
                (entry.amount, entry.unit) = (entry.amount ?? figures.amount, figures.unit)
            }
            rows = entry.rows
            entries[step] = entry
        }
    }

    static func reasons(lost: Int, open: Int) -> [Ledger.Reason] {
        [Ledger.Reason(.conditionFalse, lost - open), Ledger.Reason(.conditionMissing, open)]
            .filter { $0.rows > 0 }
    }

    // MARK: - Figures

    /// Whether an earlier stage has a figure.
    private func isKnown<Figure>(_ figure: KeyPath<Ledger.Entry, Figure?>) -> Bool {
        earlier.entries.contains { $0[keyPath: figure] != nil }
            || entries.values.contains { $0[keyPath: figure] != nil }
    }

    private typealias Figures = (customers: Tally?, amount: Double?, unit: String?)

    private func figures(
        of table: Table, at step: Int, _ work: Work, after input: Int? = nil,
        by operation: (any Operation)? = nil
    ) throws(Diagnostic) -> Figures {
        let names = columns[step]
        // What the step leaves as it was need not be counted again.
        let old = input.flatMap { entries[$0] }.flatMap { $0.rows == table.count ? $0 : nil }
        var found: Figures = (nil, nil, nil)
        // A column without any cell, which an analysis has for those who name their customers, counts nobody; 0 is said
        // of those whom a stage lost.
        if let name = names.customer, let column = table[name], !column.isBare || isKnown(\.customers) {
            if operation?.ledgerKeeps(name) ?? false { found.customers = old?.customers }
            if found.customers == nil { found.customers = try Tally(distinct: column, work: work) }
        }
        if let name = names.measure, let column = table[name], !column.isBare || isKnown(\.amount) {
            if operation?.ledgerKeeps(name) ?? false { found.amount = old?.amount }
            if found.amount == nil { found.amount = try column.total(work: work) }
            found.unit = table.schema[name]?.unit
        }
        return found
    }
}

extension Column {
    /// Whether it has rows, and all of them are missing.
    fileprivate var isBare: Bool { count > 0 && missingCount == count }

    /// The sum of numbers, as a float, missing cells being none; nil past the largest float.
    func total(work: Work) throws(Diagnostic) -> Double? {
        let whole = try Grouping(by: [], count: count, work: work)
        let floats = type == .float ? self : try cast(self, to: .float, work: work).column
        guard case .float(let sum) = try whole.aggregate(.sum, of: floats, work: work).column[0] else {
            return nil
        }
        return sum
    }
}

extension Double {
    fileprivate var ifFinite: Double? { isFinite ? self : nil }
}

extension Plan {
    /// The last step as the language writes it, its tables by their names; of an analysis what the line gave.
    var lastStage: String {
        guard let last = steps.last else { return "" }
        let tables = last.inputs.dropFirst().map { input in
            let name = prefix(through: input).rootName
            return name.isEmpty ? "…" : LanguageText.name(name)
        }
        return switch last.operation {
        case let call as AnalysisCall:
            call.printed(
                tables: Dictionary(zip(call.sides, tables), uniquingKeysWith: { first, _ in first }),
                isBrief: true)
        case let joining as any SideOperation: joining.printed(tables: tables)
        default: last.operation.printed
        }
    }
}

extension Ledger {
    /// The columns of the noun `ledger`.
    static let schema = Schema([
        Field("table", .text, kind: .category, meaning: "the name that the stage's line was bound to"),
        Field("stage", .text, kind: .text, meaning: "what was done"),
        Field("rows", .int, kind: .measure, meaning: "rows after it"),
        Field("rows_change", .int, kind: .measure, meaning: "rows that came, or fell (less than 0)"),
        Field("customers", .int, kind: .measure, meaning: "different customers after it"),
        Field("customers_change", .int, kind: .measure, meaning: "customers that came, or fell"),
        Field("amount", .float, kind: .measure, meaning: "the sum of the measure after it"),
        Field("amount_change", .float, kind: .measure, meaning: "what the sum grew or fell by"),
        Field("why", .text, kind: .text, meaning: "why rows fell or came"),
    ])

    /// One row a stage; a change is missing where the figure before it is.
    public func table(work: Work) throws(Diagnostic) -> Table {
        var customers: [Int?] = []
        for entry in entries { customers.append(try entry.customers?.value(work: work)) }
        let before = [nil] + entries.dropLast().map { Optional($0) }
        let changes = zip(before, entries).map { old, new in old.map { new.rows - $0.rows } }
        let people = zip([nil] + customers.dropLast(), customers).map { old, new in
            old.flatMap { old in new.map { $0 - old } }
        }
        let sums = zip(before, entries).map { old, new in
            old?.amount.flatMap { old in new.amount.map { $0 - old } }
        }
        let why = entries.map { entry in
            entry.reasons.isEmpty ? nil : entry.reasons.map(\.text).joined(separator: "; ")
        }
        return Table(
            Self.schema.withUnit(entries.compactMap(\.unit).first),
            [
                .texts(entries.map { $0.table.isEmpty ? nil : $0.table }), .texts(entries.map(\.stage)),
                .ints(entries.map(\.rows)), .ints(changes), .ints(customers), .ints(people),
                .floats(entries.map(\.amount)), .floats(sums), .texts(why),
            ])
    }
}

extension Schema {
    fileprivate func withUnit(_ unit: String?) -> Schema {
        var copy = self
        for index in copy.fields.indices where copy.fields[index].name.hasPrefix("amount") {
            copy.fields[index].unit = unit
        }
        return copy
    }
}
