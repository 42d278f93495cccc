public import RapportDiagnostics
public import RapportWork

/// Which rows belong together.
public struct Grouping: Sendable {
    public let groupCount: Int
    /// The group of each row.
    public let groups: Buffer<Int32>
    /// The first row of each group, to gather its keys; -1 for the one group of no rows.
    public let firstRows: Buffer<Int32>
    /// Rows of each group.
    public let sizes: Buffer<Int32>

    init(groups: Buffer<Int32>, firstRows: Buffer<Int32>, sizes: Buffer<Int32>) {
        (self.groups, self.firstRows, self.sizes) = (groups, firstRows, sizes)
        groupCount = firstRows.count
    }

    /// Rows whose cells are equal in all columns, missing being equal to missing.
    ///
    /// Lists are equal where they have the same elements in the same order, missing ones included.
    /// Groups are in the order of their first rows. Without columns all rows, even of none, are one group.
    /// - Throws: `table.too-many-rows`, `memory.limit`, `run.cancelled`.
    public init(by columns: [Column], count: Int, work: Work) throws(Diagnostic) {
        try self.init(by: columns, count: count, work: work) { _ in nil }
    }

    /// As ``init(by:count:work:)``, but groups are in the order of their keys, missing last.
    public init(
        sortedBy columns: [Column], collation: Collation? = nil, count: Int, work: Work
    ) throws(Diagnostic) {
        if columns.isEmpty || count == 0 {
            try self.init(by: columns, count: count, work: work)
        } else {
            try self.init(by: columns, count: count, work: work) { (firstRows) throws(Diagnostic) in
                try Self.order(firstRows, by: columns, collation: collation, work: work)
            }
        }
    }

    /// `arranged` gives the order of groups from their first rows; nil leaves them in the order of these.
    private init(
        by columns: [Column], count: Int, work: Work,
        arranged: (Buffer<Int32>) throws(Diagnostic) -> Buffer<Int32>?
    ) throws(Diagnostic) {
        precondition(columns.allSatisfy { $0.count == count })
        try Diagnostic.checkRows(count)
        if columns.isEmpty || count == 0 {
            let groups = BufferBuilder<Int32>(repeating: 0, count: count).freeze()
            let isOne = columns.isEmpty
            self.init(
                groups: groups, firstRows: Buffer(isOne ? [count > 0 ? 0 : -1] : []),
                sizes: Buffer(isOne ? [Int32(count)] : []))
            return
        }
        let found: Grouping
        if columns.count == 1, case .text(let text) = columns[0].layout {
            found = try Grouping(text, count: count, work: work)
        } else {
            var keys: [OrdinalKey] = []
            for column in columns {
                keys += try OrdinalKey.keys(of: column, descending: false, work: work) {
                    (column) throws(Diagnostic) in try Grouping.number(column, work: work)
                }
            }
            let words = PackedKeys.packed(keys)
            if words.count == 1, words[0].isDirect(count) {
                self = try DirectGrouping.group(words[0], count: count, work: work, arranged: arranged)
                return
            }
            found = try Grouping(by: keys, count: count, work: work)
        }
        self = found
        if let order = try arranged(found.firstRows) { self = try found.renumbered(order, work: work) }
    }

    /// By keys of any width: words of 64 bits are numbered each, and of numbers two fit in a word.
    init(by keys: [OrdinalKey], count: Int, work: Work) throws(Diagnostic) {
        var words = PackedKeys.packed(keys)
        while words.count > 1 {
            var numbers: [OrdinalKey] = []
            for word in words {
                let grouping = try Grouping(by: word, count: count, work: work)
                numbers.append(OrdinalKey(numbers: grouping.groups, count: grouping.groupCount))
            }
            words = PackedKeys.packed(numbers)
        }
        self = try Grouping(by: words[0], count: count, work: work)
    }

    /// By one word.
    private init(by keys: PackedKeys, count: Int, work: Work) throws(Diagnostic) {
        if keys.isDirect(count) {
            self = try DirectGrouping.group(keys, count: count, work: work) { _ in nil }
        } else {
            self = try PartitionedGrouping.group(keys, count: count, work: work)
        }
    }

