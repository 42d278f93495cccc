import RapportTable
import Testing

@Suite struct SpokenDurationTests {
    @Test(
        arguments: [
            (0, "0 s"), (0.04, "0 s"), (0.25, "0.3 s"), (4.5, "4.5 s"), (9.97, "10 s"), (45, "45 s"),
            (59.7, "1 min"),
            (90, "1 min 30 s"), (599.6, "10 min"), (660, "11 min"), (3_599, "1 h"), (3_900, "1 h 5 min"),
            (7_200, "2 h"), (86_380, "1 d"), (86_400, "1 d"), (183_600, "2 d 3 h"), (864_000, "10 d"),
            (8_641_000, "100 d"), (1_234 * 86_400, "1,234 d"), (-660, "-11 min"), (-0.01, "0 s"),
        ] as [(Double, String)])
    func `two units at most, rounded to what matters`(_ seconds: Double, _ text: String) {
        #expect(SpokenDuration(seconds: seconds)?.text == text)
    }

    @Test func `what is no time is none`() {
        #expect(SpokenDuration(seconds: .nan) == nil)
        #expect(SpokenDuration(seconds: .infinity) == nil)
        #expect(SpokenDuration(seconds: 1e300) == nil)
    }

    /// Never more than two units, and never off by more than half a step of its size.
    @Test func `what is said is near what was measured`() throws {
        var seconds = 0.05
        while seconds < 1e9 {
            let spoken = try #require(SpokenDuration(seconds: seconds))
            let sizes: [SpokenDuration.Unit: Double] = [.day: 86_400, .hour: 3_600, .minute: 60, .second: 1]
            let said = spoken.parts.reduce(0) { $0 + $1.count * (sizes[$1.unit] ?? 0) }
            #expect((1...2).contains(spoken.parts.count), "\(seconds)")
            let half =
                switch seconds {
                case ..<10: 0.05
                case ..<600: 0.5
                case ..<86_400: 30.0
                case ..<8_640_000: 1_800.0
                default: 43_200.0
                }
            #expect(abs(said - seconds) <= half * 1.000001, "\(seconds): \(spoken.text)")
            seconds *= 1.0173
        }
    }
}
