public import RapportDiagnostics

// Trees that nobody typed: the printer of a plan, a translation, a suggestion.

extension SourceSpan {
    /// The place of what stands in no source.
    public static var nowhere: SourceSpan { SourceSpan(0..<0) }
}

extension Name {
    /// A name that was not typed; the printer adds the backticks it needs.
    public static func built(_ text: String) -> Name { Name(text, span: .nowhere) }
}

extension Expression {
    public static func literal(_ value: Literal) -> Expression { Expression(.literal(value), .nowhere) }

    public static func column(_ name: String) -> Expression { Expression(.name(.built(name)), .nowhere) }

    public static func parameter(_ name: String) -> Expression { Expression(.parameter(name), .nowhere) }

    public static func list(_ elements: [Expression]) -> Expression { Expression(.list(elements), .nowhere) }

    public static func call(_ name: String, _ arguments: Expression...) -> Expression {
        let items = arguments.map { Item($0, span: .nowhere) }
        return Expression(.call(Call(.built(name), items)), .nowhere)
    }

    public static func unary(_ sign: UnaryOperator, _ operand: Expression) -> Expression {
        Expression(.unary(sign, operand), .nowhere)
    }

    /// Two operands with an operator; brackets come by themselves where the printer needs them.
    public static func binary(_ sign: BinaryOperator, _ left: Expression, _ right: Expression) -> Expression {
        Expression(.binary(sign, left, right, operatorSpan: .nowhere), .nowhere)
    }
}

extension Item {
    public static func built(_ value: Expression) -> Item { Item(value, span: .nowhere) }

    public static func built(_ name: String, _ value: Expression) -> Item {
        Item(name: .built(name), value, span: .nowhere)
    }
}

extension Modifier {
    public static func option(_ name: String, _ value: Expression) -> Modifier {
        .option(.built(name), value, .nowhere)
    }

    public static func clause(_ word: String, _ items: [Item]) -> Modifier {
        .clause(.built(word), items, .nowhere)
    }
}

extension Stage {
    /// A stage that was not typed; `second` is the list behind `:`.
    public static func built(
        _ word: String, _ items: [Item] = [], _ modifiers: [Modifier] = [], second: [Item]? = nil
    ) -> Stage {
        Stage(
            .built(word), Arguments(items: items, modifiers: modifiers, second: second), span: .nowhere)
    }
}

extension Pipeline {
    public static func built(_ source: Source, alias: Name? = nil, _ stages: [Stage] = []) -> Pipeline {
        Pipeline(source, alias: alias, stages: stages, span: .nowhere)
    }
}
