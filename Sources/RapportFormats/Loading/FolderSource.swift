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
        if request.filter != nil {
            // A filter was made for the types that were promised: they are proved before it is asked.
            let found = try parts(request.filterColumns, limit: nil, work).tables
            let types = try unified(found, request.filterColumns, isWhole: true)
            let isOther = types.contains { name, type in promised[name]?.type != type }
            if isOther {
                let schema = self.schema
                let none = Table(
                    schema.selecting(wanted), wanted.map { Column(schema[$0]?.type ?? .text, scalars: []) })
                return ScanResult(table: none, schema: schema, rowsRead: 0, isComplete: false)
            }
        }
        let read = wanted + request.filterColumns.filter { !wanted.contains($0) }
        let limit = max(request.limit ?? .max, 0)
        let isPlain = request.filter == nil
        let (tables, isComplete) = try parts(read, limit: isPlain ? request.limit : nil, work)
        let types = try unified(tables, read, isWhole: isComplete)
        var (kept, rowsRead, undecided) = ([Table](), 0, 0)
        var rows = 0
        for table in tables where rows < limit {
            var part = try Self.fitted(table, types, work: work)
            rowsRead += part.count
            if let filter = request.filter {
                let decision = try filter(part.selecting(request.filterColumns))
                undecided += decision.undecided
                var columns: [Column] = []
                for name in wanted {
                    guard let column = part[name] else { continue }
                    columns.append(try column.filtered(by: decision.keep, work: work))
                }
                part = Table(part.schema.selecting(wanted), columns, count: decision.keep.setCount)
            } else {
                part = part.selecting(wanted)
            }
            part = part.prefix(limit - rows)
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
            table: Table(Schema(fields), made, count: rows), schema: schema, rowsRead: rowsRead,
            undecided: undecided, isComplete: isComplete && kept.count == files.count, notes: loadReport.notes
        )
    }

    /// The columns of each file, with its name where it is asked for.
    private func parts(_ columns: [String], limit: Int?, _ work: Work) throws(Diagnostic) -> (
        tables: [Table], isComplete: Bool
    ) {
        var tables: [Table] = []
        var left = limit
        var isComplete = true
        for file in files {
            try work.check()
            if let left, left <= 0 { return (tables, false) }
            let own = columns.filter { $0 != fileColumn }
            let result = try file.source.scan(ScanRequest(columns: own, limit: left), work: work)
            left = left.map { $0 - result.table.count }
            isComplete = isComplete && result.isComplete
            var (fields, cells) = ([Field](), [Column]())
            for name in columns {
                if let index = result.table.schema.index(of: name) {
                    fields.append(result.table.schema.fields[index])
                    cells.append(result.table.columns[index])
                } else {
                    fields.append(Field(fileColumn, .text, kind: .category))
                    cells.append(.repeating(.text(file.name), type: .text, count: result.table.count))
                }
            }
            tables.append(Table(Schema(fields), cells, count: result.table.count))
        }
        return (tables, isComplete)
    }

    /// The type of each column over all files.
    private func unified(_ tables: [Table], _ names: [String], isWhole: Bool) throws(Diagnostic) -> [(
        name: String, type: ColumnType
    )] {
        var types: [(name: String, type: ColumnType)] = []
        for name in names {
            let own = tables.compactMap { $0[name] }
            let found = own.map { (type: $0.type, isEmpty: $0.missingCount == $0.count) }
            guard let type = Self.common(found) else {
                let first = found.firstIndex { !$0.isEmpty } ?? 0
                let other =
                    found.firstIndex {
                        !$0.isEmpty && Self.common([found[first], $0]) == nil
                    } ?? first
                throw Self.difference(
                    files[other].name,
                    "has `\(name)` as \(found[other].type), found it as \(found[first].type) in "
                        + "`\(files[first].name)`")
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
