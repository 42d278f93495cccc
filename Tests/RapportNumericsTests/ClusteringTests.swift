import RapportDiagnostics
import RapportNumerics
import RapportWork
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Points drawn around some centres; the spread decides how well they are told apart.
func blobs(_ count: Int, columns: Int, centers: Int, spread: Double, seed: UInt32) -> Matrix {
    var random = NumpyRandom(seed: seed)
    let middles = (0..<centers * columns).map { _ in 10 * random.double() }
    var values: [Double] = []
    for row in 0..<count {
        for column in 0..<columns {
            values.append(middles[row % centers * columns + column] + spread * random.standardNormal())
        }
    }
    return Matrix(rows: count, columns: columns, values: values)
}

@Suite struct ClusteringTests {
    @Test("bounds give the labels of every distance", arguments: 1...12)
    func bounds(_ seed: UInt32) throws {
        var random = NumpyRandom(seed: seed)
        let columns = random.int(in: 1..<7)
        let clusters = random.int(in: 2..<13)
        let spread = [0.05, 1, 4][Int(seed) % 3]
        var points = blobs(
            random.int(in: 20..<1_500), columns: columns, centers: 5, spread: spread, seed: seed)
        // Whole numbers bring ties and repeated points.
        if seed % 4 == 0 { points.values = points.values.map { $0.rounded() } }
        var options = KMeans.Options(clusters: clusters)
        (options.starts, options.seed, options.algorithm) = (2, seed, .lloyd)
        let plain = try KMeans(points, options, work: Work(width: 1))
        options.algorithm = .hamerly
        let bounded = try KMeans(points, options, work: Work(width: 2))
        #expect(bounded.labels == plain.labels, "seed \(seed)")
        #expect(bounded.centers == plain.centers, "seed \(seed)")
        #expect(bounded.inertia == plain.inertia && bounded.iterations == plain.iterations, "seed \(seed)")
    }

    @Test("single precision gives the labels of double", arguments: 1...24)
    func singlePrecision(_ seed: UInt32) throws {
        var random = NumpyRandom(seed: seed)
        let (rows, columns) = (random.int(in: 9..<6_000), random.int(in: 1..<12))
        let clusters = random.int(in: 2..<28)
        var points = blobs(
            rows, columns: columns, centers: 6, spread: [0.02, 1, 5][Int(seed) % 3], seed: seed)
        switch seed % 6 {
        // Whole numbers: ties, repeated points, and rows that lie on the middle of two centres.
        case 1: points.values = points.values.map { $0.rounded() }
        // An outlier, beside which all others are within the error of single precision.
        case 2: points[3, 0] = 1e9
        // Numbers whose squares single precision does not have.
        case 3: points.values = points.values.map { $0 * 1e60 }
        case 4: points.values = points.values.map { $0 * 1e-200 }
        // Small differences of large numbers.
        case 5: points.values = points.values.map { $0 + 1e7 }
        default: break
        }
        var options = KMeans.Options(clusters: clusters)
        (options.starts, options.seed, options.tolerance) = (2, seed, 0)
        let fast = try KMeans(points, options, work: Work(width: 2))
        // Weights, of which none counts more than another, have every distance computed in double precision.
        let slow = try KMeans(
            points, weights: [Double](repeating: 1, count: rows), options, work: Work(width: 1))
        #expect(fast.labels == slow.labels, "seed \(seed)")
        #expect(fast.centers == slow.centers && fast.inertia == slow.inertia, "seed \(seed)")
        #expect(fast.iterations == slow.iterations, "seed \(seed)")
    }

    @Test func `columns become rows in pieces as they do at once`() throws {
        let columns = (0..<3).map { column in (0..<9_001).map { Double($0 * 3 + column) } }
        #expect(try Matrix(columns: columns, work: Work(width: 2)) == Matrix(columns: columns))
        #expect(try Matrix(columns: [[Double]](), work: Work(width: 1)) == Matrix(rows: 0, columns: 0))
        let work = Work(width: 2)
        work.cancel()
        #expect(throws: Diagnostic.cancelled) { try Matrix(columns: columns, work: work) }
    }

    @Test func `widths give the same bytes, also of many pieces`() throws {
        let points = blobs(9_000, columns: 3, centers: 4, spread: 2, seed: 5)
        for algorithm in [KMeans.Algorithm.lloyd, .hamerly] {
            var options = KMeans.Options(clusters: 6)
            (options.starts, options.algorithm) = (1, algorithm)
            let fits = try [1, 2, 8].map { try KMeans(points, options, work: Work(width: $0)) }
            #expect(fits[0].labels == fits[1].labels && fits[0].labels == fits[2].labels)
            #expect(fits[0].centers == fits[1].centers && fits[0].centers == fits[2].centers)
            #expect(fits[0].inertia == fits[2].inertia)
        }
    }

