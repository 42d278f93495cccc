internal import RapportTable

/// How a time is written, so that a report can name the form that reads it again.
struct TimeWriting: OptionSet, Sendable, Hashable {
    let rawValue: UInt16

    static let timed = TimeWriting(rawValue: 1)
    static let seconds = TimeWriting(rawValue: 2)
    static let fraction = TimeWriting(rawValue: 4)
    static let half = TimeWriting(rawValue: 8)
    static let zoned = TimeWriting(rawValue: 16)
    /// Between day and clock.
    static let letterT = TimeWriting(rawValue: 32)
    /// Behind the weekday.
    static let comma = TimeWriting(rawValue: 64)
    /// Of month and day.
    static let twoDigits = TimeWriting(rawValue: 128)
    /// Between day, month and year, where the month is a word.
    static let dashes = TimeWriting(rawValue: 256)
    /// Words that are not English.
    static let chineseWords = TimeWriting(rawValue: 512)
    private static let shapeBits: UInt16 = 10

    init(rawValue: UInt16) { self.rawValue = rawValue }

    init(_ temporal: Temporal, _ cell: CellBytes) {
        var found = TimeWriting(rawValue: UInt16(temporal.shape.rawValue) << Self.shapeBits)
        if cell.count >= 10, cell[4] == cell[7] { found.insert(.twoDigits) }
        if temporal.shape == .named || temporal.shape == .namedShort {
            let bytes = (0..<cell.count).map { cell[$0] }
            if bytes.prefix(3).contains(.minus) { found.insert(.dashes) }
            if bytes.contains(where: { $0 >= 0x80 }) { found.insert(.chineseWords) }
        }
        if temporal.hasTime {
            found.insert(.timed)
            var colons = 0
            for place in 0..<cell.count {
                switch cell[place] {
                case UInt8(ascii: ":"): colons += 1
                case UInt8(ascii: "T") where place == 10: found.insert(.letterT)
                case UInt8(ascii: ",") where place == 3: found.insert(.comma)
                case UInt8(ascii: "."), UInt8(ascii: ","): if colons > 1 { found.insert(.fraction) }
                default: break
                }
            }
            if colons > 1 { found.insert(.seconds) }
            let last = cell[cell.count - 1]
            if last == UInt8(ascii: "M") || last == UInt8(ascii: "m") { found.insert(.half) }
            if temporal.zoneMinutes != nil { found.insert(.zoned) }
        }
        self = found
    }

    private var shape: Temporal.Shape { .init(rawValue: Int(rawValue >> Self.shapeBits)) ?? .dashed }

    /// Whether `cast` reads it: ISO 8601 without an offset.
    var isPlain: Bool {
        shape == .dashed && contains(.twoDigits) && isDisjoint(with: [.half, .zoned])
    }

    /// The form for `parse_date`; nil where it has none.
    func format(_ order: DateOrder?) -> String? {
        let day: String
        switch shape {
        case .dashed: day = "%Y-%m-%d"
        case .slashed: day = "%Y/%m/%d"
        case .pointed: day = "%Y.%m.%d"
        case .dotted: day = "%d.%m.%Y"
        case .chinese: day = "%Y年%m月%d日"
        case .openSlash, .openDash:
            guard let order else { return nil }
            let sign = shape == .openSlash ? "/" : "-"
            day = (order == .dayFirst ? ["%d", "%m", "%Y"] : ["%m", "%d", "%Y"]).joined(separator: sign)
        case .openShort:
            guard let order else { return nil }
            day = order == .dayFirst ? "%d/%m/%y" : "%m/%d/%y"
        case .named, .namedShort:
            guard !contains(.chineseWords) else { return nil }
            let sign = contains(.dashes) ? "-" : "/"
            day = ["%d", "%b", shape == .named ? "%Y" : "%y"].joined(separator: sign)
        case .written:
            let (clock, zone) = (contains(.seconds) ? "%H:%M:%S" : "%H:%M", contains(.zoned) ? " %z" : "")
            return contains(.comma) ? "%a, %d %b %Y \(clock)\(zone)" : "%a %b %d \(clock)\(zone) %Y"
        }
        guard contains(.timed) else { return day }
        // `时` and `分` in the place of colons are read without a form.
        guard shape != .chinese || contains(.seconds) else { return nil }
        let seconds = contains(.seconds) ? contains(.fraction) ? ":%S.%f" : ":%S" : ""
        let clock = contains(.half) ? "%I:%M\(seconds) %p" : "%H:%M\(seconds)"
        return day + (contains(.letterT) ? "T" : " ") + clock + (contains(.zoned) ? "%z" : "")
    }
}

extension Tally {
    /// The stage that reads the times of a column where not all cells are times.
    func timeStage(_ name: String) -> String {
        let target = timed > 0 ? "datetime" : "date"
        if writings.allSatisfy(\.isPlain) { return "… | cast \(name)=\(target) on_error=missing" }
        let order: DateOrder? =
            dayFirst > 0 && monthFirst == 0 ? .dayFirst : monthFirst > 0 && dayFirst == 0 ? .monthFirst : nil
        var (known, isComplete): ([String], Bool) = ([], true)
        for writing in writings.sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let format = writing.format(order) else {
                isComplete = false
                continue
            }
            if !known.contains(format) { known.append(format) }
        }
        let forms =
            isComplete && known.count <= 4 ? known.map { "\"\($0)\"" }.joined(separator: ", ") : "\"…\""
        return "… | derive \(name)=parse_date(\(name), \(forms), on_error=missing)"
    }

    /// The same for numbers; ``cast`` reads no separators, no signs and no decimal commas.
    func numberStage(_ name: String) -> String {
        guard decorated > 0 || points.numbers < numbers else {
            let target = max(points.ints, commas.ints) == numbers ? "int" : "float"
            return "… | cast \(name)=\(target) on_error=missing"
        }
        return
            "`load … missing=[\"…\"]` with what stands there (`problems` shows it) makes numbers of the others"
    }
}
