internal import RapportContract
internal import RapportDiagnostics
internal import RapportFormats
internal import RapportQuery
internal import RapportTable
internal import Yams

/// What `save schema="customers.schema.yml"` writes and `load … schema=` holds a file to.
///
/// How it is read, and its columns: YAML that a person edits.
struct SchemaFile {
    /// The file it was made from: a reminder, not a bound.
    var file: String
    /// Options of `load`, by name.
    var options: [String: Value]
    var fields: [Field]

    private static let order = [
        "format", "encoding", "delimiter", "quote", "header", "skip", "comment", "sheet", "records",
        "missing", "dates",
        "decimal",
    ]

    init(file: FileSource, choices: [LoadReport.Choice], fields: [Field]) {
        (self.file, self.fields, options) = (file.path, fields, [:])
        for choice in choices {
            switch choice.value {
            case .bool(let flag): options[choice.option] = .bool(flag)
            case .int(let number): options[choice.option] = .int(Int64(number))
            case .text(let text): options[choice.option] = .text(text)
            }
        }
        // What was told counts, however the file looked.
        for (name, value) in file.options where value != .missing && Self.order.contains(name) {
            options[name] = value
        }
        if let format = file.format { options["format"] = .text(format) }
    }

    // MARK: - Written

    var text: String {
        var text = """
            # How `load` reads this file, and what its columns are: written by `save schema=…`, to be edited by hand.
            # A file read with it (`load "…" schema="…"`) that has other columns, or a value of another type, is refused.
            file: \(Self.quoted(file))

            """
        for name in Self.order {
            if let value = options[name], let word = Self.written(value) { text += "\(name): \(word)\n" }
        }
        text += """

            # type: bool, int, float, text, date, datetime, duration
            # kind: id, time, measure, category, text, flag; role: what analyses ask for, as `roles` states it
            columns:

            """
        for field in fields {
            text += "  - name: \(Self.quoted(field.name))\n    type: \(field.type.name)\n"
            if let element = field.type.element { text += "    of: \(element.name)\n" }
            if let zone = field.type.zone { text += "    zone: \(Self.quoted(zone))\n" }
            if let kind = field.kind { text += "    kind: \(kind.rawValue)\n" }
            if let role = field.role { text += "    role: \(Self.quoted(role.name))\n" }
            if let unit = field.unit { text += "    unit: \(Self.quoted(unit))\n" }
            if field.isPrivate { text += "    private: true\n" }
        }
        return text
    }

    private static func written(_ value: Value) -> String? {
        switch value {
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .text(let text): quoted(text)
        case .list(let values): "[" + values.compactMap(written).joined(separator: ", ") + "]"
        default: nil
        }
    }

    /// Always in quotes, so that `no` is no truth value and `007` no number.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 32 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\x" + (digits.count == 1 ? "0" : "") + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    // MARK: - Read

