public import RapportDiagnostics
internal import RapportTable
internal import RapportQuery

extension Workbench {
    /// The last line that failed, as `fix` sees it.
    var failureToFix: (source: String, diagnostic: Diagnostic)? { lastFailure }

    /// The latest moment of the loaded tables: what a recorded notebook pins.
    var latestMoment: Int64? {
        state.bindings.compactMap { $0.table.latest?.moment }.max()
    }

    /// Ends the session's row in the workspace, once all is written.
    ///
    /// - Returns: a warning where something could not be kept.
    public func close() -> Note? { recorder.close(at: momentText(configuration.clock())) }
}

/// A moment as the language writes it: a date where it is midnight.
func isoMoment(_ microseconds: Int64) -> String {
    let day: Int64 = 86_400_000_000
    if microseconds % day == 0 { return Scalar.date(Int32(clamping: microseconds / day)).text() }
    return Scalar.datetime(microseconds).text().replacing(" ", with: "T")
}
