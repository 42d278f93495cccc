extension BlockBuffer {
    /// Finds the cells of `start..<end` where no cell is quoted and every record has its cells; false where
    /// that does not hold, and the other way must be gone.
    ///
    /// 64 bytes at a time: each byte is compared with delimiter, line end and quote at once, and the matches
    /// become the bits of a word. What the bits cannot say (that every n-th separator is a line end, and no
    /// other) is checked afterwards, a row at a time.
    func scanPlain(_ start: Int, _ dialect: Dialect) -> Bool {
        let quote = dialect.quote ?? dialect.delimiter
        makeRoom(places: end - start + 32)
        let delimiters = SIMD16<UInt8>(repeating: dialect.delimiter)
        let terminators = SIMD16<UInt8>(repeating: dialect.terminator)
        let quotes = SIMD16<UInt8>(repeating: quote)
        var allBits = SIMD16<UInt8>(repeating: 0)
        var smallest = SIMD16<UInt8>(repeating: 255)
        var lineEnds = 0
        var count = 1
        unsafe places[0] = UInt32(truncatingIfNeeded: start)
        var place = start
        while place &+ 64 <= end {
            var mask: UInt64 = 0
            var quoted = SIMD16<UInt8>(repeating: 0)
            var ends = SIMD16<UInt8>(repeating: 0)
            for lane in 0..<4 {
                // SAFETY: `place + 64 <= end`, and the bytes up to `end` are held.
                let chunk = unsafe UnsafeRawPointer(bytes + (place &+ lane &* 16))
                    .loadUnaligned(as: SIMD16<UInt8>.self)
                let isEnd = Self.ones(chunk .== terminators)
                ends &-= isEnd
                quoted |= Self.ones(chunk .== quotes)
                allBits |= chunk
                smallest.replace(with: chunk, where: chunk .< smallest)
                mask |= Self.bits(isEnd | Self.ones(chunk .== delimiters)) &<< UInt64(lane &* 16)
            }
            if dialect.quote != nil, quoted != SIMD16(repeating: 0) { return false }
            lineEnds &+= Int(ends.wrappedSum())
            while mask != 0 {
                unsafe places[count] = UInt32(truncatingIfNeeded: place &+ mask.trailingZeroBitCount &+ 1)
                count &+= 1
                mask &= mask &- 1
            }
            place &+= 64
        }
        while place < end {
            let byte = unsafe bytes[place]
            if byte == quote, dialect.quote != nil { return false }
            allBits[0] |= byte
            smallest[0] = min(smallest[0], byte)
            if byte == dialect.delimiter || byte == dialect.terminator {
                unsafe places[count] = UInt32(truncatingIfNeeded: place + 1)
                count += 1
                if byte == dialect.terminator { lineEnds += 1 }
            }
            place += 1
        }
        isASCII = allBits.max() < 128
        hasZeros = smallest.min() == 0
        return checkRows(cells: count - 1, lineEnds: lineEnds, dialect)
    }

    private func checkRows(cells: Int, lineEnds: Int, _ dialect: Dialect) -> Bool {
        let columns = dialect.columns
        guard cells == lineEnds * columns else { return false }
        var index = columns
        while index <= cells {
            guard unsafe bytes[Int(places[index]) - 1] == dialect.terminator else { return false }
            index += columns
        }
        (rows, stride, lineCount) = (lineEnds, columns, lineEnds)
        keepsReturns = dialect.terminator == .lineFeed
        return true
    }

    /// 255 where the mask holds.
    @inline(__always) private static func ones(_ mask: SIMDMask<SIMD16<Int8>>) -> SIMD16<UInt8> {
        // SAFETY: a mask of 16 bytes is 16 bytes, each 0 or 255.
        unsafe unsafeBitCast(mask, to: SIMD16<UInt8>.self)
    }

    /// One bit a byte, of bytes that are 0 or 255.
    @inline(__always) private static func bits(_ bytes: SIMD16<UInt8>) -> UInt64 {
        // SAFETY: both are 16 bytes.
        let words = unsafe unsafeBitCast(bytes, to: SIMD2<UInt64>.self)
        let low = ((words[0] & 0x8040_2010_0804_0201) &* Word.ones) &>> 56
        let high = ((words[1] & 0x8040_2010_0804_0201) &* Word.ones) &>> 56
        return low | (high &<< 8)
    }
}
