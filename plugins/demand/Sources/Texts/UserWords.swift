import RapportPluginKit
import RapportText

/// Words of the trade that a dictionary does not have: a CSV file with the columns word and freq, or word alone.
enum UserWords {
    /// - Throws: `file.unreadable`, `csv.row`, `file.columns`, `file.number`.
    static func read(_ file: FilePath) throws(Diagnostic) -> [ChineseDictionary.Word] {
        let csv = try CSVText(file: file)
        guard let words = csv.column("word") ?? csv.column("词") else {
            throw Diagnostic(
                "file.columns",
                "`\(file.path)` has the columns \(csv.header.joined(separator: ", ")); expected `word`, and maybe `freq`",
                subject: .parameter("user_dict"), help: ["write `word,freq` in its first line"])
        }
        let frequencies = csv.column("freq") ?? csv.column("词频")
        var found: [ChineseDictionary.Word] = []
        for (row, word) in words.enumerated() where !word.allSatisfy(\.isWhitespace) {
            let text = frequencies?[row] ?? ""
            guard let frequency = text.isEmpty ? .some(nil) : Int(text).map(Optional.some),
                frequency.map({ (1...1_000_000_000).contains($0) }) ?? true
            else {
                throw Diagnostic(
                    "file.number", "`freq` of row \(row + 1) of `\(file.path)` is no whole number above 0",
                    subject: .parameter("user_dict"),
                    help: ["leave it empty, or write how often the word is used"])
            }
            found.append(.init(word.filter { !$0.isWhitespace }, count: frequency))
        }
        return found
    }
}
