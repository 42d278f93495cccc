internal import RapportDiagnostics
internal import RapportWork

/// Points in single precision, eight side by side, for a first look at which centre is nearest.
///
/// `values[(group * columns + column) * 2 + half]` are the coordinates of four points. All are scaled by a power of
/// two that brings the largest below 1, so that none of what is computed of them overflows.
struct SinglePrecisionRows: Sendable {
    typealias Lanes = SIMD4<Float>
    static let groupSize = 8

    fileprivate let values: SharedRows<Lanes>
    /// Of each group, not below the longest of its points.
    fileprivate let lengths: SharedRows<Float>
    private let scale: Double
    fileprivate let columns: Int

    /// With more columns the error of a sum is no small part of it.
    static let columnLimit = 4_096

    /// Groups that are full; the few points after them are not here.
    let groups: Int

    init(_ rows: CenteredRows, work: Work) throws(Diagnostic) {
        let columns = rows.columns
        let largest = try work.map(rows.pieces) { (piece) throws(Diagnostic) -> Double in
            // SAFETY: this loop holds `rows`, which has `columns` values a row.
            let points = unsafe rows.values.pointer
            var largest = 0.0
            for place in rows.range(piece).lowerBound * columns..<rows.range(piece).upperBound * columns {
                let size = unsafe points[place].magnitude
                largest = size > largest ? size : largest
            }
            return largest
        }.reduce(0, max)
        // Of numbers near the least there are, the scale would be infinite; they come out as 0.
        let exponent = largest > 0 && largest.isFinite ? max(Int(largest.exponent), -1_000) + 1 : 0
        let scale = Double(sign: .plus, exponent: -exponent, significand: 1)
        let groups = rows.count / Self.groupSize
        let values = SharedRows<Lanes>(repeating: .zero, count: groups * columns * 2)
        let lengths = SharedRows<Float>(repeating: 0, count: groups)
        try work.pieces(rows.pieces) { (piece) throws(Diagnostic) in
            // SAFETY: this loop holds all three; a group has eight rows, and a piece its groups for itself.
            let points = unsafe rows.values.pointer
            let (lanes, lengths) = unsafe (
                UnsafeMutableRawPointer(values.pointer).assumingMemoryBound(to: Float.self), lengths.pointer
            )
            for group in Self.groups(of: rows.range(piece)) {
                var longest = 0.0
                for lane in 0..<Self.groupSize {
                    let point = unsafe points + (group * Self.groupSize + lane) * columns
                    var square = 0.0
                    for column in 0..<columns {
                        let value = unsafe point[column] * scale
                        square += value * value
                        unsafe lanes[(group * columns + column) * Self.groupSize + lane] = Float(value)
                    }
                    longest = square > longest ? square : longest
                }
                unsafe lengths[group] = Self.above(longest.squareRoot())
            }
            try work.check()
        }
        (self.values, self.lengths, self.scale, self.columns, self.groups) = (
            values, lengths, scale, columns, groups
        )
    }

    /// The full groups that begin in a piece, whose size is a multiple of theirs.
    static func groups(of rows: Range<Int>) -> Range<Int> {
        rows.lowerBound / groupSize..<rows.upperBound / groupSize
    }

    static func bytes(_ points: Matrix) -> Int { points.values.count * 4 }

    fileprivate static func above(_ value: Double) -> Float { Float(value * (1 + 1e-6)) }

    /// Centres as a loop over groups has them at hand, side by side in blocks of eight.
    struct Centers: Sendable {
        /// `factors[(block * columns + column) * 8 + center]`: −2 times the coordinate, four times over.
        fileprivate let factors: SharedRows<Lanes>
        /// Squared lengths; as large as there is where there is no centre.
        fileprivate let norms: SharedRows<Lanes>
        /// What a distance may be wrong by, twice, is at most `slope` times the length of the point, plus `base`.
        fileprivate let slope: Float
        fileprivate let base: Float
    }

    func scaled(_ centers: Matrix) -> Centers {
        let blocks = (centers.rows + 7) / 8
        let factors = SharedRows<Lanes>(repeating: .zero, count: blocks * columns * 8)
        let norms = SharedRows(
            repeating: Lanes(repeating: .greatestFiniteMagnitude), count: blocks * 8)
        var longest = 0.0
        for center in 0..<centers.rows {
            var norm = 0.0
            let (block, lane) = (center / 8, center % 8)
            for column in 0..<columns {
                let value = centers[center, column] * scale
                norm += value * value
                factors[(block * columns + column) * 8 + lane] = Lanes(repeating: Float(-2 * value))
            }
            norms[center] = Lanes(repeating: Float(norm))
            longest = max(longest, norm)
        }
        // With u = 2⁻²⁴: reading in rounds each factor (3u), the sum of columns + 1 terms adds (columns + 1)·u, and
        // the number of the centre in the last three bits up to 14u; all of ‖c‖² + 2·‖x‖·‖c‖, by Cauchy and
        // Schwarz. What double precision errs by is far below the rest of the 24.
        let error = 2 * Double(columns + 24) * 0x1p-24
        let length = longest.squareRoot()
        return Centers(
            factors: factors, norms: norms, slope: Self.above(error * 2 * length),
            // What is below the least normal number is lost altogether.
            base: Self.above(error * longest) + 1e-37)
    }

