/// A further table as one of several things that a parameter takes: ``Inputs/named`` holds it by the parameter's name.
///
/// A parameter that takes nothing else is a ``TableInput``.
///
///     @Parameter("Aspects: a list, or a table.") var byAspect: Either<[String], TableName>?
public struct TableName: ParameterType, Hashable {
    /// As typed.
    public var words: String

    public static var parameterKind: Signature.ParameterKind { .table }
    public init?(parameterValue: Value) {
        guard case .table(let words) = parameterValue else { return nil }
        self.words = words
    }
    public var parameterValue: Value { .table(words) }
}
