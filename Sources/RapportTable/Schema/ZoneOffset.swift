/// How far the wall clock of a zone is ahead of UTC, for zones where it never changes; any other is a ``Zone``.
public struct ZoneOffset: Sendable, Hashable {
    public var microseconds: Int64

    public static let utc = ZoneOffset(microseconds: 0)

    init(microseconds: Int64) { self.microseconds = microseconds }

    /// Reads `UTC`, `Z`, `+08:00`, `-0530`, `+09`, `+08:05:43`; nil: no such form, an IANA name among them.
    public init?(_ zone: String) {
        if zone == "UTC" || zone == "Z" {
            self = .utc
            return
        }
        let bytes = Array(zone.utf8)
        guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
            return nil
        }
        let parts = bytes.dropFirst().split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let digits = parts.joined()
        let isEven = parts.count == 1 ? digits.count % 2 == 0 : parts.allSatisfy { $0.count == 2 }
        guard digits.allSatisfy({ (48...57).contains($0) }), isEven, (2...6).contains(digits.count) else {
            return nil
        }
        let values = digits.map { Int64($0) - 48 }
        let numbers = stride(from: 0, to: values.count, by: 2).map { values[$0] * 10 + values[$0 + 1] }
        let (minutes, seconds) = (numbers.count > 1 ? numbers[1] : 0, numbers.count > 2 ? numbers[2] : 0)
        guard numbers[0] <= 18, minutes < 60, seconds < 60 else { return nil }
        let ahead = (numbers[0] * 3600 + minutes * 60 + seconds) * 1_000_000
        microseconds = sign == UInt8(ascii: "-") ? -ahead : ahead
    }
}

package let microsecondsPerDay: Int64 = 86_400_000_000
