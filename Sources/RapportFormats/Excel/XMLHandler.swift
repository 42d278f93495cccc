internal import CExpat
internal import RapportDiagnostics
internal import RapportWork

/// What reads one XML part: elements and text as they come, nothing kept.
///
/// Names are told by their last part: the prefix and the namespace (that of 2006 or the strict one of ISO 29500) do
/// not matter.
class XMLHandler {
    /// Set where the part is none of ours: parsing stops there.
    var fault: Diagnostic?

    func begin(_ name: XMLName, _ attributes: XMLAttributes) {}
    func end(_ name: XMLName) {}
    /// A stretch of text; one text may come in several.
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// The last part of an element's or an attribute's name, as a number: equal names have equal ones.
struct XMLName: Equatable {
    private let word: UInt64

    init(_ text: StaticString) {
        // SAFETY: a literal's bytes end in a zero.
        self = unsafe XMLName(at: UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self))
    }

    /// SAFETY: the text ends in a zero.
    @unsafe init(at name: UnsafePointer<CChar>) {
        var (word, place) = (0 as UInt64, 0)
        while true {
            let byte = unsafe UInt8(bitPattern: name[place])
            place += 1
            if byte == 0 { break }
            // Exact up to eight letters; of longer names, which are few and known, it is a hash.
            word = byte == UInt8(ascii: ":") ? 0 : (word &<< 8 | word &>> 56) ^ UInt64(byte)
        }
        self.word = word
    }
}

/// The attributes of one element.
@safe struct XMLAttributes {
    // SAFETY: Expat's list of names and values, which ends in a null and lives while the element is begun.
    private let list: UnsafeMutablePointer<UnsafePointer<CChar>?>

    init(_ list: UnsafeMutablePointer<UnsafePointer<CChar>?>) { unsafe self.list = list }

    func value(at index: Int) -> (name: XMLName, value: XMLValue)? {
        guard let name = unsafe list[index * 2], let value = unsafe list[index * 2 + 1] else { return nil }
        return unsafe (XMLName(at: name), XMLValue(value))
    }

    subscript(name: XMLName) -> XMLValue? {
        var index = 0
        while let found = value(at: index) {
            if found.name == name { return found.value }
            index += 1
        }
        return nil
    }
}

/// The text of an attribute.
@safe struct XMLValue {
    // SAFETY: ends in a zero, and lives while the element is begun.
    private let text: UnsafePointer<CChar>
    init(_ text: UnsafePointer<CChar>) { unsafe self.text = text }

    var string: String { unsafe String(cString: text) }
    /// The byte at `index`, or zero from the text's end on; read in order.
    @inline(__always) func byte(_ index: Int) -> UInt8 { unsafe UInt8(bitPattern: text[index]) }

    /// Decimal digits alone, of a number below 2^31; nil for everything else.
    var int: Int? {
        var (value, index) = (0, 0)
        while byte(index) != 0 {
            guard byte(index).isDigit, value < 1 << 31 else { return nil }
            value = value * 10 + Int(byte(index) - 48)
            index += 1
        }
        return index > 0 && value < 1 << 31 ? value : nil
    }

    /// `1`, `true`, `on`.
    var isTrue: Bool { string == "1" || string == "true" || string == "on" }
}

extension ZipArchive {
    /// Parses a part.
    ///
    /// - Throws: as ``read(_:work:_:)``; `excel.damaged` where it is no XML; the handler's fault.
    func parse(_ part: String, into handler: XMLHandler, work: Work) throws(Diagnostic) {
        guard let parser = unsafe XML_ParserCreate(nil) else { throw .internalError("expat would not begin") }
        defer { unsafe XML_ParserFree(parser) }
        // SAFETY: the handler outlives the parser, which ends with this call.
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(handler).toOpaque())
        unsafe XML_SetElementHandler(
            parser,
            { data, name, attributes in
                guard let data = unsafe data, let name = unsafe name, let attributes = unsafe attributes
                else {
                    return
                }
                unsafe Unmanaged<XMLHandler>.fromOpaque(data)._withUnsafeGuaranteedRef {
                    if $0.fault == nil { unsafe $0.begin(XMLName(at: name), XMLAttributes(attributes)) }
                }
            },
            { data, name in
                guard let data = unsafe data, let name = unsafe name else { return }
                unsafe Unmanaged<XMLHandler>.fromOpaque(data)._withUnsafeGuaranteedRef {
                    if $0.fault == nil { unsafe $0.end(XMLName(at: name)) }
                }
            })
        unsafe XML_SetCharacterDataHandler(parser) { data, text, count in
            guard let data = unsafe data, let text = unsafe text, count > 0 else { return }
            unsafe Unmanaged<XMLHandler>.fromOpaque(data)._withUnsafeGuaranteedRef { handler in
                // SAFETY: Expat's text has `count` bytes, for the length of this call.
                unsafe text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
                    unsafe handler.text(UnsafeBufferPointer(start: $0, count: Int(count)))
                }
            }
        }
        // Excel writes no document type, and entities of one's own are good for attacks alone.
        unsafe XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            guard let data = unsafe data else { return }
            unsafe Unmanaged<XMLHandler>.fromOpaque(data)._withUnsafeGuaranteedRef {
                $0.fault = Diagnostic("excel.damaged", "a part has a document type, which no Excel file has")
            }
        }
        defer { withExtendedLifetime(handler) {} }
        unsafe try read(part, work: work) { (bytes, isLast) throws(Diagnostic) in
            let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let status = unsafe XML_Parse(parser, base, Int32(bytes.count), isLast ? 1 : 0)
            if let fault = handler.fault { throw fault }
            guard status == XML_STATUS_OK else {
                throw damaged(
                    "the part `\(part)` is no XML from line \(unsafe XML_GetCurrentLineNumber(parser)) on")
            }
            try work.check()
        }
    }
}
