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

    /// The same by address, for a loop over points that holds these blocks.
    @unsafe struct View {
        let factors: UnsafePointer<Lanes>
        let norms: UnsafePointer<Lanes>
        let blocks: Int
        let columns: Int
    }

    @unsafe var view: View {
        unsafe View(factors: factors.pointer, norms: norms.pointer, blocks: norms.count, columns: columns)
    }
}

extension CenterBlocks.View {
    /// Of a point by the address of its coordinates.
    @inline(__always) func nearest(to point: UnsafePointer<Double>) -> CenterBlocks.Nearest {
        var nearest = CenterBlocks.Nearest()
        for block in unsafe 0..<blocks {
            // SAFETY: there are `columns` coordinates, as many factors a block, and one norm a block.
            var sum = CenterBlocks.Lanes.zero
            let factors = unsafe self.factors + block * columns
            for column in unsafe 0..<columns { unsafe sum += point[column] * factors[column] }
            unsafe sum += norms[block]
            let values = (sum[0], sum[1], sum[2], sum[3], sum[4], sum[5], sum[6], sum[7])
            let first = block * 8
            nearest.take(values.0, first)
            nearest.take(values.1, first + 1)
            nearest.take(values.2, first + 2)
            nearest.take(values.3, first + 3)
            nearest.take(values.4, first + 4)
            nearest.take(values.5, first + 5)
            nearest.take(values.6, first + 6)
            nearest.take(values.7, first + 7)
        }
        return nearest
    }
}

extension CenterBlocks.Nearest {
    /// Without a branch, which would be guessed wrong for many points.
    @inline(__always) fileprivate mutating func take(_ value: Double, _ center: Int) {
        let isNearer = value < best
        let behind = isNearer ? best : value
        second = behind < second ? behind : second
        index = isNearer ? center : index
        best = isNearer ? value : best
    }
}
