import Mustache

/// HTML of our own making, which a template may take as it is (`{{{…}}}`).
///
/// Only this file and the renderer of SVG make one; a text from anywhere else is a `String`, which templates
/// escape.
struct Markup: Sendable, MustacheCustomRenderable {
    private let html: String
    var renderText: String { html }
    var isNull: Bool { html.isEmpty }

    /// A chart.
    init(_ scene: Scene) { html = SVGRenderer().render(scene) }

    /// The page's style sheet.
    static let style = Markup(trusted: PageStyle.css + ChartStyle.css)

    private init(trusted html: String) { self.html = html }

    /// Text in which backticks mark code.
    init(codeSpansIn text: String) {
        html = text.codeSpans.map {
            $0.isCode ? "<code>\(markupEscaped($0.text))</code>" : markupEscaped($0.text)
        }
        .joined()
    }

    /// Lines set as they are.
    init(lines: String) { html = Self.escapedLines(lines) }

    init(_ markdown: MarkdownText) { html = Self.html(markdown.pieces) }

    private static func escapedLines(_ text: String) -> String {
        text.visibleLines.split(separator: "\n", omittingEmptySubsequences: false)
            .map { markupEscaped(String($0)) }.joined(separator: "\n")
    }

    private static func html(_ pieces: [MarkdownText.Piece]) -> String {
        pieces.map { piece in
            switch piece {
            // The title of the page is its only first heading.
            case .heading(let level, let inlines): "<h\(level + 1)>\(html(inlines))</h\(level + 1)>\n"
            case .paragraph(let inlines): "<p>\(html(inlines))</p>\n"
            case .code(let text): "<pre class=\"plain\"><code>\(escapedLines(text))</code></pre>\n"
            case .rule: "<hr>\n"
            case .quote(let inner): "<blockquote>\n\(html(inner))</blockquote>\n"
            case .list(let isOrdered, let items):
                (isOrdered ? "<ol>\n" : "<ul>\n") + items.map { "<li>\(item($0))</li>\n" }.joined()
                    + (isOrdered ? "</ol>\n" : "</ul>\n")
            }
        }.joined()
    }

    /// A list's item; of one with a single paragraph the paragraph alone.
    private static func item(_ pieces: [MarkdownText.Piece]) -> String {
        if case .paragraph(let inlines)? = pieces.first {
            return html(inlines) + (pieces.count > 1 ? "\n" + html(Array(pieces.dropFirst())) : "")
        }
        return html(pieces)
    }

    private static func html(_ inlines: [MarkdownText.Inline]) -> String {
        inlines.map { inline in
            switch inline {
            case .text(let text): markupEscaped(text)
            case .code(let text): "<code>\(markupEscaped(text))</code>"
            case .strong(let inner): "<strong>\(html(inner))</strong>"
            case .emphasis(let inner): "<em>\(html(inner))</em>"
            case .link(let inner, let address):
                "\(html(inner)) <span class=\"address\">(\(markupEscaped(address)))</span>"
            }
        }.joined()
    }
}

extension String {
    /// The stretches between pairs of backticks, marked; a lone backtick is text.
    var codeSpans: [(text: String, isCode: Bool)] {
        let parts = split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        var spans: [(text: String, isCode: Bool)] = []
        for (index, part) in parts.enumerated() {
            let isOpen = index % 2 == 1
            let isClosed = index + 1 < parts.count
            if isOpen && !isClosed {
                spans.append(("`" + part, false))
            } else if !part.isEmpty {
                spans.append((part, isOpen))
            }
        }
        return spans
    }
}
