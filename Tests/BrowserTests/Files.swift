import FoundationEssentials
import Glibc

/// The few things that the walks do with files.
enum File {
    static func bytes(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path, "wb") else { throw WalkFailure("\(path): \(String(cString: strerror(errno)))") }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
            throw WalkFailure("\(path): \(String(cString: strerror(errno)))")
        }
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static var temporaryFolder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    /// A new directory below the system's temporary one.
    static func makeTemporaryFolder(_ name: String) throws -> String {
        var template = Array("\(temporaryFolder)/\(name).XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw WalkFailure("no temporary directory: \(String(cString: strerror(errno)))")
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Makes the directory and those above it.
    static func makeFolder(_ path: String) throws {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/\(part)"
            guard mkdir(made, 0o755) == 0 || errno == EEXIST else {
                throw WalkFailure("\(made): \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Removes a directory with all that is in it; what cannot be removed stays.
    static func removeTree(_ path: String) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            print("notice: \(path) stays: \(error)")
        }
    }
}
