import ByteText

/// Verbs that instructions begin with, and what following them does.
enum Verbs {
    /// Following these changes nothing.
    static let reading: Set<String> = words(
        """
        access analyse analyze ask assess attach audit browse calculate check choose click collect compare \
        confirm connect consider consult contact copy correlate count decide describe determine diagnose dig \
        discuss document download ensure escalate estimate evaluate examine execute expand explore export fetch \
        figure filter find follow gather get go grab grep have hit hop identify inform inspect investigate jump \
        keep launch list load locate log login look make measure message monitor move navigate note notify \
        observe open page perform pick ping pinpoint post prepare press print proceed query raise read reach \
        recheck record refer remember repeat report reproduce request retrieve return review rule run scan \
        scroll search see select send share show skip ssh start stay study submit take tell test trace track try \
        type understand use validate verify view visit wait watch work write zoom exec cross-check double-check \
        sanity-check re-run rerun plug pull communicate acknowledge ack announce assign invite mention triage \
        name say thank phone email mail brief dial wake nominate appoint agree answer reply respond summarise \
        summarize declare delegate listen hand brainstorm compile sketch warn apologise apologize \
        enter capture exit pay obtain establish continue issue isolate sign hold head reference plan switch \
        hover call cd coordinate loop iterate agree liaise
        """)

    /// Following these changes something that can be changed back.
    static let changing: Set<String> = words(
        """
        add adjust allow append apply approve archive back backup ban block boot bounce build bump bring cancel \
        change clean clear close commit configure convert cordon create cut deactivate decrease defragment \
        demote deploy disable disconnect drain edit enable evict extend fail fix flush force forward free give \
        grant halt hotfix import improve increase initiate insert install invalidate invoke kick kill limit lock \
        loosen lower merge migrate mitigate modify mount mute optimize override patch pause populate power \
        promote provision publish push put quarantine raise reapply reassign rebalance rebase reboot rebuild \
        recalculate recover recreate recycle redeploy redirect reduce refresh register reindex reinstall reject \
        release reload relocate rename renew reopen repair replace replay repoint requeue reschedule reset \
        reshard resize resolve restart restore resume resync retry revert revoke roll rollback rotate route save \
        scale schedule set shift shorten shut silence split stop suspend swap sync taint terminate toggle \
        transfer trigger trim turn unblock uncordon undeploy undo uninstall unlock unmount unsilence untaint \
        update upgrade upload unset upscale downscale vacuum warm whitelist reroute rerun scale-up throttle tune \
        double halve swap point flip mend renew freeze thaw fence unfence tag label pin unpin pre-warm prewarm \
        power-cycle powercycle unfreeze clone fork delist unblacklist blacklist allowlist denylist tighten unpause \
        reimage re-image reprovision re-provision reseed rebind requisition shelve unshelve throttle bypass \
        reinstate resubmit regenerate reconnect reconfigure rewrite correct define
        """)

    /// Following these destroys something or takes it down.
    static let destroying: Set<String> = words(
        "delete destroy drop erase failover format nuke prune purge remove truncate wipe overwrite unregister discard")

    private static func words(_ text: String) -> Set<String> { Set(text.parts(between: " ").map(String.init)) }

    /// Verbs whose object may be a whole clause: "verify pods are running".
    static let clausal: Set<String> = [
        "check", "confirm", "verify", "ensure", "make", "see", "note", "remember", "validate", "determine", "keep",
        "understand", "consider", "document", "record", "test", "investigate", "identify", "find", "inspect", "report",
        "review", "examine", "monitor", "wait", "watch",
    ]

    /// Verbs that are nouns as often: they need an article or a pronoun after them.
    static let nounLike: Set<String> = [
        "name", "mail", "email", "phone", "answer", "label", "tag", "pin", "hand", "brief", "dial", "fork", "clone",
        "double", "point", "swap", "fence", "flip", "reply", "sketch", "freeze", "warn",
    ]

    static func isVerb(_ word: String) -> Bool {
        reading.contains(word) || changing.contains(word) || destroying.contains(word)
    }

    /// The base form of `restarting`, where it is one of the verbs.
    static func base(ofGerund word: String) -> String? {
        guard word.hasSuffix("ing"), word.utf8.count > 5 else { return nil }
        let stem = String(word.dropLast(3))
        if isVerb(stem) { return stem }
        if isVerb(stem + "e") { return stem + "e" }
        if let last = stem.last, stem.dropLast().last == last, isVerb(String(stem.dropLast())) {
            return String(stem.dropLast())
        }
        return nil
    }

    /// The base form of `restarted`, where it is one of the verbs.
    static func base(ofParticiple word: String) -> String? {
        guard word.hasSuffix("ed"), word.utf8.count > 4 else { return nil }
        let stem = String(word.dropLast(2))
        if isVerb(stem) { return stem }
        if isVerb(stem + "e") { return stem + "e" }
        if let last = stem.last, stem.dropLast().last == last, isVerb(String(stem.dropLast())) {
            return String(stem.dropLast())
        }
        return nil
    }
}
