import Foundation
import RapportQuery
import RapportTable

/// The meaning of expressions, one row at a time and one value at a time: the oracle of the evaluator.
///
/// Written from the rules of the language alone; it shares no kernel with the engine.
struct Interpreter {
    enum Failure: Error { case overflow }

    let row: [String: Scalar]
    var divisionsByZero = 0
    var notFinite = 0

    init(_ row: [String: Scalar]) { self.row = row }

    mutating func value(_ expression: BoundExpression) throws -> Scalar {
        switch expression.form {
        case .column(let name): return row[name] ?? .missing
        case .literal(let value): return value
        case .convert(let inner): return convert(try value(inner), to: expression.type.type)
        case .call(let name, let arguments): return try call(name, arguments)
        case .period, .list, .option, .late, .aggregate, .window, .key: return .missing
        }
    }

    private func convert(_ value: Scalar, to type: ColumnType) -> Scalar {
        switch (value, type) {
        case (.int(let v), .float): .float(Double(v))
        case (.date(let v), .datetime): .datetime(Int64(v) * 86_400_000_000)
        default: value
        }
    }

    private mutating func call(_ name: String, _ arguments: [BoundExpression]) throws -> Scalar {
        switch name {
        case "and", "or": return try logic(isAnd: name == "and", arguments)
        case "if", "case": return try cases(arguments)
        case "coalesce":
            for argument in arguments {
                let found = try value(argument)
                if found != .missing { return found }
            }
            return .missing
        case "missing": return .bool(try value(arguments[0]) == .missing)
        case "present": return .bool(try value(arguments[0]) != .missing)
        case "in":
            guard case .list(let elements) = arguments[1].form else { return .missing }
            let tested = try value(arguments[0])
            if tested == .missing { return .missing }
            for element in elements where order(tested, try value(element)) == 0 { return .bool(true) }
            return .bool(false)
        default: break
        }
        if arguments.count == 2, case .period(let period) = arguments[1].form {
            return shift(try value(arguments[0]), name == "-" ? -1 : 1, period)
        }
        var values: [Scalar] = []
        for argument in arguments { values.append(try value(argument)) }
        if values.contains(.missing) { return .missing }
        switch name {
        case "==", "!=", "<", "<=", ">", ">=": return .bool(compare(name, order(values[0], values[1])))
        case "not": return values[0] == .bool(true) ? .bool(false) : .bool(true)
        case "+", "-", "*", "/", "%": return try arithmetic(name, values)
        default: return try function(name, values)
        }
    }

    // MARK: - Truth

    private mutating func logic(isAnd: Bool, _ arguments: [BoundExpression]) throws -> Scalar {
        let left = try value(arguments[0])
        if left == .bool(!isAnd) { return left }
        let right = try value(arguments[1])
        if right == .bool(!isAnd) { return right }
        return left == .missing || right == .missing ? .missing : .bool(isAnd)
    }

    private mutating func cases(_ arguments: [BoundExpression]) throws -> Scalar {
        var place = 0
        while place + 1 < arguments.count {
            if try value(arguments[place]) == .bool(true) { return try value(arguments[place + 1]) }
            place += 2
        }
        return place < arguments.count ? try value(arguments[place]) : .missing
    }

    private func compare(_ name: String, _ order: Int) -> Bool {
        switch name {
        case "==": order == 0
        case "!=": order != 0
        case "<": order < 0
        case "<=": order <= 0
        case ">": order > 0
        default: order >= 0
        }
    }

    private func order(_ a: Scalar, _ b: Scalar) -> Int {
        func sign<T: Comparable>(_ x: T, _ y: T) -> Int { x < y ? -1 : x > y ? 1 : 0 }
        switch (a, b) {
        case (.int(let x), .int(let y)): return sign(x, y)
        case (.text(let x), .text(let y)):
            let (x, y) = (x.unicodeScalars.map(\.value), y.unicodeScalars.map(\.value))
            return x.lexicographicallyPrecedes(y) ? -1 : y.lexicographicallyPrecedes(x) ? 1 : 0
        case (.bool(let x), .bool(let y)): return sign(x ? 1 : 0, y ? 1 : 0)
        case (.duration(let x), .duration(let y)): return sign(x, y)
        default:
            if let x = instant(a), let y = instant(b) { return sign(x, y) }
            return sign(decimal(a), decimal(b))
        }
    }

