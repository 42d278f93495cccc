/// A table that a run keeps for a later one: a model, or limits.
///
/// The parameter that takes it has the name of the output.
public struct KeptTable: Sendable {
    let output: String
    let analysis: String
    let fields: [Field]
    let help: Diagnostic.Help

    /// `help` says what to give in its place, where that is not the output of a run alone.
    public init(
        _ output: String, of analysis: String, fields: [Field], help: Diagnostic.Help? = nil
    ) {
        (self.output, self.analysis, self.fields) = (output, analysis, fields)
        self.help = help ?? .init("`\(output)=run 12`, with the number of that run")
    }

    /// Refuses a table that lacks a column; those of `later` may lack in tables of earlier releases.
    /// - Throws: `model.shape`.
    public func check(_ schema: Schema, later: [String] = []) throws(Diagnostic) {
        for field in fields where schema[field.name]?.type != field.type {
            if later.contains(field.name), schema[field.name] == nil { continue }
            throw misshapen("has no \(field.type.name) column `\(field.name)`")
        }
    }

    /// `model.shape`: `what` is wrong with the table.
    public func misshapen(_ what: String) -> Diagnostic {
        Diagnostic(
            "model.shape",
            "the table of `\(output)` \(what); expected the output `\(output)` of a run of `\(analysis)`",
            subject: .parameter(output), help: [help])
    }
}