    /// - Throws: `schema.syntax` with the line.
    init(yaml: String, name: String) throws(Diagnostic) {
        let reader = Reader(name: name)
        (file, options, fields) = ("", [:], [])
        for (key, value) in try reader.mapping(yaml) {
            let word = key.string ?? ""
            switch word {
            case "file": file = try reader.text(value, word)
            case "columns":
                guard let columns = value.sequence else {
                    throw reader.failure("`columns` takes a list", at: value)
                }
                for column in columns { fields.append(try reader.field(column)) }
            case "header":
                guard let flag = value.bool else {
                    throw reader.failure("`header` takes true or false", at: value)
                }
                options[word] = .bool(flag)
            case "skip":
                guard let number = value.int, number >= 0 else {
                    throw reader.failure("`skip` takes a whole number of 0 or more", at: value)
                }
                options[word] = .int(Int64(number))
            case "missing":
                guard let codes = value.sequence else {
                    throw reader.failure("`missing` takes a list", at: value)
                }
                options[word] = .list(
                    try codes.map { (code) throws(Diagnostic) in .text(try reader.text(code, word)) })
            case _ where Self.order.contains(word): options[word] = .text(try reader.text(value, word))
            default:
                let near = word.nearest(in: Self.order + ["file", "columns"])
                throw reader.failure(
                    "a schema has no key `\(word)`", at: key,
                    help: near.map { "`\($0)`" } ?? "keys: "
                        + (["file", "columns"] + Self.order).joined(separator: ", "))
            }
        }
        if fields.isEmpty { throw reader.failure("a schema has `columns`, one or more") }
        let names = fields.map(\.name)
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw reader.failure("the column `\(twice)` stands twice")
        }
    }

    /// What to read, with the options of the schema where none of its own is told; the columns wait in `pins`.
    ///
    /// - Throws: `file.missing` and its like, `schema.syntax`.
    static func resolved(_ file: FileSource, _ configuration: Configuration) throws(Diagnostic) -> PinnedFile
    {
        guard case .text(let path)? = file.options["schema"] else {
            return PinnedFile(file: file, fields: nil)
        }
        let schema = try SchemaFile(yaml: try readText(configuration.readPath(path), typed: path), name: path)
        var file = file
        file.options["schema"] = nil
        for (name, value) in schema.options where file.options[name] ?? .missing == .missing {
            if name == "format" {
                if file.format == nil, case .text(let format) = value { file.format = format }
            } else {
                file.options[name] = value
            }
        }
        return PinnedFile(file: file, fields: schema.fields)
    }
}

/// A file to read, and the columns that it must have where a schema names them.
struct PinnedFile {
    var file: FileSource
    var fields: [Field]?

    /// Columns that are text whatever stands in them.
    var texts: Set<String> { Set((fields ?? []).filter { $0.type == .text }.map(\.name)) }
}

private struct Reader {
    let name: String

    func mapping(_ yaml: String) throws(Diagnostic) -> Node.Mapping {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw failure("it is not YAML")
        }
        guard let mapping = root?.mapping else { throw failure("it is no list of `key: value`") }
        return mapping
    }

    func text(_ node: Node, _ key: String) throws(Diagnostic) -> String {
        guard let text = node.scalar?.string else { throw failure("`\(key)` takes a text", at: node) }
        return text
    }

    func field(_ node: Node) throws(Diagnostic) -> Field {
        guard let mapping = node.mapping else {
            throw failure("a column is `name`, `type` and more", at: node)
        }
        var words: [String: String] = [:]
        for (key, value) in mapping {
            let word = key.string ?? ""
            let known = ["name", "type", "of", "zone", "kind", "role", "unit", "private"]
            guard known.contains(word) else {
                throw failure(
                    "a column has no key `\(word)`", at: key,
                    help: word.nearest(in: known).map { "`\($0)`" } ?? "keys: "
                        + known.joined(separator: ", "))
            }
            words[word] = try text(value, word)
        }
        guard let name = words["name"], !name.isEmpty else {
            throw failure("a column needs a `name`", at: node)
        }
        guard let type = ColumnType(name: words["type"] ?? "", element: words["of"], zone: words["zone"])
        else {
            throw failure(
                "the column `\(name)` has no type `\(words["type"] ?? "")`", at: node,
                help: "bool, int, float, text, date, datetime, duration")
        }
        var field = Field(name, type)
        if let word = words["kind"] {
            guard let kind = Kind(rawValue: word) else {
                throw failure(
                    "there is no kind `\(word)`", at: node,
                    help: Kind.allCases.map(\.rawValue).joined(separator: ", "))
            }
            field.kind = kind
        }
        field.role = words["role"].map { Role($0) }
        field.unit = words["unit"]
        field.isPrivate = words["private"] == "true"
        return field
    }

    func failure(_ why: String, at node: Node? = nil, help: String? = nil) -> Diagnostic {
        let line = node?.mark.map { ", line \($0.line)" } ?? ""
        return Diagnostic(
            "schema.syntax", "`\(name)`\(line): \(why)",
            help: [Diagnostic.Help(help ?? "`save schema=…` writes one to begin with")])
    }
}
