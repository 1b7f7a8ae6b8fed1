import Bot

extension TargetInvocations {
    /// What people are shown of the places.
    package var places: Places {
        Places(
            thisMachine: thisMachine.words(account: account.name),
            named: targets.targets.mapValues { $0.words(account: account.name) }, standard: targets.standard)
    }
}
