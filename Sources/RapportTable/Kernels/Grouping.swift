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
    /// Groups are in the order of their first rows. Without columns all rows, even of none, are one group.
    /// - Throws: `table.too-many-rows`, `memory.limit`, `run.cancelled`.
    public init(by columns: [Column], count: Int, work: Work) throws(Diagnostic) {
        precondition(columns.allSatisfy { $0.count == count })
        try Diagnostic.checkRows(count)
        self = Grouping.reference(by: columns, count: count)
    }

    /// The same groups, numbered in ascending order of their keys, missing last.
    ///
    /// - Parameter columns: The columns this was made by.
    public func sortedByKeys(_ columns: [Column], work: Work) throws(Diagnostic) -> Grouping {
        var keys: [SortKey] = []
        for column in columns { keys.append(SortKey(try column.gathered(at: firstRows, work: work))) }
        let order = try sortOrder(keys, count: groupCount, work: work)
        return try renumbered(order, work: work)
    }

    /// Group `order[i]` becomes group `i`.
    private func renumbered(_ order: Buffer<Int32>, work: Work) throws(Diagnostic) -> Grouping {
        var numbers = BufferBuilder<Int32>(repeating: 0, count: groupCount)
        for place in 0..<groupCount { numbers[Int(order[place])] = Int32(place) }
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
                switch column[row] {
                case .text(let text): "text " + text.utf8.map { String($0) }.joined(separator: " ")
                case .float(let value): "\(value == 0 ? 0 : value)"
                case let value: "\(value)"
                }
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
