import RapportContract
import RapportDiagnostics
import RapportQuery
import RapportTable

/// Two tables with every type, and values at which kernels could trip.
struct FuzzCatalog: Catalog {
    /// Stands in the data and in no line: it must not stand in a message either.
    static let secret = "q7Zx-secret"

    static let tables: [(name: String, table: Table)] = [
        (
            "t",
            Table([
                "i": .ints([0, 1, -1, .max, .min, nil, 7, 7]),
                "f": .floats([
                    0, -0.0, 1.5, .greatestFiniteMagnitude, .leastNonzeroMagnitude, nil, -2.5, 1e300,
                ]),
                "s": .texts(["", "a", secret, "北京市 e\u{301}", "-12.5%", nil, "2025-01-31", "<b>x</b>"]),
                "k": .texts(["x", "x", "y", "y", nil, nil, "x", "z"]),
                "b": .bools([true, false, nil, true, true, false, nil, false]),
                "d": .dates([0, 20_000, -719_162, 2_932_896, nil, 20_089, 59, 60]),
                "m": .datetimes([0, 1_738_314_672_000_000, nil, -62_135_596_800_000_000, 1, 2, 3, 4]),
                "z": .datetimes([0, nil, 1_738_314_672_000_000, 3, 4, 5, 6, 7], zone: "+08:00"),
                "u": .durations([0, 1, -1, .max, .min, nil, 86_400_000_000, 3]),
            ])
        ), ("o", Table(["k": .texts(["x", "y", "w"]), "w": .floats([1, nil, 3])])),
    ]

    var stages: [any RapportContract.Stage] { [] }
    var boundNames: [String] { [] }
    var nouns: [String] { Self.tables.map(\.name) }

    func bound(_ name: String) -> BoundTable? { nil }
    func noun(_ name: String) throws(Diagnostic) -> Table? {
        Self.tables.first { $0.name == name }?.table
    }
    func run(_ number: Int, output: String?) throws(Diagnostic) -> Table {
        throw Diagnostic("run.unknown", "no run \(number)")
    }
    func source(for file: FileSource) throws(Diagnostic) -> any TableSource {
        throw Diagnostic("file.missing", "no file `\(file.path)`")
    }
    func save(_ table: Table, to target: SaveTarget) throws(Diagnostic) -> Note {
        Note("save.file", "wrote \(table.count) rows")
    }
}
