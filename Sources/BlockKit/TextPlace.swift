/// Where in a screen a value stands: the kind of the object around it and the field.
struct TextPlace: Hashable, Sendable {
    /// `type` of the surrounding object; `message` for the root of a message, `option` and `confirm` for those objects.
    var owner: String
    var field: String

    static let root = TextPlace(owner: "", field: "")

    /// The kind of an object that stands here and says `type` of itself.
    func kind(_ type: String?) -> String {
        if let type { return type }
        switch field {
        case "": return "message"
        case "options", "initial_option", "initial_options": return "option"
        case "confirm": return "confirm"
        case "option_groups": return "option_group"
        default: return ""
        }
    }

    /// The most UTF-16 code units that the text of a text object may have here.
    var textObjectLimit: Int {
        switch (owner, field) {
        case ("header", "text"): BlockKitLimits.headerText
        case ("section", "fields"): BlockKitLimits.fieldText
        case ("button", "text"): BlockKitLimits.buttonText
        case ("modal", "title"), ("modal", "submit"), ("modal", "close"): BlockKitLimits.modalTitle
        case ("input", "label"), ("input", "hint"): BlockKitLimits.inputLabel
        case (_, "placeholder"): BlockKitLimits.placeholder
        case ("option", _), ("option_group", _): BlockKitLimits.optionText
        case ("confirm", "title"): 100
        case ("confirm", "text"): 300
        case ("confirm", _): 30
        case ("alert", "text"): BlockKitLimits.alertText
        case ("image", "title"): 2000
        case ("card", "title"), ("card", "subtitle"), ("container", _): 150
        case ("card", _): 200
        default: BlockKitLimits.sectionText
        }
    }
}

/// How a text is treated.
enum TextTreatment: Sendable {
    /// Left alone: identifiers, values of buttons, what stands in an input.
    case verbatim
    /// Shown as it is: hidden and control characters go.
    case plain
    /// Parsed by Slack for markup: values are escaped as well.
    case markup

    /// A value made fit for the place.
    func apply(_ value: String) -> String {
        switch self {
        case .verbatim: value
        case .plain: DisplayText.sanitize(value)
        case .markup: Mrkdwn.neutralize(DisplayText.sanitize(value))
        }
    }

    /// A value made fit for the place in at most `limit` UTF-16 code units: cut at a word, with an ellipsis.
    func apply(_ value: String, limit: Int) -> String {
        let whole = apply(value)
        guard whole.utf16.count > limit else { return whole }
        guard self == .markup else { return DisplayText.cut(whole, to: limit) }
        // Markup grows by escaping, and an entity may not be cut: shorten what it is made from until it fits.
        let clean = DisplayText.sanitize(value)
        var length = limit
        while length > 1 {
            let shorter = Mrkdwn.neutralize(DisplayText.cut(clean, to: length))
            if shorter.utf16.count <= limit { return shorter }
            length -= max(1, (shorter.utf16.count - limit + 5) / 6)
        }
        return limit > 0 ? "…" : ""
    }
}
