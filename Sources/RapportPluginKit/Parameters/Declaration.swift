internal import Synchronization

/// What the wrappers have in common; found by reflection, once a call.
protocol Declaration {
    /// The parameter, whose name is the property's.
    func parameter(named name: String) -> Signature.Parameter
    /// Takes the value; false where it is not of the type.
    func bind(_ value: Value, as name: String) -> Bool
}

/// Written once, between `init()` and `check`; the lock makes it `Sendable` without a promise.
final class Box<Wrapped: Sendable>: Sendable {
    private let mutex: Mutex<Wrapped>
    init(_ value: Wrapped) { mutex = Mutex(value) }
    var value: Wrapped {
        get { mutex.withLock { $0 } }
        set { mutex.withLock { $0 = newValue } }
    }
}

extension Analysis {
    /// The declarations of one value, in the order of the source.
    var declarations: [(name: String, declaration: any Declaration)] {
        Mirror(reflecting: self).children.compactMap { child in
            guard let label = child.label, let declaration = child.value as? any Declaration else {
                return nil
            }
            // The storage of the wrapped property `nBins` is called `_nBins`.
            return (snakeCase(label.dropFirst()), declaration)
        }
    }

    /// A value of the analysis with its parameters bound.
    static func bound(_ arguments: [String: Value]) throws(Diagnostic) -> Self {
        let analysis = Self()
        for (name, declaration) in analysis.declarations {
            guard let value = arguments[name] else { continue }
            guard declaration.bind(value, as: name) else {
                let kind = declaration.parameter(named: name).kind
                throw Diagnostic(
                    "parameter.type", "`\(name)` takes \(kind.word); found a \(value.typeName)",
                    subject: .parameter(name))
            }
        }
        return analysis
    }
}

/// `nBins` → `n_bins`.
func snakeCase(_ name: some StringProtocol) -> String {
    name.reduce(into: "") { text, letter in
        text += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
    }
}
