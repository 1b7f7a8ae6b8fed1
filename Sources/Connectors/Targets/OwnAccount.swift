import Glibc

/// The account that this program runs as.
package struct OwnAccount: Hashable, Sendable {
    package var name: String
    package var isRoot: Bool

    package init(name: String, isRoot: Bool) {
        self.name = name
        self.isRoot = isRoot
    }

    /// Looked up once.
    package static let current = OwnAccount(
        name: getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? String(geteuid()),
        isRoot: geteuid() == 0)
}
