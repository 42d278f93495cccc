import Foundation
import GRDB
import RapportContract
import RapportDiagnostics
@testable import RapportStore
import RapportTable
import RapportWork
import Testing

/// A folder of the test's own, gone when it ends.
final class Folder {
    let path: String
    init() {
        path = NSTemporaryDirectory() + "store-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    func file(_ name: String) -> String { path + "/" + name }
}

func opened(_ path: String) throws -> Workspace {
    try Workspace(path: path, origin: Workspace.Origin(mode: .batch, appVersion: "test"))
}

/// One of every type, with missing cells, names that SQLite would mix up, and text that could do harm.
let everyType = RapportTable.Table([
    "id": .texts(["0012", nil, "a'b\"c", "客户\u{0}x"]), "ID": .ints([1, .max, nil, .min]),
    "row_": .floats([0.1, -0.0, 1e300, nil]), "select": .bools([true, false, nil, true]),
    "day\"s": .dates([0, -1, 20_000, nil]), "at": .datetimes([0, 1, -1_500_000, nil], zone: "UTC"),
    "far": .datetimes([0, -62_200_000_000_000_000, 253_400_000_000_000_000, nil]),
    "long ago": .datetimes([-3_000_000_000_000_000, 0, nil, 5], zone: "Asia/Shanghai"),
    "far day": .dates([-720_000, 2_932_000, nil, 0]),
    "wait": .durations([nil, 1, -1, 86_400_000_001]),
    "tags": .lists([[.text("a\"b\\京"), .missing], nil, [], [.text("")]], of: .text),
    "times": .lists([[.datetime(0), .missing], [], nil, [.datetime(1)]], of: .datetime(zone: "+08:00")),
])

let chart = ChartSpecification(
    .bar, title: "t", table: "segments", x: "segment", y: "n",
    references: [.init(.y, 2.5, label: "target"), .init(.x, -1, label: "begin")],
    interval: .init("low", "high"))

func record(_ tables: [(String, RapportTable.Table)], status: RunRecord.Status = .ok) -> StatementRecord {
    let run = RunRecord(
        analysis: "segmentation.rfm", analysisVersion: 1, plugin: "segmentation", pluginVersion: "1",
        recipe: "load \"x.csv\" | segmentation.rfm", seed: .max, asOf: "2011-12-10 00:00:00",
        startedAt: "2026-01-01 00:00:00Z", durationMilliseconds: 1500, status: status,
        errorCode: status == .ok ? nil : "table.empty", error: status == .ok ? nil : "no rows", rowsIn: 10,
        rowsUsed: 9,
        parameters: [
            .init("n_bins", .int(5), isDefault: true), .init("refunds", .text("net"), isDefault: false),
            .init("order", .missing, isDefault: true),
        ],
        inputs: [
            .init(
                role: "", tableName: "sales", rows: 10, schema: everyType.schema, table: everyType,
                parentRun: 99)
        ],
        outputs: tables.map { .init($0.0, $0.1, kept: $0.1) },
        charts: [chart],
        metrics: [.init("customers", 4, n: 4), .init("share", group: "a", nil)],
        findings: [.init("f", "four of ten", values: [.init("n", .int(.max)), .init("x", .missing)])],
        caveats: [.init("c", count: 1, "one fell")])
    return StatementRecord(
        line: "rfm = sales | rfm", at: "2026-01-01 00:00:00Z", ok: status == .ok, runs: [run])
}

@Suite struct WorkspaceTests {
    @Test func `every type comes back as it was, under names that SQLite would mix up`() throws {
        let folder = Folder()
        let workspace = try opened(folder.file("r.db"))
        #expect(try workspace.record(record([("output", everyType), ("segments", .empty)])) == [1])
        let back = try opened(folder.file("r.db")).output(ofRun: 1)
        #expect(back.isIdentical(to: everyType))
        #expect(try workspace.check() == [])
    }

