/// Something a value carries along that is no part of what it means: two plans typed in different places
/// are the same plan.
///
/// Equal to every other, and adds nothing to a hash.
public struct Incidental<Carried: Sendable>: Sendable, Hashable {
    public var value: Carried
    public init(_ value: Carried) { self.value = value }
    public static func == (_: Self, _: Self) -> Bool { true }
    public func hash(into _: inout Hasher) {}
}
