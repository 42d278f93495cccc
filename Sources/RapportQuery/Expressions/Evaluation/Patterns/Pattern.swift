import CPCRE2
import RapportDiagnostics
import RapportTable

/// A regular expression, compiled once; any number of ``Matcher``s may use it at a time.
///
/// Letters, digits and blanks are those of Unicode; `.` is a scalar. What is compiled never changes.
@safe final class Pattern: Sendable {
    let text: String
    // SAFETY: written in init alone, freed in deinit alone; PCRE2 only reads compiled code.
    fileprivate nonisolated(unsafe) let code: OpaquePointer
    /// How many groups there are, the whole match not counted.
    let groupCount: Int

    /// How much a match may try, as PCRE2 counts; ordinary ones need less than a thousandth.
    static let matchLimit: UInt32 = 1_000_000
    static let depthLimit: UInt32 = 10_000

    /// Why a text is no pattern, and at which of its bytes.
    struct Flaw: Error {
        var message: String
        var offset: Int
    }

    init(_ text: String) throws(Flaw) {
        self.text = text
        var (number, offset): (Int32, Int) = (0, 0)
        let bytes = Array(text.utf8)
        let options = PCRE2_UTF | PCRE2_UCP | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C
        // SAFETY: the pointers are used inside the call only.
        let compiled = unsafe bytes.withUnsafeBufferPointer {
            unsafe pcre2_compile_8($0.baseAddress, $0.count, options, &number, &offset, nil)
        }
        guard let compiled = unsafe compiled else {
            throw Flaw(message: Self.message(number), offset: min(max(offset, 0), bytes.count))
        }
        unsafe code = compiled
        // Where the machine has no compiler for it the interpreter of PCRE2 matches.
        unsafe pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE)
        var groups: UInt32 = 0
        unsafe pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_CAPTURECOUNT), &groups)
        groupCount = Int(groups)
    }

    deinit { unsafe pcre2_code_free_8(code) }

    /// The number of the group of a name.
    func group(named name: String) -> Int? {
        guard !name.utf8.contains(0) else { return nil }
        let found = unsafe name.withCString { name in
            // SAFETY: a C string has the bytes of UTF-8, and is used inside the call only.
            unsafe name.withMemoryRebound(to: UInt8.self, capacity: 1) {
                unsafe pcre2_substring_number_from_name_8(code, $0)
            }
        }
        return found > 0 ? Int(found) : nil
    }

    /// The pattern as plain text, where no sign in it means anything.
    var plain: [UInt8]? {
        let signs = Array(#"\.^$|?*+()[]{}"#.utf8)
        return text.utf8.contains { signs.contains($0) } ? nil : Array(text.utf8)
    }

    private static func message(_ number: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 256)
        let length = unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe pcre2_get_error_message_8(number, $0.baseAddress, $0.count)
        }
        return String(decoding: bytes.prefix(Int(max(length, 0))), as: UTF8.self)
    }
}

/// What one worker matches with: the room for groups, the stack, the limits.
@safe struct Matcher: ~Copyable {
    private let pattern: Pattern
    private let data: OpaquePointer
    private let context: OpaquePointer
    private let stack: OpaquePointer?
    /// An address for empty text, which old PCRE2 does not take as null.
    private let nothing: UnsafeMutablePointer<UInt8>

    init(_ pattern: Pattern) throws(Diagnostic) {
        guard let data = unsafe pcre2_match_data_create_from_pattern_8(pattern.code, nil) else {
            throw .internalError("no memory to match a pattern")
        }
        guard let context = unsafe pcre2_match_context_create_8(nil) else {
            unsafe pcre2_match_data_free_8(data)
            throw .internalError("no memory to match a pattern")
        }
        (self.pattern, unsafe self.data, unsafe self.context) = (pattern, unsafe data, unsafe context)
        unsafe nothing = .allocate(capacity: 1)
        unsafe nothing.initialize(to: 0)
        unsafe pcre2_set_match_limit_8(context, Pattern.matchLimit)
        unsafe pcre2_set_depth_limit_8(context, Pattern.depthLimit)
        unsafe stack = pcre2_jit_stack_create_8(32 << 10, 1 << 20, nil)
        if let stack = unsafe stack {
            unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
        }
    }

    deinit {
        unsafe nothing.deallocate()
        unsafe pcre2_match_data_free_8(data)
        unsafe pcre2_match_context_free_8(context)
        if let stack = unsafe stack { unsafe pcre2_jit_stack_free_8(stack) }
    }

    /// What came of one search.
    enum Found {
        case match, nothing
        /// The work would not end within the limit.
        case tooMuch
    }

    /// Searches from a byte on; `after` empty matches another one there is refused.
    mutating func search(_ text: Span<UInt8>, from start: Int = 0, notEmpty: Bool = false) throws(Diagnostic)
        -> Found
    {
        let options = PCRE2_NO_UTF_CHECK | (notEmpty ? PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED : 0)
        // SAFETY: text of columns is UTF-8; the pointers are used inside the call only; `start` is a scalar's.
        let status = unsafe text.withUnsafeBufferPointer {
            unsafe pcre2_match_8(
                pattern.code, $0.baseAddress ?? UnsafePointer(nothing), $0.count, start, options, data,
                context)
        }
        switch status {
        case 0...: return .match
        case PCRE2_ERROR_NOMATCH: return .nothing
        case PCRE2_ERROR_MATCHLIMIT, PCRE2_ERROR_DEPTHLIMIT, PCRE2_ERROR_HEAPLIMIT,
            PCRE2_ERROR_JIT_STACKLIMIT:
            return .tooMuch
        default: throw .internalError("PCRE2 failed with \(status)")
        }
    }

    /// Where a group of the last match stands; nil where it took no part.
    func range(of group: Int) -> Range<Int>? {
        guard group <= pattern.groupCount else { return nil }
        // SAFETY: there are two places for each group, and the match filled them.
        let places = unsafe pcre2_get_ovector_pointer_8(data)
        guard let places = unsafe places else { return nil }
        let (lower, upper) = unsafe (places[2 * group], places[2 * group + 1])
        // `\K` may put the start behind the end.
        return lower < 0 || upper < lower ? nil : lower..<upper
    }
}
