internal import GRDBSQLite
internal import RapportDiagnostics
internal import RapportTable

/// A column of a result as its rows come: ints until a float comes, floats or text after.
struct ResultColumn {
    private enum Form { case nothing, ints, floats, text }

    private var form = Form.nothing
    private var ints: [Int64] = []
    private var floats: [Double] = []
    private var bytes: [UInt8] = []
    private var offsets: [Int64] = [0]
    private var present: [Bool] = []
    /// Numbers among texts, which were written out.
    private(set) var isMixed = false
    /// Infinite floats, which became missing.
    private(set) var infinite = 0

    var byteCount: Int { ints.count * 8 + floats.count * 8 + bytes.count + offsets.count * 8 + present.count }

    /// Takes the cell of the present row.
    /// - Throws: `sql.blob`.
    mutating func take(_ statement: OpaquePointer, _ index: Int32, name: String) throws(Diagnostic) {
        switch unsafe sqlite3_column_type(statement, index) {
        case SQLITE_NULL: missing()
        case SQLITE_INTEGER:
            let value = unsafe sqlite3_column_int64(statement, index)
            switch form {
            case .nothing:
                turn(to: .ints)
                ints.append(value)
            case .ints: ints.append(value)
            case .floats: floats.append(Double(value))
            case .text:
                isMixed = true
                put(Scalar.int(value).text())
            }
            present.append(true)
        case SQLITE_FLOAT:
            let value = unsafe sqlite3_column_double(statement, index)
            guard value.isFinite else {
                infinite += 1
                return missing()
            }
            if form == .nothing || form == .ints { turn(to: .floats) }
            if form == .floats {
                floats.append(value)
            } else {
                isMixed = true
                put(Scalar.float(value).text())
            }
            present.append(true)
        case SQLITE_TEXT:
            if form != .text {
                isMixed = form != .nothing
                turn(to: .text)
            }
            // The blob of a text is its bytes as they are; asked for first, as the manual wants it.
            let start = unsafe sqlite3_column_blob(statement, index)?.assumingMemoryBound(to: UInt8.self)
            let count = Int(unsafe sqlite3_column_bytes(statement, index))
            unsafe append(UnsafeBufferPointer(start: start, count: count))
            present.append(true)
        default:
            throw Diagnostic(
                "sql.blob", "`\(name)` holds bytes that are no text",
                help: ["`hex(…)` or `cast(… as text)` makes a text of them"])
        }
    }

    private mutating func missing() {
        switch form {
        case .nothing: break
        case .ints: ints.append(0)
        case .floats: floats.append(0)
        case .text: offsets.append(Int64(bytes.count))
        }
        present.append(false)
    }

    /// Text of a function may hold bytes that are no UTF-8; a column of ours never does.
    private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        if unsafe text.allSatisfy({ $0 < 0x80 }) || (unsafe String(validating: text, as: UTF8.self)) != nil {
            unsafe bytes.append(contentsOf: text)
        } else {
            bytes.append(contentsOf: unsafe String(decoding: text, as: UTF8.self).utf8)
        }
        offsets.append(Int64(bytes.count))
    }

    private mutating func put(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        offsets.append(Int64(bytes.count))
    }

    /// Turns what came so far into the new form.
    private mutating func turn(to wanted: Form) {
        switch (form, wanted) {
        case (.nothing, .ints): ints = [Int64](repeating: 0, count: present.count)
        case (.nothing, .floats): floats = [Double](repeating: 0, count: present.count)
        case (.nothing, .text): offsets = [Int64](repeating: 0, count: present.count + 1)
        case (.ints, .floats):
            floats = ints.map(Double.init)
            ints = []
        case (.ints, .text), (.floats, .text):
            let isInt = form == .ints
            for row in present.indices {
                if present[row] {
                    bytes.append(
                        contentsOf: (isInt ? Scalar.int(ints[row]) : .float(floats[row])).text().utf8)
                }
                offsets.append(Int64(bytes.count))
            }
            (ints, floats) = ([], [])
        default: break
        }
        form = wanted
    }

    // MARK: - The column

    /// What came, by its own type; text where nothing came.
    func column() -> Column {
        switch form {
        case .nothing: Column(.text, .text(TextColumn([String?](repeating: nil, count: present.count))))
        case .ints: Column(.int, .int64(fixed(ints)))
        case .floats: Column(.float, .float64(fixed(floats)))
        case .text:
            Column(
                .text, .text(TextColumn(offsets: Buffer(offsets), bytes: Buffer(bytes), validity: validity)))
        }
    }

    /// What came as a column of `type`; nil where a cell is none.
    func column(as type: ColumnType) -> Column? {
        if form == .nothing {
            return Column(type, scalars: [Scalar](repeating: .missing, count: present.count))
        }
        switch (type, form) {
        case (.int, .ints): return column()
        case (.text, .text): return isMixed ? nil : column()
        case (.duration, .ints): return Column(.duration, .int64(fixed(ints)))
        case (.float, .floats), (.float, .ints):
            return Column(.float, .float64(fixed(form == .floats ? floats : ints.map(Double.init))))
        case (.bool, .ints):
            guard ints.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
            return Column(.bool, .bits(values: Bitmap(ints.map { $0 == 1 }), validity: validity))
        case (.date, .text):
            let days = unsafe times(filler: Int32(0)) {
                if let days = unsafe ClockText.days($0) { return days }
                guard case .date(let days)? = unsafe Self.canonical($0, type) else { return nil }
                return days
            }
            guard let days else { return nil }
            return Column(type, .int32(fixed(days)))
        case (.datetime(let zone), .text):
            // A column without a zone is the wall clock itself.
            guard let zone = zone.map({ try? Zone($0) }) ?? Zone.utc else { return nil }
            let moments = unsafe times(filler: Int64(0)) {
                if let moment = unsafe ClockText.instant($0, in: zone) { return moment }
                guard case .datetime(let moment)? = unsafe Self.canonical($0, type) else { return nil }
                return moment
            }
            guard let moments else { return nil }
            return Column(type, .int64(fixed(moments)))
        case (.list, .text):
            let texts = column()
            let lists = (0..<texts.count).map { row in
                texts[row].isMissing ? Scalar.missing : Scalar(text: texts.text(at: row), type: type)
            }
            return lists.contains(nil) ? nil : Column(type, scalars: lists.compactMap(\.self))
        default: return nil
        }
    }

    private var validity: Bitmap? { present.contains(false) ? Bitmap(present) : nil }

    private func fixed<Value: BitwiseCopyable & Sendable>(_ values: [Value]) -> FixedColumn<Value> {
        FixedColumn(values: Buffer(values), validity: validity)
    }

    /// What the engine itself writes besides: offsets with seconds.
    private static func canonical(_ bytes: UnsafeBufferPointer<UInt8>, _ type: ColumnType) -> Scalar? {
        unsafe Scalar(text: String(decoding: bytes, as: UTF8.self), type: type)
    }

    /// The texts read; nil where one cannot be.
    private func times<Value>(filler: Value, _ read: (UnsafeBufferPointer<UInt8>) -> Value?) -> [Value]? {
        unsafe bytes.withUnsafeBufferPointer { all in
            var values: [Value] = []
            values.reserveCapacity(present.count)
            for row in present.indices {
                guard present[row] else {
                    values.append(filler)
                    continue
                }
                let range = Int(offsets[row])..<Int(offsets[row + 1])
                guard let value = unsafe read(UnsafeBufferPointer(rebasing: all[range])) else { return nil }
                values.append(value)
            }
            return values
        }
    }
}
