import JSONTree

/// What Slack's client checks of a form before it asks the app.
enum FormRules {
    /// Block id → sentence, for every input that is not acceptable.
    static func errors(of view: ModalView) -> [String: String] {
        var errors: [String: String] = [:]
        for element in InteractiveElement.all(in: view.blocks) {
            guard let input = element.input, let key = element.valueKey else { continue }
            let value = view.entered[element.blockID]?[element.actionID] ?? element.initialValue ?? .null
            if isEmpty(value) {
                let isOptional = input["optional"]?.bool ?? false
                if !isOptional { errors[element.blockID] = "Please complete this required field." }
            } else if let sentence = problem(of: value, key: key, in: element) {
                errors[element.blockID] = sentence
            }
        }
        return errors
    }

    private static func isEmpty(_ value: JSONValue) -> Bool {
        switch value {
        case .null: true
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        default: false
        }
    }

    private static func problem(of value: JSONValue, key: String, in element: InteractiveElement) -> String? {
        if key == "selected_option" || key == "selected_options", let options = element.options {
            let chosen = value.array ?? [value]
            let known = chosen.allSatisfy { choice in options.contains { $0["value"] == choice["value"] } }
            if !known { return "This choice is no longer offered." }
            if let most = element.json["max_selected_items"]?.int, chosen.count > most {
                return "Choose \(most) at the most."
            }
        }
        guard key == "value" else { return nil }
        let text = value.string ?? ""
        switch element.type {
        case "plain_text_input": return length(of: text, in: element)
        case "number_input": return number(text, in: element)
        case "email_text_input":
            return text.contains("@") && !text.hasPrefix("@") && !text.hasSuffix("@")
                ? nil : "Enter a valid email address."
        case "url_text_input":
            return text.hasPrefix("https://") || text.hasPrefix("http://") ? nil : "Enter a valid URL."
        default: return nil
        }
    }

    private static func length(of text: String, in element: InteractiveElement) -> String? {
        let count = text.utf16.count
        let most = min(element.json["max_length"]?.int ?? 3000, 3000)
        if count > most { return "Must be at most \(most) characters." }
        if let least = element.json["min_length"]?.int, count < least { return "Must be at least \(least) characters." }
        return nil
    }

    private static func number(_ text: String, in element: InteractiveElement) -> String? {
        guard let number = Double(text), number.isFinite else { return "Enter a valid number." }
        let mayBeFraction = element.json["is_decimal_allowed"]?.bool ?? false
        if !mayBeFraction, Int(text) == nil { return "Enter a whole number." }
        if let least = bound("min_value", element), number < least { return "Must be at least \(least)." }
        if let most = bound("max_value", element), number > most { return "Must be at most \(most)." }
        return nil
    }

    private static func bound(_ key: String, _ element: InteractiveElement) -> Double? {
        element.json[key]?.double ?? element.json[key]?.string.flatMap(Double.init)
    }
}
