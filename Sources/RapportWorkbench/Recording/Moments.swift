internal import RapportTable

/// Moments of the workspace: UTC, `2026-01-31 09:30:00Z`.
func momentText(_ microseconds: Int64) -> String {
    let whole = microseconds - ((microseconds % 1_000_000) + 1_000_000) % 1_000_000
    return Scalar.datetime(whole).text(zone: "UTC")
}
