public import RapportTable
public import RapportWork

/// The values that come when a plan runs.
public struct EvaluationContext: Sendable {
    /// `$as_of`, microseconds since 1970-01-01T00:00; nil where nothing states it.
    public var asOf: Int64?
    public var seed: UInt64
    public var parameters: [String: Scalar]
    public var work: Work

    public init(
        asOf: Int64? = nil, seed: UInt64 = 42, parameters: [String: Scalar] = [:], work: Work = Work()
    ) {
        (self.asOf, self.seed, self.parameters, self.work) = (asOf, seed, parameters, work)
    }

    func value(of late: BoundExpression.Late) -> Scalar? {
        switch late {
        case .asOf: asOf.map { .datetime($0) }
        case .seed: .int(Int64(clamping: seed))
        case .parameter(let name): parameters[name]
        }
    }
}
