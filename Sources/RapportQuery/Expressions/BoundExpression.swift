public import RapportDiagnostics
public import RapportTable

/// An expression whose names and types are settled: data only, so that a plan can be printed, compared,
/// kept, and later be translated for another engine.
///
/// What converts by itself (int to float, date to datetime) stands in the tree as ``Form/convert(_:)``,
/// so that a kernel meets exactly the types that its rule asked for. Equality ignores where it was typed.
public struct BoundExpression: Sendable {
    public var form: Form
    public var type: ValueType
    /// Where it was typed, for failures that only the data show.
    public var span: SourceSpan

    public init(_ form: Form, _ type: ValueType, at span: SourceSpan) {
        (self.form, self.type, self.span) = (form, type, span)
    }

    public indirect enum Form: Sendable, Hashable {
        case column(String)
        case literal(Scalar)
        /// A stretch of the calendar, only as the second argument of `+` and `-`.
        case period(Period)
        /// Constants, only as an argument: `x in [1, 2]`, `number(x, missing=["N/A"])`.
        case list([BoundExpression])
        /// An argument by name, a constant: the `missing=[…]` of `number`; its type is that of the value.
        case option(String, BoundExpression)
        case late(Late)
        /// An implicit conversion to the type of this node; it prints as what it converts.
        case convert(BoundExpression)
        /// A function or an operator of ``Function/all``, by name.
        case call(String, [BoundExpression])
        case aggregate(AggregateCall)
        /// A function over neighbouring rows, or an aggregate over a stretch of them.
        case window(WindowCall)
        /// A grouping key, beside aggregates: its place in `by`, and what it was there.
        case key(Int, BoundExpression)
    }

    /// A constant whose value comes when the plan runs.
    public enum Late: Sendable, Hashable {
        case asOf
        case seed
        case parameter(String)
    }
}

/// `mean(amount)`, `count()`, `quantile(x, 0.9)`.
public struct AggregateCall: Sendable, Hashable {
    public var name: String
    public var argument: BoundExpression?
    /// The 0.9 of `quantile(x, 0.9)`.
    public var level: Double?

    public init(_ name: String, of argument: BoundExpression? = nil, level: Double? = nil) {
        (self.name, self.argument, self.level) = (name, argument, level)
    }
}

/// `lag(ts)`, `mean(amount) over last 3`, `max(amount)` over the whole partition.
public struct WindowCall: Sendable, Hashable {
    public var name: String
    public var argument: BoundExpression?
    /// The 0.9 of `quantile(x, 0.9)`.
    public var level: Double?
    /// The 2 of `lag(x, 2)`.
    public var offset: Int?
    public var frame: Frame

    public enum Frame: Sendable, Hashable {
        /// All rows of the partition.
        case partition
        /// The row and those before it, so many together.
        case rows(Int)
        /// The rows of the stretch of time that ends with the row's own.
        case time(Period)
    }

    public init(
        _ name: String, of argument: BoundExpression? = nil, level: Double? = nil, offset: Int? = nil,
        frame: Frame = .partition
    ) {
        (self.name, self.argument, self.level) = (name, argument, level)
        (self.offset, self.frame) = (offset, frame)
    }

    /// The aggregate that it is over its frame; nil for `lag` and the like.
    var aggregate: AggregateCall { AggregateCall(name, of: argument, level: level) }
}

extension BoundExpression: Hashable {
    public static func == (a: Self, b: Self) -> Bool { a.type == b.type && a.form == b.form }
    public func hash(into hasher: inout Hasher) { hasher.combine(form) }
}

// MARK: - What a plan asks of it

extension BoundExpression {
    /// The expressions directly inside.
    public var children: [BoundExpression] {
        switch form {
        case .column, .literal, .period, .late: []
        case .list(let elements): elements
        case .convert(let inner), .key(_, let inner), .option(_, let inner): [inner]
        case .call(_, let arguments): arguments
        case .aggregate(let call): call.argument.map { [$0] } ?? []
        case .window(let call): call.argument.map { [$0] } ?? []
        }
    }

    /// Whether it or anything inside fulfils `condition`.
    public func contains(_ condition: (BoundExpression) -> Bool) -> Bool {
        condition(self) || children.contains { $0.contains(condition) }
    }

    /// The columns it reads, each once, in the order of the text.
    public var usedColumns: [String] {
        var found: [String] = []
        collectColumns(into: &found)
        return found
    }

    private func collectColumns(into found: inout [String]) {
        if case .column(let name) = form, !found.contains(name) { found.append(name) }
        for child in children { child.collectColumns(into: &found) }
    }

    /// Whether it has the same value in every row.
    public var isConstant: Bool {
        !contains {
            switch $0.form {
            case .column, .aggregate, .window, .key: true
            default: false
            }
        }
    }

    /// What in it is known only when the plan runs.
    public var late: LateUse {
        var use = children.reduce(LateUse()) { $0.union($1.late) }
        switch form {
        case .late(.asOf): use.asOf = true
        case .late(.seed): use.seed = true
        case .late(.parameter(let name)): use = use.union(LateUse(parameters: [name]))
        default: break
        }
        return use
    }

    /// The same expression with what came late written out: what a recipe prints.
    public func pinned(to values: LateValues) -> BoundExpression {
        var copy = self
        switch form {
        case .column, .literal, .period: return self
        case .late(let late):
            guard let value = values[late] else { return self }
            copy.form = .literal(value)
        case .list(let elements): copy.form = .list(elements.map { $0.pinned(to: values) })
        case .option(let name, let inner): copy.form = .option(name, inner.pinned(to: values))
        case .convert(let inner): copy.form = .convert(inner.pinned(to: values))
        case .key(let place, let inner): copy.form = .key(place, inner.pinned(to: values))
        case .call(let name, let arguments):
            copy.form = .call(name, arguments.map { $0.pinned(to: values) })
        case .aggregate(var call):
            call.argument = call.argument?.pinned(to: values)
            copy.form = .aggregate(call)
        case .window(var call):
            call.argument = call.argument?.pinned(to: values)
            copy.form = .window(call)
        }
        return copy
    }
}

extension LateValues {
    subscript(late: BoundExpression.Late) -> Scalar? {
        switch late {
        case .asOf: asOf.map { .datetime($0) }
        case .seed: .int(Int64(clamping: seed))
        case .parameter(let name): parameters[name]
        }
    }
}
