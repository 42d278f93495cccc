internal import RapportDiagnostics

extension BlockBuffer {
    enum Scan {
        case done
        /// The last record does not end in the bytes held.
        case needsMore
    }

    /// Finds the cells of all records that begin in `start..<limit`, places of this buffer.
    ///
    /// A record ends at a line end outside quotes. A quote opens at a cell's first byte only; inside, two
    /// make one; elsewhere it is a letter. Tries the way without quotes first, which most blocks go.
    func scan(from start: Int, limit: Int, _ dialect: Dialect) -> Scan {
        irregular = Irregular()
        (rows, lineCount, hasZeros, isASCII) = (0, 0, false, true)
        let limit = min(limit, available)
        if start >= limit {
            end = start
            return .done
        }
        if dialect.comment == nil {
            if unsafe bytes[limit - 1] == dialect.terminator {
                end = limit
            } else if let place = firstPlace(of: dialect.terminator, from: limit) {
                end = place + 1
            } else {
                return .needsMore
            }
            if scanPlain(start, dialect) {
                noteText(start)
                return .done
            }
        }
        let result = scanAny(from: start, limit: limit, dialect)
        if result == .done { noteText(start) }
        return result
    }

    private func noteText(_ start: Int) { isText = isASCII || isValidText(cell(start..<end)) }

    /// The first place of `byte`, from `start` on.
    func firstPlace(of byte: UInt8, from start: Int) -> Int? {
        let place = firstPlace(of: byte, or: byte, from: start)
        return place < available ? place : nil
    }

    /// The first place of one of two bytes, or `available`.
    @inline(__always) private func firstPlace(of a: UInt8, or b: UInt8, from start: Int) -> Int {
        let (wordA, wordB) = (Word.repeating(a), Word.repeating(b))
        var place = start
        while place < available {
            // SAFETY: `overread` bytes behind `available` are readable.
            let word = unsafe UnsafeRawPointer(bytes + place).loadUnaligned(as: UInt64.self).littleEndian
            let found = Word.matches(word, wordA) | Word.matches(word, wordB)
            if found != 0 { return min(place &+ found.trailingZeroBitCount &>> 3, available) }
            place &+= 8
        }
        return available
    }

    /// The way of every block with quotes, blank lines, comments or rows of the wrong length.
    private func scanAny(from start: Int, limit: Int, _ dialect: Dialect) -> Scan {
        irregular = Irregular()
        keepsReturns = false
        (rows, stride) = (0, dialect.columns + 1)
        var place = start
        while place < limit {
            makeRoom(places: (rows + 1) * stride)
            if let next = afterBlankOrComment(place, dialect) {
                guard next > place else { return .needsMore }
                place = next
                continue
            }
            guard let next = scanRecord(place, dialect) else {
                return .needsMore
            }
            place = next
        }
        end = place
        noteBytes(start..<end)
        lineCount = lines(from: start, to: end, terminator: dialect.terminator)
        return .done
    }

    /// The place behind a line that is no record; `place` itself where its end is not held.
    private func afterBlankOrComment(_ place: Int, _ dialect: Dialect) -> Int? {
        let byte = unsafe bytes[place]
        if let comment = dialect.comment, byte == comment {
            guard let end = firstPlace(of: dialect.terminator, from: place) else { return place }
            irregular.comments += 1
            return end + 1
        }
        if dialect.columns == 1 { return nil }
        if byte == dialect.terminator {
            irregular.blankLines += 1
            return place + 1
        }
        if byte == .carriageReturn, dialect.terminator == .lineFeed, unsafe bytes[place + 1] == .lineFeed {
            irregular.blankLines += 1
            return place + 2
        }
        return nil
    }

    /// Scans one record and returns the place behind it; nil where it does not end in the bytes held.
    private func scanRecord(_ start: Int, _ dialect: Dialect) -> Int? {
        let base = rows * stride
        unsafe places[base] = UInt32(truncatingIfNeeded: start)
        var place = start
        var cells = 0
        let strays = irregular.strayQuotes.count
        while true {
            var next = place
            if let quote = dialect.quote, unsafe bytes[place] == quote {
                guard let closed = afterClosingQuote(place, quote) else {
                    if isAtEnd { irregular.openQuote = (start, cells) }
                    irregular.strayQuotes.removeSubrange(strays...)
                    return nil
                }
                next = closed
                let byte = unsafe bytes[next]
                if cells < dialect.columns, byte != dialect.delimiter, byte != dialect.terminator,
                    unsafe !(byte == .carriageReturn && bytes[next + 1] == dialect.terminator)
                {
                    irregular.strayQuotes.append((rows, cells))
                }
            }
            next = firstPlace(of: dialect.delimiter, or: dialect.terminator, from: next)
            guard next < available else {
                irregular.strayQuotes.removeSubrange(strays...)
                return nil
            }
            cells += 1
            let isLast = unsafe bytes[next] == dialect.terminator
            if cells <= dialect.columns {
                var cellEnd = next
                if isLast, dialect.terminator == .lineFeed, next > place,
                    unsafe bytes[next - 1] == .carriageReturn
                {
                    cellEnd -= 1
                }
                unsafe places[base + cells] = UInt32(truncatingIfNeeded: cellEnd + 1)
            }
            place = next + 1
            if isLast { break }
        }
        if !keep(start..<place - 1, cells, base, dialect) { irregular.strayQuotes.removeSubrange(strays...) }
        return place
    }

    /// Counts the record in; false where it has too many cells, and is left out.
    private func keep(_ record: Range<Int>, _ cells: Int, _ base: Int, _ dialect: Dialect) -> Bool {
        if cells < dialect.columns {
            // An absent cell is one of length -1: it begins where it ends.
            let last = unsafe places[base + cells]
            for index in cells + 1...dialect.columns { unsafe places[base + index] = last }
            irregular.short.append(Ragged(place: record, cells: cells, row: rows))
        } else if cells > dialect.columns {
            let surplus = Int(unsafe places[base + dialect.columns])..<record.upperBound
            let isBlank = surplus.allSatisfy {
                let byte = unsafe bytes[$0]
                return byte == dialect.delimiter || byte.isBlank
            }
            guard isBlank else {
                irregular.long.append(Ragged(place: record, cells: cells, row: nil))
                return false
            }
            irregular.trailingDelimiters += 1
        }
        rows += 1
        return true
    }

    private func afterClosingQuote(_ start: Int, _ quote: UInt8) -> Int? {
        var place = start + 1
        while true {
            place = firstPlace(of: quote, or: quote, from: place)
            guard place + 1 < available else { return nil }
            guard unsafe bytes[place + 1] == quote else { return place + 1 }
            place += 2
        }
    }

    private func noteBytes(_ range: Range<Int>) {
        var (bits, zeros) = (0 as UInt64, 0 as UInt64)
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            // SAFETY: the word ends inside the range, which is held.
            let word = unsafe UnsafeRawPointer(bytes + index).loadUnaligned(as: UInt64.self)
            bits |= word
            zeros |= Word.matches(word, 0)
            index += 8
        }
        while index < range.upperBound {
            let byte = unsafe bytes[index]
            bits |= UInt64(byte)
            if byte == 0 { zeros = 1 }
            index += 1
        }
        isASCII = bits & Word.highs == 0
        hasZeros = zeros != 0
    }
}