    @Test("no point has a nearer centre, and centres are means", arguments: 1...6)
    func rest(_ seed: UInt32) throws {
        let points = blobs(300, columns: 2, centers: 4, spread: 1.5, seed: seed)
        var options = KMeans.Options(clusters: 4)
        (options.seed, options.tolerance) = (seed, 0)
        let fit = try KMeans(points, options, work: Work(width: 1))
        for row in 0..<points.rows {
            func distance(_ cluster: Int) -> Double {
                zip(points.row(row), fit.centers.row(cluster)).reduce(0) {
                    $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
                }
            }
            let own = distance(Int(fit.labels[row]))
            #expect((0..<4).allSatisfy { distance($0) >= own - 1e-9 }, "seed \(seed), row \(row)")
        }
        for cluster in 0..<4 {
            let members = (0..<points.rows).filter { fit.labels[$0] == Int32(cluster) }
            for column in 0..<2 {
                let mean = members.map { points[$0, column] }.compensatedSum() / Double(members.count)
                #expect(abs(mean - fit.centers[cluster, column]) < 1e-9)
            }
        }
    }

    @Test func `weights count as repeated points`() throws {
        let points = blobs(60, columns: 2, centers: 3, spread: 1, seed: 3)
        let weights = (0..<60).map { Double($0 % 3 + 1) }
        let repeated = points.gathered(at: (0..<60).flatMap { Array(repeating: $0, count: $0 % 3 + 1) })
        let start = points.gathered(at: [0, 1, 2])
        let options = KMeans.Options(clusters: 3)
        let weighted = try KMeans(points, weights: weights, from: start, options, work: Work(width: 1))
        let plain = try KMeans(repeated, from: start, options, work: Work(width: 1))
        #expect(abs(weighted.inertia - plain.inertia) < 1e-9)
        for (a, b) in zip(weighted.centers.values, plain.centers.values) { #expect(abs(a - b) < 1e-9) }
    }

    @Test func `fewer distinct points than clusters end too`() throws {
        let points = Matrix(Array(repeating: [1.0, 2], count: 9) + [[3, 4]])
        for algorithm in [KMeans.Algorithm.lloyd, .hamerly] {
            var options = KMeans.Options(clusters: 4)
            options.algorithm = algorithm
            let fit = try KMeans(points, options, work: Work(width: 1))
            #expect(fit.inertia == 0)
            #expect(Set(fit.labels).count == 2)
        }
    }

    @Test func `a fit can be cancelled`() {
        let work = Work(width: 2)
        work.cancel()
        #expect(throws: Diagnostic.cancelled) {
            try KMeans(
                blobs(500, columns: 2, centers: 2, spread: 1, seed: 1), KMeans.Options(clusters: 3),
                work: work)
        }
    }

    // MARK: - Quality

    @Test("silhouettes are those of the definition", arguments: 1...5)
    func silhouettes(_ seed: UInt32) throws {
        let points = blobs(70, columns: 3, centers: 3, spread: 3, seed: seed)
        let labels = (0..<70).map { Int32($0 == 0 ? 3 : $0 % 3) }
        let found = try ClusterQuality.silhouettes(of: points, labels: labels, work: Work(width: 2))
        func mean(_ row: Int, _ cluster: Int32) -> Double {
            let others = (0..<70).filter { $0 != row && labels[$0] == cluster }
            let total = others.map { other in
                zip(points.row(row), points.row(other)).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
                    .squareRoot()
            }.reduce(0, +)
            return total / Double(max(others.count, 1))
        }
        #expect(found[0] == 0, "alone in its cluster")
        for row in 1..<70 {
            let own = mean(row, labels[row])
            let other = (0..<4).filter { $0 != labels[row] }.map { mean(row, $0) }.min() ?? 0
            #expect(abs(found[row] - (other - own) / max(own, other)) < 1e-12, "seed \(seed), row \(row)")
        }
    }

