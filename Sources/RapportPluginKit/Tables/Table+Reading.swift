extension Table {
    /// A column that `check` has accepted.
    /// - Throws: `internal.error` where it is not there.
    public func column(_ name: String) throws(Diagnostic) -> Column {
        guard let column = self[name] else { throw .internalError("no column named `\(name)`") }
        return column
    }

    /// Refuses missing cells in columns that a method cannot do without.
    /// - Throws: `column.all-missing`, `column.missing-values`: how many, the first row, and the line that
    ///   leaves them out.
    public func requirePresent(_ names: [String]) throws(Diagnostic) {
        var lacking: [(name: String, missing: Int)] = []
        for name in names {
            let missing = try column(name).missingCount
            if missing == count, count > 0 {
                throw Diagnostic(
                    "column.all-missing", "column `\(name)` is missing in all \(Wording.count(count)) rows",
                    subject: .column(name), help: ["name another column in its place"])
            }
            if missing > 0 { lacking.append((name, missing)) }
        }
        guard let first = lacking.first else { return }
        let row = (0..<count).first { self[first.name]?.layout.validity?[$0] == false } ?? 0
        let condition = lacking.map { "present(\($0.name.asColumnName))" }.joined(separator: " and ")
        let found = lacking.map { "`\($0.name)` is missing in \(Wording.count($0.missing))" }
        throw Diagnostic(
            "column.missing-values",
            "\(Wording.list(found)) of \(Wording.count(count)) rows, the first is row \(row + 1); "
                + "expected a value in each",
            subject: .column(first.name), help: ["`… | where \(condition)` before it leaves them out"])
    }

    /// Refuses numbers below 0 in a column that has been read; what is missing, as NaN, is no number.
    /// - Throws: `code`: how many, the first row, and the line that leaves them out and nothing else.
    public func requireNotNegative(
        _ values: [Double], in name: String, code: Diagnostic.Code = "column.range"
    ) throws(Diagnostic) {
        guard let row = values.firstIndex(where: { $0 < 0 }) else { return }
        let column = name.asColumnName
        // `x >= 0` alone would leave out what is missing too.
        let isPresent = values.contains(where: \.isNaN) ? "not present(\(column)) or " : ""
        throw Diagnostic(
            code,
            "`\(name)` is below 0 in \(Wording.count(values.count { $0 < 0 })) of "
                + "\(Wording.count(values.count, "row")), the first is row \(row + 1); expected 0 or more",
            subject: .column(name),
            help: ["`… | where \(isPresent)\(column) >= 0` before it leaves such rows out"])
    }

    /// The cells of an int or float column; nil where missing.
    public func optionalNumbers(in name: String) throws(Diagnostic) -> [Double?] {
        let numbers = try cellsOfNumbers(in: name)
        guard let validity = try column(name).validity else { return numbers }
        return numbers.enumerated().map { validity[$0.offset] ? $0.element : nil }
    }

    /// The cells of an int or float column that has no missing ones.
    /// - Throws: `column.missing-values`, `column.all-missing`.
    public func numbers(in name: String) throws(Diagnostic) -> [Double] {
        try requirePresent([name])
        return try cellsOfNumbers(in: name)
    }

    private func cellsOfNumbers(in name: String) throws(Diagnostic) -> [Double] {
        switch try column(name).layout {
        case .float64(let cells):
            // SAFETY: copied within the call.
            return unsafe cells.values.withUnsafeElements { unsafe Array($0) }
        case .int64(let cells):
            let span = cells.values.span
            return span.indices.map { Double(span[$0]) }
        default: throw .internalError("column `\(name)` is no number")
        }
    }

    /// Microseconds since 1970-01-01T00:00 of a date (its midnight) or datetime column without missing
    /// cells: of the wall clock, in the column's zone where it has one, as `$as_of` is.
    /// - Throws: `column.missing-values`, `column.all-missing`.
    public func moments(in name: String) throws(Diagnostic) -> [Int64] {
        try requirePresent([name])
        var times = try column(name)
        if case .datetime(_?) = times.type {
            times = try cast(times, to: .datetime(zone: nil), work: Work()).column
        }
        switch times.layout {
        case .int32(let cells):
            let span = cells.values.span
            return span.indices.map { Int64(span[$0]) * Day.microseconds }
        case .int64(let cells):
            let span = cells.values.span
            return span.indices.map { span[$0] }
        default: throw .internalError("column `\(name)` is no time")
        }
    }

    /// The cells of a text column, nil where missing.
    ///
    /// Makes a `String` a row: for texts that are read as such, not for keys.
    public func texts(in name: String) throws(Diagnostic) -> [String?] {
        let column = try column(name)
        guard column.type == .text else { throw .internalError("column `\(name)` is no text") }
        return (0..<count).map { row in if case .text(let text) = column[row] { text } else { nil } }
    }
}