    /// The same by address, for a loop over groups that holds these points and the centres.
    @unsafe struct View {
        fileprivate let values: UnsafePointer<Lanes>
        fileprivate let lengths: UnsafePointer<Float>
        fileprivate let factors: UnsafePointer<Lanes>
        fileprivate let norms: UnsafePointer<Lanes>
        fileprivate let blocks: Int
        fileprivate let columns: Int
        fileprivate let slope: Float
        fileprivate let base: Float
    }

    @unsafe func view(_ centers: Centers) -> View {
        unsafe View(
            values: values.pointer, lengths: lengths.pointer, factors: centers.factors.pointer,
            norms: centers.norms.pointer, blocks: centers.norms.count / 8, columns: columns,
            slope: centers.slope, base: centers.base)
    }

    /// Of four points.
    struct Nearest {
        var centers: SIMD4<Int32>
        /// Whether double precision would find the same one for certain.
        var isCertain: SIMDMask<SIMD4<Int32>>
    }
}

extension SinglePrecisionRows.View {
    typealias Lanes = SinglePrecisionRows.Lanes

    /// The nearest centres of the eight points of a group.
    @inline(__always)
    func nearest(_ group: Int) -> (SinglePrecisionRows.Nearest, SinglePrecisionRows.Nearest) {
        // SAFETY: two vectors a column and group, eight factors a column and block, eight norms a block.
        let points = unsafe values + group * columns * 2
        var (low, high) = (Search(), Search())
        for block in unsafe 0..<blocks {
            var (lowBlock, highBlock) = (Block(), Block())
            // Four centres at a time: as many sums as registers hold.
            for half in 0..<2 {
                let norms = unsafe self.norms + block * 8 + half * 4
                let factors = unsafe self.factors + block * columns * 8 + half * 4
                var (a0, a1, a2, a3) = unsafe (norms[0], norms[1], norms[2], norms[3])
                var (b0, b1, b2, b3) = (a0, a1, a2, a3)
                for column in unsafe 0..<columns {
                    let (a, b) = unsafe (points[column * 2], points[column * 2 + 1])
                    let (f0, f1) = unsafe (factors[column * 8], factors[column * 8 + 1])
                    let (f2, f3) = unsafe (factors[column * 8 + 2], factors[column * 8 + 3])
                    a0 += a * f0
                    b0 += b * f0
                    a1 += a * f1
                    b1 += b * f1
                    a2 += a * f2
                    b2 += b * f2
                    a3 += a * f3
                    b3 += b * f3
                }
                let first = UInt32(truncatingIfNeeded: half * 4)
                lowBlock.take(a0, first)
                lowBlock.take(a1, first | 1)
                lowBlock.take(a2, first | 2)
                lowBlock.take(a3, first | 3)
                highBlock.take(b0, first)
                highBlock.take(b1, first | 1)
                highBlock.take(b2, first | 2)
                highBlock.take(b3, first | 3)
            }
            low.take(lowBlock, block)
            high.take(highBlock, block)
        }
        let margin = unsafe lengths[group] * slope + base
        return (low.found(margin), high.found(margin))
    }
}

/// The best and the second best of eight centres, for four points; the last three bits of a value say which it is of.
private struct Block {
    typealias Lanes = SinglePrecisionRows.Lanes
    var best = Lanes(repeating: .infinity)
    var second = Lanes(repeating: .infinity)

    @inline(__always) mutating func take(_ value: Lanes, _ center: UInt32) {
        // SAFETY: both are four lanes of 32 bits, and every pattern of bits is a float and an integer.
        let bits = unsafe unsafeBitCast(value, to: SIMD4<UInt32>.self)
        let marked = bits & SIMD4(repeating: ~7) | SIMD4(repeating: center)
        let value = unsafe unsafeBitCast(marked, to: Lanes.self)
        second = second.lower(best.higher(value))
        best = best.lower(value)
    }
}

/// The best and the second best of the blocks so far, for four points.
private struct Search {
    typealias Lanes = SinglePrecisionRows.Lanes
    private var best = Lanes(repeating: .infinity)
    private var second = Lanes(repeating: .infinity)
    private var first = SIMD4<Int32>.zero

    @inline(__always) mutating func take(_ block: Block, _ number: Int) {
        let isNearer = block.best .< best
        let start = Int32(truncatingIfNeeded: number * 8)
        first = first.replacing(with: SIMD4(repeating: start), where: isNearer)
        second = second.lower(block.second).lower(best.higher(block.best))
        best = best.lower(block.best)
    }

    @inline(__always) func found(_ margin: Float) -> SinglePrecisionRows.Nearest {
        // SAFETY: as in a block.
        let bits = unsafe unsafeBitCast(best, to: SIMD4<Int32>.self)
        return .init(
            centers: first &+ (bits & SIMD4(repeating: 7)),
            isCertain: second - best .> Lanes(repeating: margin))
    }
}

extension SIMD4<Float> {
    // Written so that each is one instruction.
    @inline(__always) fileprivate func lower(_ other: Self) -> Self {
        replacing(with: other, where: other .< self)
    }
    @inline(__always) fileprivate func higher(_ other: Self) -> Self {
        other.replacing(with: self, where: other .< self)
    }
}
