#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// How the numbers of a column are bent before they are shifted and divided.
public enum Transform: Sendable, Hashable {
    case identity
    /// log(1 + x), for numbers above −1.
    case log1p
    /// A power of 1 + x, which stretches what leans to either side; also of numbers below 0.
    ///
    /// 1 leaves numbers as they are, 0 is the logarithm.
    /// Source: I.-K. Yeo & R. Johnson, *A new family of power transformations to improve normality or symmetry*,
    /// Biometrika 87, 2000.
    case yeoJohnson(Double)

    public func applied(to value: Double) -> Double {
        switch self {
        case .identity: value
        case .log1p: logarithm(value)
        case .yeoJohnson(let power) where value < 0: -Self.bent(logarithm(-value), 2 - power)
        case .yeoJohnson(let power): Self.bent(logarithm(value), power)
        }
    }

    /// The number of which this is the image; infinite or NaN where there is none.
    public func inverted(_ value: Double) -> Double {
        switch self {
        case .identity: value
        case .log1p: expm1(value)
        case .yeoJohnson(let power) where value < 0: -expm1(Self.unbent(-value, 2 - power))
        case .yeoJohnson(let power): expm1(Self.unbent(value, power))
        }
    }

    /// ((1 + x)^power − 1) / power, given log(1 + x).
    private static func bent(_ logarithm: Double, _ power: Double) -> Double {
        power == 0 ? logarithm : expm1(power * logarithm) / power
    }

    private static func unbent(_ value: Double, _ power: Double) -> Double {
        power == 0 ? value : logarithm(power * value) / power
    }
}

extension Transform {
    /// Yeo's and Johnson's power of the greatest likelihood under a normal distribution, between −5 and 5; 1 for
    /// values that are all the same.
    ///
    /// Source: as above, eq. 3.1; scikit-learn's `PowerTransformer`.
    public static func yeoJohnson(fitting values: [Double]) -> Transform {
        guard let first = values.first, values.contains(where: { $0 != first }) else { return .yeoJohnson(1) }
        let logarithms = values.map { $0 < 0 ? -logarithm(-$0) : logarithm($0) }
        let sum = logarithms.compensatedSum()
        let n = Double(values.count)
        // On one side of 0 a shift is left out, in which small differences would drown.
        let least = logarithms.min() ?? 0
        let most = logarithms.max() ?? 0
        func image(_ logarithm: Double, _ power: Double) -> Double {
            if least >= 0, abs(power) * most > 1 { return exp(power * logarithm) / power }
            if most <= 0, abs(2 - power) * -least > 1 {
                return -exp((2 - power) * -logarithm) / (2 - power)
            }
            return logarithm < 0 ? -bent(-logarithm, 2 - power) : bent(logarithm, power)
        }
        let power = Minimum.brent(between: -5, and: 5) { power in
            let deviation = Moments(logarithms.map { image($0, power) }).deviation
            guard deviation > 0, deviation.isFinite else { return .infinity }
            return n * log(deviation) - (power - 1) * sum
        }
        return .yeoJohnson(power)
    }
}

/// `log1p`, whose name is a case's here.
private func logarithm(_ value: Double) -> Double { log1p(value) }
