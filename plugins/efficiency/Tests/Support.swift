import RapportPluginKit
import RapportTestKit
import Testing

@testable import EfficiencyPlugin

func stage(_ name: String) -> any Stage {
    efficiency.stages.first { $0.signature.name == "efficiency.\(name)" } ?? efficiency.stages[0]
}

let conversations = stage("conversations")

func lists(_ table: Table, _ name: String) -> [[Double]?] {
    (0..<table.count).map { row in
        if case .list(let cells)? = table[name]?[row] { cells.compactMap(\.number) } else { nil }
    }
}

/// Microseconds of a time of June 2026: `1 09:30`, `2 10:00:05`.
func june(_ text: String) -> Int64 {
    let parts = text.split(separator: " ")
    let clock = parts[1].split(separator: ":").compactMap { Int64($0) }
    let day = Int64(daysFromCivil(2026, 6, Int(parts[0]) ?? 1) ?? 0)
    return (day * 86_400 + clock[0] * 3_600 + clock[1] * 60 + (clock.count > 2 ? clock[2] : 0)) * 1_000_000
}

/// One message a row: conversation, time in June 2026, side, agent.
func messages(_ rows: [(String, String, String, String?)]) -> Table {
    Table([
        "conversation_id": .texts(rows.map(\.0)), "sent_at": .datetimes(rows.map { june($0.1) }),
        "sender_type": .texts(rows.map(\.2)), "agent": .texts(rows.map(\.3)),
    ])
}
