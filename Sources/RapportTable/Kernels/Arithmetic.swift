public import RapportDiagnostics
public import RapportWork

public enum ArithmeticOperator: String, Sendable, Hashable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"

    /// The type of the result; nil where the operation has no meaning.
    ///
    /// Two zones of datetimes do not meet; a date beside a datetime is its midnight.
    public func resultType(_ a: ColumnType, _ b: ColumnType) -> ColumnType? {
        switch (self, a, b) {
        case (.divide, .int, .int): .float
        case (_, .int, .int): .int
        case (_, .int, .float), (_, .float, .int), (_, .float, .float): .float
        case (.add, .duration, .duration), (.subtract, .duration, .duration): .duration
        case (.multiply, .duration, .int), (.multiply, .duration, .float),
            (.multiply, .int, .duration), (.multiply, .float, .duration),
            (.divide, .duration, .int), (.divide, .duration, .float):
            .duration
        case (.divide, .duration, .duration): .float
        case (.subtract, .date, .date), (.subtract, .date, .datetime), (.subtract, .datetime, .date):
            .duration
        case (.subtract, .datetime(let a), .datetime(let b)): a == b ? .duration : nil
        case (.add, .datetime, .duration), (.subtract, .datetime, .duration): a
        case (.add, .duration, .datetime): b
        case (.add, .date, .duration), (.subtract, .date, .duration), (.add, .duration, .date):
            .datetime(zone: nil)
        default: nil
        }
    }
}

/// A column that was computed, and what was lost on the way.
public struct Computed: Sendable {
    public var column: Column
    /// Present cells whose divisor was 0: they became missing.
    public var divisionsByZero: Int
    /// Other present cells whose result is no finite number: they became missing.
    public var notFinite: Int
}

/// `a <operator> b`, row by row; missing where either is.
///
/// The remainder has the sign of the divisor. Durations times or by a number are rounded to microseconds.
/// - Throws: `type.operands`; `number.overflow`, naming the first row, where an integer result does not fit
///   in 64 bits; `zone.unknown`; `memory.limit`, `run.cancelled`.
public func arithmetic(
    _ op: ArithmeticOperator, _ a: Operand, _ b: Operand, work: Work
) throws(Diagnostic) -> Computed {
    guard let type = op.resultType(a.type, b.type) else {
        throw .operands("`\(op.rawValue)`", a.type, b.type)
    }
    return try Arithmetic.fast(op, a, b, giving: type, work: work)
}

extension Diagnostic {
    /// `row` counts from 0.
    static func overflow(_ op: ArithmeticOperator, row: Int) -> Diagnostic {
        Diagnostic(
            "number.overflow", "the result of `\(op.rawValue)` in row \(row + 1) does not fit in 64 bits",
            subject: .row(row + 1), help: ["`cast` one side to `float` first"])
    }
}

