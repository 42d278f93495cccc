public import RapportDiagnostics
public import RapportTable
public import RapportWork
internal import Synchronization

/// Several files as one table: those of a folder, or those that a pattern names.
///
/// All have the same columns, in whatever order; the first file's order is the table's. A column may be int in
/// one file and float in another, and of no values at all in a third; any other difference of types is an error.
/// The last column, ``fileColumn``, names the file of each row.
public final class FolderSource: ReportingSource {
    /// One of the files, opened.
    public struct File: Sendable {
        /// As ``fileColumn`` shows it.
        public var name: String
        public var source: any ReportingSource
        public init(name: String, source: any ReportingSource) { (self.name, self.source) = (name, source) }
    }

    private let files: [File]
    private let folder: String
    /// `file`, or `source_file` where the files have a column of that name.
    public let fileColumn: String
    /// Types that hold in all files, of the columns that were read.
    private let proved = Mutex<[String: ColumnType]>([:])

    /// - Throws: `load.schema`, which names file and column; `load.no-files`.
    public init(_ files: [File], folder: String) throws(Diagnostic) {
        guard let first = files.first else {
            throw Diagnostic("load.no-files", "no file in `\(folder)` can be read")
        }
        let names = first.source.schema.names
        for file in files.dropFirst() {
            let own = file.source.schema.names
            if let lacking = names.first(where: { !own.contains($0) }) {
                throw Self.difference(file.name, "has no column `\(lacking)`, which `\(first.name)` has")
            }
            if let surplus = own.first(where: { !names.contains($0) }) {
                throw Self.difference(file.name, "has a column `\(surplus)`, which `\(first.name)` has not")
            }
        }
        (self.files, self.folder) = (files, folder)
        fileColumn = names.contains("file") ? "source_file" : "file"
    }

    private static func difference(_ file: String, _ what: String) -> Diagnostic {
        Diagnostic(
            "load.schema", "`\(file)` \(what): files that are read as one table have the same columns",
            help: ["load it on its own, and `union` the tables"])
    }

    public var schema: Schema {
        let schemas = files.map(\.source.schema)
        let proved = proved.withLock { $0 }
        var fields: [Field] = []
        for field in schemas[0].fields {
            let own = schemas.compactMap { $0[field.name] }
            var field = field
            // What does not fit is refused when it is known, which is when it is read.
            field.type = proved[field.name] ?? Self.common(own.map { ($0.type, false) }) ?? field.type
            field.kind = own.lazy.compactMap(\.kind).first
            fields.append(field)
        }
        return Schema(fields + [Field(fileColumn, .text, kind: .category)])
    }

    /// The type that holds all; nil where none does.
    ///
    /// A column without values fits any.
    private static func common(_ types: [(type: ColumnType, isEmpty: Bool)]) -> ColumnType? {
        let present = types.filter { !$0.isEmpty }.map(\.type)
        guard let first = present.first else { return types.first?.type }
        if present.allSatisfy({ $0 == first }) { return first }
        return present.allSatisfy(\.isNumber) ? .float : nil
    }

    // MARK: - Reading

    public func scan(_ request: ScanRequest, work: Work) throws(Diagnostic) -> ScanResult {
        let promised = self.schema
        let wanted = request.columns ?? promised.names
        for name in wanted + request.filterColumns where promised[name] == nil {
            throw Diagnostic(
                "table.unknown-column", "no column named `\(name)` in `\(folder)`", subject: .column(name),
                help: name.nearest(in: promised.names).map { ["`\($0)`"] } ?? [])
        }
        let read: Parts
        let limit = max(request.limit ?? .max, 0)
        if let filter = request.filter {
            read = try filtered(wanted, request.filterColumns, filter, limit, promised, work)
            if read.isContradicted {
                let schema = self.schema
                let none = Table(
                    schema.selecting(wanted), wanted.map { Column(schema[$0]?.type ?? .text, scalars: []) })
                return ScanResult(table: none, schema: schema, rowsRead: 0, isComplete: false)
            }
        } else {
            read = try parts(wanted, limit: request.limit, work)
        }
        let types = try unified(
            read.tables, read.files, wanted, isWhole: read.isComplete && read.files.count == files.count)
        var (kept, rows) = ([Table](), 0)
        for table in read.tables where rows < limit {
            let part = try Self.fitted(table, types, work: work).prefix(limit - rows)
            rows += part.count
            kept.append(part)
        }
        let schema = self.schema
        var made: [Column] = []
        for (place, name) in wanted.enumerated() {
            made.append(
                kept.isEmpty
                    ? Column(schema[name]?.type ?? .text, scalars: [])
                    : try Column.concatenated(kept.map { $0.columns[place] }, work: work))
        }
        var fields = schema.selecting(wanted).fields
        for index in fields.indices { fields[index].type = made[index].type }
        return ScanResult(
            table: Table(Schema(fields), made, count: rows), schema: schema, rowsRead: read.rowsRead,
            undecided: read.undecided, isComplete: read.isComplete && kept.count == read.tables.count,
            notes: loadReport.notes)
    }

