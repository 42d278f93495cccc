internal import Crypto
internal import FoundationEssentials
internal import RapportDiagnostics
internal import RapportTable

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Columns of the role `private` stay readable inside the workspace and are masked at its border.
///
/// A text becomes the first 16 hexadecimal digits of its HMAC-SHA256, so that equal values stay equal and no one
/// without the key can try names; other types become missing. The key lies outside the workspace's file.
enum PrivateColumns {
    static func masked(_ table: Table, settings: Settings) throws(Diagnostic) -> (
        table: Table, names: [String]
    ) {
        let names = table.schema.fields.filter(\.isPrivate).map(\.name)
        guard !names.isEmpty, settings.includePrivate == nil else { return (table, []) }
        var masked = table
        for (field, column) in zip(table.schema.fields, table.columns) where field.isPrivate {
            masked = masked.adding(
                Field(field.name, .text, kind: field.kind, role: field.role, isPrivate: true),
                try hashed(column))
        }
        return (masked, names)
    }

    /// The digest of each text; of other types missing.
    static func hashed(_ column: Column) throws(Diagnostic) -> Column {
        let key = SymmetricKey(data: try key())
        return .texts(
            (0..<column.count).map { row -> String? in
                guard case .text(let value) = column[row] else { return nil }
                return digest(value, key)
            })
    }

    private static func digest(_ text: String, _ key: SymmetricKey) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
        let digits = Array("0123456789abcdef")
        return String(code.prefix(8).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// The key, made on first use: `$RAPPORT_KEY_FILE`, else `~/.config/rapport/key`, of the owner alone.
    private static func key() throws(Diagnostic) -> Data {
        let path = keyPath()
        if let data = FileManager.default.contents(atPath: path), data.count >= 32 { return data }
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        try? FileManager.default.createDirectory(
            atPath: "/" + folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let fresh = unsafe SymmetricKey(size: .bits256).withUnsafeBytes { unsafe Data($0) }
        // Created before it is written, so that it is never readable by others.
        let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY, 0o600)
        guard descriptor >= 0 else {
            throw Diagnostic(
                "mask.key", "cannot make the key file `\(path)` that private columns are masked with",
                help: ["name another place in the variable RAPPORT_KEY_FILE"])
        }
        defer { close(descriptor) }
        let count = unsafe fresh.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        guard count == fresh.count else {
            throw Diagnostic("mask.key", "cannot write the key file `\(path)`")
        }
        return fresh
    }

    private static func keyPath() -> String {
        if let named = unsafe getenv("RAPPORT_KEY_FILE") { return unsafe String(cString: named) }
        let configuration = unsafe getenv("XDG_CONFIG_HOME").map { unsafe String(cString: $0) }
        let home = unsafe getenv("HOME").map { unsafe String(cString: $0) } ?? "/tmp"
        return (configuration ?? home + "/.config") + "/rapport/key"
    }
}
