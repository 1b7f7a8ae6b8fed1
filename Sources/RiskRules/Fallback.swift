import ByteText
import RunbookModel

/// What can be said of a text that the shell can't read: only that it is not green, and whether it shows destruction.
extension ScriptAnalyzer {
    private static let signs: Set<String> = [
        "rm", "drop", "delete", "destroy", "truncate", "mkfs", "shutdown", "reboot", "poweroff", "flushall", "flushdb",
        "dropdb", "wipefs",
        "dropdatabase", "deletemany", "deleteone", "shred", "purge", "killall", "pkill", "terminate", "failover",
        "halt", "remove", "removeshard", "stepdown", "shutdownserver",
    ]

    mutating func judgeUnreadable(_ text: String) {
        var word = ""
        for character in text.lowercased() + " " {
            if character.isLetter || character.isNumber {
                word.append(character)
                continue
            }
            if Self.signs.contains(word) {
                add(.red, "shell.unreadable", "It can't be read, and it names '\(word)'.", nil)
                return
            }
            word = ""
        }
    }

    /// MongoDB's own language, as it stands in runbooks: `db.orders.find()`.
    static func isMongo(_ text: String) -> Bool {
        text.hasPrefix("db.") || text.hasPrefix("rs.") || text.hasPrefix("sh.") && text.holds("(")
    }
}
