import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Testing

/// Random records, written in random ways and cut at every boundary, against what they were made of; and random
/// damage, which must be refused or read, and never trap.
struct JSONPropertyTests {
    typealias Seeded = ScanPropertyTests.Seeded

    static let keys = ["id", "name", "user.id", "user.name", "at", "ok", "amount", "键"]

    static func value(_ key: String, _ random: inout Seeded) -> (json: String, scalar: Scalar)? {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return nil
        case 1: return ("null", .missing)
        default: break
        }
        switch key {
        case "id", "user.id":
            let number =
                Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<64, using: &random)
            return ("\(number)", .int(number))
        case "amount":
            let number = Double(Int.random(in: -9999...9999, using: &random)) / 64
            return ("\(number)", .float(number))
        case "ok":
            let flag = Bool.random(using: &random)
            return ("\(flag)", .bool(flag))
        default:
            let text = ScanPropertyTests.text(&random)
            return (quoted(text, &random), .text(text))
        }
    }

    static func quoted(_ text: String, _ random: inout Seeded) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            if scalar.value < 32 || scalar == "\"" || scalar == "\\"
                || Int.random(in: 0..<6, using: &random) == 0
            {
                for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
                    let digits = String(unit, radix: 16)
                    json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }

    /// A record's text, and its values by column.
    static func record(_ isLine: Bool, _ random: inout Seeded) -> (String, [String: Scalar]) {
        func blank() -> String {
            (isLine ? ["", " ", "\t"] : ["", " ", "\n", "\r\n  "]).randomElement(using: &random) ?? ""
        }
        var values: [String: Scalar] = [:]
        var (own, user) = ([String](), [String]())
        for key in Bool.random(using: &random) ? keys : keys.shuffled(using: &random) {
            guard let made = value(key, &random) else { continue }
            values[key] = made.scalar
            let name = key.hasPrefix("user.") ? String(key.dropFirst(5)) : key
            let field = quoted(name, &random) + blank() + ":" + blank() + made.json
            if key.hasPrefix("user.") { user.append(field) } else { own.append(field) }
        }
        if !user.isEmpty {
            own.append("\"user\":" + blank() + "{" + user.joined(separator: ",") + blank() + "}")
        }
        return ("{" + blank() + own.joined(separator: blank() + "," + blank()) + blank() + "}", values)
    }

    @Test(arguments: 0..<40) func recordsAgree(_ seed: Int) throws {
        var random = Seeded(state: UInt64(seed))
        let isLines = seed % 2 == 0
        let made = (0..<Int.random(in: 0...40, using: &random)).map { _ in Self.record(isLines, &random) }
        let text =
            isLines
            ? made.map { $0.0 + "\n" }.joined() : "[" + made.map(\.0).joined(separator: " ,\n") + "]"
        if text.isEmpty { return }
        for (blockSize, width) in [(1, 2), (97, 1), (97, 2), (1 << 20, 1)] {
            let loaded = try LoadedJSON(
                text, named: isLines ? "d.jsonl" : "d.json", blockSize: blockSize, width: width)
            #expect(loaded.table.count == made.count, "seed \(seed)")
            for key in Self.keys {
                let expected = made.map { $0.1[key] ?? .missing }
                let found = loaded.table[key]?.cells ?? made.map { _ in .missing }
                if loaded.table[key]?.type.name == "date" { continue }
                #expect(found == expected, "seed \(seed), \(key), blocks of \(blockSize), width \(width)")
            }
        }
    }

    @Test(arguments: 0..<20) func damageIsRefusedOrRead(_ seed: Int) throws {
        var random = Seeded(state: UInt64(seed) &+ 77)
        let isLines = seed % 2 == 0
        let made = (0..<6).map { _ in Self.record(isLines, &random).0 }
        let whole = Array(
            (isLines ? made.joined(separator: "\n") : "[" + made.joined(separator: ",") + "]").utf8)
        for _ in 0..<25 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.removeSubrange(place...)
                case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
                default: bytes.insert(Array("{}[]\",:\\0".utf8).randomElement(using: &random) ?? 0, at: place)
                }
            }
            if bytes.isEmpty { continue }
            let file = try TemporaryFile(bytes, named: isLines ? "d.jsonl" : "d.json")
            var outcomes: Set<String> = []
            for blockSize in [1, 50, 1 << 20] {
                do throws(Diagnostic) {
                    let source = try JSONSource.open(path: file.path, blockSize: blockSize, work: Work())
                    outcomes.insert("\(try source.scan(ScanRequest(), work: Work()).table.count)")
                } catch {
                    #expect("\(error.code)".hasPrefix("json."), "seed \(seed): \(error.code)")
                    outcomes.insert(error.message)
                }
            }
            #expect(outcomes.count == 1, "seed \(seed): \(outcomes)")
        }
    }
}
