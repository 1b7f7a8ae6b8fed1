import FoundationEssentials
import JSONTree

/// Pictures of the page, in both themes and in two sizes, in a folder outside the repository.
struct Screenshots {
    static let sizes = [(name: "wide", width: 1440, height: 900), (name: "phone", width: 390, height: 844)]

    private let folder: String
    private var count = 0
    private let prefix: String

    init(prefix: String) throws {
        folder = try Self.artifacts()
        self.prefix = prefix
    }

    private static func artifacts() throws -> String {
        let folder = Setting.value("DD0C_ARTIFACTS") ?? "\(File.temporaryFolder)/dd0c-artifacts"
        try File.makeFolder(folder)
        return folder
    }

    /// What the page looked like when something went wrong.
    /// - Returns: the file, or why there is none.
    static func keepFailure(of page: Chromium) -> String {
        do {
            let path = "\(try artifacts())/failure.png"
            try File.write(try page.picture(), to: path)
            return path
        } catch {
            return "no file (\(error))"
        }
    }

    /// Takes four pictures and leaves the page wide and light.
    mutating func take(_ name: String, of page: Chromium) throws {
        count += 1
        let number = count < 10 ? "0\(count)" : "\(count)"
        try page.moveMouseAway()
        for size in Self.sizes.reversed() {
            try page.resize(width: size.width, height: size.height)
            for theme in ["dark", "light"] {
                try page.setTheme(theme)
                try page.settle()
                try File.write(
                    try page.picture(), to: "\(folder)/\(prefix)-\(number)-\(name)-\(size.name)-\(theme).png")
            }
        }
    }
}

extension Chromium {
    /// The window's content as PNG.
    func picture() throws -> [UInt8] {
        let answer = try call("Page.captureScreenshot", ["format": "png"])
        guard let data = answer["data"]?.string.flatMap({ Data(base64Encoded: $0) }) else {
            throw WalkFailure("the browser gave no picture")
        }
        return [UInt8](data)
    }

    func resize(width: Int, height: Int) throws {
        try call(
            "Emulation.setDeviceMetricsOverride",
            ["width": .int(width), "height": .int(height), "deviceScaleFactor": 1, "mobile": false])
    }

    /// The theme that the system would ask for.
    func setTheme(_ theme: String) throws {
        let features: JSONValue = [
            ["name": "prefers-color-scheme", "value": .string(theme)],
            ["name": "prefers-reduced-motion", "value": "reduce"],
        ]
        try call("Emulation.setEmulatedMedia", ["features": features])
        try wait(for: "the \(theme) theme") {
            try evaluate("document.documentElement.dataset.theme === '\(theme)'").bool == true ? true : nil
        }
    }

    /// Waits until what was changed is drawn and nothing moves.
    func settle() throws {
        _ = try evaluate(
            """
            Promise.race([
              new Promise(done => setTimeout(done, 1500)),
              new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => Promise.all(
                document.getAnimations().filter(one => one.effect?.getComputedTiming().endTime !== Infinity)
                  .map(one => one.finished.catch(() => null)))),
            ]).then(() => true)
            """)
    }
}