package enum Arithmetic {
    enum Outcome {
        case value(Scalar), missing, divisionByZero, notFinite, overflow

        init(_ value: Double, _ make: (Double) -> Scalar = Scalar.float) {
            self = value.isFinite ? .value(make(value)) : .notFinite
        }
        init(_ value: Int128, _ make: (Int64) -> Scalar = Scalar.int) {
            self = Int64(exactly: value).map { .value(make($0)) } ?? .overflow
        }
        /// Microseconds, to the nearest.
        init(microseconds value: Double) {
            guard value.isFinite else { self = .notFinite; return }
            self = Int64(exactly: value.rounded()).map { .value(.duration($0)) } ?? .overflow
        }
    }

    /// Defines what is correct.
    package static func reference(
        _ op: ArithmeticOperator, _ a: Operand, _ b: Operand, giving type: ColumnType
    ) throws(Diagnostic) -> Computed {
        var computed = Computed(column: .ints([]), divisionsByZero: 0, notFinite: 0)
        var cells: [Scalar] = []
        let zones = (try Zone(of: a.type), try Zone(of: b.type))
        for row in 0..<Operand.count([a, b]) {
            switch outcome(op, a[row], b[row], zones) {
            case .value(let value): cells.append(value)
            case .missing: cells.append(.missing)
            case .divisionByZero:
                computed.divisionsByZero += 1
                cells.append(.missing)
            case .notFinite:
                computed.notFinite += 1
                cells.append(.missing)
            case .overflow: throw .overflow(op, row: row)
            }
        }
        computed.column = Column(type, scalars: cells)
        return computed
    }

    private static func outcome(
        _ op: ArithmeticOperator, _ a: Scalar, _ b: Scalar, _ zones: (Zone, Zone)
    ) -> Outcome {
        switch (op, a, b) {
        case (_, .missing, _), (_, _, .missing): return .missing
        case (.divide, _, .int(0)), (.divide, _, .float(0)), (.divide, _, .duration(0)),
            (.remainder, _, .int(0)), (.remainder, _, .float(0)):
            return .divisionByZero
        case (.add, .int(let x), .int(let y)): return Outcome(Int128(x) + Int128(y))
        case (.subtract, .int(let x), .int(let y)): return Outcome(Int128(x) - Int128(y))
        case (.multiply, .int(let x), .int(let y)): return Outcome(Int128(x) * Int128(y))
        case (.remainder, .int(let x), .int(let y)):
            let rest = Int128(x) % Int128(y)
            return Outcome(rest != 0 && (rest < 0) != (y < 0) ? rest + Int128(y) : rest)
        case (.add, .duration(let x), .duration(let y)):
            return Outcome(Int128(x) + Int128(y), Scalar.duration)
        case (.subtract, .duration(let x), .duration(let y)):
            return Outcome(Int128(x) - Int128(y), Scalar.duration)
        case (.divide, .duration(let x), .duration(let y)): return Outcome(Double(x) / Double(y))
        case (.multiply, .duration(let x), .int(let y)), (.multiply, .int(let y), .duration(let x)):
            return Outcome(Int128(x) * Int128(y), Scalar.duration)
        case (.multiply, .duration(let x), .float(let y)), (.multiply, .float(let y), .duration(let x)):
            return Outcome(microseconds: Double(x) * y)
        case (.divide, .duration(let x), _):
            return Outcome(microseconds: Double(x) / (b.number ?? .nan))
        case (.add, _, .duration(let y)):
            return Outcome(a.instant(zones.0) + Int128(y), Scalar.datetime)
        case (.add, .duration(let x), _):
            return Outcome(Int128(x) + b.instant(zones.1), Scalar.datetime)
        case (.subtract, _, .duration(let y)):
            return Outcome(a.instant(zones.0) - Int128(y), Scalar.datetime)
        // A date beside a datetime is the midnight of the datetime's zone.
        case (.subtract, .date, .datetime):
            return Outcome(a.instant(zones.1) - b.instant(zones.1), Scalar.duration)
        case (.subtract, .datetime, .date):
            return Outcome(a.instant(zones.0) - b.instant(zones.0), Scalar.duration)
        case (.subtract, .date, .date), (.subtract, .datetime, .datetime):
            return Outcome(a.instant(zones.0) - b.instant(zones.1), Scalar.duration)
        default:
            guard let x = a.number, let y = b.number else { return .missing }
            switch op {
            case .add: return Outcome(x + y)
            case .subtract: return Outcome(x - y)
            case .multiply: return Outcome(x * y)
            case .divide: return Outcome(x / y)
            case .remainder:
                let rest = x.truncatingRemainder(dividingBy: y)
                return Outcome(rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest)
            }
        }
    }
}

extension Scalar {
    /// Microseconds of a datetime, or of a date's midnight in a zone.
    fileprivate func instant(_ zone: Zone) -> Int128 {
        switch self {
        case .datetime(let value): Int128(value)
        case .date(let value): zone.midnight(of: value).map { Int128($0) } ?? 0
        default: 0
        }
    }
}
