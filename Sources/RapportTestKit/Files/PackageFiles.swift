internal import FoundationEssentials

/// Finds files of a package from a test, wherever its build lies.
public enum PackageFiles {
    /// The folder that holds `Package.swift`, upwards from a source file; links are followed first.
    public static func root(from file: String = #filePath) -> String? {
        for path in [URL(filePath: file).resolvingSymlinksInPath().path(), file] {
            var folder = URL(filePath: path)
            while folder.path() != "/" {
                folder = folder.deletingLastPathComponent()
                if exists(folder.appending(path: "Package.swift").path()) {
                    return folder.path().trimmingSlash
                }
            }
        }
        return nil
    }

    /// The text of a UTF-8 file; nil where it cannot be read.
    public static func text(_ path: String) -> String? {
        (try? Data(contentsOf: URL(filePath: path))).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Names of the folders in a folder, ascending.
    public static func folders(in path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { !$0.hasPrefix(".") && isFolder("\(path)/\($0)") }.sorted()
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private static func isFolder(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType)
            == .typeDirectory
    }
}

extension String {
    fileprivate var trimmingSlash: String { count > 1 && hasSuffix("/") ? String(dropLast()) : self }
}
