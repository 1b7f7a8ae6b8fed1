import Glibc
import Synchronization

/// Real documents that tests read in place: they are not part of the repository.
package enum Corpus {
    private static let announced = Atomic<Bool>(false)
    private static let sourceFile: String = #filePath

    /// The folder with the documents: `DD0C_CORPUS`, or `../shared/data` beside the package. `nil` where there is none;
    /// says so once on standard error, so that a skipped test is not taken for a passed one.
    package static func folder() -> String? {
        let path: String
        if let named = getenv("DD0C_CORPUS") {
            path = String(cString: named)
        } else {
            // Sources/BotTestKit/Corpus.swift stands three levels below the package.
            let parts = sourceFile.split(separator: "/").dropLast(4)
            path = "/" + parts.joined(separator: "/") + "/shared/data"
        }
        if access(path, R_OK) == 0 { return path }
        if !announced.exchange(true, ordering: .relaxed) {
            var notice = "notice: no corpus at \(path): tests on real documents are skipped (set DD0C_CORPUS)\n"
            notice.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
        }
        return nil
    }

    /// The bytes of a file of the corpus; `nil` where there is none.
    package static func bytes(_ relativePath: String) -> [UInt8]? {
        guard let folder = folder(), let file = fopen(folder + "/" + relativePath, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// The names in a folder of the corpus, sorted; empty where there is none.
    package static func names(in relativePath: String) -> [String] {
        guard let folder = folder(), let directory = opendir(folder + "/" + relativePath) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
