import Foundation
import RapportNumerics
import RapportWork
import SharedFiles
import Testing

/// Agreement with scikit-learn 1.9, recorded in `golden/seg_*.json`.
@Suite struct ClusteringGoldenTests {
    static func agree(_ found: [Double], _ expected: [Double], within tolerance: Double) -> Bool {
        found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance }
    }

    // MARK: - k-means

    struct FixedCase: Decodable {
        struct Input: Decodable {
            var X: [[Double]]
            var `init`: [[Double]]
            var sample_weight: [Double]?
        }
        struct Parameters: Decodable {
            var n_clusters: Int
            var algorithm: String?
            var max_iter: Int?
        }
        struct Expected: Decodable {
            var labels: [Int32], centers: [[Double]], inertia: Double, n_iter: Int
        }
        var input: Input, params: Parameters, expected: Expected
    }

    @Test(arguments: [KMeans.Algorithm.automatic, .lloyd, .hamerly], [1, 2])
    func `fits from given centres`(_ algorithm: KMeans.Algorithm, _ width: Int) throws {
        for each in try GoldenCase.all("seg_kmeans_fixed_init", as: FixedCase.self) {
            var options = KMeans.Options(clusters: each.params.n_clusters)
            options.maxIterations = each.params.max_iter ?? 300
            options.algorithm = algorithm
            let fit = try KMeans(
                Matrix(each.input.X), weights: each.input.sample_weight, from: Matrix(each.input.`init`),
                options, work: Work(width: width))
            #expect(fit.labels == each.expected.labels)
            #expect(Self.agree(fit.centers.values, each.expected.centers.flatMap(\.self), within: 1e-9))
            #expect(abs(fit.inertia - each.expected.inertia) <= 1e-9)
            #expect(fit.iterations == each.expected.n_iter)
        }
    }

    struct SeededCase: Decodable {
        struct Input: Decodable { var X: [[Double]] }
        struct Parameters: Decodable { var n_clusters: Int, random_state: UInt32 }
        struct Fit: Decodable { var labels: [Int32], inertia: Double, n_iter: Int? }
        struct Expected: Decodable {
            var kmeans_plusplus_indices: [Int], fit_n_init_auto: Fit, fit_n_init_10: Fit
        }
        var input: Input, params: Parameters, expected: Expected
    }

    @Test func `fits from drawn centres`() throws {
        let work = Work(width: 2)
        for each in try GoldenCase.all("seg_kmeans_seeded", as: SeededCase.self) {
            let points = Matrix(each.input.X)
            var options = KMeans.Options(clusters: each.params.n_clusters)
            options.seed = each.params.random_state
            #expect(
                try KMeans.startingRows(
                    of: points, clusters: options.clusters, seed: options.seed, work: work)
                    == each.expected.kmeans_plusplus_indices)
            for (starts, expected) in [(1, each.expected.fit_n_init_auto), (10, each.expected.fit_n_init_10)]
            {
                options.starts = starts
                let fit = try KMeans(points, options, work: work)
                #expect(fit.labels == expected.labels)
                #expect(abs(fit.inertia - expected.inertia) <= 1e-9)
                if let iterations = expected.n_iter { #expect(fit.iterations == iterations) }
            }
        }
    }

    // MARK: - Quality

    struct QualityCase: Decodable {
        struct Input: Decodable {
            var X: [[Double]]?
            var labels: [Int32]?
            var labels_a: [Int32]?
            var labels_b: [Int32]?
        }
        struct Expected: Decodable {
            var silhouette_samples: [Double]?
            var silhouette: Double?
            var calinski_harabasz: Double?
            var davies_bouldin: Double?
            var adjusted_rand: Double?
            var nmi_arithmetic: Double?
        }
        var input: Input, expected: Expected
    }

    @Test func `measures of partitions`() throws {
        for each in try GoldenCase.all("seg_cluster_quality", as: QualityCase.self) {
            if let rows = each.input.X, let labels = each.input.labels {
                let points = Matrix(rows)
                let found = try ClusterQuality.silhouettes(of: points, labels: labels, work: Work(width: 2))
                #expect(Self.agree(found, each.expected.silhouette_samples ?? [], within: 1e-10))
                let mean = found.compensatedSum() / Double(found.count)
                #expect(Self.agree([mean], [try #require(each.expected.silhouette)], within: 1e-10))
                let dispersion = try ClusterDispersion(of: points, labels: labels, work: Work(width: 2))
                let calinski = try #require(dispersion.calinskiHarabasz)
                #expect(
                    Self.agree([calinski], [try #require(each.expected.calinski_harabasz)], within: 1e-10))
                let davies = try #require(dispersion.daviesBouldin)
                #expect(Self.agree([davies], [try #require(each.expected.davies_bouldin)], within: 1e-10))
            } else {
                let agreement = PartitionAgreement(
                    try #require(each.input.labels_a), try #require(each.input.labels_b))
                #expect(abs(agreement.adjustedRand - (each.expected.adjusted_rand ?? 0)) <= 1e-10)
                #expect(
                    abs(agreement.normalizedMutualInformation - (each.expected.nmi_arithmetic ?? 0)) <= 1e-10)
            }
        }
    }

    // MARK: - Scaling and components

    struct ScalingCase: Decodable {
        struct Input: Decodable { var X: [[Double]] }
        struct Parameters: Decodable { var scaler: String }
        struct Expected: Decodable {
            var Z: [[Double]]
            /// Of Yeo and Johnson.
            var lambdas: [Double]?
        }
        var input: Input, params: Parameters, expected: Expected
    }

    @Test func `scales columns`() throws {
        for each in try GoldenCase.all("seg_scaling", as: ScalingCase.self) {
            let points = Matrix(each.input.X)
            let scalers: [Scaler]
            switch each.params.scaler {
            case "StandardScaler":
                scalers = (0..<points.columns).map { Scaler(.standard, fitting: points.column($0)) }
            case "MinMaxScaler":
                scalers = (0..<points.columns).map { Scaler(.minmax, fitting: points.column($0)) }
            case "RobustScaler":
                scalers = (0..<points.columns).map { Scaler(.robust, fitting: points.column($0)) }
            case "log1p":
                scalers = (0..<points.columns).map { _ in Scaler(.log1p, offset: 0, unit: 1) }
            case "PowerTransformer":
                scalers = (0..<points.columns).map { Scaler(.yeoJohnson, fitting: points.column($0)) }
            default:
                Issue.record("no scaler \(each.params.scaler)")
                continue
            }
            // A power that an optimiser has found ends where that stops: what the file calls `tol_power`.
            let isFitted = each.expected.lambdas != nil
            for (scaler, power) in zip(scalers, each.expected.lambdas ?? []) {
                guard case .yeoJohnson(let found) = scaler.transform else { continue }
                #expect(abs(found - power) < 1e-5)
            }
            for (column, scaler) in scalers.enumerated() {
                let found = points.column(column).map(scaler.scaled)
                #expect(
                    Self.agree(
                        found, Matrix(each.expected.Z).column(column), within: isFitted ? 1e-5 : 1e-12),
                    "\(each.params.scaler), column \(column)")
                if scaler.unit != 1 || scaler.transform != .identity {
                    #expect(Self.agree(found.map(scaler.restored), points.column(column), within: 1e-9))
                }
            }
        }
    }

    struct ComponentCase: Decodable {
        struct Input: Decodable { var X: [[Double]] }
        struct Expected: Decodable {
            var explained_variance: [Double], explained_variance_ratio: [Double], components: [[Double]]
            var scores_first3: [[Double]]
        }
        var input: Input, expected: Expected
    }

    @Test func `principal components`() throws {
        for each in try GoldenCase.all("seg_pca", as: ComponentCase.self) {
            let points = Matrix(each.input.X)
            let columns = (0..<points.columns).map { column in
                points.column(column).map(Scaler(.standard, fitting: points.column(column)).scaled)
            }
            let scaled = Matrix(columns: columns)
            let found = try PrincipalComponents(of: scaled, work: Work(width: 1))
            let kept = each.expected.components.count
            #expect(
                Self.agree(
                    Array(found.variances.prefix(kept)), each.expected.explained_variance, within: 1e-9))
            #expect(
                Self.agree(
                    Array(found.ratios.prefix(kept)), each.expected.explained_variance_ratio, within: 1e-9)
            )
            for (component, expected) in each.expected.components.enumerated() {
                #expect(Self.agree(Array(found.loadings.row(component)), expected, within: 1e-9))
            }
            let scores = found.scores(of: scaled, components: kept)
            for (row, expected) in each.expected.scores_first3.enumerated() {
                #expect(Self.agree(Array(scores.row(row)), expected, within: 1e-9))
            }
        }
    }
}
