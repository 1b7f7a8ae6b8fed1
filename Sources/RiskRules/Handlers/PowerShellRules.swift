import ByteText
import RunbookModel

/// Commands of PowerShell. Only plain pipelines of cmdlets that are known to read, with parameters that are known, are
/// understood; everything that its language can do beyond that (blocks, calls, members, redirections) is not.
struct PowerShellLine {
    /// The words of each stage; `nil` when there is more than plain words.
    let stages: [[String]]?

    init(_ text: String) {
        var stages: [[String]] = [[]]
        var word: String?
        var quote: Character?
        var isPlain = true
        var isWithinBlock = false
        func isOdd(_ character: Character) -> Bool {
            !character.isASCII || "`;&<>()[]@%!^~".contains(character)
        }
        for character in text {
            if let open = quote {
                // A text between double quotes may run commands; a `$` in it is enough to leave it alone.
                if character == open { quote = nil } else { word?.append(character) }
                if open == "\"", "$`".contains(character) { isPlain = false }
                continue
            }
            switch character {
            case "'", "\"":
                // A quote within a word, as two quotes in a row, has a meaning of its own.
                if word != nil { isPlain = false }
                quote = character
                word = word ?? "\u{1}"
            case " ", "\t":
                if let found = word { stages[stages.count - 1].append(found) }
                word = nil
            case "|":
                if let found = word { stages[stages.count - 1].append(found) }
                word = nil
                if isWithinBlock { isPlain = false }
                stages.append([])
            case "{", "}":
                if let found = word { stages[stages.count - 1].append(found) }
                word = nil
                if isWithinBlock == (character == "{") { isPlain = false }
                isWithinBlock = character == "{"
                stages[stages.count - 1].append(String(character))
            default:
                if isOdd(character) || character.isNewline { isPlain = false }
                word = (word ?? "") + String(character)
            }
        }
        if let found = word { stages[stages.count - 1].append(found) }
        self.stages = isPlain && quote == nil && !isWithinBlock ? stages : nil
    }

    /// Whether all of it only reads.
    var reads: Bool {
        guard let stages, let first = stages.first?.first else { return false }
        guard PowerShellWords.readers.contains(first.lowercased()), Self.hasKnownWords(Array(stages[0].dropFirst()))
        else { return false }
        // Only logs: any other file may hold secrets.
        if first.lowercased() == "get-content",
            !stages[0].dropFirst().allSatisfy({ word in
                word.hasPrefix("-") || word.allSatisfy(\.isNumber)
                    || word.lowercased().hasSuffix(".log") && !word.holds(",")
            })
        {
            return false
        }
        return stages.dropFirst().allSatisfy { stage in
            guard let name = stage.first?.lowercased(), PowerShellWords.filters.contains(name) else { return false }
            let words = Array(stage.dropFirst())
            if name == "where-object" || name == "where" || name == "?", words.first == "{" {
                return words.last == "}" && Self.isComparison(Array(words.dropFirst().dropLast()))
            }
            return Self.hasKnownWords(words)
        }
    }

    private static func hasKnownWords(_ words: [String]) -> Bool {
        words.allSatisfy { word in
            let text = word.lowercased()
            if word.hasPrefix("-"), word.dropFirst().first?.isNumber != true {
                return PowerShellWords.parameters.contains(String(text.dropFirst().prefix { $0 != ":" }))
            }
            // Drives that hold the environment, and a class whose listing repairs what it lists.
            let drive = text.firstIndex(of: ":").map { text[..<$0].filter { $0 != "\u{1}" } }
            return word != "{" && word != "}" && !text.holds("win32_product") && !text.holds("admpwd")
                && (drive.map { $0.count == 1 || ["http", "https"].contains($0) } ?? true)
        }
    }

    /// `$_.Status -eq 'Running' -and $_.CPU -gt 5`: nothing in it is called.
    private static func isComparison(_ words: [String]) -> Bool {
        words.allSatisfy { word in
            if word.hasPrefix("\u{1}") || word.allSatisfy({ $0.isNumber || $0 == "." }) { return true }
            if ["$true", "$false", "$null"].contains(word.lowercased()) { return true }
            if word.hasPrefix("$_") {
                return word.dropFirst(2).allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
            }
            return PowerShellWords.comparisons.contains(word.lowercased())
        }
    }

    /// The first word that destroys something or takes a host down, wherever it stands.
    static func destroyingWord(in text: String) -> String? {
        text.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init).first { word in
            let lower = word.lowercased()
            return PowerShellWords.destroying.contains(where: lower.hasPrefix)
                || PowerShellWords.destroyingAliases.contains(lower)
        }
    }

    static func hiddenWord(in text: String) -> String? {
        text.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init).first { word in
            ["invoke-expression", "iex", "-encodedcommand"].contains(word.lowercased())
        }
    }
}

