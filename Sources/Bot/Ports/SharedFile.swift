/// A file that came with a message.
package struct SharedFile: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    package var mimeType: String
    package var size: Int
    package var url: String

    package init(id: String, name: String, mimeType: String, size: Int, url: String) {
        self.id = id
        self.name = name
        self.mimeType = mimeType
        self.size = size
        self.url = url
    }
}
