public import RapportTable

/// A column that can be made of a file: a field, or a part of a struct.
public struct ArrowColumn: Sendable {
    /// `user.id` for the part of a struct; unlike that of another column, and not empty.
    public let name: String
    /// As the file has it, where that is another.
    public let nameInFile: String
    public let field: ArrowField
    /// What the column will be; nil where no column can hold its values.
    public let type: ColumnType?
    let layout: FieldLayout
    let ancestors: [FieldLayout]

    /// With kind, role, grain, unit and whether it is private, as far as this program wrote them.
    public var described: Field? {
        guard let type else { return nil }
        func word(_ key: String) -> String? { field[metadata: "rapport." + key] }
        return Field(
            name, type, kind: word("kind").flatMap { Kind(rawValue: $0) },
            role: word("role").map { Role($0) },
            grain: word("grain").flatMap { Grain(rawValue: $0) }, unit: word("unit"),
            isPrivate: word("private") == "true", isRepeated: word("repeated") == "true",
            meaning: word("meaning") ?? "")
    }

    /// The columns of a schema; structs are taken apart, as objects of JSON are.
    static func columns(of layouts: [FieldLayout]) -> [ArrowColumn] {
        var columns: [ArrowColumn] = []
        var used: Set<String> = []
        func add(_ layout: FieldLayout, _ path: String, _ ancestors: [FieldLayout]) {
            if layout.field.type == .structure, layout.field.dictionary == nil {
                for child in layout.children {
                    add(child, path + "." + child.field.name, ancestors + [layout])
                }
                return
            }
            let folded = path.split { $0.isWhitespace || $0.isNewline || $0 == "\0" }.joined(separator: " ")
            let stem = folded.isEmpty ? "column_\(columns.count + 1)" : folded
            var (name, number) = (stem, 2)
            while !used.insert(name).inserted { (name, number) = ("\(stem)_\(number)", number + 1) }
            columns.append(
                ArrowColumn(
                    name: name, nameInFile: path, field: layout.field, type: layout.field.columnType,
                    layout: layout, ancestors: ancestors))
        }
        for layout in layouts { add(layout, layout.field.name, []) }
        return columns
    }
}

extension ArrowField {
    /// The language's type for the values; nil where it has none.
    ///
    /// | Arrow | here |
    /// |---|---|
    /// | bool · int8 … uint64 · half, float, double | bool · int · float |
    /// | text of any form, dictionaries of it, null | text |
    /// | decimal | int where it has no places behind the point, else the nearest float |
    /// | date32, date64 · timestamp | date · datetime with its zone |
    /// | duration, time (since midnight) | duration |
    /// | list, large_list, fixed_size_list of them | list |
    public var columnType: ColumnType? {
        switch type {
        case .null, .text: .text
        case .bool: .bool
        case .int: .int
        case .float: .float
        case .decimal(_, _, let scale): scale == 0 ? .int : .float
        case .date: .date
        case .timestamp(_, let zone): .datetime(zone: zone.map(Self.offset(of:)))
        case .duration, .time: .duration
        case .list, .fixedList: children.first?.columnType.map { .list(of: $0) }
        case .binary, .fixedBinary, .interval, .listView, .structure, .map, .union,
            .runEnds,
            .unknown:
            nil
        }
    }

    /// `Etc/GMT-8`, which is what polars makes of `+08:00`, as the offset; any other zone is itself.
    private static func offset(of zone: String) -> String {
        guard zone.hasPrefix("Etc/GMT"), let hours = Int(zone.dropFirst(7)), hours != 0, abs(hours) <= 14
        else {
            return zone
        }
        // There, what is east of Greenwich has a minus.
        return "\(hours < 0 ? "+" : "-")\(abs(hours) < 10 ? "0" : "")\(abs(hours)):00"
    }
}
