#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Double {
    /// What is left of 1 after so many half lives.
    static func halved(_ halfLives: Double) -> Double { exp2(-halfLives) }

    /// The natural logarithm.
    static func log(_ value: Double) -> Double {
        #if canImport(Glibc)
            Glibc.log(value)
        #else
            Darwin.log(value)
        #endif
    }

    /// The logarithm to the base of 2.
    static func log2(_ value: Double) -> Double { log(value) / log(2) }
}
