extension BlockKitSchema {
    /// A block's shape and the surfaces that show it.
    struct BlockRule: Sendable {
        var fields: ObjectRule
        var surfaces: Set<BlockKitSurface>
        /// How many of the kind one message or view may hold.
        var most: Int?

        init(
            _ required: [String: FieldRule], _ optional: [String: FieldRule] = [:], either: [String] = [],
            exclusive: [String] = [], on surfaces: Set<BlockKitSurface> = [.message, .modal, .home], most: Int? = nil
        ) {
            fields = ObjectRule(
                required: required,
                optional: optional.merging(["block_id": .string(1...BlockKitLimits.identifier)]) { own, _ in own },
                either: either, exclusive: exclusive)
            self.surfaces = surfaces
            self.most = most
        }
    }

    static let blocks: [String: BlockRule] = plainBlocks.merging(newerBlocks) { own, _ in own }

    static let plainBlocks: [String: BlockRule] = [
        "section": BlockRule(
            [:],
            [
                "text": .textObject(1...BlockKitLimits.sectionText),
                "fields": .array(1...10, .textObject(1...BlockKitLimits.fieldText)),
                "accessory": .element(accessories), "expand": .bool,
            ], either: ["text", "fields"]),
        "header": BlockRule(["text": .plainText(1...BlockKitLimits.headerText)], ["level": .int(1...4)]),
        "divider": BlockRule([:]),
        "context": BlockRule(["elements": .array(1...10, .textOrElement(1...3000, ["image"]))]),
        "actions": BlockRule(["elements": .array(1...25, .element(actionElements))]),
        "context_actions": BlockRule(
            ["elements": .array(1...5, .element(["feedback_buttons", "icon_button"]))], on: [.message]),
        "image": BlockRule(
            ["alt_text": .string(1...2000)],
            ["image_url": .url, "slack_file": .anything, "title": .plainText(1...2000)],
            either: ["image_url", "slack_file"], exclusive: ["image_url", "slack_file"]),
        "input": BlockRule(
            ["label": .plainText(1...BlockKitLimits.inputLabel), "element": .element(inputElements)],
            ["hint": .plainText(1...BlockKitLimits.inputHint), "optional": .bool, "dispatch_action": .bool]),
        "rich_text": BlockRule(["elements": .array(1...Int.max, .element(richTextContainers))]),
        "markdown": BlockRule(["text": .string(1...Int.max)], on: [.message]),
    ]

    static let newerBlocks: [String: BlockRule] = [
        "table": BlockRule(
            ["rows": .array(1...100, .array(1...20, .cell))],
            [
                "column_settings": .array(
                    1...20,
                    .object(
                        ObjectRule(
                            required: [:],
                            optional: ["align": .oneOf(["left", "center", "right"]), "is_wrapped": .bool])))
            ], on: [.message, .home], most: 1),
        "alert": BlockRule(
            ["text": .textObject(1...BlockKitLimits.alertText)],
            ["level": .oneOf(["default", "info", "warning", "error", "success"])], on: [.modal]),
        "task_card": BlockRule(taskCard.required, taskCard.optional, on: [.message]),
        "plan": BlockRule(
            ["title": .string(1...3000), "tasks": .array(1...50, .block(["task_card"]))], on: [.message], most: 1),
        "card": BlockRule(
            [:],
            [
                "title": .textObject(1...150), "subtitle": .textObject(1...150), "body": .textObject(1...200),
                "subtext": .textObject(1...200), "icon": .anything, "hero_image": .anything,
                "actions": .array(1...3, .element(["button"])),
            ], either: ["title", "body", "hero_image", "actions"]),
        "carousel": BlockRule(["elements": .array(1...10, .block(["card"]))], on: [.message, .home]),
        "container": BlockRule(
            [
                "title": .plainText(1...150),
                "child_blocks": .array(
                    1...10, .block(["section", "context", "actions", "divider", "image", "rich_text", "header"])),
            ],
            [
                "subtitle": .plainText(1...150), "width": .oneOf(["narrow", "standard", "wide", "full"]),
                "is_collapsible": .bool, "default_collapsed": .bool, "icon": .anything,
            ], on: [.message]),
    ]

    static let taskCard = ObjectRule(
        required: ["task_id": .string(1...255), "title": .string(1...3000)],
        optional: [
            "status": .oneOf(["pending", "in_progress", "complete", "error"]), "details": .block(["rich_text"]),
            "output": .block(["rich_text"]), "sources": .array(1...20, .anything),
        ])

    // MARK: Rich text

    static let richTextContainers: Set<String> = [
        "rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote",
    ]
    static let richTextInline: Set<String> = [
        "text", "link", "user", "usergroup", "channel", "emoji", "broadcast", "date", "color",
    ]
    static let style: FieldRule = .object(
        ObjectRule(
            required: [:],
            optional: [
                "bold": .bool, "italic": .bool, "strike": .bool, "code": .bool, "underline": .bool, "highlight": .bool,
                "client_highlight": .bool, "unlink": .bool,
            ]))

    static let richText: [String: ObjectRule] = [
        "rich_text_section": ObjectRule(required: ["elements": .array(0...Int.max, .element(richTextInline))]),
        "rich_text_list": ObjectRule(
            required: [
                "style": .oneOf(["bullet", "ordered"]),
                "elements": .array(1...Int.max, .element(["rich_text_section"])),
            ], optional: ["indent": .int(0...8), "offset": .int(0...Int.max), "border": .int(0...1)]),
        "rich_text_preformatted": ObjectRule(
            required: ["elements": .array(1...Int.max, .element(["text", "link"]))],
            optional: ["border": .int(0...1), "language": .string(1...50)]),
        "rich_text_quote": ObjectRule(
            required: ["elements": .array(1...Int.max, .element(richTextInline))], optional: ["border": .int(0...1)]),
        "text": ObjectRule(required: ["text": .string(1...Int.max)], optional: ["style": style]),
        "link": ObjectRule(
            required: ["url": .url], optional: ["text": .string(1...Int.max), "unsafe": .bool, "style": style]),
        "user": ObjectRule(required: ["user_id": .string(1...255)], optional: ["style": style]),
        "usergroup": ObjectRule(required: ["usergroup_id": .string(1...255)], optional: ["style": style]),
        "channel": ObjectRule(required: ["channel_id": .string(1...255)], optional: ["style": style]),
        "emoji": ObjectRule(
            required: ["name": .string(1...100)],
            optional: ["unicode": .string(1...100), "skin_tone": .int(1...6), "style": style]),
        "broadcast": ObjectRule(
            required: ["range": .oneOf(["here", "channel", "everyone"])], optional: ["style": style]),
        "date": ObjectRule(
            required: ["timestamp": .int(0...9_999_999_999), "format": .string(1...255)],
            optional: ["fallback": .string(1...255), "url": .url, "style": style]),
        "color": ObjectRule(required: ["value": .string(4...9)], optional: ["style": style]),
    ]
}