enum PowerShellWords {
    /// Cmdlets that only read, from modules of Windows itself and of its servers. Not those that ask for a password,
    /// show one, or try something out on a running cluster.
    static let readers: Set<String> = Set(
        """
        get-process get-service get-eventlog get-winevent get-childitem get-item get-date get-host get-command
        get-module
        get-volume get-disk get-partition get-physicaldisk get-psdrive get-netadapter get-netipaddress
        get-netipconfiguration get-nettcpconnection get-netudpendpoint get-netroute get-netfirewallrule
        get-netfirewallprofile get-dnsclientserveraddress get-dnsclientcache get-smbshare get-smbsession get-smbopenfile
        get-hotfix get-computerinfo get-ciminstance get-wmiobject get-counter get-scheduledtask get-scheduledtaskinfo
        get-website get-webapppoolstate get-iisapppool get-iissite get-webbinding get-adcomputer get-adgroup
        get-adgroupmember get-addomain get-addomaincontroller get-adforest get-adreplicationfailure
        get-adreplicationpartnermetadata get-mailboxdatabase get-mailboxdatabasecopystatus get-queue get-exchangeserver
        get-transportservice get-serverhealth get-healthreport get-cluster get-clusternode get-clustergroup
        get-clusterresource get-clusternetwork get-clusterquorum get-clustersharedvolume get-vm get-vmhost
        get-vmsnapshot
        get-vmreplication get-vmswitch get-windowsfeature get-localuser get-localgroup get-localgroupmember get-acl
        get-filehash get-location get-timezone get-uptime get-executionpolicy get-mpcomputerstatus get-dhcpserverv4scope
        get-dhcpserverv4scopestatistics get-dhcpserverv4lease get-dnsserverzone get-aduser get-content
        test-connection test-netconnection test-path test-wsman test-computersecurechannel test-servicehealth
        test-replicationhealth
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// What may stand behind a `|`.
    static let filters: Set<String> = Set(
        """
        select-object select where-object where ? sort-object sort format-table ft format-list fl format-wide fw
        measure-object measure
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    static let parameters: Set<String> = Set(
        """
        name displayname id computername cn logname newest maxevents entrytype source path literalpath filter file
        directory force tail totalcount identity server property class classname namespace query state localport
        remoteport localaddress remoteaddress owningprocess port count quiet informationlevel first last skip unique
        expandproperty descending ascending autosize wrap groupby sum average maximum minimum line word character
        listavailable driveletter friendlyname interfacealias addressfamily all status exclude include erroraction
        resultsize scopeid zonename listlog providername counter sampleinterval maxsamples dependentservices
        requiredservices oldest online physical hidetableheaders verbose value eq ne gt lt ge le like notlike match
        notmatch
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    static let comparisons: Set<String> = [
        "-eq", "-ne", "-gt", "-lt", "-ge", "-le", "-like", "-notlike", "-match", "-notmatch", "-contains", "-and",
        "-or", "-not",
    ]

    static let destroying = [
        "remove-", "clear-", "uninstall-", "format-volume", "initialize-disk", "dismount-", "stop-computer",
        "restart-computer", "reset-", "disable-ad", "stop-cluster", "stop-vm",
    ]
    /// Short names of what removes something.
    static let destroyingAliases: Set<String> = ["rm", "ri", "del", "erase", "rd", "rmdir", "clc"]
}

extension ScriptAnalyzer {
    mutating func judgePowerShell(_ text: String) {
        let range = 0..<text.utf8.count
        if let word = PowerShellLine.destroyingWord(in: text) {
            add(
                .red, "powershell.destroy", "'\(word)' removes something, or takes it out of service.", range,
                effect: "Runs \(word), which removes something or takes it out of service.", target: word)
        }
        if let word = PowerShellLine.hiddenWord(in: text) {
            add(.red, "powershell.hidden", "'\(word)' runs what can't be read here.", range)
        }
        let lines = text.parts(between: "\n").filter { !$0.trimmedSpace.isEmpty && !$0.trimmedSpace.hasPrefix("#") }
        guard !lines.isEmpty, lines.allSatisfy({ PowerShellLine(String($0.trimmedSpace)).reads }) else {
            add(
                Finding(
                    .yellow, "language.unknown", "No rule explains all of this command in PowerShell.",
                    effect: "Runs a command in powershell.", unknown: String(text.prefix(80))))
            judgeUnreadable(text)
            return
        }
        let name = lines[0].parts(between: " ").first ?? ""
        add(.green, "powershell.read", "It only reads.", range, effect: "Shows what \(name) finds.")
    }
}
