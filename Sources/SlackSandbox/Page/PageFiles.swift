import CEmbedded
import Glibc
import HTTPServing

/// The files of the page: those in the program, or those of a directory instead.
struct PageFiles {
    private static let sizeLimit = 4 << 20

    private let directory: String?

    init(directory: String?) { self.directory = directory }

    /// The answer to a request for a file of the page. Paths that name no file belong to the page's own navigation.
    func response(to path: String) -> HTTPResponse {
        let parts = path.split(separator: "/")
        guard parts.allSatisfy({ !$0.hasPrefix(".") && $0.allSatisfy { $0 != "\\" && $0 != "\0" } }) else {
            return .text("There is no such file.\n", status: 404)
        }
        let name = parts.joined(separator: "/")
        let isFile = parts.last?.contains(".") ?? false
        let wanted = isFile && parts.first != "archives" ? name : "index.html"
        guard let bytes = bytes(of: wanted) else { return .text("There is no such file.\n", status: 404) }
        return HTTPResponse(
            status: 200,
            headers: [
                ("Content-Type", Self.contentType(of: wanted)), ("Cache-Control", "no-cache"),
                (
                    "Content-Security-Policy",
                    "default-src 'self'; img-src 'self' data: blob: https: http:; base-uri 'none'; form-action 'self'; "
                        + "frame-ancestors 'none'"
                ),
                ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
            ], body: .bytes(bytes))
    }

    private func bytes(of name: String) -> [UInt8]? {
        if let directory { return FileContents.read(directory + "/" + name, limit: Self.sizeLimit) }
        let wanted = "page/" + name
        for index in 0..<dd_embedded_count() {
            let file = dd_embedded_at(index)
            guard let path = file.path, let bytes = file.bytes, String(cString: path) == wanted else { continue }
            return Array(UnsafeBufferPointer(start: bytes, count: file.size))
        }
        return nil
    }

    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8", "json": "application/json", "svg": "image/svg+xml", "png": "image/png",
        "ico": "image/x-icon", "woff2": "font/woff2", "txt": "text/plain; charset=utf-8",
    ]

    private static func contentType(of name: String) -> String {
        let ending = name.split(separator: ".").last.map { String($0).lowercased() } ?? ""
        return types[ending] ?? "application/octet-stream"
    }
}

/// Whole files, read and written.
enum FileContents {
    /// The bytes of a file; `nil` when there is none, or when it is larger than `limit`.
    static func read(_ path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0, bytes.count + count <= limit else { return nil }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// Writes a file anew.
    /// - Throws: `SandboxAddressError` that names the path and the reason.
    static func write(_ bytes: [UInt8], to path: String) throws(SandboxAddressError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        let count = descriptor < 0 ? -1 : bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let reason = String(cString: strerror(errno))
        if descriptor >= 0 { close(descriptor) }
        guard count == bytes.count else {
            throw SandboxAddressError(description: "cannot write \(path): \(reason)")
        }
    }
}