    @Test func `one cluster has no quality`() throws {
        let points = blobs(10, columns: 2, centers: 1, spread: 1, seed: 1)
        let labels = [Int32](repeating: 0, count: 10)
        let dispersion = try ClusterDispersion(of: points, labels: labels, work: Work(width: 1))
        #expect(dispersion.calinskiHarabasz == nil && dispersion.daviesBouldin == nil)
        #expect(
            dispersion.sizes == [10]
                && abs(dispersion.within - 10 * dispersion.deviations.map { $0 * $0 }.reduce(0, +)) < 1e-9)
        let found = try ClusterQuality.silhouettes(of: points, labels: labels, work: Work(width: 1))
        #expect(found.allSatisfy { $0 == 0 })
        #expect(PartitionAgreement(labels, labels).adjustedRand == 1)
        #expect(PartitionAgreement(labels, labels).normalizedMutualInformation == 1)
    }

    @Test func `the gap finds three blobs, and none in a cloud`() throws {
        let work = Work(width: 2)
        let apart = try GapStatistic(
            of: blobs(120, columns: 2, centers: 3, spread: 0.2, seed: 11), upTo: 5, boxes: 8, seed: 1,
            work: work)
        #expect(apart.clusters == 3)
        var random = NumpyRandom(seed: 8)
        let cloud = Matrix(rows: 150, columns: 2, values: (0..<300).map { _ in random.double() })
        #expect(try GapStatistic(of: cloud, upTo: 4, boxes: 8, seed: 1, work: work).clusters == 1)
        // Points that are all the same leave nothing to take a logarithm of.
        let same = Matrix(rows: 5, columns: 1, repeating: 1)
        #expect(try GapStatistic(of: same, upTo: 2, boxes: 2, seed: 1, work: work).gaps == [nil, nil])
    }

    @Test func `clusters of blobs stay, those of a cloud change`() throws {
        let work = Work(width: 2)
        func agreement(_ points: Matrix) throws -> Double {
            let options = KMeans.Options(clusters: 4)
            let fit = try KMeans(points, options, work: work)
            let found = try ClusterStability.agreements(
                of: points, labels: fit.labels, clusters: 4, refits: 10, seed: 1, work: work)
            return found.reduce(0, +) / 10
        }
        #expect(try agreement(blobs(150, columns: 2, centers: 4, spread: 0.1, seed: 2)) > 0.95)
        var random = NumpyRandom(seed: 8)
        let cloud = Matrix(rows: 150, columns: 5, values: (0..<750).map { _ in random.standardNormal() })
        #expect(try agreement(cloud) < 0.7)
    }

    @Test func `the index of stability is the one of golden/mon_drift`() {
        let index = PopulationStability.index(then: [0.3, 0.1, 0.3, 0.1, 0.2], now: [0, 0.1, 0.2, 0.1, 0.6])
        #expect(abs(index - 2.881101059816369) < 1e-10)
        #expect(PopulationStability.index(then: [0.5, 0.5], now: [0.5, 0.5]) == 0)
    }

    // MARK: - Matrices

    @Test("eigenvectors are what they say", arguments: 1...6)
    func eigenvectors(_ seed: UInt32) throws {
        var random = NumpyRandom(seed: seed)
        let n = Int(seed) * 2
        var matrix = Matrix(rows: n, columns: n)
        for row in 0..<n {
            for column in 0...row {
                matrix[row, column] = random.standardNormal()
                matrix[column, row] = matrix[row, column]
            }
        }
        let eigen = try SymmetricEigen(of: matrix, work: Work(width: 1))
        for index in 0..<n {
            let vector = eigen.vectors.column(index)
            #expect(abs(vector.map { $0 * $0 }.reduce(0, +) - 1) < 1e-12)
            for row in 0..<n {
                let image = zip(matrix.row(row), vector).map { $0 * $1 }.reduce(0, +)
                #expect(abs(image - eigen.values[index] * vector[row]) < 1e-9, "seed \(seed)")
            }
        }
    }

    @Test(
        "Yeo and Johnson's power is undone, keeps the order and has no better one beside it", arguments: 1...8
    )
    func power(_ seed: UInt32) throws {
        var random = NumpyRandom(seed: seed)
        var values = (0..<200).map { _ in random.standardNormal() }
        switch seed % 4 {
        case 1: values = values.map { $0 * $0 * $0 }
        case 2: values = values.map { 1e6 + 1e5 * $0 }
        case 3: values = values.map { -($0 * $0) }
        default: break
        }
        let transform = Transform.yeoJohnson(fitting: values)
        guard case .yeoJohnson(let power) = transform else {
            Issue.record("another transform")
            return
        }
        let sorted = values.sorted().map(transform.applied)
        #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0 <= $1 }, "seed \(seed)")
        for value in values {
            let back = transform.inverted(transform.applied(to: value))
            #expect(abs(back - value) < 1e-6 * max(1, abs(value)), "seed \(seed), \(value)")
        }
        func likelihood(_ power: Double) -> Double {
            let images = values.map(Transform.yeoJohnson(power).applied)
            let slopes = values.map { $0 < 0 ? -log1p(-$0) : log1p($0) }
            return -200 * log(Moments(images).deviation) + (power - 1) * slopes.compensatedSum()
        }
        for other in [power - 0.1, power + 0.1] where (-5...5).contains(other) {
            #expect(likelihood(power) > likelihood(other), "seed \(seed), power \(power)")
        }
    }

    @Test func `a column of one value is scaled to zero`() {
        for method in [Scaler.Method.standard, .minmax, .robust, .log1pStandard, .yeoJohnson] {
            let scaler = Scaler(method, fitting: [0.1, 0.1, 0.1])
            #expect(scaler.scaled(0.1) == 0)
            #expect(scaler.scaled(0.1).isFinite)
        }
        #expect(Moments([]).deviation == 0)
        #expect(abs(Moments([0, 0, 0, 10]).skewness - 1.1547005383792517) < 1e-12)
    }
}
