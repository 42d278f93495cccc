import Foundation
import GRDB
import RapportDiagnostics
import RapportStore
import RapportTable
import RapportWork
import Testing

/// Versions of kept tables.
@Suite struct DatasetTests {
    let workspace: Workspace
    let work = Work(width: 1)

    init() throws { workspace = try opened(":memory:") }

    @discardableResult
    func save(_ table: RapportTable.Table, _ mode: DatasetSave.Mode = .replace) throws -> DatasetChange {
        try workspace.saveDataset(DatasetSave("t", mode, at: "2026-01-01 00:00:00Z"), table, work: work)
    }
    func code(_ table: RapportTable.Table, _ mode: DatasetSave.Mode) -> Diagnostic? {
        do {
            try save(table, mode)
            return nil
        } catch { return error as? Diagnostic }
    }

    func rows(_ ids: [Int?], _ values: [String?], days: [Int32?]? = nil) -> RapportTable.Table {
        RapportTable.Table([
            "id": .ints(ids), "v": .texts(values), "day": .dates(days ?? ids.map { $0.map(Int32.init) }),
        ])
    }

    @Test func `appended rows come after those that are there, and the same ones are refused`() throws {
        try save(rows([1, 2], ["a", "b"]))
        let change = try save(rows([3], ["c"]), .append)
        #expect(change == DatasetChange(version: 2, added: 1, changed: 0, removed: 0, left: 2))
        #expect(try workspace.dataset("t")?.isIdentical(to: rows([1, 2, 3], ["a", "b", "c"])) == true)
        let again = try #require(code(rows([3], ["c"]), .append))
        #expect(again.code == "save.again" && again.help.count == 1 && again.message.contains("version 2"))
        #expect(
            code(rows([2, 1], ["b", "a"]), .append)?.code == "save.again",
            "the first version's, in another order")
        #expect(try save(rows([3, 3], ["c", "c"]), .append).rows == 5)
        #expect(try workspace.dataset("t@1")?.count == 2 && workspace.dataset("t@2")?.count == 3)
        #expect(try workspace.dataset("t@9") == nil && workspace.check() == [])
    }

    @Test func `an upsert changes rows by key, adds others and leaves the rest`() throws {
        try save(rows([1, 2, 3], ["a", "b", nil]))
        let change = try save(rows([3, 2, 4], ["c", "b", "d"], days: [3, 2, 4]), .upsert(key: ["id"]))
        #expect(change == DatasetChange(version: 2, added: 1, changed: 1, removed: 0, left: 2))
        let now = try #require(try workspace.dataset("t"))
        #expect(now.isIdentical(to: rows([1, 2, 3, 4], ["a", "b", "c", "d"])))
        #expect(try workspace.dataset("t@1")?.isIdentical(to: rows([1, 2, 3], ["a", "b", nil])) == true)
        #expect(try workspace.check() == [])
        #expect(code(rows([5, 5], ["x", "y"]), .upsert(key: ["id"]))?.code == "save.key")
        #expect(code(rows([nil], ["x"]), .upsert(key: ["id"]))?.code == "save.key")
        #expect(try workspace.dataset("t")?.count == 4, "what is refused changes nothing")
    }

    @Test func `a period is replaced from its first day to its last`() throws {
        try save(rows([1, 2, 3, 4], ["a", "b", "c", "d"], days: [30, 31, 35, 60]))
        let change = try save(rows([7, 8], ["x", "y"], days: [31, 40]), .replacePeriod(of: "day"))
        #expect(change == DatasetChange(version: 2, added: 2, changed: 0, removed: 2, left: 2))
        #expect(try workspace.dataset("t")?["id"]?.isIdentical(to: .ints([1, 4, 7, 8])) == true)
        #expect(code(rows([7], ["x"], days: [nil]), .replacePeriod(of: "day"))?.code == "save.period")
        #expect(try workspace.check() == [])
    }

    @Test func `other columns are refused, each named, and another order is none`() throws {
        try save(rows([1], ["a"]))
        let other = RapportTable.Table(["v": .ints([1]), "id": .ints([1]), "new": .ints([1])])
        let found = try #require(code(other, .append))
        #expect(found.code == "save.schema")
        for part in ["`v` is int, was text", "`day` is not there", "`new` is new"] {
            #expect(found.message.contains(part))
        }
        try save(rows([2], ["b"]).selecting(["day", "v", "id"]), .append)
        #expect(try workspace.dataset("t")?.isIdentical(to: rows([1, 2], ["a", "b"])) == true)
    }

    @Test func `a table is replaced whole and its history stays; the same makes no version`() throws {
        try save(rows([1], ["a"]))
        #expect(try save(rows([1], ["a"])).isSame)
        let next = RapportTable.Table(["other": .floats([1])])
        #expect(try save(next) == DatasetChange(version: 2, added: 1, changed: 0, removed: 1, left: 0))
        #expect(
            try workspace.dataset("t")?.isIdentical(to: next) == true && workspace.dataset("t@1")?.count == 1)
        #expect(code(next, .append)?.code == "save.again")
        #expect(try save(rows([1], ["a"])).version == 3, "an earlier version again is a new one")
    }

    @Test func `versions are what a plain model of them says`() throws {
        let seed = UInt64.random(in: 0...UInt64(UInt32.max))
        print("seed \(seed)")
        var random = SeededNumbers(seed)
        var model: [Int: String] = [:]
        var history: [[Int: String]] = []
        try save(rows([], []))
        history.append(model)
        for _ in 0..<60 {
            var batch: [Int: String] = [:]
            for _ in 0..<random.below(6) { batch[random.below(12)] = ["p", "q", "r"][random.below(3)] }
            let ids = batch.keys.sorted()
            let table = rows(ids.map { $0 }, ids.map { batch[$0] })
            let mode: DatasetSave.Mode =
                random.below(2) == 0 ? .upsert(key: ["id"]) : .replacePeriod(of: "day")
            if let failure = code(table, mode) {
                #expect(failure.code == "save.again", "seed \(seed): \(failure)")
                continue
            }
            if mode != .upsert(key: ["id"]), let first = ids.first, let last = ids.last {
                for id in first...last { model[id] = nil }
            }
            for id in ids { model[id] = batch[id] }
            history.append(model)
        }
        for (index, wanted) in history.enumerated() {
            let table = try #require(try workspace.dataset("t@\(index + 1)"))
            let found = (0..<table.count).map { "\(table.columns[0][$0]) \(table.columns[1][$0])" }.sorted()
            #expect(
                found == wanted.map { "\(Scalar.int(Int64($0.key))) \(Scalar.text($0.value))" }.sorted(),
                "seed \(seed), version \(index + 1)")
        }
        #expect(try workspace.check() == [])
    }

    @Test func `a workspace of the first schema is brought up to date with its tables`() throws {
        let folder = Folder()
        let path = folder.file("old.db")
        let new = try opened(path)
        try new.saveDataset(DatasetSave("vip", at: "2026-01-01 00:00:00Z"), everyType, work: work)
        // Back to what version 1 of the schema was.
        try DatabaseQueue(path: path).write { db in
            try db.execute(
                sql: """
                    DROP VIEW latest_dataset;
                    CREATE TABLE old (
                        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, rows INTEGER NOT NULL, schema TEXT NOT NULL,
                        content_digest TEXT NOT NULL, source TEXT, bytes INTEGER, sha256 TEXT, created_at TEXT NOT NULL
                    ) STRICT;
                    INSERT INTO old SELECT id, name, rows, schema, content_digest, source, bytes, sha256, created_at
                      FROM dataset;
                    DROP TABLE dataset; ALTER TABLE old RENAME TO dataset;
                    ALTER TABLE data_1 DROP COLUMN from_; ALTER TABLE data_1 DROP COLUMN until_;
                    DELETE FROM grdb_migrations WHERE identifier = '2';
                    UPDATE meta SET schema_version = 1;
                    PRAGMA user_version = 1;
                    """)
        }
        let again = try opened(path)
        #expect(try again.dataset("vip")?.isIdentical(to: everyType) == true)
        try again.saveDataset(
            DatasetSave("vip", .append, at: "2026-01-02 00:00:00Z"), everyType.prefix(1), work: work)
        #expect(try again.dataset("vip")?.count == 5 && again.dataset("vip@1")?.count == 4)
        #expect(try again.check() == [])
    }

    @Test func `values that were changed from outside are found`() throws {
        let folder = Folder()
        let path = folder.file("r.db")
        try opened(path).saveDataset(
            DatasetSave("t", at: "2026-01-01 00:00:00Z"), rows([1], ["a"]), work: work)
        try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE data_1 SET v = 'b'") }
        #expect(try opened(path).check() == ["the kept table `t` holds other values than were saved"])
        #expect(try opened(path).dropDataset("t") == 1)
        #expect(try opened(path).check() == [] && opened(path).dropDataset("t") == 0)
    }
}
