import RunbookModel

extension ScriptAnalyzer {
    mutating func judgeMongo(_ program: String, _ range: Range<Int>) {
        let calls = MongoProgram(program)
        for name in calls.methods {
            if MongoProgram.destroying.contains(name) {
                add(
                    .red, "mongo.\(name)", "\(name) destroys data or moves the primary.", range,
                    effect: "Runs \(name) in MongoDB.", target: calls.collection)
            } else if !MongoProgram.reading.contains(name) {
                add(
                    Finding(
                        .yellow, "mongo.\(name)", "\(name) changes something, or is not known.", range: range,
                        target: calls.collection, unknown: name))
            }
        }
        for word in calls.destroyingWords {
            add(
                .red, "mongo.command", "The command \(word) destroys something or cannot be undone.", range,
                target: calls.collection)
        }
        if !calls.suspicious.isEmpty, MongoProgram.destroying.contains(where: { program.contains($0) }) {
            add(.red, "mongo.hidden", "It names a method that destroys data.", range, target: calls.collection)
        }
        for word in calls.suspicious { addUnknown("mongo.program", "What '\(word)' does is not known.", word, range) }
        add(.green, "mongo.read", "Reads from MongoDB.", range)
    }
}

/// What a program for the MongoDB shell calls.
struct MongoProgram {
    private(set) var methods: [String] = []
    private(set) var destroyingWords: [String] = []
    private(set) var suspicious: [String] = []
    private(set) var collection: String?

    static let reading: Set<String> = [
        "find", "findOne", "count", "countDocuments", "estimatedDocumentCount", "distinct", "aggregate", "explain",
        "limit",
        "sort", "skip", "pretty", "toArray", "forEach", "map", "stats", "status", "getIndexes", "getCollection",
        "getCollectionNames", "getCollectionInfos", "getSiblingDB", "getDB", "getName", "listCollections",
        "serverStatus", "hostInfo", "isMaster",
        "hello", "currentOp", "printjson", "print", "conf", "config", "printReplicationInfo",
        "printSlaveReplicationInfo",
        "printSecondaryReplicationInfo", "printShardingStatus", "getReplicationInfo", "secondaryOk", "slaveOk",
        "setSlaveOk", "setSecondaryOk", "version", "getProfilingStatus",
        "dataSize", "storageSize", "totalIndexSize", "totalSize", "length", "hasNext", "next", "getMongo",
        "adminCommand", "runCommand",
        "getShardDistribution", "getBalancerState", "isBalancerRunning", "ObjectId", "ISODate", "Date", "stringify",
        "tojson", "hint", "itcount", "size", "readPref", "maxTimeMS", "projection", "getParameter", "validate",
        "latencyStats", "serverBuildInfo", "quit", "keys", "values", "filter", "slice", "join", "toString",
        "getDBNames", "getDBs", "getReadPrefMode", "serverCmdLineOpts", "printCollectionStats", "getShardVersion",
        "isWritablePrimary", "includes", "flat", "reduce", "concat", "entries", "toFixed", "floor", "valueOf",
        "indexStats",
        "NumberLong", "if", "for", "getLogComponents", "getUsers", "getRoles",
    ]
    static let destroying: Set<String> = [
        "drop", "dropDatabase", "dropIndexes", "dropIndex", "deleteOne", "deleteMany", "remove", "findOneAndDelete",
        "findAndModify", "bulkWrite",
        "stepDown", "shutdownServer", "fsyncLock", "dropUser", "dropAllUsers", "dropRole", "removeShard", "reconfig",
        "removeUser", "convertToCapped", "emptyCapped",
        "logout", "dropAllRoles",
    ]
    private static let readingCommands: Set<String> = [
        "ping", "serverStatus", "replSetGetStatus", "currentOp", "listDatabases", "dbStats", "collStats",
        "getParameter", "isMaster", "hello", "buildInfo", "connPoolStats", "getCmdLineOpts", "listCollections",
        "listIndexes", "top", "hostInfo", "getLog", "replSetGetConfig", "connectionStatus", "usersInfo",
        "balancerStatus", "explain",
    ]

    init(_ source: String) {
        var word = ""
        var quote: Character?
        var inCommand = false
        var words: [String] = []
        for character in source + " " {
            if let open = quote {
                if character == open {
                    quote = nil
                    words.append(word)
                    word = ""
                } else {
                    word.append(character)
                }
                continue
            }
            if character.isLetter || character.isNumber || character == "_" || character == "$" {
                word.append(character)
                continue
            }
            if !word.isEmpty { words.append(word) }
            if character == "(", !word.isEmpty {
                methods.append(word)
                if word == "runCommand" || word == "adminCommand" { inCommand = true }
            }
            if character == "[", !word.isEmpty, word != "in" { suspicious.append(word + "[…]") }
            if character == "\"" || character == "'" || character == "`" { quote = character }
            word = ""
        }
        if let index = words.firstIndex(of: "db"), index + 1 < words.count { collection = words[index + 1] }
        for item in words where ["$out", "$merge"].contains(item) { destroyingWords.append(item) }
        for item in words
        where [
            "$where", "$function", "$accumulator", "mapReduce", "eval", "load", "run", "runProgram", "require",
            "Function", "constructor", "cat", "removeFile", "writeFile",
        ].contains(item) { suspicious.append(item) }
        if inCommand { judgeCommand(words) }
    }

    /// The first word of a command document names it.
    private mutating func judgeCommand(_ words: [String]) {
        for (index, word) in words.enumerated()
        where (word == "runCommand" || word == "adminCommand") && index + 1 < words.count {
            let name = words[index + 1]
            if Self.readingCommands.contains(name) { continue }
            let lower = name.lowercased()
            if ["drop", "delete", "shutdown", "stepdown", "remove", "reconfig", "compact", "fsync"].contains(where: {
                lower.contains($0)
            }) {
                destroyingWords.append(name)
            } else {
                suspicious.append(name)
            }
        }
    }
}