    /// Exact for ints and for floats within the range of `Decimal`; beyond it all are alike far away.
    private func decimal(_ value: Scalar) -> Decimal {
        switch value {
        case .int(let v): Decimal(v)
        case .float(let v): Decimal(string: "\(min(max(v, -1e100), 1e100))") ?? 0
        default: 0
        }
    }

    private func instant(_ value: Scalar) -> Int64? {
        switch value {
        case .date(let day): Int64(day) * 86_400_000_000
        case .datetime(let value): value
        default: nil
        }
    }

    // MARK: - Numbers

    private mutating func arithmetic(_ name: String, _ values: [Scalar]) throws -> Scalar {
        if values.count == 1 {
            switch values[0] {
            case .int(let v): return .int(try exact(0 - Int128(v)))
            case .duration(let v): return .duration(try exact(0 - Int128(v)))
            default: return finite(0 - (values[0].number ?? 0))
            }
        }
        switch (values[0], values[1]) {
        case (.int(let a), .int(let b)) where name != "/":
            let (a, b) = (Int128(a), Int128(b))
            switch name {
            case "+": return .int(try exact(a + b))
            case "-": return .int(try exact(a - b))
            case "*": return .int(try exact(a * b))
            default:
                if b == 0 { return zero() }
                return .int(try exact(((a % b) + b) % b))
            }
        case (.duration(let a), .duration(let b)):
            switch name {
            case "+": return .duration(try exact(Int128(a) + Int128(b)))
            case "-": return .duration(try exact(Int128(a) - Int128(b)))
            default: return b == 0 ? zero() : finite(Double(a) / Double(b))
            }
        case (.duration(let a), .int(let b)) where name == "*":
            return .duration(try exact(Int128(a) * Int128(b)))
        default: break
        }
        if let a = instant(values[0]) {
            if case .duration(let b) = values[1] {
                return .datetime(try exact(name == "+" ? Int128(a) + Int128(b) : Int128(a) - Int128(b)))
            }
            if let b = instant(values[1]) { return .duration(try exact(Int128(a) - Int128(b))) }
        }
        let (a, b) = (values[0].number ?? 0, values[1].number ?? 0)
        switch name {
        case "+": return finite(a + b)
        case "-": return finite(a - b)
        case "*": return finite(a * b)
        case "/": return b == 0 ? zero() : finite(a / b)
        default:
            if b == 0 { return zero() }
            let rest = fmod(a, b)
            return finite(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest)
        }
    }

    private func exact(_ value: Int128) throws -> Int64 {
        guard let value = Int64(exactly: value) else { throw Failure.overflow }
        return value
    }
    private mutating func zero() -> Scalar {
        divisionsByZero += 1
        return .missing
    }
    private mutating func finite(_ value: Double) -> Scalar {
        if value.isFinite { return .float(value) }
        notFinite += 1
        return .missing
    }

    // MARK: - Times

    private func shift(_ value: Scalar, _ sign: Int, _ period: Period) -> Scalar {
        let time: Int64 = if case .datetime(let v) = value { v - floorDay(v) * 86_400_000_000 } else { 0 }
        guard let whole = instant(value) else { return .missing }
        var (year, month, day) = civilFromDays(Int(floorDay(whole)))
        month += sign * period.months
        while month > 12 { (year, month) = (year + 1, month - 12) }
        while month < 1 { (year, month) = (year - 1, month + 12) }
        while daysFromCivil(year, month, day) == nil { day -= 1 }
        let days = Int(daysFromCivil(year, month, day) ?? 0) + sign * period.days
        if case .date = value, period.microseconds == 0 { return .date(Int32(days)) }
        return .datetime(Int64(days) * 86_400_000_000 + time + Int64(sign) * period.microseconds)
    }

    private func floorDay(_ microseconds: Int64) -> Int64 {
        Int64((Double(microseconds) / 86_400_000_000).rounded(.down))
    }

