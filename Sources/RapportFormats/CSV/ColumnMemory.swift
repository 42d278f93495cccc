internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

/// The memory of one column of the whole file, which blocks write at their rows.
///
/// Its room is estimated from a sample, for nobody knows the number of rows before all are read; a block
/// that does not fit keeps its values itself, and they are joined at the end.
enum ColumnMemory: Sendable {
    // SAFETY: blocks write disjoint rows through the cells, and the buffer, which is a window on the same
    // memory, is handed out after the last has ended.
    case int32(SharedCells<Int32>, Buffer<Int32>)
    case int64(SharedCells<Int64>, Buffer<Int64>)
    case float64(SharedCells<Double>, Buffer<Double>)

    /// Nil for booleans, which lie as bits: blocks would share words.
    init?(_ type: CellType, rows: Int, file: String, work: Work) throws(Diagnostic) {
        let purpose = "loading `\(file)`"
        switch type {
        case .bool: return nil
        case .date, .text:
            let builder = try BufferBuilder<Int32>(uninitialized: rows, for: purpose, work: work)
            let cells = builder.shared
            self = .int32(cells, builder.freeze())
        case .int, .datetime:
            let builder = try BufferBuilder<Int64>(uninitialized: rows, for: purpose, work: work)
            let cells = builder.shared
            self = .int64(cells, builder.freeze())
        case .float:
            let builder = try BufferBuilder<Double>(uninitialized: rows, for: purpose, work: work)
            let cells = builder.shared
            self = .float64(cells, builder.freeze())
        }
    }

    /// Where row `row` stands, if `count` rows from there on have room.
    @unsafe func address(row: Int, count: Int) -> UnsafeMutableRawPointer? {
        switch self {
        case .int32(let cells, _):
            unsafe row + count <= cells.count ? UnsafeMutableRawPointer(cells.pointer + row) : nil
        case .int64(let cells, _):
            unsafe row + count <= cells.count ? UnsafeMutableRawPointer(cells.pointer + row) : nil
        case .float64(let cells, _):
            unsafe row + count <= cells.count ? UnsafeMutableRawPointer(cells.pointer + row) : nil
        }
    }
}