    /// More rows than SQLite takes at once; texts are looked at as they lie in the file.
    @Test(arguments: [1, 2])
    func `many rows are kept as they are printed, in order`(width: Int) throws {
        let (workspace, rows) = (try opened(":memory:"), 40_001)
        let at = (0..<rows).map { row -> Int64? in
            row % 5 == 0 ? nil : Int64(row) * 77_000_123 - 900_000_000_000
        }
        let waits = (0..<rows).map { row -> [Scalar]? in
            row % 3 == 0 ? nil : (0..<row % 4).map { .float(Double(row) / 8 + Double($0)) }
        }
        let names = (0..<rows).map { row -> [Scalar]? in [.text("a\"\(row)"), .missing] }
        let many = RapportTable.Table([
            "id": .texts((0..<rows).map { $0 % 7 == 0 ? nil : "客户 \($0)" }),
            "at": .datetimes(at),
            "in_zone": .datetimes((0..<rows).map { Int64($0) * 500_000_000_000 }, zone: "Europe/Berlin"),
            "day": .dates((0..<rows).map { Int32($0) - 20_000 }),
            "waits": .lists(waits, of: .float), "names": .lists(names, of: .text),
            "none": .floats([Double?](repeating: nil, count: rows)), "number": .ints(Array(0..<rows)),
        ])
        try workspace.record(record([("output", many)]), width: width)
        #expect(try workspace.output(ofRun: 1).isIdentical(to: many))
        let printed = try workspace.reading("test") { db in
            try Row.fetchAll(
                db, sql: "SELECT row_, at, in_zone, day, waits, names FROM result_1_output ORDER BY row_")
        }
        #expect(printed.count == rows)
        for (row, cells) in printed.enumerated() {
            let expected = many.columns[1...5].map { $0[row].isMissing ? nil : $0.text(at: row) }
            #expect((1...5).map { cells[$0] as String? } == expected && cells[0] == row + 1, "row \(row)")
        }
    }

    @Test func `a cell that somebody else wrote is told, not read as missing`() throws {
        let workspace = try opened(":memory:")
        let days = RapportTable.Table(["day": .dates([1, 2, nil])])
        try workspace.record(record([("output", days)]))
        try workspace.writing("test") {
            try $0.execute(sql: "UPDATE result_1_output SET day = '1970-13-45' WHERE row_ = 2")
        }
        let error = #expect(throws: Diagnostic.self) { try workspace.output(ofRun: 1) }
        #expect(error?.code == "workspace.result")
        #expect(error?.message.contains("1970") == false)
    }

    @Test func `a run comes back with all that it said`() throws {
        let workspace = try opened(":memory:")
        try workspace.record(record([("output", everyType), ("segments", .empty)]))
        let run = try workspace.run(1)
        #expect(
            run.analysis == "segmentation.rfm" && run.seed == .max && run.tables == ["output", "segments"])
        #expect(run.parameters.map(\.value) == ["5", "net", nil] && run.parameters[0].isDefault)
        #expect(run.findings[0].values == [.init("n", .int(.max)), .init("x", .missing)])
        #expect(run.charts == [chart])
        #expect(run.metrics[0].n == 4 && run.metrics[1].value == nil)
        #expect(run.inputs[0].parentRun == nil, "a parent that is not there is no edge")
    }

    @Test func `the summary says what ran`() throws {
        let folder = Folder()
        let workspace = try opened(folder.file("r.db"))
        try workspace.record(record([("output", everyType)]))
        try workspace.record(record([], status: .failed))
        let table = try workspace.runs()
        #expect(table.count == 2)
        #expect(table["analysis"]?[0] == .text("segmentation.rfm") && table["seconds"]?[0] == .float(1.5))
        #expect(table["rows"]?[0] == .int(4) && table["rows"]?[1] == .missing)
        #expect(table["metrics"]?[0] == .text("customers=4") && table["status"]?[1] == .text("failed"))
        #expect(try workspace.output(ofRun: 1).count == 4)
        let error = #expect(throws: Diagnostic.self) { try workspace.output(ofRun: 2) }
        #expect(error?.code == "run.unknown-output")
        let unknown = #expect(throws: Diagnostic.self) { try workspace.run(9) }
        #expect(unknown?.message == "there is no run 9")
    }

