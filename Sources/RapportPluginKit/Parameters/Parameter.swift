/// Declares a parameter with its help, default, bounds and aliases.
///
///     @Parameter("How many scores.", in: 2...9, aliases: "bins") var nBins = 5
///     @Parameter("How scores are cut.") var scoring = Scoring.quantile
///
/// Bounds print their own message, help and completion, and make their own negative tests.
@propertyWrapper public struct Parameter<Wrapped: ParameterType>: Sendable, Declaration {
    private let box: Box<Wrapped>
    private let declared: Signature.Parameter

    public var wrappedValue: Wrapped { box.value }

    public init(
        wrappedValue: Wrapped, _ help: String, aliases: String..., unit: String? = nil,
        advanced: Bool = false
    ) {
        self.init(wrappedValue, Wrapped.parameterKind, help, aliases, unit, advanced)
    }

    public init(
        wrappedValue: Wrapped, _ help: String, in bounds: ClosedRange<Wrapped.Bound>, aliases: String...,
        unit: String? = nil, advanced: Bool = false
    ) where Wrapped: BoundedParameterType {
        self.init(wrappedValue, Wrapped.parameterKind(Bounds(bounds)), help, aliases, unit, advanced)
    }

    public init(
        wrappedValue: Wrapped, _ help: String, in bounds: Range<Wrapped.Bound>, aliases: String...,
        unit: String? = nil, advanced: Bool = false
    ) where Wrapped: BoundedParameterType {
        self.init(wrappedValue, Wrapped.parameterKind(Bounds(bounds)), help, aliases, unit, advanced)
    }

    public init(
        wrappedValue: Wrapped, _ help: String, in bounds: PartialRangeFrom<Wrapped.Bound>,
        aliases: String..., unit: String? = nil, advanced: Bool = false
    ) where Wrapped: BoundedParameterType {
        self.init(wrappedValue, Wrapped.parameterKind(Bounds(bounds)), help, aliases, unit, advanced)
    }

    public init(
        wrappedValue: Wrapped, _ help: String, above bound: Wrapped.Bound, aliases: String...,
        unit: String? = nil, advanced: Bool = false
    ) where Wrapped: BoundedParameterType {
        self.init(wrappedValue, Wrapped.parameterKind(Bounds(above: bound)), help, aliases, unit, advanced)
    }

    private init(
        _ value: Wrapped, _ kind: Signature.ParameterKind, _ help: String, _ aliases: [String],
        _ unit: String?, _ isAdvanced: Bool
    ) {
        box = Box(value)
        declared = Signature.Parameter(
            "", aliases: aliases, help: help, kind: kind, standard: value.parameterValue, unit: unit,
            isAdvanced: isAdvanced)
    }

    func parameter(named name: String) -> Signature.Parameter {
        var parameter = declared
        parameter.name = name
        return parameter
    }
    func bind(_ value: Value, as name: String) -> Bool {
        Wrapped(parameterValue: value).map { box.value = $0 } != nil
    }
}
