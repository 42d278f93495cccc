internal import RapportDiagnostics
public import RapportTable
internal import Yams

/// The head of a notebook, between two lines of `---`: title, language, pins, and typed parameters.
public struct FrontMatter: Sendable, Hashable {
    public var title: String?
    public var subtitle: String?
    public var language: String?
    /// A date, or an expression of the parameters; text as typed.
    public var asOf: String?
    public var seed: UInt64?
    public var parameters: [Parameter] = []

    public init() {}

    public struct Parameter: Sendable, Hashable {
        public var name: String
        public var type: ColumnType
        /// Nil: must be given with `-p`.
        public var standard: Scalar?
        public var help: String
        public var choices: [Scalar]

        public init(
            _ name: String, _ type: ColumnType, standard: Scalar?, help: String = "", choices: [Scalar] = []
        ) {
            (self.name, self.type, self.standard) = (name, type, standard)
            (self.help, self.choices) = (help, choices)
        }
    }

    static let keys = ["title", "subtitle", "language", "as_of", "seed", "params"]

    /// Reads the YAML of the head.
    /// - Throws: `notebook.front-matter`, with the line of the document.
    init(yaml: String) throws(Diagnostic) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            let line = (error as? YamlError)?.line
            throw Self.failure("the front matter is not YAML", line: line)
        }
        guard let root else { return }
        guard let mapping = root.mapping else {
            throw Self.failure("the front matter is no list of `key: value`")
        }
        for (key, value) in mapping {
            let name = key.string ?? ""
            switch name {
            case "title": title = try Self.text(value, name)
            case "subtitle": subtitle = try Self.text(value, name)
            case "language": language = try Self.language(value)
            case "as_of": asOf = try Self.text(value, name)
            case "seed":
                guard let number = value.int, number >= 0 else {
                    throw Self.failure("`seed` takes a whole number of 0 or more", at: value)
                }
                seed = UInt64(number)
            case "params": parameters = try Self.parameters(value)
            default:
                throw Self.failure(
                    "the front matter has no key `\(name)`", at: key,
                    help: name.nearest(in: Self.keys).map { "`\($0)`" }
                        ?? "keys: \(Self.keys.map { "`\($0)`" }.joined(separator: ", "))")
            }
        }
    }

    private static func language(_ node: Node) throws(Diagnostic) -> String {
        guard let word = node.string, ["en", "zh"].contains(word) else {
            throw failure("`language` takes `en` or `zh`", at: node)
        }
        return word
    }

    private static func text(_ node: Node, _ key: String) throws(Diagnostic) -> String {
        guard let text = node.scalar?.string else { throw failure("`\(key)` takes a text", at: node) }
        return text
    }

    private static func parameters(_ node: Node) throws(Diagnostic) -> [Parameter] {
        guard let mapping = node.mapping else {
            throw failure("`params` takes `name: value` lines", at: node)
        }
        var found: [Parameter] = []
        for (key, value) in mapping {
            guard let name = key.string, isName(name) else {
                throw failure("a parameter's name is a word such as `month`", at: key)
            }
            found.append(try parameter(name, value))
        }
        return found
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        return (first == "_" || first.properties.isXIDStart)
            && text.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
    }

    private static func parameter(_ name: String, _ node: Node) throws(Diagnostic) -> Parameter {
        guard let mapping = node.mapping else {
            let value = try scalar(node, as: nil)
            return Parameter(name, value.type, standard: value.scalar)
        }
        let known = ["type", "default", "choices", "help"]
        for (key, _) in mapping {
            let word = key.string ?? ""
            guard !known.contains(word) else { continue }
            throw failure(
                "parameter `\(name)` has no key `\(word)`", at: key,
                help: "keys: \(known.map { "`\($0)`" }.joined(separator: ", "))")
        }
        var type: ColumnType?
        if let node = mapping["type"] {
            guard let word = node.string, let named = ColumnType(name: word) else {
                throw failure(
                    "parameter `\(name)` has no known type", at: node,
                    help: "types: `bool`, `int`, `float`, `text`, `date`, `datetime`")
            }
            type = named
        }
        let standard = try mapping["default"].map { (node) throws(Diagnostic) in try scalar(node, as: type) }
        guard let type = type ?? standard?.type else {
            throw failure("parameter `\(name)` has neither `type` nor `default`", at: node)
        }
        var choices: [Scalar] = []
        for each in mapping["choices"]?.array() ?? [] { choices.append(try scalar(each, as: type).scalar) }
        return Parameter(
            name, type, standard: standard?.scalar, help: mapping["help"]?.string ?? "", choices: choices)
    }

    private static func scalar(_ node: Node, as type: ColumnType?) throws(Diagnostic) -> (
        type: ColumnType, scalar: Scalar
    ) {
        guard let written = node.scalar else { throw failure("a parameter's value is no list", at: node) }
        let isQuoted = written.style == .singleQuoted || written.style == .doubleQuoted
        let wanted = type ?? (isQuoted ? .text : ParameterText.type(of: written.string))
        guard let value = ParameterText.scalar(written.string, as: wanted) else {
            throw failure("expected \(ParameterText.word(wanted))", at: node)
        }
        return (wanted, value)
    }

    private static func failure(
        _ message: String, at node: Node? = nil, line: Int? = nil, help: String? = nil
    ) -> Diagnostic {
        // The head begins on the second line of the document, after `---`.
        let place = (node?.mark?.line ?? line).map { " (line \($0 + 1) of the notebook)" } ?? ""
        return Diagnostic(
            "notebook.front-matter", message + place, help: help.map { [Diagnostic.Help($0)] } ?? [])
    }
}

extension YamlError {
    fileprivate var line: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }
}
