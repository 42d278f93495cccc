import RapportDiagnostics

extension Item {
    /// The item as a condition, as `where` and `expect` read it: `a = b and c` is `a == b and c`.
    ///
    /// The parser takes `a =` at the start of an item for a name. Here it goes back in front of the first
    /// operand: down the left edge through `or` and `and`. A single `=` elsewhere reads as `==`, but not
    /// in the arguments of a function, where it names.
    ///
    /// - Throws: `syntax.chain` for `a = b == c`, `syntax.expected` for `a = not b`.
    public var asCondition: Expression {
        get throws(Diagnostic) {
            guard let name else { return value.withComparisons }
            return try value.comparing(name).withComparisons
        }
    }
}

extension Expression {
    fileprivate func comparing(_ name: Name) throws(Diagnostic) -> Expression {
        let span = name.span.union(self.span)
        switch form {
        case .binary(let sign, let left, let right, let place) where sign == .or || sign == .and:
            let first = try left.comparing(name)
            return Expression(.binary(sign, first, right, operatorSpan: place), span)
        case .binary(let sign, _, _, let place) where sign.isComparison:
            throw Diagnostic(
                "syntax.chain", "comparisons do not chain", at: place, help: ["`a < b and b < c`"])
        case .unary(.not, let operand):
            throw Diagnostic(
                "syntax.expected", "expected a value, found `not`",
                at: SourceSpan(self.span.lower..<min(self.span.lower + 3, operand.span.lower)),
                help: ["`not (a == b)`"])
        default:
            let column = Expression(.name(name), name.span)
            let sign = SourceSpan(name.span.upper..<max(name.span.upper, self.span.lower))
            return Expression(.binary(.equal, column, self, operatorSpan: sign), span)
        }
    }

    /// The expression with every `=` of a condition read as `==`.
    fileprivate var withComparisons: Expression {
        switch form {
        case .binary(let sign, let left, let right, let place):
            Expression(
                .binary(
                    sign == .assign ? .equal : sign, left.withComparisons, right.withComparisons,
                    operatorSpan: place), span)
        case .unary(let sign, let operand): Expression(.unary(sign, operand.withComparisons), span)
        case .group(let inner): Expression(.group(inner.withComparisons), span)
        default: self
        }
    }
}

extension BinaryOperator {
    /// Whether the operator compares, `=` and `in` included: of these only one stands in a row.
    public var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .assign, .isIn, .isNotIn: true
        case .or, .and, .add, .subtract, .multiply, .divide, .remainder: false
        }
    }
}
