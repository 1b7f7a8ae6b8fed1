/// Text as one word of a shell command.
enum ShellQuoting {
    /// The text as it stands between single quotes, which no character but the quote itself can end. By scalars: with a
    /// combining mark behind it, a quote is another `Character`, and still a quote to the shell.
    static func inSingleQuotes(_ text: String) -> String { escaping(text) { $0 == "'" ? "'\\''" : nil } }

    /// The text as it stands between double quotes; in a here-document, `"` is like any other character.
    static func inDoubleQuotes(_ text: String, quoteIsSpecial: Bool) -> String {
        escaping(text) { scalar in
            switch scalar {
            case "$", "`", "\\": "\\" + String(scalar)
            case "\"" where quoteIsSpecial: "\\\""
            default: nil
            }
        }
    }

    /// The text as it stands in a string of SQL.
    static func inSQLText(_ text: String) -> String { escaping(text) { $0 == "'" ? "''" : nil } }

    private static func escaping(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let replacement = replacement(scalar) {
                result.append(contentsOf: replacement.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// The text as it is when it can only be one plain word, else in single quotes.
    static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                    UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "+"),
                    UInt8(ascii: ","), UInt8(ascii: "="):
                    true
                default: false
                }
            }
        if isPlain { return text }
        return "'" + inSingleQuotes(text) + "'"
    }
}
