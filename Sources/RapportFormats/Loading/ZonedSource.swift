public import RapportDiagnostics
public import RapportTable
public import RapportWork

/// A file read with a time zone: times that state none are the wall clock of the zone, and those with an offset are
/// shown in it.
///
/// Where the clock was set forward or back `Zone` says what a time means.
public struct ZonedSource: ReportingSource {
    private let source: any ReportingSource
    private let zone: String

    /// - Throws: `zone.unknown`.
    public init(_ source: any ReportingSource, zone: String) throws(Diagnostic) {
        _ = try Zone(zone)
        (self.source, self.zone) = (source, zone)
    }

    public var schema: Schema { zoned(source.schema) }
    public var problemsByFile: [Problems] { source.problemsByFile }

    public var loadReport: LoadReport {
        var report = source.loadReport
        for place in report.columns.indices {
            guard case .datetime(let own) = report.columns[place].type else { continue }
            report.columns[place].type = .datetime(zone: zone)
            report.columns[place].proofs.append(own == nil ? "clock of \(zone)" : "shown in \(zone)")
        }
        return report
    }

    public func scan(_ request: ScanRequest, work: Work) throws(Diagnostic) -> ScanResult {
        var inner = request
        if let filter = request.filter {
            inner.filter = { (block) throws(Diagnostic) in try filter(try zoned(block, work: work)) }
        }
        var result = try source.scan(inner, work: work)
        result.table = try zoned(result.table, work: work)
        result.schema = zoned(result.schema)
        return result
    }

    private func zoned(_ schema: Schema) -> Schema {
        var copy = schema
        for place in copy.fields.indices {
            if case .datetime = copy.fields[place].type { copy.fields[place].type = .datetime(zone: zone) }
        }
        return copy
    }

    private func zoned(_ table: Table, work: Work) throws(Diagnostic) -> Table {
        var columns: [Column] = []
        for column in table.columns {
            if case .datetime = column.type {
                columns.append(try cast(column, to: .datetime(zone: zone), work: work).column)
            } else {
                columns.append(column)
            }
        }
        return Table(zoned(table.schema), columns, count: table.count)
    }
}
