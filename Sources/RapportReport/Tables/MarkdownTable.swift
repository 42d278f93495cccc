public import RapportTable

/// A table as a Markdown table.
public enum MarkdownTable {
    public static func write(_ table: Table, to output: inout some TextOutputStream) {}
}
