/// Centres side by side in blocks of eight, so that one pass over a point's coordinates gives all its distances.
///
/// What is compared is ‖c‖² − 2·x·c, the squared distance less ‖x‖²: scikit-learn's form, with its rounding of
/// ties.
struct CenterBlocks: Sendable {
    typealias Lanes = SIMD8<Double>
    /// `factors[block * columns + column]`: −2 times the coordinates of eight centres.
    private let factors: SharedRows<Lanes>
    /// Squared lengths; infinite where there is no centre, which is then never the nearest.
    private let norms: SharedRows<Lanes>
    private let columns: Int

    struct Nearest {
        var index = 0
        /// Squared distances to the nearest and the second nearest centre, less ‖x‖².
        var best = Double.infinity
        var second = Double.infinity
    }

    init(_ centers: Matrix) {
        columns = centers.columns
        let blocks = (centers.rows + 7) / 8
        let factors = SharedRows<Lanes>(repeating: .zero, count: blocks * centers.columns)
        let norms = SharedRows(repeating: Lanes(repeating: .infinity), count: blocks)
        for center in 0..<centers.rows {
            var norm = 0.0
            for column in 0..<centers.columns {
                let value = centers[center, column]
                factors[center / 8 * centers.columns + column][center % 8] = -2 * value
                norm += value * value
            }
            norms[center / 8][center % 8] = norm
        }
        (self.factors, self.norms) = (factors, norms)
    }

    @inline(__always) func nearest(_ rows: CenteredRows, _ row: Int) -> Nearest {
        var nearest = Nearest()
        for block in 0..<norms.count {
            var sum = Lanes.zero
            for column in 0..<columns {
                sum += rows.values[row * columns + column] * factors[block * columns + column]
            }
            sum += norms[block]
            for lane in 0..<8 {
                let value = sum[lane]
                let isNearer = value < nearest.best
                let behind = isNearer ? nearest.best : value
                nearest.second = behind < nearest.second ? behind : nearest.second
                nearest.index = isNearer ? block * 8 + lane : nearest.index
                nearest.best = isNearer ? value : nearest.best
            }
        }
        return nearest
    }
}
