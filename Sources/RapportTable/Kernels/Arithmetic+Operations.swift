internal import RapportDiagnostics
internal import RapportWork

// Every pair of types comes down to int with int, float with float or int with float: times are
// microseconds, and a date beside them its midnight.

protocol IntOperation: BinaryOperation where A == Int64, B == Int64, Result == Int64 {}
protocol FloatOperation: BinaryOperation where A == Double, B == Double, Result == Double {}

enum IntAdd: IntOperation {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64) -> (result: Int64, flaw: Flaw) {
        let (value, overflow) = a.addingReportingOverflow(b)
        return (value, overflow ? .overflow : .none)
    }
}
enum IntSubtract: IntOperation {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64) -> (result: Int64, flaw: Flaw) {
        let (value, overflow) = a.subtractingReportingOverflow(b)
        return (value, overflow ? .overflow : .none)
    }
}
enum IntMultiply: IntOperation {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64) -> (result: Int64, flaw: Flaw) {
        let (value, overflow) = a.multipliedReportingOverflow(by: b)
        return (value, overflow ? .overflow : .none)
    }
}
/// With the sign of the divisor.
enum IntRemainder: IntOperation {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64) -> (result: Int64, flaw: Flaw) {
        if b == 0 { return (0, .divisionByZero) }
        if b == -1 { return (0, .none) }
        let rest = a % b
        return (rest != 0 && (rest ^ b) < 0 ? rest &+ b : rest, .none)
    }
}
enum IntDivide: BinaryOperation {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64) -> (result: Double, flaw: Flaw) {
        (Double(a) / Double(b), b == 0 ? .divisionByZero : .none)
    }
}

enum FloatAdd: FloatOperation {
    @inline(__always) static func apply(_ a: Double, _ b: Double) -> (result: Double, flaw: Flaw) {
        (a + b, (a + b).isFinite ? .none : .notFinite)
    }
}
enum FloatSubtract: FloatOperation {
    @inline(__always) static func apply(_ a: Double, _ b: Double) -> (result: Double, flaw: Flaw) {
        (a - b, (a - b).isFinite ? .none : .notFinite)
    }
}
enum FloatMultiply: FloatOperation {
    @inline(__always) static func apply(_ a: Double, _ b: Double) -> (result: Double, flaw: Flaw) {
        (a * b, (a * b).isFinite ? .none : .notFinite)
    }
}
enum FloatDivide: FloatOperation {
    @inline(__always) static func apply(_ a: Double, _ b: Double) -> (result: Double, flaw: Flaw) {
        (a / b, b == 0 ? .divisionByZero : (a / b).isFinite ? .none : .notFinite)
    }
}
/// With the sign of the divisor.
enum FloatRemainder: FloatOperation {
    @inline(__always) static func apply(_ a: Double, _ b: Double) -> (result: Double, flaw: Flaw) {
        if b == 0 { return (0, .divisionByZero) }
        let rest = a.truncatingRemainder(dividingBy: b)
        return (rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest, .none)
    }
}

enum DurationMultiply: BinaryOperation {
    @inline(__always) static func apply(_ a: Int64, _ b: Double) -> (result: Int64, flaw: Flaw) {
        microseconds(Double(a) * b)
    }
}
enum DurationDivide: BinaryOperation {
    @inline(__always) static func apply(_ a: Int64, _ b: Double) -> (result: Int64, flaw: Flaw) {
        b == 0 ? (0, .divisionByZero) : microseconds(Double(a) / b)
    }
}

/// To the nearest microsecond, half away from zero.
@inline(__always) private func microseconds(_ value: Double) -> (result: Int64, flaw: Flaw) {
    guard value.isFinite else { return (0, .notFinite) }
    let rounded = value.rounded()
    return rounded >= -0x1p63 && rounded < 0x1p63 ? (Int64(rounded), .none) : (0, .overflow)
}

// MARK: - Choosing the loop

