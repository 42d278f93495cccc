/// A document as one HTML file: no script, nothing fetched from anywhere, the same bytes every time.
public struct HTMLRenderer: Sendable {
    public init() {}

    public func render(_ document: Document) -> String { document.title }
}
