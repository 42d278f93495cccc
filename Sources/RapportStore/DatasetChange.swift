internal import RapportContract
internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// How rows come to a kept table.
public struct DatasetSave: Sendable {
    public var name: String
    public var mode: Mode
    /// The file or line that they come from, and the file's checksum.
    public var source: String?
    public var sha256: String?
    /// UTC, ISO 8601.
    public var at: String

    public enum Mode: Sendable, Hashable {
        /// They take the place of all that was there.
        case replace
        /// They come after what is there.
        case append
        /// Of rows with the same key they take the place; others come after.
        case upsert(key: [String])
        /// They take the place of the rows of the same periods: of the days from their first to their last, or of
        /// the same values where the column holds periods.
        case replacePeriod(of: String)

        /// The word of the language.
        public var name: String {
            switch self {
            case .replace: "replace"
            case .append: "append"
            case .upsert: "upsert"
            case .replacePeriod: "replace_period"
            }
        }
    }

    public init(
        _ name: String, _ mode: Mode = .replace, source: String? = nil, sha256: String? = nil, at: String
    ) {
        (self.name, self.mode, self.source, self.sha256, self.at) = (name, mode, source, sha256, at)
    }
}

/// What a save did.
public struct DatasetChange: Sendable, Hashable {
    public var version: Int
    public var added: Int
    /// Rows that another with their key took the place of.
    public var changed: Int
    /// Rows that fell.
    public var removed: Int
    /// Rows that stayed as they were.
    public var left: Int
    /// It was there already, and no version was made.
    public var isSame: Bool

    public init(version: Int, added: Int, changed: Int, removed: Int, left: Int, isSame: Bool = false) {
        (self.version, self.added, self.changed) = (version, added, changed)
        (self.removed, self.left, self.isSame) = (removed, left, isSame)
    }

    /// All rows of the version.
    public var rows: Int { added + changed + left }
}

/// What a save will do to the rows that are there.
struct DatasetMerge {
    /// Rows that go, counted from 0.
    var ended: Set<Int> = []
    /// Those that come.
    var inserted: RapportTable.Table
    var changed = 0

    /// - Parameters:
    ///   - current: What is there; nil where nothing is.
    ///   - incoming: The rows to save, with the columns of `current` in its order.
    ///   - mode: How they come together.
    ///   - work: What stops it.
    /// - Throws: `save.key`, `save.period`.
    init(
        _ current: RapportTable.Table?, _ incoming: RapportTable.Table, _ mode: DatasetSave.Mode, work: Work
    ) throws(Diagnostic) {
        inserted = incoming
        switch mode {
        case .append: break
        case .replace: ended = Set(0..<(current?.count ?? 0))
        case .upsert(let key): try upsert(current ?? incoming.prefix(0), incoming, key, work)
        case .replacePeriod(let column):
            guard let period = incoming[column], let field = incoming.schema[column] else {
                throw .internalError("no column `\(column)`")
            }
            if period.missingCount > 0 {
                throw Diagnostic(
                    "save.period",
                    "`\(column)` is missing in \(period.missingCount) of \(incoming.count) rows: "
                        + "their period is not known", subject: .parameter("period"))
            }
            if let old = current?[column] { ended = Self.rows(of: old, inPeriodsOf: period, field) }
        }
    }

    private mutating func upsert(
        _ current: RapportTable.Table, _ incoming: RapportTable.Table, _ key: [String], _ work: Work
    ) throws(Diagnostic) {
        let missing = key.reduce(0) { max($0, incoming[$1]?.missingCount ?? 0) }
        if missing > 0 {
            throw Diagnostic(
                "save.key", "the key is missing in \(missing) of \(incoming.count) rows",
                subject: .parameter("key"), help: ["`where present(\(key[0]))` leaves them out"])
        }
        let all = try RapportTable.Table.concatenated([current, incoming], work: work)
        let byKey = try Grouping(by: key.compactMap { all[$0] }, count: all.count, work: work)
        // Rows that are equal in all columns are in one group here.
        let byRow = try Grouping(by: all.columns, count: all.count, work: work)
        var places = [Int](repeating: -1, count: byKey.groupCount)
        var isTaken = [Bool](repeating: false, count: byKey.groupCount)
        var twice = 0
        for row in 0..<current.count {
            let group = Int(byKey.groups[row])
            if places[group] >= 0 { twice += 1 }
            places[group] = row
        }
        if twice > 0 { throw Self.notUnique(key, twice, "the kept table") }
        var keep = [Bool](repeating: true, count: incoming.count)
        for row in 0..<incoming.count {
            let (place, group) = (current.count + row, Int(byKey.groups[current.count + row]))
            if isTaken[group] { twice += 1 }
            isTaken[group] = true
            guard places[group] >= 0 else { continue }
            if byRow.groups[places[group]] == byRow.groups[place] {
                keep[row] = false
            } else {
                ended.insert(places[group])
            }
        }
        if twice > 0 { throw Self.notUnique(key, twice, "the table") }
        changed = ended.count
        inserted = try incoming.filtered(by: Bitmap(keep), work: work)
    }

    private static func notUnique(_ key: [String], _ rows: Int, _ table: String) -> Diagnostic {
        let names = key.map { "`\($0)`" }.joined(separator: ", ")
        return Diagnostic(
            "save.key", "\(names) does not tell the rows of \(table) apart: \(rows) have the key of another",
            subject: .parameter("key"),
            help: ["more columns in `key=[…]`, or `distinct \(key.joined(separator: ", "))` before"])
    }

    private static func rows(of old: Column, inPeriodsOf new: Column, _ field: Field) -> Set<Int> {
        var found = Set<Int>()
        let days = field.grain == nil ? Self.days(of: field.type) : nil
        if let days {
            let covered = (0..<new.count).compactMap { days(new[$0]) }
            guard let first = covered.min(), let last = covered.max() else { return [] }
            for row in 0..<old.count {
                if let day = days(old[row]), (first...last).contains(day) { found.insert(row) }
            }
        } else {
            let periods = Set((0..<new.count).map { new[$0] })
            for row in 0..<old.count where periods.contains(old[row]) { found.insert(row) }
        }
        return found
    }

    /// The day of a moment in the clock of its column.
    private static func days(of type: ColumnType) -> ((Scalar) -> Int64?)? {
        switch type {
        case .date:
            return { if case .date(let days) = $0 { Int64(days) } else { nil } }
        case .datetime(let name):
            guard let zone = name.map({ try? Zone($0) }) ?? Zone.utc else { return nil }
            return {
                guard case .datetime(let moment) = $0, let wall = zone.wall(at: moment) else { return nil }
                let (day, rest) = wall.quotientAndRemainder(dividingBy: ClockText.microsecondsPerDay)
                return rest < 0 ? day - 1 : day
            }
        default: return nil
        }
    }
}
