extension Statement {
    /// The statement in its one canonical form, on one line; read again it gives the same tree.
    public var printed: String { Printer.text { $0.print(self) } }
}

extension Pipeline {
    /// The pipeline in its one canonical form, on one line.
    public var printed: String { Printer.text { $0.print(self) } }
}

extension Stage {
    /// The stage with its arguments, without the `|` before it.
    public var printed: String { Printer.text { $0.print(self) } }
}

extension Expression {
    /// The expression with the brackets that its operators need and those that were typed.
    public var printed: String { Printer.text { $0.print(self) } }
}

extension Item {
    /// `name=value`, or the value alone.
    public var printed: String { Printer.text { $0.print(self) } }
}

extension Name {
    /// The name as a column or a table, in backticks where it was quoted or could not stand without them.
    public var printed: String { Printer.text { $0.print(self, as: .column) } }
}
