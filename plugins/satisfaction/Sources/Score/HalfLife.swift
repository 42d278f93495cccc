import RapportPluginKit

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// After how many days an answer counts half.
enum HalfLife: ParameterType, Hashable {
    case none
    case days(Double)

    static var parameterKind: Signature.ParameterKind {
        .either(.choice(["none"]), .float(Bounds(above: 0)))
    }
    init?(parameterValue: Value) {
        if parameterValue == .text("none") {
            self = .none
        } else if let days = Double(parameterValue: parameterValue) {
            self = .days(days)
        } else {
            return nil
        }
    }
    var parameterValue: Value {
        switch self {
        case .none: .text("none")
        case .days(let days): .float(days)
        }
    }

    /// What an item of this age in days counts.
    func weight(age: Double) -> Double {
        switch self {
        case .none: 1
        case .days(let half): pow(0.5, age / half)
        }
    }
}
