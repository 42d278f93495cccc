import RapportNumerics
import SharedFiles
import Testing

@Suite struct RandomStreamTests {
    private struct Recorded: Decodable {
        struct Parameters: Decodable { var seed: UInt32 }
        struct Expected: Decodable {
            var uint32_first4: [UInt32], random_sample_5: [Double], permutation_10: [Int]
            var randint_0_7_size12: [Int], randint_int32max_size4: [Int]
            var choices: [Int], standard_normal_3: [Double], python_random_4: [Double],
                python_shuffle_10: [Int]
            enum CodingKeys: String, CodingKey {
                case uint32_first4, random_sample_5, permutation_10, randint_0_7_size12,
                    randint_int32max_size4
                case choices = "choice_p_0.1_0.2_0.3_0.4_six_calls"
                case standard_normal_3, python_random_4, python_shuffle_10
            }
        }
        var params: Parameters, expected: Expected
    }

    /// Each list begins a stream of its own.
    private func check(_ seed: UInt32, _ expected: Recorded.Expected) {
        func stream<Value>(_ count: Int, _ next: (inout NumpyRandom) -> Value) -> [Value] {
            var random = NumpyRandom(seed: seed)
            return (0..<count).map { _ in next(&random) }
        }
        var words = MersenneTwister(seed: seed)
        #expect((0..<4).map { _ in words.nextUInt32() } == expected.uint32_first4)
        #expect(stream(5) { $0.double() } == expected.random_sample_5)
        #expect(stream(1) { $0.permutation(10) } == [expected.permutation_10])
        #expect(stream(12) { $0.int(in: 0..<7) } == expected.randint_0_7_size12)
        #expect(stream(4) { $0.int(in: 0..<Int(Int32.max)) } == expected.randint_int32max_size4)
        #expect(stream(6) { $0.choice(weights: [0.1, 0.2, 0.3, 0.4]) } == expected.choices)
        #expect(stream(3) { $0.standardNormal() } == expected.standard_normal_3)
        var python = PythonRandom(seed: UInt64(seed))
        #expect((0..<4).map { _ in python.double() } == expected.python_random_4)
        python = PythonRandom(seed: UInt64(seed))
        var deck = Array(0..<10)
        python.shuffle(&deck)
        #expect(deck == expected.python_shuffle_10)
    }

    @Test func `seed 42 gives what numpy and Python give`() {
        check(
            42,
            .init(
                uint32_first4: [1_608_637_542, 3_421_126_067, 4_083_286_876, 787_846_414],
                random_sample_5: [
                    0.3745401188473625, 0.9507143064099162, 0.7319939418114051, 0.5986584841970366,
                    0.15601864044243652,
                ], permutation_10: [8, 1, 5, 0, 7, 2, 9, 4, 3, 6],
                randint_0_7_size12: [6, 3, 4, 6, 2, 4, 4, 6, 1, 2, 6, 2],
                randint_int32max_size4: [1_608_637_542, 1_273_642_419, 1_935_803_228, 787_846_414],
                choices: [2, 3, 3, 2, 1, 1],
                standard_normal_3: [0.4967141530112327, -0.13826430117118466, 0.6476885381006925],
                python_random_4: [
                    0.6394267984578837, 0.025010755222666936, 0.27502931836911926, 0.22321073814882275,
                ], python_shuffle_10: [7, 3, 2, 8, 5, 6, 9, 4, 0, 1]))
    }

    @Test func `agrees with the recorded streams of numpy and Python`() throws {
        for each in try GoldenCase.all("rng_mt19937", as: Recorded.self, count: 3) {
            check(each.params.seed, each.expected)
        }
    }

    /// The first output for init_by_array of the authors' own test, mt19937ar.out.
    @Test func `the authors' key of four words`() {
        var random = MersenneTwister(key: [0x123, 0x234, 0x345, 0x456])
        #expect((0..<3).map { _ in random.nextUInt32() } == [1_067_595_299, 955_945_823, 477_289_528])
    }

    @Test func `intervals keep their bounds`() {
        var random = NumpyRandom(seed: 1)
        #expect((0..<100).allSatisfy { _ in random.interval(0) == 0 })
        #expect((0..<1000).allSatisfy { _ in (-3..<4).contains(random.int(in: -3..<4)) })
        #expect((0..<100).allSatisfy { _ in random.interval(1 << 40) <= 1 << 40 })
        var python = PythonRandom(seed: 1 << 40)
        #expect((0..<1000).allSatisfy { _ in python.below(3) < 3 } && python.getBits(64) > 0)
    }
}