    /// What was read of the files, one table each.
    private struct Parts {
        var tables: [Table] = []
        /// The file of each table.
        var files: [Int] = []
        var rowsRead = 0
        var undecided = 0
        var isComplete = true
        /// A column of the filter is of another type than was promised: the filter must be made anew.
        var isContradicted = false

        mutating func add(_ table: Table, of file: Int) {
            tables.append(table)
            files.append(file)
        }
    }

    /// The rows of each file that pass; a file whose name alone decides against it is not read.
    private func filtered(
        _ wanted: [String], _ columns: [String],
        _ filter: @escaping @Sendable (Table) throws(Diagnostic) -> FilterDecision, _ limit: Int,
        _ promised: Schema, _ work: Work
    ) throws(Diagnostic) -> Parts {
        var parts = Parts()
        let own = columns.filter { $0 != fileColumn }
        let asked = promised.selecting(columns)
        for (index, file) in files.enumerated() {
            try work.check()
            let rows = parts.tables.reduce(0) { $0 + $1.count }
            if rows >= limit {
                parts.isComplete = false
                break
            }
            var request = ScanRequest(columns: wanted.filter { $0 != fileColumn }, filterColumns: own)
            if limit < .max { request.limit = limit - rows }
            if own.isEmpty {
                let row = named(Table(Schema(), [], count: 1), index, columns)
                guard try filter(row).keep.setCount > 0 else { continue }
            } else {
                request.filter = { [self] (block) throws(Diagnostic) in
                    try filter(try promisedBlock(named(block, index, columns), asked, index))
                }
            }
            var result = try file.source.scan(request, work: work)
            // A sample was wrong: read again, unless the filter was made for the wrong type too.
            while request.filter != nil, !result.isComplete, result.rowsRead == 0 {
                let known = self.schema
                if own.contains(where: { known[$0]?.type != promised[$0]?.type }) {
                    parts.isContradicted = true
                    return parts
                }
                result = try file.source.scan(request, work: work)
            }
            parts.rowsRead += result.rowsRead
            parts.undecided += result.undecided
            parts.isComplete = parts.isComplete && result.isComplete
            parts.add(named(result.table, index, wanted), of: index)
        }
        return parts
    }

    /// A block of one file with the types that the filter was made for.
    private func promisedBlock(_ block: Table, _ asked: Schema, _ file: Int) throws(Diagnostic) -> Table {
        for (field, column) in zip(asked.fields, block.columns) {
            let isFitting =
                column.type == field.type || column.missingCount == column.count
                || (column.type.isNumber && field.type.isNumber)
            if isFitting { continue }
            let other =
                files.first { $0.source.schema[field.name]?.type == field.type }?.name ?? files[0].name
            throw Self.difference(
                files[file].name,
                "has `\(field.name)` as \(column.type), found it as \(field.type) in `\(other)`")
        }
        return try Self.fitted(block, asked.fields.map { ($0.name, $0.type) }, work: Work(width: 1))
    }

    /// The columns of one file in the order asked for, with its name where it is one of them.
    private func named(_ table: Table, _ file: Int, _ columns: [String]) -> Table {
        var (fields, cells) = ([Field](), [Column]())
        for name in columns {
            if name != fileColumn, let index = table.schema.index(of: name) {
                fields.append(table.schema.fields[index])
                cells.append(table.columns[index])
            } else {
                fields.append(Field(fileColumn, .text, kind: .category))
                cells.append(.repeating(.text(files[file].name), type: .text, count: table.count))
            }
        }
        return Table(Schema(fields), cells, count: table.count)
    }

