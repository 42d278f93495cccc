import Dispatch
import Foundation
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Synchronization
import Testing

/// Ctrl-C and `set memory` while a file is read, of every format.
@Suite(.serialized) struct LoadStopTests {
    /// 200 ms are promised, in a release on a machine of its own.
    #if DEBUG
        static let bound = Duration.seconds(3)
    #else
        static let bound = Duration.milliseconds(1000)
    #endif

    enum Form: String, CaseIterable {
        case csv, utf16 = "csv in UTF-16", json, jsonl, xlsx, arrow

        static let rows = 40_000
        static let table = Table([
            "id": .ints((0..<rows).map { $0 }),
            "name": .texts((0..<rows).map { "name \($0 * 7919 % 10_007)" }),
            "amount": .floats((0..<rows).map { Double($0 % 997) / 4 }),
        ])

        func file() throws -> TemporaryFile {
            let lines = (0..<Self.rows).map {
                (id: $0, name: "name \($0 * 7919 % 10_007)", amount: Double($0 % 997) / 4)
            }
            let csv = "id,name,amount\n" + lines.map { "\($0.id),\($0.name),\($0.amount)\n" }.joined()
            let objects = lines.map { #"{"id": \#($0.id), "name": "\#($0.name)", "amount": \#($0.amount)}"# }
            switch self {
            case .csv: return try TemporaryFile(csv)
            case .utf16:
                return try TemporaryFile(
                    [0xFF, 0xFE] + csv.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
            case .json:
                return try TemporaryFile("[" + objects.joined(separator: ",\n") + "]", named: "x.json")
            case .jsonl: return try TemporaryFile(objects.joined(separator: "\n"), named: "x.jsonl")
            case .xlsx, .arrow:
                let target = try TemporaryFile("", named: "x." + rawValue)
                let file = try FileReplacement(target.path)
                if self == .xlsx {
                    _ = try ExcelWriter.write([.init("S", Form.table)], to: file, work: Work())
                } else {
                    try ArrowTableWriter.write(Self.table, to: file, form: .file, work: Work())
                }
                try file.commit()
                return target
            }
        }

        func load(_ path: String, _ work: Work) throws(Diagnostic) -> Table {
            switch self {
            case .csv, .utf16:
                try CSVSource.open(path: path, work: work).scan(ScanRequest(), work: work).table
            case .json, .jsonl:
                try JSONSource.open(path: path, work: work).scan(ScanRequest(), work: work).table
            case .xlsx: try ExcelSource.open(path: path, work: work).scan(ScanRequest(), work: work).table
            case .arrow: try ArrowSource.open(path: path, work: work).scan(ScanRequest(), work: work).table
            }
        }
    }

    @Test("reading stops when it is told to", arguments: Form.allCases)
    func stops(_ form: Form) throws {
        let file = try form.file()
        let clock = ContinuousClock()
        let start = clock.now
        #expect(try form.load(file.path, Work(width: 2)).count == Form.rows)
        let duration = clock.now - start
        var worst = Duration.zero
        for share in [5, 20, 40, 60, 80] {
            let work = Work(width: 2)
            let told = Mutex<ContinuousClock.Instant?>(nil)
            let nanoseconds = Int(duration * share / 100 / Duration.nanoseconds(1))
            DispatchQueue(label: "cancel").asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) {
                told.withLock { $0 = clock.now }
                work.cancel()
            }
            do throws(Diagnostic) {
                _ = try form.load(file.path, work)
            } catch {
                let end = clock.now
                #expect(error.code == "run.cancelled")
                if let moment = told.withLock({ $0 }) { worst = max(worst, end - moment) }
            }
        }
        print("cancelled after at most \(worst) of \(duration): \(form.rawValue)")
        #expect(worst < Self.bound)
    }

    @Test("a small budget stops reading, says what needed more, and is given back", arguments: Form.allCases)
    func keepsToTheBudget(_ form: Form) throws {
        let file = try form.file()
        let budget = MemoryBudget(limit: Form.rows)
        do throws(Diagnostic) {
            let table = try form.load(file.path, Work(width: 2, memory: budget))
            Issue.record("\(form) gave \(table.count) rows in \(budget.peakBytes) bytes")
        } catch {
            #expect(error.code == "memory.limit" && error.message.contains("needs"), "\(error.message)")
            #expect(error.help.count == 1)
        }
        #expect(budget.usedBytes == 0)
    }
}
