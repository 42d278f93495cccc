import SharedFiles

/// The lines of a text file of the data beside the package; empty, with a printed reason, where it is not there.
func sharedLines(_ name: String) -> [String] {
    (SharedFiles.text(name) ?? "").split(whereSeparator: \.isNewline).map(String.init)
}
