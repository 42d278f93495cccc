public import RapportArrow
public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// Writes tables as Arrow IPC, to files that take their place when they are whole.
public enum ArrowTableWriter {
    public enum Form: Sendable { case file, stream }

    /// - Throws: `file.write`, `arrow.too-long`, `run.cancelled`.
    public static func write(
        _ table: Table, to file: FileReplacement, form: Form, work: Work
    ) throws(Diagnostic) {
        work.begin("save \(file.name)", of: table.count, unit: "rows")
        switch form {
        case .file: try ArrowFileWriter.write(table, to: file, work: work)
        case .stream:
            var writer = ArrowStreamWriter(table.schema, to: file)
            try writer.write(table, work: work)
            try writer.finish()
        }
    }
}

extension FileReplacement: ArrowOutput {}
