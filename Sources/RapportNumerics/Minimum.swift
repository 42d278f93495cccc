/// The least value of a function of one number.
enum Minimum {
    /// Where a function with one valley is lowest, to about a hundred-millionth of the place.
    ///
    /// Infinite values count as high. Of a function with several valleys it is the bottom of one.
    /// Source: R. Brent, *Algorithms for Minimization without Derivatives*, 1973, ch. 5: golden sections, and parabolas
    /// where they converge.
    static func brent(between low: Double, and high: Double, _ value: (Double) -> Double) -> Double {
        let section = (3 - 5.0.squareRoot()) / 2
        var (low, high) = (low, high)
        // The best place, the second best, and the one before.
        var best = low + section * (high - low)
        var (second, third) = (best, best)
        var bestValue = value(best)
        var (secondValue, thirdValue) = (bestValue, bestValue)
        var (step, stepBefore) = (0.0, 0.0)
        for _ in 0..<200 {
            let middle = (low + high) / 2
            let tolerance = 1.5e-8 * best.magnitude + 1e-10
            if (best - middle).magnitude <= 2 * tolerance - (high - low) / 2 { break }
            var isParabola = false
            if stepBefore.magnitude > tolerance {
                let r = (best - second) * (bestValue - thirdValue)
                var q = (best - third) * (bestValue - secondValue)
                var p = (best - third) * q - (best - second) * r
                q = 2 * (q - r)
                if q > 0 { p = -p }
                q = q.magnitude
                // False of NaN, which infinite values bring.
                if p.magnitude < (q * stepBefore / 2).magnitude, p > q * (low - best), p < q * (high - best) {
                    (stepBefore, step) = (step, p / q)
                    let place = best + step
                    if place - low < 2 * tolerance || high - place < 2 * tolerance {
                        step = best < middle ? tolerance : -tolerance
                    }
                    isParabola = true
                }
            }
            if !isParabola {
                stepBefore = best < middle ? high - best : low - best
                step = section * stepBefore
            }
            let place = best + (step.magnitude >= tolerance ? step : step < 0 ? -tolerance : tolerance)
            let found = value(place)
            if found <= bestValue {
                if place < best { high = best } else { low = best }
                (third, thirdValue) = (second, secondValue)
                (second, secondValue) = (best, bestValue)
                (best, bestValue) = (place, found)
            } else {
                if place < best { low = place } else { high = place }
                if found <= secondValue || second == best {
                    (third, thirdValue) = (second, secondValue)
                    (second, secondValue) = (place, found)
                } else if found <= thirdValue || third == best || third == second {
                    (third, thirdValue) = (place, found)
                }
            }
        }
        return best
    }
}
