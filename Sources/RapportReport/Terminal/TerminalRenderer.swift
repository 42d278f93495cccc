/// A document as text on a terminal, or in a plain text file.
public struct TerminalRenderer: Sendable {
    public var style: TerminalStyle

    public init(_ style: TerminalStyle = .plain) { self.style = style }

    public func render(_ document: Document) -> String { document.title }
    public func render(_ block: Block, language: Document.Language = .english) -> String { "" }
}
