internal import FoundationEssentials
internal import RapportContract
internal import RapportTable

/// The JSON of schemas, charts and named values in the workspace, written by hand: it is read by others.
enum SchemaCoding {
    struct StoredField: Codable {
        var name: String
        var type: String
        /// The type of a list's elements.
        var element: String?
        var zone: String?
        var kind: String?
        var role: String?
        var grain: String?
        var unit: String?
        var isPrivate: Bool?
        var meaning: String?
        /// The column's name in SQLite, where it had to differ (`ID` beside `id`).
        var stored: String?
    }

    static func text(_ schema: Schema, storedNames: [String]? = nil) throws -> String {
        let fields = schema.fields.enumerated().map { index, field in
            let stored = storedNames?[index]
            return StoredField(
                name: field.name, type: field.type.name, element: field.type.element?.name,
                zone: field.type.zone, kind: field.kind?.rawValue,
                role: field.role?.name, grain: field.grain?.rawValue, unit: field.unit,
                isPrivate: field.isPrivate ? true : nil, meaning: field.meaning.isEmpty ? nil : field.meaning,
                stored: stored == field.name ? nil : stored)
        }
        return try json(fields)
    }

    static func schema(_ text: String) throws -> Schema {
        let stored = try JSONDecoder().decode([StoredField].self, from: Data(text.utf8))
        let fields = stored.map { each in
            Field(
                each.name, ColumnType(name: each.type, element: each.element, zone: each.zone) ?? .text,
                kind: each.kind.flatMap { Kind(rawValue: $0) }, role: each.role.map { Role($0) },
                grain: each.grain.flatMap { Grain(rawValue: $0) }, unit: each.unit,
                isPrivate: each.isPrivate ?? false, meaning: each.meaning ?? "")
        }
        return Schema(fields)
    }

    // MARK: - Charts

    private struct StoredChart: Codable {
        var form: String
        var title: String
        var table: String?
        var x: String
        var y: String
        var split: String?
        var value: String?
        var xLabel: String
        var yLabel: String
        /// Missing in workspaces of earlier versions.
        var references: [StoredReference]?
        var interval: StoredInterval?
    }

    private struct StoredInterval: Codable {
        var low: String
        var high: String
    }

    private struct StoredReference: Codable {
        var axis: String
        var value: Double
        var label: String
    }

    static func text(_ chart: ChartSpecification) throws -> String {
        try json(
            StoredChart(
                form: chart.form.rawValue, title: chart.title, table: chart.table, x: chart.x, y: chart.y,
                split: chart.split, value: chart.value, xLabel: chart.xLabel, yLabel: chart.yLabel,
                references: chart.references.isEmpty
                    ? nil
                    : chart.references.map {
                        StoredReference(axis: $0.axis.rawValue, value: $0.value, label: $0.label)
                    },
                interval: chart.interval.map { StoredInterval(low: $0.low, high: $0.high) }))
    }

    static func chart(_ text: String) throws -> ChartSpecification? {
        let stored = try JSONDecoder().decode(StoredChart.self, from: Data(text.utf8))
        guard let form = ChartSpecification.Form(rawValue: stored.form) else { return nil }
        return ChartSpecification(
            form, title: stored.title, table: stored.table, x: stored.x, y: stored.y, split: stored.split,
            value: stored.value, xLabel: stored.xLabel, yLabel: stored.yLabel,
            references: (stored.references ?? []).compactMap { each in
                ChartSpecification.Reference.Axis(rawValue: each.axis).map {
                    .init($0, each.value, label: each.label)
                }
            }, interval: stored.interval.map { .init($0.low, $0.high) })
    }

    // MARK: - Named values of findings and caveats

    private struct StoredValue: Codable {
        var name: String
        var type: String
        var number: Double?
        var text: String?
    }

    static func text(_ values: [Outcome.NamedValue]) throws -> String {
        try json(
            values.map { each in
                switch each.value {
                case .missing: StoredValue(name: each.name, type: "missing")
                case .bool(let value): StoredValue(name: each.name, type: "bool", number: value ? 1 : 0)
                case .int(let value): StoredValue(name: each.name, type: "int", text: "\(value)")
                case .float(let value): StoredValue(name: each.name, type: "float", number: value)
                case .text(let value): StoredValue(name: each.name, type: "text", text: value)
                case .date(let value): StoredValue(name: each.name, type: "date", text: "\(value)")
                case .datetime(let value): StoredValue(name: each.name, type: "datetime", text: "\(value)")
                case .duration(let value): StoredValue(name: each.name, type: "duration", text: "\(value)")
                case .list: StoredValue(name: each.name, type: "text", text: each.value.text())
                }
            })
    }

    static func values(_ text: String) throws -> [Outcome.NamedValue] {
        try JSONDecoder().decode([StoredValue].self, from: Data(text.utf8)).map { each in
            let whole = each.text.flatMap { Int64($0) } ?? 0
            let value: Scalar =
                switch each.type {
                case "bool": .bool(each.number == 1)
                case "int": .int(whole)
                case "float": .float(each.number ?? 0)
                case "text": .text(each.text ?? "")
                case "date": .date(Int32(clamping: whole))
                case "datetime": .datetime(whole)
                case "duration": .duration(whole)
                default: .missing
                }
            return Outcome.NamedValue(each.name, value)
        }
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
