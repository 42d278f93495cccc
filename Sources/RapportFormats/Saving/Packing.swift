/// How the bytes of a file are packed.
public enum Packing: String, Sendable, Hashable, CaseIterable {
    case gzip, zstd

    /// By a file's first bytes, whatever it is called; nil where they are not packed.
    init?(head: [UInt8]) {
        if head.starts(with: [0x1F, 0x8B, 0x08]) {
            self = .gzip
        } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstd
        } else {
            return nil
        }
    }

    /// By what a file's name ends in: `gz`, `zst`.
    public init?(ending: some StringProtocol) {
        switch ending.lowercased() {
        case "gz": self = .gzip
        case "zst": self = .zstd
        default: return nil
        }
    }
}
