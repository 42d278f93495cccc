import Mustache

/// A document as one HTML file: no script, nothing fetched from anywhere, the same bytes every time.
public struct HTMLRenderer: Sendable {
    public init() {}

    public func render(_ document: Document) -> String {
        let words = Vocabulary.of(document.language)
        let page = View.Page(
            language: document.language.rawValue, title: document.title,
            subtitle: document.subtitle.nonEmpty, date: document.date.nonEmpty, css: .style,
            blocks: document.blocks.map { View.Piece($0, words, document.language) })
        return Self.library.render(page, withTemplate: "page") ?? ""
    }

    /// The templates, parsed once.
    private static let library: MustacheLibrary = {
        MustacheContentTypes.register(MarkupContent(), named: "MARKUP")
        var library = MustacheLibrary()
        for (name, text) in Templates.sources {
            do {
                try library.register(Templates.pragma + text, named: name)
            } catch {
                preconditionFailure("template `\(name)` of the program itself does not parse: \(error)")
            }
        }
        return library
    }()
}

/// Escapes as ``markupEscaped(_:)`` does.
///
/// The package's own HTML content compares characters, and so lets a quote with a combining mark through.
private struct MarkupContent: MustacheContentType {
    func escapeText(_ text: String) -> String { markupEscaped(text) }
}
