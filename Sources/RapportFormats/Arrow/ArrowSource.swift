internal import RapportArrow
public import RapportDiagnostics
public import RapportTable
public import RapportWork
internal import Synchronization

/// An Arrow IPC file (Feather of version 2 too) or stream as a source of rows.
///
/// Types stand in the file, so nothing is guessed but kinds; opening reads the heads of its batches. A scan reads the
/// columns asked for, and no others, and no more rows than a limit needs. Structs become columns such as `user.id`.
public final class ArrowSource: ReportingSource {
    let file: ByteFile
    let reader: ArrowReader
    let columns: [ArrowColumn]
    /// What the file says of the columns.
    private let declared: Schema
    /// By column, what reading it has shown.
    private let learnt = Mutex<[Int: Learnt]>([:])

    struct Learnt: Sendable {
        var kind: Kind?
        var isUnique: Bool
        var distinct: Int?
        var facts: ArrowFacts
    }

    /// - Throws: `file.not-found`, `file.is-folder`, `file.not-allowed`, `file.unreadable`, `file.cut-short`;
    ///   `arrow.damaged`, `arrow.feather-1`, `arrow.unsupported`; `table.unknown-column`, `table.too-many-rows`.
    public static func open(
        path: String, options: ArrowOptions = ArrowOptions(), work: Work
    ) throws(Diagnostic) -> ArrowSource {
        try ArrowSource(try ByteFile.opening(path: path, work: work), options)
    }

    private init(_ file: ByteFile, _ options: ArrowOptions) throws(Diagnostic) {
        self.file = file
        reader = try ArrowReader(file)
        let all = reader.columns
        if let wanted = options.columns {
            columns = try Self.places(of: wanted, in: all.map(\.name), file.name).map { all[$0] }
        } else {
            columns = all
        }
        try ArrowColumn.requireTypes(columns, file.name)
        let whole = reader.tableSchema
        let names = Set(columns.map(\.name))
        declared = Schema(
            columns.compactMap(\.described),
            rowGrain: whole.rowGrain.allSatisfy(names.contains) ? whole.rowGrain : [])
    }

    public var problemsByFile: [Problems] { [Problems(file: file.name)] }

    public var schema: Schema {
        let learnt = learnt.withLock { $0 }
        var schema = declared
        for index in schema.fields.indices where schema.fields[index].kind == nil {
            let field = schema.fields[index]
            schema.fields[index].kind =
                learnt[index].map(\.kind)
                ?? KindGuess.kind(
                    name: field.name, type: field.type, stats: nil)
        }
        return schema
    }

    func known(_ index: Int) -> Learnt? { learnt.withLock { $0[index] } }
    func learn(_ index: Int, _ more: Learnt) { learnt.withLock { $0[index] = more } }

    func places(of wanted: [String]) throws(Diagnostic) -> [Int] {
        try Self.places(of: wanted, in: columns.map(\.name), file.name)
    }

    private static func places(
        of wanted: [String], in names: [String], _ file: String
    ) throws(Diagnostic) -> [Int] {
        var places: [Int] = []
        for name in wanted {
            guard let place = names.firstIndex(of: name) else {
                let near = name.nearest(in: names)
                throw Diagnostic(
                    "table.unknown-column", "no column named `\(name)` in `\(file)`", subject: .column(name),
                    help: near.map { ["`\($0)`"] } ?? [])
            }
            places.append(place)
        }
        return places
    }
}

extension ByteFile: ArrowBytes {
    var count: Int { size }
}
