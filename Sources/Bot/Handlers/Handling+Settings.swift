import JSONTree
import RunbookModel
import Views

/// What is laid down for a runbook: who may change it, and the change.
extension Handling {
    func openSettings(_ query: String, _ click: Click) throws {
        guard let runbook = try find(query) else { return try sayOfSettings(.runbookNotFound(query), click) }
        try fillSettings(of: runbook, click)
    }

    /// Fills the modal that was opened for the click.
    func fillSettings(of runbook: Runbook, _ click: Click) throws {
        let title = runbook.content.title
        // A mention opens no modal.
        guard click.trigger != nil else { return try reply(.settingsByCommand(title: title), to: click) }
        let settings = try WorkspaceState.settings(of: runbook.id, in: store)
        guard mayChange(settings, click.user) else { return try sayOfSettings(.settingsNotYours(title: title), click) }
        let second = try settings.escalation?.secondLevel.flatMap { try store.runbook($0) }
        try fill(
            .settingsModal(
                settings, of: runbook, secondLevel: second?.content.title,
                mayProtect: mayProtect(settings, click.user)), for: click)
    }

    private func sayOfSettings(_ notice: Notice, _ click: Click) throws {
        if click.trigger != nil { try fill(notice, for: click) } else { try reply(notice, to: click) }
    }

    /// Those who may start the runbook; with `DD0C_APPROVERS` also those, so that nobody is locked out.
    func mayChange(_ settings: RunbookSettings, _ user: UserID) -> Bool {
        memberships.list(settings.people?.starters, has: user) ?? true
            || memberships.approvers?.contains(user) ?? false
    }

    /// Whoever may not confirm red steps may not say who may, or how fast.
    private func mayProtect(_ settings: RunbookSettings, _ user: UserID) -> Bool {
        memberships.list(settings.people?.confirmers, has: user) ?? memberships.approvers?.contains(user) ?? true
            || memberships.approvers?.contains(user) ?? false
    }

    func handleSettingsForm(_ value: ButtonValue, _ click: Click) throws {
        let answer = click.inDirectMessage
        guard let id = value.runbook, let runbook = try store.runbook(id) else {
            return try reply(.runbookNotFound(value.runbook?.rawValue ?? ""), to: answer)
        }
        let title = runbook.content.title
        let before = try WorkspaceState.settings(of: id, in: store)
        guard mayChange(before, click.user) else { return try reply(.settingsNotYours(title: title), to: answer) }
        var after: RunbookSettings
        do {
            after = try SettingsReader.read(click.form, of: id, services.settings.places, in: store)
        } catch is FormErrors {
            // The runbook of the second level went away between the check and now.
            return try reply(.refusal(.stale), to: answer)
        }
        if !mayProtect(before, click.user) { after.keepProtection(of: before) }
        guard after != before else { return try reply(.settingsSaved(title: title), to: answer) }
        try WorkspaceState.setSettings(after, of: id, in: store)
        try audit(
            "settings.changed", by: .user(click.user), runbook: id,
            detail: [
                "before": try JSONValue(encoding: before).text(), "after": try JSONValue(encoding: after).text(),
            ])
        try reply(.settingsSaved(title: title), to: answer)
        try refreshHome(of: click.user)
    }
}

extension RunbookSettings {
    /// Takes over how red steps are confirmed.
    fileprivate mutating func keepProtection(of other: RunbookSettings) {
        var people = people ?? RunPeople()
        people.confirmers = other.people?.confirmers
        self.people = people == RunPeople() ? nil : people
        redNeedsTwoPeople = other.redNeedsTwoPeople
        readingTime = other.readingTime
        gateLifetime = other.gateLifetime
    }
}

/// Reads the form of a runbook's settings against what is stored.
enum SettingsReader {
    /// - Throws: `FormErrors`, `StoreError`.
    static func read(
        _ form: JSONValue, of id: RunbookID, _ places: Places, in store: any StoreTransaction
    ) throws -> RunbookSettings {
        let form = try SettingsForm(state: form, base: try WorkspaceState.settings(of: id, in: store))
        var settings = form.settings
        if let target = settings.target, places.named[target] == nil {
            let known = places.named.keys.sorted().prefix(10).joined(separator: ", ")
            throw FormErrors([
                FormField.settingsTarget.rawValue: known.isEmpty
                    ? "No targets are set up. Your admin does that in the targets file."
                    : "There is no target of this name. There are: \(known)."
            ])
        }
        var policy = settings.escalation ?? EscalationPolicy()
        policy.secondLevel = nil
        if let name = form.secondLevel {
            guard let second = try Library.find(name, in: store) else {
                throw FormErrors([FormField.settingsSecondLevel.rawValue: "There is no runbook of this name."])
            }
            guard second.id != id else {
                throw FormErrors([
                    FormField.settingsSecondLevel.rawValue: "That is this runbook itself. Choose another, or none."
                ])
            }
            policy.secondLevel = second.id
        }
        settings.escalation = policy == EscalationPolicy() ? nil : policy
        return settings
    }
}