    /// The columns of each file, up to a limit.
    private func parts(_ columns: [String], limit: Int?, _ work: Work) throws(Diagnostic) -> Parts {
        var parts = Parts()
        var left = limit
        for (index, file) in files.enumerated() {
            try work.check()
            if let left, left <= 0 {
                parts.isComplete = false
                break
            }
            let own = columns.filter { $0 != fileColumn }
            let result = try file.source.scan(ScanRequest(columns: own, limit: left), work: work)
            left = left.map { $0 - result.table.count }
            parts.rowsRead += result.rowsRead
            parts.isComplete = parts.isComplete && result.isComplete
            parts.add(named(result.table, index, columns), of: index)
        }
        return parts
    }

    /// The type of each column over all files.
    private func unified(
        _ tables: [Table], _ read: [Int], _ names: [String], isWhole: Bool
    ) throws(Diagnostic) -> [(name: String, type: ColumnType)] {
        var types: [(name: String, type: ColumnType)] = []
        for name in names {
            let own = tables.compactMap { $0[name] }
            let found = own.map { (type: $0.type, isEmpty: $0.missingCount == $0.count) }
            if found.isEmpty { continue }
            guard let type = Self.common(found) else {
                let first = found.firstIndex { !$0.isEmpty } ?? 0
                let other =
                    found.firstIndex {
                        !$0.isEmpty && Self.common([found[first], $0]) == nil
                    } ?? first
                throw Self.difference(
                    files[read[other]].name,
                    "has `\(name)` as \(found[other].type), found it as \(found[first].type) in "
                        + "`\(files[read[first]].name)`")
            }
            types.append((name, type))
            if isWhole { proved.withLock { $0[name] = type } }
        }
        return types
    }

    private static func fitted(_ table: Table, _ types: [(name: String, type: ColumnType)], work: Work)
        throws(Diagnostic) -> Table
    {
        var columns: [Column] = []
        var fields = table.schema.fields
        for (index, column) in table.columns.enumerated() {
            let type = types[index].type
            fields[index].type = type
            if column.type == type {
                columns.append(column)
            } else if column.missingCount == column.count {
                columns.append(.repeating(.missing, type: type, count: column.count))
            } else {
                columns.append(try cast(column, to: type, work: work).column)
            }
        }
        return Table(Schema(fields), columns, count: table.count)
    }

    // MARK: - What was read

    public var problemsByFile: [Problems] { files.flatMap(\.source.problemsByFile) }

    public var loadReport: LoadReport {
        let reports = files.map { ($0.name, $0.source.loadReport) }
        let first = reports[0].1
        var report = first
        let counts = reports.map(\.1.rows)
        report.rows = counts.contains { $0 == nil } ? nil : counts.reduce(0) { $0 + ($1 ?? 0) }
        report.table = folder
        report.file = "\(LoadReport.grouped(files.count)) file\(files.count == 1 ? "" : "s") of \(folder)"
        report.columns = schema.fields.map { field in
            let own = reports.compactMap { _, report in report.columns.first { $0.name == field.name } }
            var column = LoadReport.Column(
                name: field.name, type: field.type, kind: field.kind, wasRead: own.allSatisfy(\.wasRead))
            if own.isEmpty { column.proofs = ["the file of each row"] }
            // What is said of every file alike is said once; the rest stands in the report of a file on its own.
            if let proofs = own.first?.proofs {
                column.proofs = proofs.filter { proof in own.allSatisfy { $0.proofs.contains(proof) } }
            }
            for missing in own.flatMap(\.missing) {
                if let index = column.missing.firstIndex(where: { $0.code == missing.code }) {
                    column.missing[index].count += missing.count
                } else {
                    column.missing.append(missing)
                }
            }
            return column
        }
        report.notes = reports.flatMap { name, report in
            report.notes.map { note in
                Note(note.code, "\(name): \(note.text)", isWarning: note.isWarning)
            }
        }
        return report
    }
}
