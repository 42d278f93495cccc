import RapportDiagnostics
import RapportLanguage

/// The text of a tree without its spans: two trees of equal shape say the same.
///
/// It walks the tree by reflection, so that a field which the printer forgets still counts. Loosely, brackets
/// and backticks are left out: how many of them a tree that nobody typed needs is the printer's choice.
func shape(_ value: Any, loosely: Bool = false) -> String {
    if value is SourceSpan { return "" }
    if loosely, let form = value as? Expression.Form, case .group(let inner) = form {
        return shape(inner.form, loosely: true)
    }
    let mirror = Mirror(reflecting: value)
    if mirror.children.isEmpty { return String(reflecting: value) }
    let children = mirror.children.map { child in
        if loosely, child.label == "isQuoted" { return "" }
        let inner = shape(child.value, loosely: loosely)
        return inner.isEmpty ? "" : "\(child.label ?? "") \(inner)"
    }
    return "(" + children.filter { !$0.isEmpty }.joined(separator: ", ") + ")"
}
