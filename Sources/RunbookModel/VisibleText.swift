extension Unicode.Scalar {
    /// Whether a person sees it for what it is: no control or format character, nothing private or unassigned, no line
    /// or paragraph separator.
    package var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .privateUse, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
