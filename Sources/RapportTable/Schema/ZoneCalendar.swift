internal import CUnicode
internal import RapportDiagnostics
internal import Synchronization

/// All changes of one zone's offset, taken from ICU once.
///
/// The rules of today hold for ever, so that they repeat after 400 years, which are a whole number of weeks:
/// times past ``horizon`` are looked up that much earlier.
struct ZoneCalendar: Sendable {
    let name: String
    /// Instants, rising, in microseconds.
    let changes: Buffer<Int64>
    /// From each change on; one more than changes, because the first holds for all time before them.
    let offsets: Buffer<Int64>
    /// How many changes there are at or before the start of each stretch of 2^43 microseconds (102 days) since
    /// the first: what is left of a search is a step or two.
    private let slots: Buffer<Int32>

    private static let slotBits: Int64 = 43
    /// 2100-01-01 and 2500-01-01: no zone has rules of single years past the first.
    private static let cycleStart: Int64 = 4_102_444_800_000_000
    private static let cycle = 146_097 * microsecondsPerDay
    private static let horizon = cycleStart + cycle
    /// No clock is further from UTC, in either direction.
    private static let farthest: Int64 = 18 * 3_600_000_000

    private init(_ name: String, _ changes: [Int64], _ offsets: [Int64]) {
        (self.name, self.changes, self.offsets) = (name, Buffer(changes), Buffer(offsets))
        var slots: [Int32] = []
        if let first = changes.first {
            var known = 0
            for slot in 0...((Self.horizon - first) >> Self.slotBits) {
                while known < changes.count, changes[known] <= first + slot << Self.slotBits { known += 1 }
                slots.append(Int32(truncatingIfNeeded: known))
            }
        }
        self.slots = Buffer(slots)
    }

    // MARK: - Looking up

    @inline(__always) func offset(at instant: Int64) -> Int64 {
        let near = instant < Self.horizon ? instant : Self.folded(instant)
        return offsets.span[interval(at: near)]
    }

    func instant(ofWall wall: Int64) -> Int64? {
        let near = wall < Self.horizon ? wall : Self.folded(wall)
        // Before the first change nothing is near, and a subtraction might not fit.
        guard let first = changes.span.isEmpty ? nil : changes.span[0], near > first - 2 * Self.farthest
        else {
            return FixedClock(ahead: offsets.span[0]).instant(ofWall: wall)
        }
        let (early, late) = (interval(at: near - Self.farthest), interval(at: near + Self.farthest))
        let (changes, offsets) = (changes.span, offsets.span)
        var chosen = early
        for interval in early...late {
            let instant = near - offsets[interval]
            let begins = interval == 0 || changes[interval - 1] <= instant
            let lasts = interval == changes.count || instant < changes[interval]
            if begins && lasts {
                chosen = interval
                break
            }
            // Skipped by the clock, unless a later interval has it: as if it had not been set.
            if begins { chosen = interval }
        }
        return FixedClock(ahead: offsets[chosen]).instant(ofWall: wall)
    }

    /// How many changes there are at or before an instant below the horizon.
    @inline(__always) private func interval(at instant: Int64) -> Int {
        let (changes, slots) = (changes.span, slots.span)
        guard !changes.isEmpty, instant >= changes[0] else { return 0 }
        let slot = Int(truncatingIfNeeded: (instant &- changes[0]) >> Self.slotBits)
        var place = Int(slots[min(slot, slots.count - 1)])
        while place < changes.count, changes[place] <= instant { place += 1 }
        return place
    }

    private static func folded(_ time: Int64) -> Int64 { cycleStart + (time - cycleStart) % cycle }

    // MARK: - Names

    private static let known = Mutex<[String: ZoneCalendar]>([:])

    /// - Throws: `zone.unknown`.
    static func named(_ name: String) throws(Diagnostic) -> ZoneCalendar {
        if let calendar = known.withLock({ $0[name] }) { return calendar }
        // Short names mean several zones: CST is Chicago's, China's and Cuba's.
        guard name.utf8.contains(UInt8(ascii: "/")) || name == "GMT", let calendar = read(name) else {
            throw .unknownZone(name, among: names)
        }
        known.withLock { $0[name] = calendar }
        return calendar
    }

    /// What ICU knows of the zone; nil where it knows none.
    private static func read(_ name: String) -> ZoneCalendar? {
        guard !name.utf8.contains(0) else { return nil }
        var found: UnsafeMutablePointer<rp_zone_change>?
        var count: Int32 = 0
        guard unsafe rp_zone_changes(name, horizon / 1000 - 1, &found, &count) == RP_UNICODE_OK,
            let found = unsafe found, count > 0
        else { return nil }
        defer { unsafe rp_unicode_free(found) }
        // SAFETY: the call filled `count` entries, which are ours until they are freed below.
        let entries = (0..<Int(count)).map { unsafe (found[$0].at, found[$0].offset) }
        return ZoneCalendar(
            name, entries.dropFirst().map { $0.0 * 1000 }, entries.map { Int64($0.1) * 1000 })
    }

    /// Names of the form `Region/City`, in order.
    static let names: [String] = {
        var bytes: UnsafeMutablePointer<CChar>?
        var length: Int32 = 0
        guard unsafe rp_zone_names(&bytes, &length) == RP_UNICODE_OK, let bytes = unsafe bytes else {
            return []
        }
        defer { unsafe rp_unicode_free(bytes) }
        // SAFETY: the call gave `length` bytes, which are ours until they are freed below.
        let all = unsafe UnsafeBufferPointer(start: bytes, count: Int(length)).map { UInt8(bitPattern: $0) }
        return all.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            .filter { $0.utf8.contains(UInt8(ascii: "/")) && !$0.hasPrefix("SystemV/") }.sorted()
    }()
}

extension Diagnostic {
    static func unknownZone(_ name: String, among names: [String]) -> Diagnostic {
        Diagnostic("zone.unknown", "no time zone named `\(name)`", help: [zoneHelp(name, names)])
    }

    private static func zoneHelp(_ name: String, _ names: [String]) -> Help {
        let plain = name.lowercased()
        if ["beijing", "asia/beijing", "china", "北京", "上海"].contains(plain) { return "`Asia/Shanghai`" }
        // `Etc/GMT+8` is eight hours behind: nobody who types GMT+8 means it.
        if plain.hasPrefix("gmt") || plain.hasPrefix("utc"), let sign = plain.dropFirst(3).first,
            sign == "+" || sign == "-", let hours = Int(plain.dropFirst(4)), hours <= 18
        {
            return Help("`\(sign)\(hours < 10 ? "0" : "")\(hours):00`")
        }
        // A city alone, or another case.
        let city = "/" + plain.split(separator: " ").joined(separator: "_")
        if let whole = names.first(where: { $0.lowercased() == plain || $0.lowercased().hasSuffix(city) }) {
            return Help("`\(whole)`")
        }
        if let near = name.nearest(in: names) { return Help("`\(near)`") }
        let isShort = name.utf8.count <= 5 && name.utf8.allSatisfy { (65...90).contains($0) }
        return isShort
            ? "short names mean several zones: a city such as `Asia/Shanghai`, or an offset such as `+08:00`"
            : "a city such as `Asia/Shanghai`, an offset such as `+08:00`, or `UTC`"
    }
}
