import RunbookModel

extension Screen {
    /// A notice inside a modal, where one is open for the click.
    package static func noticeModal(_ notice: Notice) -> Screen {
        let (sign, text) = words(notice)
        return messageModal(title: "dd0c/run", text: "\(sign) \(text)")
    }

    /// Why a click changed nothing, inside a modal.
    package static func refusalModal(_ refusal: Refusal, ask: [String] = []) -> Screen {
        let (sign, text) = words(refusal)
        return messageModal(title: "dd0c/run", text: "\(sign) \(text)", ask: ask)
    }
}
