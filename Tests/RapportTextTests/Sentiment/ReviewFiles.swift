import Foundation

/// The lines of a text file of the data beside the package; empty, with a printed reason, where it is not there.
func sharedLines(_ path: String) -> [String] {
    guard let whole = Golden.shared(path), let data = FileManager.default.contents(atPath: whole) else {
        print("skipped: no shared/\(path) beside the package")
        return []
    }
    return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
}
