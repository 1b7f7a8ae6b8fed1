import Glibc

/// The system's words for its error numbers.
enum ErrorText {
    static func of(_ number: Int32) -> String { String(cString: strerror(number)) }
}