extension Arithmetic {
    static func fast(
        _ op: ArithmeticOperator, _ a: Operand, _ b: Operand, giving type: ColumnType, work: Work
    ) throws(Diagnostic) -> Computed {
        let count = Operand.count([a, b])
        let present = try bothPresent(a.presence(count), b.presence(count), work: work)
        let sides = Sides(op: op, count: count, present: present, type: type, work: work)
        switch (a.type, b.type) {
        case (.int, .int), (.duration, .duration), (.duration, .int), (.int, .duration):
            if op == .divide && type == .duration {
                return try sides.run(DurationDivide.self, a.ints(work), b.floats(work))
            }
            return try sides.ints(try a.ints(work), try b.ints(work))
        case (.duration, .float):
            if op == .divide { return try sides.run(DurationDivide.self, a.ints(work), b.floats(work)) }
            return try sides.run(DurationMultiply.self, a.ints(work), b.floats(work))
        case (.float, .duration):
            return try sides.run(DurationMultiply.self, b.ints(work), a.floats(work))
        case (.int, .float), (.float, .int), (.float, .float):
            return try sides.floats(try a.floats(work), try b.floats(work))
        default:
            // A date is the midnight of the other side's zone.
            let (first, second) = (
                try a.instants(beside: b.type, work), try b.instants(beside: a.type, work)
            )
            return try sides.ints(first, second)
        }
    }

    private struct Sides {
        let op: ArithmeticOperator
        let count: Int
        let present: Bitmap?
        let type: ColumnType
        let work: Work

        func ints(_ a: Cells<Int64>, _ b: Cells<Int64>) throws(Diagnostic) -> Computed {
            switch op {
            case .add: try run(IntAdd.self, a, b)
            case .subtract: try run(IntSubtract.self, a, b)
            case .multiply: try run(IntMultiply.self, a, b)
            case .remainder: try run(IntRemainder.self, a, b)
            case .divide: try run(IntDivide.self, a, b)
            }
        }

        func floats(_ a: Cells<Double>, _ b: Cells<Double>) throws(Diagnostic) -> Computed {
            switch op {
            case .add: try run(FloatAdd.self, a, b)
            case .subtract: try run(FloatSubtract.self, a, b)
            case .multiply: try run(FloatMultiply.self, a, b)
            case .remainder: try run(FloatRemainder.self, a, b)
            case .divide: try run(FloatDivide.self, a, b)
            }
        }

        func run<Operation: BinaryOperation>(
            _ operation: Operation.Type, _ a: Cells<Operation.A>, _ b: Cells<Operation.B>
        ) throws(Diagnostic) -> Computed {
            let cells = try compute(
                operation, a, b, present: present, count: count, for: "`\(op.rawValue)`", work: work)
            if let row = cells.overflow { throw .overflow(op, row: row) }
            let layout: Layout
            if let floats = cells.column as? FixedColumn<Double> {
                layout = .float64(floats)
            } else if let ints = cells.column as? FixedColumn<Int64> {
                layout = .int64(ints)
            } else {
                throw .internalError("arithmetic gave neither ints nor floats")
            }
            return Computed(
                column: Column(type, layout), divisionsByZero: cells.divisionsByZero,
                notFinite: cells.notFinite)
        }
    }
}

extension Operand {
    /// Values of ints, durations and datetimes.
    func ints(_ work: Work) throws(Diagnostic) -> Cells<Int64> {
        guard case .int64(let ints) = column.layout else { throw .internalError("an operand of ints") }
        return Cells(values: ints.values, step: step)
    }

    /// Values of floats, and of ints as floats.
    func floats(_ work: Work) throws(Diagnostic) -> Cells<Double> {
        let floats = type == .float ? column : try cast(column, to: .float, work: work).column
        guard case .float64(let floats) = floats.layout else { throw .internalError("an operand of floats") }
        return Cells(values: floats.values, step: step)
    }

    /// Microseconds of datetimes and durations, and of dates as midnights in the zone of `other`.
    func instants(beside other: ColumnType, _ work: Work) throws(Diagnostic) -> Cells<Int64> {
        guard type == .date else { return try ints(work) }
        var target = ColumnType.datetime(zone: nil)
        if case .datetime = other { target = other }
        guard case .int64(let ints) = try cast(column, to: target, work: work).column.layout else {
            throw .internalError("an operand of times")
        }
        return Cells(values: ints.values, step: step)
    }
}
