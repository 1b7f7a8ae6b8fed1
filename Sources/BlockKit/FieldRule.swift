/// What may stand in one field of a block, an element or a composition object.
indirect enum FieldRule: Sendable {
    /// A string of so many characters.
    case string(ClosedRange<Int>)
    /// A string that is one of these.
    case oneOf([String])
    case bool
    case int(ClosedRange<Int>)
    /// A web address.
    case url
    /// A `plain_text` object.
    case plainText(ClosedRange<Int>)
    /// A `plain_text` or `mrkdwn` object.
    case textObject(ClosedRange<Int>)
    /// An object without a `type` of its own.
    case object(ObjectRule)
    /// An object whose `type` is one of these element types.
    case element(Set<String>)
    /// An array of so many of the rule.
    case array(ClosedRange<Int>, FieldRule)
    /// A nested block of one of these types.
    case block(Set<String>)
    /// One of these, decided by the value's `type`: a text object or an element.
    case textOrElement(ClosedRange<Int>, Set<String>)
    /// A table's cell: raw text, a number or rich text.
    case cell
    /// Anything: Slack looks no further.
    case anything
}

/// The fields of an object. A field that is not named is an error, as it is at Slack's.
struct ObjectRule: Sendable {
    var required: [String: FieldRule]
    var optional: [String: FieldRule] = [:]
    /// Of these at least one must be there.
    var either: [String] = []
    /// Of these at most one may be there.
    var exclusive: [String] = []
}
