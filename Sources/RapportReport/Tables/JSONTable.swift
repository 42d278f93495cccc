public import RapportTable

/// A table as a JSON array of objects, one line a row.
public enum JSONTable {
    public static func write(_ table: Table, to output: inout some TextOutputStream) {}
}
