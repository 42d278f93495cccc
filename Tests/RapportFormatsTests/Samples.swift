import Foundation
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork

/// A CSV text as a file that is gone when the test ends.
final class TemporaryFile {
    let path: String

    init(_ bytes: [UInt8], named name: String = "data.csv") throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("rapport-csv-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent(name).path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    convenience init(_ text: String, named name: String = "data.csv") throws {
        try self.init(Array(text.utf8), named: name)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
    }
}

/// A whole file, loaded.
struct Loaded {
    var table: Table
    var source: CSVSource
    var report: LoadReport { source.loadReport }
    var lines: [String] { report.lines }

    init(
        _ text: String, _ options: CSVOptions = CSVOptions(), blockSize: Int = 512 << 10,
        expectedRows: Int? = nil, width: Int = 2
    ) throws {
        try self.init(
            Array(text.utf8), options, blockSize: blockSize, expectedRows: expectedRows, width: width)
    }

    init(
        _ bytes: [UInt8], _ options: CSVOptions = CSVOptions(), blockSize: Int = 512 << 10,
        expectedRows: Int? = nil, width: Int = 2
    ) throws {
        let file = try TemporaryFile(bytes)
        try self.init(
            path: file.path, options, blockSize: blockSize, expectedRows: expectedRows, width: width)
    }

    init(
        path: String, _ options: CSVOptions = CSVOptions(), blockSize: Int = 512 << 10,
        expectedRows: Int? = nil, width: Int = 2
    ) throws {
        let work = Work(width: width)
        source = try CSVSource.open(
            path: path, options: options, blockSize: blockSize, expectedRows: expectedRows, work: work)
        table = try source.scan(ScanRequest(), work: work).table
    }

    /// The types by name, in the order of the file.
    var types: [String] { table.schema.fields.map { "\($0.name) \($0.type.name)" } }

    func cells(_ name: String) -> [Scalar] {
        guard let column = table[name] else { return [] }
        return (0..<column.count).map { column[$0] }
    }
}

extension Column {
    var cells: [Scalar] { (0..<count).map { self[$0] } }
}

/// The folder that holds `Package.swift`.
var packageRoot: String? {
    var path = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    while path.path != "/" {
        if FileManager.default.fileExists(atPath: path.appendingPathComponent("Package.swift").path) {
            return path.path
        }
        path = path.deletingLastPathComponent()
    }
    return nil
}
