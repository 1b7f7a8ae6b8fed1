import FoundationEssentials
import JSONTree

/// Pictures of the page, in both themes and in two sizes, in a folder outside the repository.
struct Screenshots {
    static let sizes = [(name: "wide", width: 1440, height: 900), (name: "phone", width: 390, height: 844)]

    private let folder: String
    private var count = 0
    private let prefix: String

    /// Removes the pictures that an earlier walk of that name has left.
    init(prefix: String) throws {
        folder = try Self.artifacts()
        self.prefix = prefix
        for name in try FileManager.default.contentsOfDirectory(atPath: folder)
        where name.hasPrefix("\(prefix)-") && name.hasSuffix(".png") {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
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

    /// Takes four pictures and leaves the page wide and light. What must never be on a screen is looked for in each size.
    mutating func take(_ name: String, of page: Chromium) throws {
        count += 1
        let number = count < 10 ? "0\(count)" : "\(count)"
        try page.moveMouseAway()
        for size in Self.sizes.reversed() {
            try page.resize(width: size.width, height: size.height)
            for theme in ["dark", "light"] {
                try page.setTheme(theme)
                try page.settle()
                try page.checkLayout("\(name), \(size.name)")
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

    /// The theme that the page is drawn in.
    var theme: String {
        get throws { try evaluate("document.documentElement.dataset.theme").string ?? "" }
    }

    /// Looks for values that nobody formatted, for what is wider than the window, and for too many rows of buttons.
    func checkLayout(_ place: String) throws {
        let problem = try evaluate(
            """
            (() => {
              const words = document.body.innerText.replaceAll("/dev/null", "").match(/undefined|NaN|\\[object|\\bnull\\b|Optional\\(/);
              if (words) return `the screen says ${words[0]}`;
              for (const css of ["html", "#main", "#thread", "#world", ".modal-body", "[data-testid=message-scroller]"]) {
                for (const node of document.querySelectorAll(css))
                  if (node.getClientRects().length > 0 && node.scrollWidth > node.clientWidth + 1)
                    return `${css} is ${node.scrollWidth - node.clientWidth} px wider than its place`;
              }
              for (const row of document.querySelectorAll(".message .block-actions")) {
                const tops = new Set([...row.querySelectorAll("button, a")].map(node => Math.round(node.getBoundingClientRect().top / 8)));
                if (tops.size > 2) return `${tops.size} rows of buttons: ${row.innerText}`;
              }
              return null;
            })()
            """)
        if let problem = problem.string { throw WalkFailure("\(place): \(problem)") }
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
            try self.theme == theme ? true : nil
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
