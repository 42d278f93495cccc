public import Foundation

/// Files that lie beside the package and are no part of it: what reference libraries gave, and real data.
public enum SharedFiles {
    /// Where a file lies; nil, with the reason printed, where it is not there: the test has nothing to compare with.
    ///
    /// `RAPPORT_SHARED` stands for `<root>/../shared` where it is set.
    public static func path(_ name: String) -> String? {
        let path = "\(folder)/\(name)"
        if FileManager.default.fileExists(atPath: path) { return path }
        print("skipped: no \(path); RAPPORT_SHARED names the folder that holds \(name)")
        return nil
    }

    public static func data(_ name: String) -> Data? { path(name).flatMap(FileManager.default.contents) }

    /// Nil for a file that is no UTF-8 too.
    public static func text(_ name: String) -> String? {
        data(name).flatMap { String(data: $0, encoding: .utf8) }
    }

    private static let folder: String = {
        if let named = ProcessInfo.processInfo.environment["RAPPORT_SHARED"] { return named }
        var root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        while root.path != "/", !FileManager.default.fileExists(atPath: root.path + "/Package.swift") {
            root.deleteLastPathComponent()
        }
        return root.path + "/../shared"
    }()
}
