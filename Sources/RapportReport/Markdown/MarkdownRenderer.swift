/// A document as Markdown (CommonMark with tables), charts drawn in text.
public struct MarkdownRenderer: Sendable {
    public init() {}

    public func render(_ document: Document) -> String { document.title }
}
