/// How the values of one column are brought to a common scale: bent or not, then an offset and a unit.
///
/// What is learnt from one table is applied to another: `scaled = (f(x) − offset) / unit`.
/// Source: scikit-learn's `StandardScaler` (deviation with ddof 0), `MinMaxScaler` and `RobustScaler`; a column
/// of one value has unit 1 and becomes 0.
public struct Scaler: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// Mean 0, deviation 1.
        case standard
        /// From 0 to 1.
        case minmax
        /// Median 0, middle half of width 1.
        case robust
        /// Mean 0 and deviation 1 of log(1 + x), for values of −1 or more.
        case log1pStandard = "log1p+standard"
        /// Mean 0 and deviation 1 of the power that makes the values most like normal ones.
        case yeoJohnson = "yeo-johnson"
        case none
    }

    /// What is done first.
    public var transform: Transform
    public var offset: Double
    /// Never 0.
    public var unit: Double

    public init(_ transform: Transform = .identity, offset: Double, unit: Double) {
        (self.transform, self.offset, self.unit) = (transform, offset, unit == 0 ? 1 : unit)
    }

    /// Mean 0 and deviation 1 of what a transform makes of the values.
    private init(standardizing values: [Double], by transform: Transform) {
        let moments = Moments(transform == .identity ? values : values.map(transform.applied))
        self.init(transform, offset: moments.mean, unit: moments.deviation)
    }

    /// Learns from the values of a column, all of them finite.
    public init(_ method: Method, fitting values: [Double]) {
        switch method {
        case .none: self.init(offset: 0, unit: 1)
        case .standard: self.init(standardizing: values, by: .identity)
        case .log1pStandard: self.init(standardizing: values, by: .log1p)
        case .yeoJohnson: self.init(standardizing: values, by: .yeoJohnson(fitting: values))
        case .minmax:
            let (least, most) = (values.min() ?? 0, values.max() ?? 0)
            self.init(offset: least, unit: most - least)
        case .robust:
            let quartiles = Quantile.type7([0.25, 0.5, 0.75], of: values) ?? [0, 0, 0]
            self.init(offset: quartiles[1], unit: quartiles[2] - quartiles[0])
        }
    }

    public func scaled(_ value: Double) -> Double { (transform.applied(to: value) - offset) / unit }

    /// Of a whole column, itself where nothing is done to it.
    public func scaled(_ values: [Double]) -> [Double] {
        if transform == .identity {
            return offset == 0 && unit == 1 ? values : values.map { ($0 - offset) / unit }
        }
        return values.map(scaled)
    }

    /// The value whose scaled form this is.
    public func restored(_ scaled: Double) -> Double { transform.inverted(scaled * unit + offset) }
}

/// Mean, deviation and skewness of all of a population.
public struct Moments: Sendable, Hashable {
    public var mean: Double
    /// With ddof 0.
    public var deviation: Double
    /// The third standardised moment; 0 where all values are the same.
    public var skewness: Double

    /// In two passes over finite values; 0 of none.
    public init(_ values: [Double]) {
        let n = Double(max(values.count, 1))
        // A sum of equal values may miss their mean by an ulp: they are their own mean, and have no spread.
        if let first = values.first, values.allSatisfy({ $0 == first }) {
            (mean, deviation, skewness) = (first, 0, 0)
            return
        }
        mean = values.compensatedSum() / n
        var (squares, cubes) = (CompensatedSum(), CompensatedSum())
        for value in values {
            let part = value - mean
            squares.add(part * part)
            cubes.add(part * part * part)
        }
        let variance = squares.total / n
        deviation = variance.squareRoot()
        skewness = deviation > 0 ? cubes.total / n / (variance * deviation) : 0
    }
}