    @Test func `the file is the owner's alone, and a session that keeps nothing leaves no row`() throws {
        let folder = Folder()
        let path = folder.file("r.db")
        let workspace = try opened(path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try workspace.history().count == 0)
        let sessions = try DatabaseQueue(path: path).read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM session")
        }
        #expect(sessions == 0)
    }

    @Test func `what is no workspace, newer, a folder or read-only is told apart`() throws {
        let folder = Folder()
        try Data("this is no database, it is a text of some length".utf8).write(
            to: URL(fileURLWithPath: folder.file("text.db")))
        func code(_ path: String) -> Diagnostic.Code? {
            do { _ = try opened(path) } catch { return (error as? Diagnostic)?.code }
            return nil
        }
        #expect(code(folder.file("text.db")) == "workspace.not-a-database")
        #expect(code(folder.path) == "workspace.folder")
        #expect(code(folder.file("no/such/folder.db")) == "workspace.open")

        _ = try opened(folder.file("newer.db"))
        try DatabaseQueue(path: folder.file("newer.db")).write {
            try $0.execute(sql: "PRAGMA user_version = 99")
        }
        #expect(code(folder.file("newer.db")) == "workspace.newer")

        let path = folder.file("ro.db")
        try opened(path).record(record([("output", everyType)]))
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
        let workspace = try opened(path)
        #expect(workspace.isReadOnly)
        #expect(try workspace.runs().count == 1)
        let error = #expect(throws: Diagnostic.self) { try workspace.record(record([])) }
        #expect(error?.code == "workspace.read-only")
    }

    @Test func `a locked workspace refuses and works again later, and readers never wait`() throws {
        let folder = Folder()
        let workspace = try opened(folder.file("r.db"))
        try workspace.record(record([("output", everyType)]))
        var configuration = Configuration()
        configuration.busyMode = .immediateError
        let other = try DatabaseQueue(path: folder.file("r.db"), configuration: configuration)
        try other.inDatabase { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            let error = #expect(throws: Diagnostic.self) { try workspace.record(record([])) }
            #expect(error?.code == "workspace.locked")
            #expect(try workspace.runs().count == 1)
            try db.execute(sql: "ROLLBACK")
        }
        #expect(try workspace.record(record([])) == [2])
    }

    @Test func `a kept table is replaced whole, and its name may be any`() throws {
        let workspace = try opened(":memory:")
        let name = "客户'; DROP TABLE run; --"
        try workspace.saveDataset(
            DatasetSave(name, at: "2026-01-01 00:00:00Z"), everyType, work: Work())
        try workspace.saveDataset(
            DatasetSave(name, at: "2026-01-01 00:00:00Z"), everyType.prefix(2), work: Work())
        #expect(try workspace.dataset(name)?.isIdentical(to: everyType.prefix(2)) == true)
        #expect(try workspace.datasetNames() == [name])
        #expect(try workspace.dataset("other") == nil)
        #expect(try workspace.check() == [])
    }

    @Test func `pruning takes the tables along, and a backup opens`() throws {
        let folder = Folder()
        let workspace = try opened(folder.file("r.db"))
        for _ in 0..<3 { try workspace.record(record([("output", everyType)])) }
        #expect(try workspace.prune(keep: 1) == 2)
        #expect(try workspace.check() == [])
        try workspace.vacuum()
        try workspace.backup(to: folder.file("copy.db"))
        #expect(try opened(folder.file("copy.db")).output(ofRun: 3).isIdentical(to: everyType))
    }

    @Test func `damage is found`() throws {
        let folder = Folder()
        try opened(folder.file("r.db")).record(record([("output", everyType)]))
        try DatabaseQueue(path: folder.file("r.db")).write { db in
            try db.execute(sql: "DELETE FROM result_1_output WHERE rowid = 2")
            try db.execute(sql: "CREATE TABLE result_7_output (x)")
        }
        #expect(
            try opened(folder.file("r.db")).check() == [
                "`result_1_output` has 3 rows, 4 are recorded", "`result_7_output` belongs to no run",
            ])
    }

    @Test func `checksums are those of sha256sum`() throws {
        #expect(
            SHA256Digest.text(of: Array("abc".utf8))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
