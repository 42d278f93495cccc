import Foundation
import RapportPluginKit
import RapportTestKit
import RapportWork
import Testing

@testable import DemandPlugin

func stage(_ name: String) throws -> any Stage {
    try #require(demand.stages.first { $0.signature.name == "demand.\(name)" })
}

func lists(_ table: Table, _ name: String) -> [[String]] {
    (0..<table.count).map { row in
        guard case .list(let cells) = table[name]?[row] else { return [] }
        return cells.compactMap { if case .text(let word) = $0 { word } else { nil } }
    }
}

func day(_ year: Int, _ month: Int, _ day: Int) -> Int32 { daysFromCivil(year, month, day) ?? 0 }

func messages(_ texts: [String?]) -> Table { Table(["text": .texts(texts)]) }

/// Messages about five matters in two languages, drawn by a seed; the matter of each.
func drawnMessages(_ count: Int, seed: UInt64) -> (texts: [String], matters: [Int]) {
    let matters = [
        ["parcel", "courier", "tracking", "late", "delivery", "arrived", "shipping"],
        ["refund", "card", "money", "return", "bank", "paid", "refunded"],
        ["invoice", "company", "tax", "billing", "accounting", "address", "pdf"],
        ["快递", "物流", "包裹", "派送", "延误", "签收", "查件"],
        ["发票", "抬头", "开票", "税号", "报销", "财务", "公司"],
    ]
    let fillers = ["please", "today", "again", "hello", "您好", "麻烦", "order", "问题"]
    var random = SeededRandom(seed: seed)
    var (texts, truth): ([String], [Int]) = ([], [])
    for _ in 0..<count {
        let matter = Int.random(in: matters.indices, using: &random)
        var words = (0..<Int.random(in: 3...5, using: &random)).map { _ in
            matters[matter][Int.random(in: matters[matter].indices, using: &random)]
        }
        if Bool.random(using: &random) {
            words.append(fillers[Int.random(in: fillers.indices, using: &random)])
        }
        texts.append(words.joined(separator: matter < 3 ? " " : "，"))
        truth.append(matter)
    }
    return (texts, truth)
}

/// Pairs of rows that two groupings treat alike, less what chance would give: 1 is the same.
func agreement(_ a: [Int], _ b: [Int]) -> Double {
    func pairs(_ counts: some Sequence<Int>) -> Double { counts.reduce(0) { $0 + Double($1 * ($1 - 1) / 2) } }
    let cells = Dictionary(grouping: zip(a, b).map { [$0, $1] }) { $0 }.mapValues(\.count).values
    let together = pairs(cells)
    let first = pairs(Dictionary(grouping: a) { $0 }.mapValues(\.count).values)
    let second = pairs(Dictionary(grouping: b) { $0 }.mapValues(\.count).values)
    let expected = first * second / pairs([a.count])
    let most = (first + second) / 2
    return most == expected ? 1 : (together - expected) / (most - expected)
}

/// A small CSV of the package, as texts; `rows` of those that hold.
func sample(_ path: String) throws -> CSVText {
    let root = try #require(PackageFiles.root())
    return try CSVText(try #require(PackageFiles.text("\(root)/\(path)")))
}

/// A file that the system throws away some day.
func temporaryFile(_ text: String) throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(
        path: "rapport-demand-\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: url)
    return url.path()
}
