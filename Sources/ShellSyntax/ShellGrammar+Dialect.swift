/// Words that give away that a text was written for another shell than bash.
extension ShellGrammar {
    /// Notes a program name that is a keyword of zsh or fish.
    mutating func noteDialect(_ name: String, at range: Range<Int>) {
        switch name {
        case "end", "begin", "and", "or", "not": break
        case "repeat", "foreach", "setopt", "unsetopt", "autoload", "noglob", "nocorrect", "zmodload":
            uncertainties.append(
                ShellUncertainty(kind: .dialect, message: "'\(name)' means something of its own in zsh", range: range))
            return
        default: return
        }
        uncertainties.append(
            ShellUncertainty(kind: .dialect, message: "'\(name)' is a keyword of the fish shell", range: range))
    }
}
