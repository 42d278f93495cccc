internal import RapportDiagnostics
internal import RapportWork

/// What a workbook says of its sheets before any cell is read.
struct Workbook {
    struct Sheet {
        var name: String
        /// Of its part in the archive; nil for what has no cells: a chart, a macro.
        var part: String?
        var isHidden: Bool
    }

    var sheets: [Sheet] = []
    var dates = SerialDate.since1900
    var sharedStrings: String?
    var styles = Styles()

    /// - Throws: `excel.damaged`, and what ``ZipArchive/parse(_:into:work:)`` throws.
    init(_ archive: ZipArchive, work: Work) throws(Diagnostic) {
        let roots = try RelationshipsReader.read(of: "", archive, work)
        guard let main = roots.first(where: { $0.kind == "officeDocument" }) else {
            throw archive.damaged("it names no workbook")
        }
        let reader = WorkbookReader()
        try archive.parse(main.target, into: reader, work: work)
        if reader.is1904 { dates = .since1904 }
        let parts = try RelationshipsReader.read(of: main.target, archive, work)
        let byID = Dictionary(parts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        sheets = reader.sheets.map { name, id, isHidden in
            let part = byID[id].flatMap { $0.kind == "worksheet" ? $0.target : nil }
            return Sheet(name: name, part: part, isHidden: isHidden)
        }
        sharedStrings = parts.first { $0.kind == "sharedStrings" }?.target
        if let part = parts.first(where: { $0.kind == "styles" })?.target, archive.has(part) {
            let reader = StylesReader()
            try archive.parse(part, into: reader, work: work)
            styles = reader.styles
        }
    }
}

/// One line of a part's list of what belongs to it.
private struct Relationship {
    var id: String
    /// The last word of its type: `worksheet`.
    var kind: String
    /// Its path in the archive.
    var target: String
}

private final class RelationshipsReader: XMLHandler {
    private var found: [Relationship] = []
    private let folder: Substring

    private init(folder: Substring) { self.folder = folder }

    static func read(of part: String, _ archive: ZipArchive, _ work: Work) throws(Diagnostic)
        -> [Relationship]
    {
        let slash = part.lastIndex(of: "/")
        let folder = slash.map { part[..<$0] } ?? ""
        let name = slash.map { part[part.index(after: $0)...] } ?? part[...]
        let path = (folder.isEmpty ? "" : folder + "/") + "_rels/" + name + ".rels"
        let reader = RelationshipsReader(folder: folder)
        guard archive.has(String(path)) else { return [] }
        try archive.parse(String(path), into: reader, work: work)
        return reader.found
    }

    override func begin(_ name: XMLName, _ attributes: XMLAttributes) {
        guard name == XMLName("Relationship"), let id = attributes["Id"], let type = attributes["Type"],
            let target = attributes["Target"], attributes["TargetMode"]?.string != "External"
        else { return }
        let kind = type.string.split(separator: "/").last.map(String.init) ?? ""
        found.append(Relationship(id: id.string, kind: kind, target: path(target.string)))
    }

    /// A path from the archive's root: `../x` and `/x` are taken for what they say.
    private func path(_ target: String) -> String {
        var parts = target.hasPrefix("/") ? [] : folder.split(separator: "/")
        for part in target.split(separator: "/") {
            switch part {
            case ".": break
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }
}

extension XMLAttributes {
    fileprivate subscript(_ name: StaticString) -> XMLValue? { self[XMLName(name)] }
}

private final class WorkbookReader: XMLHandler {
    var sheets: [(name: String, id: String, isHidden: Bool)] = []
    var is1904 = false

    override func begin(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == XMLName("sheet"), let title = attributes["name"], let id = attributes["id"] {
            let state = attributes["state"]?.string
            sheets.append((title.string, id.string, state == "hidden" || state == "veryHidden"))
        } else if name == XMLName("workbookPr") {
            is1904 = attributes["date1904"]?.isTrue ?? false
        }
    }
}

/// What the number of a cell's style says of the number in it.
struct Styles: Sendable {
    /// By the style's number.
    var meanings: [NumberFormat.Meaning] = []
    /// By the style's number: a place in ``units``.
    var unitNumbers: [UInt8] = []
    /// The first is none.
    var units = [""]

    mutating func append(_ format: NumberFormat) {
        meanings.append(format.meaning)
        guard let unit = format.unit else { return unitNumbers.append(0) }
        let place = units.firstIndex(of: unit) ?? units.count
        if place == units.count, place < 256 { units.append(unit) }
        unitNumbers.append(UInt8(truncatingIfNeeded: place < units.count ? place : 0))
    }
}

private final class StylesReader: XMLHandler {
    var styles = Styles()
    private var codes: [Int: NumberFormat] = [:]
    private var isCells = false

    override func begin(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == XMLName("numFmt"), let id = attributes["numFmtId"]?.int,
            let code = attributes["formatCode"]
        {
            codes[id] = NumberFormat(code: code.string)
        } else if name == XMLName("cellXfs") {
            isCells = true
        } else if name == XMLName("xf"), isCells {
            let id = attributes["numFmtId"]?.int ?? 0
            styles.append(codes[id] ?? NumberFormat(builtIn: id))
        }
    }

    override func end(_ name: XMLName) {
        if name == XMLName("cellXfs") { isCells = false }
    }
}