    // MARK: - Functions

    private mutating func function(_ name: String, _ values: [Scalar]) throws -> Scalar {
        switch (name, values[0]) {
        case ("abs", .int(let v)): return .int(try exact(abs(Int128(v))))
        case ("abs", .float(let v)): return .float(abs(v))
        case ("round", .float(let v)):
            guard case .int(let digits) = values.count > 1 ? values[1] : .int(0) else { return .missing }
            guard abs(v) < 1e15, var decimal = Decimal(string: "\(v)") else { return .float(v) }
            var result = Decimal()
            // SAFETY: both are variables of this call.
            unsafe NSDecimalRound(&result, &decimal, Int(digits), .plain)
            return .float(Double("\(result)") ?? .nan)
        case ("round", _): return values[0]
        case ("floor", .float(let v)): return .float(Foundation.floor(v))
        case ("ceil", .float(let v)): return .float(Foundation.ceil(v) + 0)
        case ("sqrt", .float(let v)): return finite(v < 0 ? .nan : v.squareRoot())
        case ("log", .float(let v)): return finite(v <= 0 ? .nan : Foundation.log(v))
        case ("min_of", _): return values.dropFirst().reduce(values[0]) { order($1, $0) < 0 ? $1 : $0 }
        case ("max_of", _): return values.dropFirst().reduce(values[0]) { order($1, $0) > 0 ? $1 : $0 }
        case ("days", .duration(let v)): return .int(v / 86_400_000_000)
        case (_, .text(let text)): return function(name, text, values)
        default: return period(name, values)
        }
    }

    private func period(_ name: String, _ values: [Scalar]) -> Scalar {
        guard let instant = instant(values[0]) else { return .missing }
        let day = floorDay(instant)
        let (year, month, _) = civilFromDays(Int(day))
        switch name {
        case "year": return .int(Int64(year))
        case "month_number": return .int(Int64(month))
        case "month": return .date(daysFromCivil(year, month, 1) ?? 0)
        case "date": return .date(Int32(day))
        case "hour": return .int((instant - day * 86_400_000_000) / 3_600_000_000)
        case "weekday": return .int(((day % 7) + 7 + 3) % 7 + 1)
        case "week": return .date(Int32(day - ((day % 7) + 7 + 3) % 7))
        default: return .missing
        }
    }

    private func function(_ name: String, _ text: String, _ values: [Scalar]) -> Scalar {
        let scalars = Array(text.unicodeScalars)
        func made(_ part: some Sequence<Unicode.Scalar>) -> Scalar {
            var out = String.UnicodeScalarView()
            out.append(contentsOf: part)
            return .text(String(out))
        }
        func other(_ place: Int) -> [Unicode.Scalar] {
            if case .text(let text) = values[place] { Array(text.unicodeScalars) } else { [] }
        }
        switch name {
        case "lower": return .text(text.lowercased())
        case "upper": return .text(text.uppercased())
        case "length": return .int(Int64(scalars.count))
        case "trim":
            let kept = scalars.drop { $0.properties.isWhitespace }.reversed()
                .drop { $0.properties.isWhitespace }.reversed()
            return made(kept)
        case "contains":
            let part = other(1)
            return .bool(
                part.isEmpty
                    || scalars.indices.contains { scalars[$0...].starts(with: part) })
        case "starts_with": return .bool(scalars.starts(with: other(1)))
        case "ends_with": return .bool(scalars.reversed().starts(with: other(1).reversed()))
        case "concat": return made(values.indices.flatMap { other($0) })
        case "left": if case .int(let n) = values[1] { return made(scalars.prefix(Int(n))) }
        case "right": if case .int(let n) = values[1] { return made(scalars.suffix(Int(n))) }
        case "replace":
            let (old, new) = (other(1), other(2))
            var (out, place): ([Unicode.Scalar], Int) = ([], 0)
            while place < scalars.count {
                if !old.isEmpty, scalars[place...].starts(with: old) {
                    out += new
                    place += old.count
                } else {
                    out.append(scalars[place])
                    place += 1
                }
            }
            return made(out)
        default: break
        }
        return .missing
    }
}
