import RapportPluginKit

/// Durations as a person says them.
enum Spoken {
    /// `45 s`, `12 min`, `3.5 h`, `2.1 days`: two digits say enough.
    static func duration(_ seconds: Double) -> String {
        switch seconds {
        case ..<60: return "\(rounded(seconds)) s"
        case ..<3_600: return "\(rounded(seconds / 60)) min"
        case ..<172_800: return "\(rounded(seconds / 3_600)) h"
        default: return "\(rounded(seconds / 86_400)) days"
        }
    }

    /// One place below ten, where it says something.
    private static func rounded(_ value: Double) -> String {
        guard value < 9.95 else { return Wording.number(value.rounded()) }
        let tenths = (value * 10).rounded() / 10
        return tenths == tenths.rounded() ? Wording.number(tenths) : "\(tenths)"
    }
}
