import Glibc

/// The only place where this tool reads and writes. Output goes to standard output, messages to standard error.
enum Console {
    /// Writes text to standard output.
    static func write(_ text: String) { put(text, to: STDOUT_FILENO) }

    /// Writes a line to standard error.
    static func complain(_ text: String) { put("ddoc-parse: " + text + "\n", to: STDERR_FILENO) }

    private static func put(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { buffer in
            var offset = 0
            while offset < buffer.count, let base = buffer.baseAddress {
                let count = Glibc.write(descriptor, base + offset, buffer.count - offset)
                if count < 0, errno == EINTR { continue }
                // A reader that went away, such as `head`, is no error.
                if count <= 0 { exit(0) }
                offset += count
            }
        }
    }

    /// What people call an input.
    static func name(of path: String) -> String { path == "-" ? "standard input" : path }

    /// Why something can't be read.
    struct Problem: Error {
        var text: String
    }

    /// The bytes of a file, or of standard input for `-`. Reads little more than `limit` bytes.
    static func read(_ path: String, limit: Int) -> Result<[UInt8], Problem> {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(problem()) }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return .failure(problem()) }
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return .success(bytes)
    }

    private static func problem() -> Problem { Problem(text: String(cString: strerror(errno))) }

    /// The names in a directory but for the hidden ones, sorted.
    static func names(in directory: String) -> Result<[String], Problem> {
        guard let stream = opendir(directory) else { return .failure(problem()) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return .success(names.sorted())
    }

    /// Calls `body` with each line of standard input as it comes, without its end. A line over `limit` bytes is cut.
    static func eachLine(limit: Int, _ body: (String) -> Void) {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            for byte in buffer[..<count] {
                if byte == 0x0A {
                    body(String(decoding: line, as: UTF8.self))
                    line.removeAll(keepingCapacity: true)
                } else if line.count < limit {
                    line.append(byte)
                }
            }
        }
        if !line.isEmpty { body(String(decoding: line, as: UTF8.self)) }
    }

    /// Whether colours are wanted: a terminal, and neither `NO_COLOR` nor `TERM=dumb`.
    static var hasColours: Bool {
        guard isatty(STDOUT_FILENO) == 1, getenv("NO_COLOR") == nil else { return false }
        return getenv("TERM").map { String(cString: $0) != "dumb" } ?? false
    }

    /// Columns of the terminal; 80 where there is none.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 80 }
        return Int(size.ws_col)
    }
}
