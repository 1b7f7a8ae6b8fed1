import JSONTree

/// The view that was opened.
package struct OpenedView: WebAPIReply {
    package let id: String

    package init(_ fields: WebAPIReplyFields) throws(WebAPIError) {
        id = try fields.text("view", "id")
    }
}

/// `views.open`: a modal, for whoever the trigger came from.
package struct ViewsOpen: WebAPICall {
    /// The new view.
    package typealias Reply = OpenedView
    package static let method = WebAPIMethod.viewsOpen

    /// Used once, within three seconds.
    package var trigger: String
    package var view: JSONValue

    package init(trigger: String, view: JSONValue) {
        self.trigger = trigger
        self.view = view
    }

    package var arguments: [String: JSONValue] { ["trigger_id": .string(trigger), "view": view] }
}

/// `views.push`: a modal on top of the one that is open; three at most.
package struct ViewsPush: WebAPICall {
    /// The new view.
    package typealias Reply = OpenedView
    package static let method = WebAPIMethod.viewsPush

    /// Used once, within three seconds.
    package var trigger: String
    package var view: JSONValue

    package init(trigger: String, view: JSONValue) {
        self.trigger = trigger
        self.view = view
    }

    package var arguments: [String: JSONValue] { ["trigger_id": .string(trigger), "view": view] }
}

/// `views.update`: another content for a modal that is open.
package struct ViewsUpdate: WebAPICall {
    /// Only the success counts.
    package typealias Reply = WebAPIDone
    package static let method = WebAPIMethod.viewsUpdate

    /// The code of the error when the person has closed it.
    package static let gone = "not_found"

    package var id: String
    package var view: JSONValue

    package init(id: String, view: JSONValue) {
        self.id = id
        self.view = view
    }

    package var arguments: [String: JSONValue] { ["view_id": .string(id), "view": view] }
}

/// `views.publish`: the Home tab of a person.
package struct ViewsPublish: WebAPICall {
    /// Only the success counts.
    package typealias Reply = WebAPIDone
    package static let method = WebAPIMethod.viewsPublish

    package var user: String
    package var view: JSONValue

    package init(user: String, view: JSONValue) {
        self.user = user
        self.view = view
    }

    package var arguments: [String: JSONValue] { ["user_id": .string(user), "view": view] }
}
