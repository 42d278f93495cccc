internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

extension Signature.Parameter {
    /// The order of texts, of verbs that sort.
    static let collation = Signature.Parameter(
        "collation",
        help:
            "The order of texts: a language, `zh` for pinyin, or `unicode`; `set collation=zh` by itself.",
        kind: .name, standard: .missing)
}

extension VerbCall {
    /// The order of texts that the stage states, or the setting's; nil: that of Unicode scalars.
    ///
    /// It is settled here and printed with the stage, so that a recipe gives the same order under another setting.
    func collation() throws(Diagnostic) -> Collation? {
        guard case .text(let name)? = try options()["collation"] else { return names.settings.collation }
        if name == "unicode" { return nil }
        do throws(Diagnostic) {
            return try Collation(name)
        } catch {
            throw error.located(at: optionPlaces["collation"] ?? stage.span)
        }
    }
}

extension Collation {
    /// ` collation="zh"`.
    var printed: String { "collation=\"\(name)\"" }
}
