/// Kinds of ASCII bytes.
extension UInt8 {
    var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isCapital: Bool { self >= 0x41 && self <= 0x5A }
    var isSmall: Bool { self >= 0x61 && self <= 0x7A }
    /// What names of programs, hosts and variables are made of.
    var isNamePart: Bool {
        isLetter || isDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
    }
}
