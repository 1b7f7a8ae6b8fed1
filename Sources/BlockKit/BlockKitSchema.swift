/// The shapes of everything that Block Kit knows and we let through.
enum BlockKitSchema {
    static let anyLength = 0...Int.max
    static let option = ObjectRule(
        required: [
            "text": .textObject(1...BlockKitLimits.optionText), "value": .string(1...BlockKitLimits.optionValue),
        ],
        optional: ["description": .textObject(1...BlockKitLimits.optionText), "url": .url])
    static let optionGroup = ObjectRule(
        required: ["label": .plainText(1...75), "options": .array(1...100, .object(option))])
    static let confirm = ObjectRule(
        required: [
            "title": .plainText(1...100), "text": .textObject(1...300), "confirm": .plainText(1...30),
            "deny": .plainText(1...30),
        ], optional: ["style": .oneOf(["primary", "danger"])])
    static let dispatchConfig = ObjectRule(
        required: [:],
        optional: ["trigger_actions_on": .array(1...2, .oneOf(["on_enter_pressed", "on_character_entered"]))])

    /// What every interactive element may have.
    static let interactive: [String: FieldRule] = [
        "action_id": .string(1...BlockKitLimits.identifier), "confirm": .object(confirm), "focus_on_load": .bool,
    ]
    static let placeholder: [String: FieldRule] = ["placeholder": .plainText(1...BlockKitLimits.placeholder)]

    static func interactive(
        _ required: [String: FieldRule] = [:], _ optional: [String: FieldRule] = [:], either: [String] = [],
        exclusive: [String] = []
    ) -> ObjectRule {
        ObjectRule(
            required: required, optional: optional.merging(interactive) { own, _ in own }, either: either,
            exclusive: exclusive)
    }

    static func select(_ optional: [String: FieldRule] = [:], many: Bool = false) -> ObjectRule {
        var fields = optional.merging(placeholder) { own, _ in own }
        if many { fields["max_selected_items"] = .int(1...Int.max) }
        return interactive([:], fields)
    }

    static func optionSelect(initial: String, many: Bool = false) -> ObjectRule {
        var rule = select(
            [
                "options": .array(1...100, .object(option)), "option_groups": .array(1...100, .object(optionGroup)),
                initial: many ? .array(1...100, .object(option)) : .object(option),
            ], many: many)
        rule.either = ["options", "option_groups"]
        rule.exclusive = rule.either
        return rule
    }

    static let elements: [String: ObjectRule] = buttons.merging(choices) { own, _ in own }
        .merging(inputs) { own, _ in own }

    static let buttons: [String: ObjectRule] = [
        "button": ObjectRule(
            required: ["text": .plainText(1...BlockKitLimits.buttonText)],
            optional: [
                "action_id": .string(1...BlockKitLimits.identifier), "confirm": .object(confirm),
                "value": .string(0...BlockKitLimits.buttonValue), "url": .url,
                "style": .oneOf(["primary", "danger"]), "accessibility_label": .string(1...75),
            ]),
        "overflow": interactive(["options": .array(1...5, .object(option))]),
        "image": ObjectRule(
            required: ["alt_text": .string(1...2000)], optional: ["image_url": .url, "slack_file": .anything],
            either: ["image_url", "slack_file"], exclusive: ["image_url", "slack_file"]),
        "icon_button": ObjectRule(
            required: ["icon": .string(1...75), "text": .plainText(1...75)],
            optional: [
                "action_id": .string(1...BlockKitLimits.identifier), "value": .string(0...2000),
                "confirm": .object(confirm), "accessibility_label": .string(1...75),
                "visible_to_user_ids": .array(0...100, .string(1...20)),
            ]),
        "feedback_buttons": ObjectRule(
            required: ["positive_button": .anything, "negative_button": .anything],
            optional: ["action_id": .string(1...BlockKitLimits.identifier)]),
    ]

    static let choices: [String: ObjectRule] = [
        "static_select": optionSelect(initial: "initial_option"),
        "multi_static_select": optionSelect(initial: "initial_options", many: true),
        "external_select": select(["initial_option": .object(option), "min_query_length": .int(0...Int.max)]),
        "users_select": select(["initial_user": .string(1...255)]),
        "multi_users_select": select(["initial_users": .array(0...100, .string(1...255))], many: true),
        "channels_select": select(["initial_channel": .string(1...255), "response_url_enabled": .bool]),
        "conversations_select": select([
            "initial_conversation": .string(1...255), "default_to_current_conversation": .bool,
            "response_url_enabled": .bool, "filter": .anything,
        ]),
        "multi_conversations_select": select(
            [
                "initial_conversations": .array(0...100, .string(1...255)), "default_to_current_conversation": .bool,
                "filter": .anything,
            ], many: true),
        "radio_buttons": interactive(["options": .array(1...10, .object(option))], ["initial_option": .object(option)]),
        "checkboxes": interactive(
            ["options": .array(1...10, .object(option))], ["initial_options": .array(1...10, .object(option))]),
    ]

    static let inputs: [String: ObjectRule] = [
        "plain_text_input": interactive(
            [:],
            [
                "multiline": .bool, "initial_value": .string(0...Int.max),
                "min_length": .int(0...BlockKitLimits.inputText), "max_length": .int(1...BlockKitLimits.inputText),
                "dispatch_action_config": .object(dispatchConfig), "placeholder": .plainText(1...150),
            ]),
        "email_text_input": interactive(
            [:],
            [
                "initial_value": .string(0...3000), "dispatch_action_config": .object(dispatchConfig),
                "placeholder": .plainText(1...150),
            ]),
        "url_text_input": interactive(
            [:],
            [
                "initial_value": .string(0...3000), "dispatch_action_config": .object(dispatchConfig),
                "placeholder": .plainText(1...150),
            ]),
        "number_input": interactive(
            ["is_decimal_allowed": .bool],
            [
                "initial_value": .string(1...50), "min_value": .string(1...50), "max_value": .string(1...50),
                "dispatch_action_config": .object(dispatchConfig), "placeholder": .plainText(1...150),
            ]),
        "datepicker": interactive([:], ["initial_date": .string(10...10), "placeholder": .plainText(1...150)]),
        "timepicker": interactive(
            [:], ["initial_time": .string(5...5), "placeholder": .plainText(1...150), "timezone": .string(1...100)]),
        "datetimepicker": interactive([:], ["initial_date_time": .int(0...9_999_999_999)]),
        "rich_text_input": interactive(
            [:],
            [
                "initial_value": .block(["rich_text"]), "dispatch_action_config": .object(dispatchConfig),
                "placeholder": .plainText(1...150),
            ]),
        "file_input": interactive(
            [:], ["filetypes": .array(1...100, .string(1...20)), "max_files": .int(1...10)]),
    ]

    static let actionElements: Set<String> = [
        "button", "overflow", "static_select", "external_select", "users_select", "channels_select",
        "conversations_select", "radio_buttons", "checkboxes", "datepicker", "timepicker", "datetimepicker",
    ]
    static let accessories: Set<String> = actionElements.subtracting(["datetimepicker"]).union([
        "image", "multi_static_select", "multi_users_select", "multi_conversations_select",
    ])
    static let inputElements: Set<String> = Set(choices.keys).union(inputs.keys)
}