    /// The codes of a column of few texts; the groups of a column of many.
    static func number(_ column: Column, work: Work) throws(Diagnostic) -> OrdinalKey {
        switch column.layout {
        case .codes(let codes):
            return OrdinalKey(
                numbers: codes.codes.values, count: codes.dictionary.count, validity: codes.codes.validity)
        case .text(let text):
            let grouping = try Grouping(text, count: column.count, work: work)
            return OrdinalKey(
                numbers: grouping.groups, count: grouping.groupCount, validity: text.validity?.ifAnyClear)
        case .list(let list):
            return try number(Column(.text, .text(try list.keys(ordered: false, work: work))), work: work)
        default: throw .internalError("numbers of a column that is no text")
        }
    }

    /// The same groups, numbered in ascending order of their keys, missing last.
    ///
    /// `columns` are those it was made by; `collation` is the order of texts.
    public func sortedByKeys(
        _ columns: [Column], collation: Collation? = nil, work: Work
    ) throws(Diagnostic) -> Grouping {
        try renumbered(Self.order(firstRows, by: columns, collation: collation, work: work), work: work)
    }

    private static func order(
        _ firstRows: Buffer<Int32>, by columns: [Column], collation: Collation?, work: Work
    ) throws(Diagnostic) -> Buffer<Int32> {
        var keys: [SortKey] = []
        for column in columns {
            keys.append(SortKey(try column.gathered(at: firstRows, work: work), collation: collation))
        }
        return try sortOrder(keys, count: firstRows.count, work: work)
    }

    /// Group `order[i]` becomes group `i`.
    private func renumbered(_ order: Buffer<Int32>, work: Work) throws(Diagnostic) -> Grouping {
        let numbers = try BufferBuilder<Int32>(uninitialized: groupCount, for: "the group by", work: work)
        let cells = numbers.shared
        try work.morsels(of: groupCount) { (_, places) throws(Diagnostic) in
            let order = order.span
            // SAFETY: an order has each group once.
            let numbers = unsafe cells.pointer
            for place in places { unsafe numbers[Int(order[place])] = Int32(truncatingIfNeeded: place) }
            try work.check()
        }
        let number = numbers.freeze()
        let (old, oldFirst, oldSizes) = (groups, firstRows, sizes)
        return Grouping(
            groups: try work.fill(groups.count, for: "the group by") { rows, out in
                let (old, number) = (old.span, number.span)
                for index in out.indices { out[index] = number[Int(old[rows.lowerBound + index])] }
            },
            firstRows: try work.fill(groupCount, for: "the group by") { places, out in
                let (order, first) = (order.span, oldFirst.span)
                for index in out.indices { out[index] = first[Int(order[places.lowerBound + index])] }
            },
            sizes: try work.fill(groupCount, for: "the group by") { places, out in
                let (order, sizes) = (order.span, oldSizes.span)
                for index in out.indices { out[index] = sizes[Int(order[places.lowerBound + index])] }
            })
    }
}

extension Grouping {
    private static func referenceKey(_ cell: Scalar) -> String {
        switch cell {
        case .text(let text): "text " + text.utf8.map { String($0) }.joined(separator: " ")
        case .float(let value): "\(value == 0 ? 0 : value)"
        case .list(let elements): "list [" + elements.map(referenceKey).joined(separator: ", ") + "]"
        case let value: "\(value)"
        }
    }

    /// Defines what is correct.
    package static func reference(by columns: [Column], count: Int) -> Grouping {
        if columns.isEmpty {
            return Grouping(
                groups: Buffer([Int32](repeating: 0, count: count)), firstRows: Buffer([count > 0 ? 0 : -1]),
                sizes: Buffer([Int32(count)]))
        }
        var known: [[String]: Int32] = [:]
        var (groups, firstRows, sizes): ([Int32], [Int32], [Int32]) = ([], [], [])
        for row in 0..<count {
            let key = columns.map { column -> String in
                Self.referenceKey(column[row])
            }
            let group = known[key] ?? Int32(firstRows.count)
            if known.updateValue(group, forKey: key) == nil {
                firstRows.append(Int32(row))
                sizes.append(0)
            }
            groups.append(group)
            sizes[Int(group)] += 1
        }
        return Grouping(groups: Buffer(groups), firstRows: Buffer(firstRows), sizes: Buffer(sizes))
    }
}
