public import RapportDiagnostics

/// How far the wall clock of a zone is ahead of UTC, for zones where it never changes.
public struct ZoneOffset: Sendable, Hashable {
    public var microseconds: Int64

    public static let utc = ZoneOffset(microseconds: 0)

    init(microseconds: Int64) { self.microseconds = microseconds }

    /// Reads `UTC`, `Z`, `+08:00`, `-0530`, `+09`; nil: no such form, an IANA name among them.
    public init?(_ zone: String) {
        if zone == "UTC" || zone == "Z" {
            self = .utc
            return
        }
        let bytes = Array(zone.utf8)
        guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
            return nil
        }
        let digits = bytes.dropFirst().filter { $0 != UInt8(ascii: ":") }
        let hasColon = bytes.count == 6 && bytes[3] == UInt8(ascii: ":")
        guard digits.allSatisfy({ (48...57).contains($0) }),
            hasColon && digits.count == 4 || !hasColon && bytes.count == digits.count + 1
        else { return nil }
        let values = digits.map { Int64($0) - 48 }
        guard values.count == 2 || values.count == 4 else { return nil }
        let (hours, minutes) = (
            values[0] * 10 + values[1], values.count == 4 ? values[2] * 10 + values[3] : 0
        )
        guard hours <= 18, minutes < 60 else { return nil }
        let ahead = (hours * 60 + minutes) * 60_000_000
        microseconds = sign == UInt8(ascii: "-") ? -ahead : ahead
    }

    /// The offset of a column's zone; 0 without one, because its wall clock is computed as it is.
    ///
    /// - Throws: `zone.unsupported` for an IANA name other than UTC.
    public init(of type: ColumnType) throws(Diagnostic) {
        guard case .datetime(let zone?) = type else {
            self = .utc
            return
        }
        guard let offset = ZoneOffset(zone) else {
            throw Diagnostic(
                "zone.unsupported", "the calendar of zone `\(zone)` is not known; expected `UTC` or `+08:00`",
                help: ["load the file with a fixed offset as its zone"])
        }
        self = offset
    }
}

package let microsecondsPerDay: Int64 = 86_400_000_000
