import RapportDiagnostics

/// How tightly a form binds, loosest first: what binds more loosely than its place needs brackets.
enum Binding: Int, Comparable {
    case either, both, negation, comparison, sum, product, unary, primary

    static func < (left: Binding, right: Binding) -> Bool { left.rawValue < right.rawValue }

    var tighter: Binding { Binding(rawValue: rawValue + 1) ?? .primary }
}

extension BinaryOperator {
    var binding: Binding {
        switch self {
        case .or: .either
        case .and: .both
        case .add, .subtract: .sum
        case .multiply, .divide, .remainder: .product
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .assign, .isIn, .isNotIn:
            .comparison
        }
    }

    /// Operators of one kind lean to the left; comparisons do not stand in a row at all.
    var leftBinding: Binding { isComparison ? binding.tighter : binding }
}

extension Expression {
    var binding: Binding {
        switch form {
        case .binary(let sign, _, _, _): sign.binding
        case .unary(.not, _): .negation
        case .unary(.minus, _): .unary
        case .literal(let literal): literal.isNegative ? .unary : .primary
        default: .primary
        }
    }

    /// The operand that is printed first, and the operator behind it.
    var leftEdge: (leaf: Expression, sign: BinaryOperator?) {
        var (leaf, behind) = (self, BinaryOperator?.none)
        while case .binary(let sign, let left, _, _) = leaf.form {
            behind = sign
            if left.binding < sign.leftBinding {
                return (Expression(.group(left), left.span), sign)
            }
            leaf = left
        }
        return (leaf, behind)
    }
}

extension Printer {
    mutating func print(_ expression: Expression, atLeast binding: Binding = .either) {
        let needsBrackets = expression.binding < binding
        if needsBrackets { write("(") }
        switch expression.form {
        case .literal(let literal): write(literal.text)
        case .name(let name): print(name, as: .column)
        case .parameter(let name): write("$\(name)")
        case .list(let elements):
            write("[")
            list(elements) { $0.print($1) }
            write("]")
        case .map(let entries):
            write("{")
            list(entries) { $0.print($1) }
            write("}")
        case .run(let run): print(run)
        case .call(let call): print(call)
        case .unary(.not, let operand):
            write("not ")
            print(operand, atLeast: .negation)
        case .unary(.minus, let operand):
            write("-")
            print(operand, atLeast: .primary)
        case .binary(let sign, let left, let right, _):
            print(left, atLeast: sign.leftBinding)
            write(" \(sign.rawValue) ")
            print(right, atLeast: sign.binding.tighter)
        case .group(let inner):
            write("(")
            print(inner)
            write(")")
        }
        if needsBrackets { write(")") }
    }

    private mutating func print(_ entry: MapEntry) {
        switch entry.key {
        case .text(let text): write(Literal.text(text).text)
        case .name(let name): print(name, as: .key)
        case .int(let value): write(String(value))
        }
        write(": ")
        print(entry.value)
    }

    private mutating func print(_ call: Call) {
        print(call.name, as: .plain)
        write("(")
        list(call.arguments) { $0.print($1) }
        write(")")
        guard let frame = call.frame else { return }
        write(" over ")
        print(frame.word, as: .plain)
        guard let extent = frame.extent else { return }
        write(" ")
        print(extent)
    }
}
