import Dispatch
import FuzzDriver
import RapportContract
import RapportDiagnostics
import RapportLanguage
import RapportQuery
import RapportTable
import RapportWork

/// What must hold for every pipeline whatsoever: it is refused or it runs; what comes out has the schema that was
/// promised, and the same content at widths 1 and 2; no message holds a value of the data.
///
/// An input is a line as typed, or, where it begins with a byte below 32, picks from what the language has.
enum ExpressionsTest {
    static func run(_ input: [UInt8]) {
        var line = String(decoding: input, as: UTF8.self)
        if let first = input.first, first < 32, first != 9, first != 10 {
            var picks = Picks(input.dropFirst())
            line = picks.pipeline()
        }
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            await check(line)
            done.signal()
        }
        done.wait()
    }

    private static func check(_ line: String) async {
        for statement in parse(line).statements {
            guard case .pipeline(_, let pipeline) = statement.form else { continue }
            await check(pipeline, of: line)
        }
    }

    private static func check(_ pipeline: Pipeline, of line: String) async {
        let (catalog, settings) = (FuzzCatalog(), QuerySettings(asOf: 1_738_314_672_000_000))
        var results: [ContentDigest?] = []
        for width in [1, 2] {
            let work = Work(width: width, memory: MemoryBudget(limit: 1 << 28))
            do throws(Diagnostic) {
                let plan = try await bind(pipeline, catalog: catalog, settings: settings, work: work)
                let execution = await execute(plan, catalog: catalog, settings: settings, work: work)
                for note in execution.notes { keepsSecret(note.text, line) }
                if let failure = execution.failure { throw failure }
                guard let table = execution.table else { return }
                if !plan.schema.isOpen {
                    let (found, promised) = (shape(table.schema), shape(plan.schema))
                    Fuzzer.expect(found == promised, "\(line): gives \(found), promised \(promised)")
                }
                for column in table.columns {
                    Fuzzer.expect(column.count == table.count, "\(line): columns are of one length")
                }
                results.append(try ContentDigest(of: table, work: work))
            } catch {
                keepsSecret(error.rendered(source: line), line)
                Fuzzer.expect(!error.code.name.hasPrefix("internal"), "\(line): \(error.message)")
                results.append(nil)
            }
        }
        Fuzzer.expect(results[0] == results[1], "\(line): the same at widths 1 and 2")
    }

    private static func shape(_ schema: Schema) -> String {
        schema.fields.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
    }

    private static func keepsSecret(_ text: String, _ line: String) {
        Fuzzer.expect(!text.contains(FuzzCatalog.secret), "\(line): a value stands in a message: \(text)")
    }
}

/// Bytes as picks: the same bytes make the same pipeline, and a changed byte changes one pick.
private struct Picks {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    private mutating func number(below limit: Int) -> Int {
        limit < 1 ? 0 : Int(bytes.popFirst() ?? 0) % limit
    }

    private mutating func one(of words: [String]) -> String { words[number(below: words.count)] }

    private static let columns = ["i", "f", "s", "k", "b", "d", "m", "z", "u"]
    private static let literals = [
        "0", "1", "-3", "9223372036854775807", "0.5", "1e300", "10%", "\"a\"", "\"北京\"", "2025-01-31",
        "2025-01-31T09:30", "2025-01-31T09:30+08:00", "90d", "3mo", "1y", "2h", "true", "[1, 2]",
        "[\"x\", \"y\"]",
        "\"month\"", "\"(a+)+$\"", "\"%Y-%m-%d\"", "\"ms\"", "missing", "$as_of",
    ]
    private static let operators = [
        "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "and", "or", "in", "not in",
    ]
    private static let scalars = Function.all.filter { $0.kind == .function }.map(\.name)
    private static let aggregates = Function.all.filter { $0.kind == .aggregate }.map(\.name)
    private static let windows = Function.all.filter { $0.kind == .window }.map(\.name)

    private mutating func value(_ depth: Int = 0) -> String {
        switch number(below: depth > 3 ? 2 : 7) {
        case 0: return one(of: Self.columns)
        case 1: return one(of: Self.literals)
        case 2, 3: return "(\(value(depth + 1)) \(one(of: Self.operators)) \(value(depth + 1)))"
        case 4: return "(\(one(of: ["-", "not "]))\(value(depth + 1)))"
        default: return call(of: Self.scalars, depth)
        }
    }

    private mutating func call(of names: [String], _ depth: Int) -> String {
        let name = one(of: names)
        let values = (0..<number(below: 4)).map { _ in value(depth + 1) }
        return "\(name)(\(values.joined(separator: ", ")))"
    }

    private mutating func stage() -> String {
        let key = one(of: Self.columns)
        switch number(below: 14) {
        case 0, 1: return "derive x=\(value())"
        case 2: return "where \(value())"
        case 3: return "summarize x=\(call(of: Self.aggregates, 1)) by \(key)"
        case 4:
            return
                "sort \(key), i | summarize x=\(call(of: Self.aggregates, 1)), y=\(call(of: Self.aggregates, 1))"
        case 5: return "window by \(key) sort \(one(of: Self.columns)): x=\(call(of: Self.windows, 1))"
        case 6:
            let frame = one(of: ["", " over last 3", " over last 30d", " over all", " over last 2h"])
            return "window sort \(key): x=\(call(of: Self.aggregates, 1))\(frame)"
        case 7:
            return
                "cast \(key)=\(one(of: ["int", "float", "text", "date", "datetime", "bool"])) on_error=missing"
        case 8: return "fill \(key)=\(value(3))"
        case 9: return "distinct \(key) keep=\(one(of: ["first", "last"])) sort -\(one(of: Self.columns))"
        case 10:
            return
                "join o on k kind=\(one(of: ["left", "inner", "full", "matched", "unmatched"])) expect=many_to_many"
        case 11:
            return "pivot rows=\(key) columns=\(one(of: Self.columns)) values=\(call(of: Self.aggregates, 1))"
        case 12: return "unpivot \(key), \(one(of: Self.columns)) to name, value"
        default:
            return one(of: ["describe", "count", "distinct", "take 3", "sample 2 seed=1", "sort -\(key)"])
        }
    }

    mutating func pipeline() -> String {
        (["t"] + (0...number(below: 3)).map { _ in stage() }).joined(separator: " | ")
    }
}
