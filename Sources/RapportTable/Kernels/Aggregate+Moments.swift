internal import RapportNumerics

/// Compensated, so that a total does not lose digits with the number of rows.
enum FloatSumFold: Fold {
    static var initial: CompensatedSum { CompensatedSum() }
    @inline(__always) static func step(_ state: inout CompensatedSum, _ value: Double, _ row: Int32) {
        state.add(value)
    }
    @inline(__always) static func merge(_ state: inout CompensatedSum, _ later: CompensatedSum) {
        state.add(later)
    }
}

struct FloatTotal: BitwiseCopyable, Sendable {
    var sum = CompensatedSum()
    var count: Int64 = 0
}
/// For the mean.
enum FloatTotalFold: Fold {
    static var initial: FloatTotal { FloatTotal() }
    @inline(__always) static func step(_ state: inout FloatTotal, _ value: Double, _ row: Int32) {
        state.sum.add(value)
        state.count &+= 1
    }
    @inline(__always) static func merge(_ state: inout FloatTotal, _ later: FloatTotal) {
        state.sum.add(later.sum)
        state.count &+= later.count
    }
}

/// Mean and sum of squared deviations.
///
/// Source: B. P. Welford, *Technometrics* 4 (1962); merged as Chan, Golub & LeVeque, 1983.
struct Moments: BitwiseCopyable, Sendable {
    var count = 0.0
    var mean = 0.0
    var squares = 0.0

    @inline(__always) mutating func add(_ value: Double) {
        count += 1
        let distance = value - mean
        mean += distance / count
        squares += distance * (value - mean)
    }

    @inline(__always) mutating func add(_ later: Moments) {
        if later.count == 0 { return }
        let total = count + later.count
        let distance = later.mean - mean
        mean += distance * (later.count / total)
        squares += later.squares + distance * distance * (count * later.count / total)
        count = total
    }
}
enum FloatMomentsFold: Fold {
    static var initial: Moments { Moments() }
    @inline(__always) static func step(_ state: inout Moments, _ value: Double, _ row: Int32) {
        state.add(value)
    }
    @inline(__always) static func merge(_ state: inout Moments, _ later: Moments) { state.add(later) }
}
enum IntMomentsFold: Fold {
    static var initial: Moments { Moments() }
    @inline(__always) static func step(_ state: inout Moments, _ value: Int64, _ row: Int32) {
        state.add(Double(value))
    }
    @inline(__always) static func merge(_ state: inout Moments, _ later: Moments) { state.add(later) }
}
