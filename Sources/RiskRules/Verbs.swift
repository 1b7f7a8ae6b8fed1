/// Words that name what a subcommand does.
enum Verbs {
    private static let destroying: Set<String> = [
        "delete", "destroy", "drop", "purge", "terminate", "wipe", "erase", "truncate", "rm", "remove", "uninstall",
        "flushall", "flushdb", "flush", "format", "nuke", "shred", "rb", "deprovision", "decommission", "obliterate",
        "del", "kill-all", "delete-all", "teardown", "deregister", "evict", "failover", "promote", "factory-reset",
        "rmi", "unpublish", "prune", "mkfs",
    ]

    /// Whether the word says that something is destroyed.
    static func destroys(_ word: String) -> Bool { destroying.contains(word) }

    private static let destroyingTasks = [
        "drop", "reset", "purge", "destroy", "truncate", "flush", "wipe", "rollback", "delete", "clobber", "fresh",
    ]

    /// Whether the name of a task of an application, such as `db:drop`, says that it destroys something.
    static func namesDestruction(_ task: String) -> Bool {
        task.lowercased().split { !$0.isLetter }.contains { word in destroyingTasks.contains(String(word)) }
    }
}
