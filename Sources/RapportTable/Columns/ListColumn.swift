internal import RapportDiagnostics
internal import RapportWork

/// Lists: row `i` holds `elements[offsets[i] ..< offsets[i + 1]]`.
///
/// Arrow's `large_list`: 64-bit offsets over a column of its own, which may be a window on more than the
/// rows in view have. An element may be missing; a missing row has an empty range.
public struct ListColumn: Sendable {
    /// One more than there are rows.
    public let offsets: Buffer<Int64>
    public let elements: Column
    public let validity: Bitmap?

    public init(offsets: Buffer<Int64>, elements: Column, validity: Bitmap? = nil) {
        precondition(offsets.count >= 1 && validity.map { $0.count == offsets.count - 1 } ?? true)
        precondition(offsets[0] >= 0 && offsets[offsets.count - 1] <= Int64(elements.count))
        (self.offsets, self.elements, self.validity) = (offsets, elements, validity)
    }

    /// From a few cells: literal tables and tests.
    public init(_ cells: [[Scalar]?], of element: ColumnType) {
        var offsets: [Int64] = [0]
        for cell in cells { offsets.append(offsets[offsets.count - 1] + Int64(cell?.count ?? 0)) }
        self.init(
            offsets: Buffer(offsets), elements: Column(element, scalars: cells.flatMap { $0 ?? [] }),
            validity: cells.contains { $0 == nil } ? Bitmap(cells.map { $0 != nil }) : nil)
    }

    public var count: Int { offsets.count - 1 }
    public subscript(rows: Range<Int>) -> Self {
        Self(
            offsets: offsets[rows.lowerBound..<rows.upperBound + 1], elements: elements,
            validity: validity?[rows])
    }

    /// Where the elements of a row lie among ``elements``.
    public func places(of row: Int) -> Range<Int> { Int(offsets[row])..<Int(offsets[row + 1]) }

    /// The elements of the rows in view, one row's behind the other's.
    public var flat: Column { elements[Int(offsets[0])..<Int(offsets[count])] }

    /// The cell, nil where missing.
    ///
    /// For a few cells.
    public subscript(row: Int) -> [Scalar]? {
        validity.map { $0[row] } ?? true ? places(of: row).map { elements[$0] } : nil
    }
}

extension ListColumn {
    /// Each list as a text of four bytes an element: the number of its value among all elements.
    ///
    /// Texts are equal where lists are, and what tells texts apart tells lists apart. Where `ordered`, they
    /// are ordered as lists are: by the first element that differs, missing after all values, the shorter
    /// one first.
    func keys(ordered: Bool, work: Work) throws(Diagnostic) -> TextColumn {
        let flat = flat
        var grouping = try Grouping(by: [flat], count: flat.count, work: work)
        if ordered { grouping = try grouping.sortedByKeys([flat], work: work) }
        let (groups, offsets) = (grouping.groups, offsets)
        let bytes: Buffer<UInt8> = try work.fill(4 * groups.count, for: "the lists") { range, out in
            // Morsels of bytes are multiples of four.
            let groups = groups.span
            for index in out.indices {
                let place = range.lowerBound &+ index
                let number = UInt32(bitPattern: groups[place / 4])
                out[index] = UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * (place & 3)))
            }
        }
        let ends: Buffer<Int64> = try work.fill(offsets.count, for: "the lists") { rows, out in
            let offsets = offsets.span
            for index in out.indices { out[index] = 4 * (offsets[rows.lowerBound + index] - offsets[0]) }
        }
        return TextColumn(offsets: ends, bytes: bytes, validity: validity)
    }
}
