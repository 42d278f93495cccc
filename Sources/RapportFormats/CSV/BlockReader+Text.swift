internal import RapportTable

extension BlockReader {
    /// Reads a column of text: as codes while few values repeat, else as the bytes one behind the other.
    func readText(_ index: Int, mayRepeat: Bool, _ memory: UnsafeMutableRawPointer?) -> BlockColumn {
        if mayRepeat {
            if let memory = unsafe memory {
                let codes = unsafe memory.assumingMemoryBound(to: Int32.self)
                if let (found, dictionary) = unsafe readCodes(index, codes) {
                    var column = found
                    column.cells = .codes(nil, dictionary: dictionary)
                    return column
                }
            } else {
                let builder = BufferBuilder<Int32>(uninitialized: rows)
                if let (found, dictionary) = unsafe readCodes(index, builder.shared.pointer) {
                    var column = found
                    column.cells = .codes(builder.freeze(), dictionary: dictionary)
                    return column
                }
            }
        }
        return readPlain(index)
    }

    /// More distinct values than this in a block make the column plain text.
    private var distinctLimit: Int { max(rows / 4, 64) }

    private func readCodes(
        _ index: Int, _ codes: UnsafeMutablePointer<Int32>
    ) -> (BlockColumn, TextColumn)? {
        var column = BlockColumn()
        var marks = ValidityMarks(rows: rows)
        var dictionary = BlockDictionary()
        let limit = distinctLimit
        // Cells that must be mended are each looked at, for each is counted.
        let isClean = !mayMend && !block.hasZeros && (index > 0 || block.isASCII)
        let isLast = index == columns - 1
        for row in 0..<rows {
            let cell = block.cell(row: row, column: index, isLast: isLast)
            // Long texts repeat seldom, and cost a comparison of all their bytes.
            if cell.count > 1024 { return nil }
            if isClean, let found = dictionary.find(cell), found >= 0 {
                // SAFETY: the caller made room for `rows` codes.
                unsafe codes[row] = found
                continue
            }
            guard let content = content(cell, row, &column) else {
                unsafe codes[row] = 0
                marks.clear(row)
                continue
            }
            // A block that is not clean looks at each cell, and must not enter one again for each row it stands in.
            if !isClean, let found = dictionary.find(cell), found >= 0 {
                unsafe codes[row] = found
                continue
            }
            unsafe codes[row] = dictionary.insert(content, writtenAs: cell)
            if dictionary.count > limit { return nil }
        }
        column.stats.rows = rows
        column.validity = marks.words
        return (column, dictionary.column)
    }

    private func readPlain(_ index: Int) -> BlockColumn {
        var column = BlockColumn()
        var marks = ValidityMarks(rows: rows)
        let isLast = index == columns - 1
        var room = 0
        for row in 0..<rows { room += max(block.cell(row: row, column: index, isLast: isLast).count, 0) }
        // What is mended grows: a byte that is no text becomes three.
        let memory = BufferBuilder<UInt8>(uninitialized: room * (mayMend ? 3 : 1) + CellBytes.overread)
        let bytes = unsafe memory.shared.pointer
        let offsets = BufferBuilder<Int64>(uninitialized: rows + 1)
        let ends = unsafe offsets.shared.pointer
        unsafe ends[0] = 0
        var count = 0
        for row in 0..<rows {
            let cell = block.cell(row: row, column: index, isLast: isLast)
            if let text = content(cell, row, &column) {
                // SAFETY: `room` is the sum of the cells, and unquoting makes none longer.
                if text.count <= 16 {
                    unsafe UnsafeMutableRawPointer(bytes + count).storeBytes(
                        of: text.word(at: 0), as: UInt64.self)
                    if text.count > 8 {
                        unsafe UnsafeMutableRawPointer(bytes + count + 8).storeBytes(
                            of: text.word(at: 8), as: UInt64.self)
                    }
                } else {
                    unsafe (bytes + count).update(from: text.base, count: text.count)
                }
                count += text.count
            } else {
                marks.clear(row)
            }
            unsafe ends[row + 1] = Int64(count)
        }
        column.stats.rows = rows
        column.validity = marks.words
        column.cells = .text(TextColumn(offsets: offsets.freeze(), bytes: memory.freeze(count: count)))
        return column
    }

    /// Some cell of the block may be no valid text.
    private var mayMend: Bool { !block.isASCII && !block.isText }

    /// What a cell of a text column says; nil where it is missing.
    ///
    /// A cell without quotes that holds nothing but blanks is missing; `""` is empty text.
    @inline(__always) private func content(_ cell: CellBytes, _ row: Int, _ column: inout BlockColumn)
        -> CellBytes?
    {
        if cell.count > 0, cell[0] > 32, cell[0] != 0xEF, cell[0] != reading.quote ?? 0,
            !reading.codes.areNamed,
            block.isASCII || block.isText, !block.hasZeros
        {
            return cell
        }
        return oddContent(cell, row, &column)
    }

    @inline(never) private func oddContent(_ cell: CellBytes, _ row: Int, _ column: inout BlockColumn)
        -> CellBytes?
    {
        if cell.count <= 0 {
            column.stats.blank += 1
            return nil
        }
        var text = cell
        if text.hasMark {
            column.stats.marks += 1
            text = text.from(3)
        }
        if let quote = reading.quote, text.count > 0, text[0] == quote {
            text = block.unquoted(text, quote)
        } else if text.trimmed.count == 0 {
            column.stats.blank += 1
            return nil
        }
        if reading.codes.areNamed, let code = reading.codes.index(of: text.trimmed) {
            column.stats.codes[code, default: 0] += 1
            return nil
        }
        if block.hasZeros, text.contains(0) {
            column.stats.zeros += 1
            if column.mended.count < 100 { column.mended.append((row, text.text)) }
        }
        if mayMend, !isValidText(text) {
            column.stats.invalid += 1
            let mended = text.text
            if column.mended.count < 100 { column.mended.append((row, mended)) }
            return block.keeping(Array(mended.utf8))
        }
        return text
    }
}

/// Whether the bytes are valid UTF-8.
func isValidText(_ cell: CellBytes) -> Bool {
    // SAFETY: the cell's bytes are readable as far as its count.
    unsafe String(validating: UnsafeBufferPointer(start: cell.base, count: max(cell.count, 0)), as: UTF8.self)
        != nil
}
