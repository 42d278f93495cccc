internal import RapportDiagnostics
internal import RapportTable
internal import RapportWork

extension FileReplacement {
    /// Writes the rows of a table: rendered on all threads a few morsels at a time, written in order.
    ///
    /// - Throws: `file.write`, `run.cancelled`.
    func writeRows(
        of table: Table, work: Work, _ render: @Sendable (Range<Int>, inout [UInt8]) -> Void
    ) throws(Diagnostic) {
        work.begin("save \(name)", of: table.count, unit: "rows")
        let batch = Work.morsel * 8
        var start = 0
        while start < table.count {
            let end = min(start + batch, table.count)
            let first = start
            let parts = try work.map((end - start + Work.morsel - 1) / Work.morsel) {
                (part) throws(Diagnostic) in
                try work.check()
                let lower = first + part * Work.morsel
                var bytes: [UInt8] = []
                render(lower..<min(lower + Work.morsel, end), &bytes)
                return bytes
            }
            for part in parts { try write(part) }
            work.advance(by: end - start)
            start = end
        }
    }
}
