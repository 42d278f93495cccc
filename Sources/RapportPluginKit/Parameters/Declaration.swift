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

/// Parameters that several analyses have in common: a property of this type puts them among the analysis' own, in
/// its place and under their own names.
///
///     let network = NetworkInput()
public protocol ParameterGroup: Sendable {
    init()
}

extension Analysis {
    /// The declarations of one value, in the order of the source.
    var declarations: [(name: String, declaration: any Declaration)] {
        RapportPluginKit.declarations(of: self)
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

private func declarations(of value: Any) -> [(name: String, declaration: any Declaration)] {
    Mirror(reflecting: value).children.flatMap { child -> [(name: String, declaration: any Declaration)] in
        if let group = child.value as? any ParameterGroup { return declarations(of: group) }
        guard let label = child.label, let declaration = child.value as? any Declaration else { return [] }
        // The storage of the wrapped property `nBins` is called `_nBins`.
        return [(snakeCase(label.dropFirst()), declaration)]
    }
}

/// `nBins` → `n_bins`.
func snakeCase(_ name: some StringProtocol) -> String {
    name.reduce(into: "") { text, letter in
        text += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
    }
}
