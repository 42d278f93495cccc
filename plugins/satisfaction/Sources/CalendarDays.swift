import RapportPluginKit

enum Calendar {
    /// `2026-05-31`.
    static func text(_ day: Int32) -> String { Scalar.date(day).text() }

    /// A period by its first day: `2026-05`, `2026-Q2`, as the language writes it.
    static func text(_ start: Int32, _ grain: Grain) -> String { Scalar.date(start).text(grain: grain) }
}
