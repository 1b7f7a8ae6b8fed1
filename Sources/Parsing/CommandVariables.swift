import RunbookModel

/// The variables of commands that did not come from a document.
package enum CommandVariables {
    /// The variables in a command, in their order. One that is known keeps its name and its default.
    package static func find(
        in command: String, language: CommandLanguage, known: [Variable]
    ) -> [Variable] {
        let scanned = PlaceholderScanner.scan(command, language: language).map { placeholder in
            known.first { $0.placeholder == placeholder.text }
                ?? VariableFacts.complete(Variable(name: placeholder.name, placeholder: placeholder.text))
        }
        let told = known.filter {
            ExampleValues.isPlain($0.placeholder) && ExampleValues.stands($0.placeholder, in: command)
        }.filter { told in !scanned.contains { $0.placeholder == told.placeholder } }
        return scanned + told
    }
}
