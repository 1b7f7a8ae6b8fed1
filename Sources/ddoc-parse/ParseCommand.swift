import ArgumentParser
import JSONTree
import Parsing
import RunbookModel

/// `ddoc-parse [PATH…]`
struct ParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Show the steps of runbooks (the default).",
        discussion: """
            PATH is a file, a folder, or - for standard input. In a folder the files with the extensions of --ext are read, \
            those of its folders too; what begins with a dot is left out, and links to folders are not followed. At most \
            \(InputFiles.fileLimit) files are read.
            """)

    @Argument(
        help: ArgumentHelp("Files and folders to read; - or nothing reads standard input.", valueName: "path"),
        completion: .file())
    var paths: [String] = []

    @Option(
        help: ArgumentHelp(
            "What kind of text it is: \(SourceFormat.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "kind"))
    var from: SourceFormat = .auto

    @Option(help: "How to write the result: text, json, markdown.")
    var format: OutputFormat = .text

    @Flag(help: "Say which rule made each step, why it has its colour, and what the quality figure is made of.")
    var explain = false

    @Flag(
        help: """
            Only look for problems, one line for each, and exit with 1 when there are any: doubts that the text leaves \
            open, and red steps without a way back. For other problems use --fail-on.
            """)
    var check = false

    @Option(
        name: .customLong("fail-on"),
        help: ArgumentHelp(
            """
            Problems to look for instead of those of --check, which it implies: \
            \(CheckRule.allCases.map(\.rawValue).joined(separator: ", ")). yellow holds red steps too. Repeat it for \
            several.
            """, valueName: "problem"))
    var failOn: [CheckRule] = []

    @Option(
        name: .customLong("min-quality"),
        help: ArgumentHelp(
            "A problem, too: a quality figure below this one, from 0 to 100. Implies --check.", valueName: "figure"))
    var minQuality: Int?

    @Flag(help: "Compare two files, the older one first, step by step. Exit with 1 when a step is different.")
    var diff = false

    @Option(
        name: .customLong("ext"),
        help: ArgumentHelp("Extensions of the files that are read in folders.", valueName: "list"))
    var extensions = InputFiles.defaultExtensions.joined(separator: ",")

    @OptionGroup var display: DisplayOptions

    mutating func validate() throws {
        if paths.isEmpty { paths = ["-"] }
        if diff, paths.count != 2 {
            throw ValidationError("--diff compares two files: ddoc-parse --diff OLD NEW.")
        }
        if diff, isChecking { throw ValidationError("--diff and --check don't go together.") }
        if diff, format == .markdown { throw ValidationError("A difference is written as text or json.") }
        if isChecking, format == .markdown { throw ValidationError("Problems are written as text or json.") }
        if paths.count(where: { $0 == "-" }) > 1 {
            throw ValidationError("Standard input can be read once: give - once.")
        }
        if let minQuality, !(0...100).contains(minQuality) {
            throw ValidationError("--min-quality is a figure from 0 to 100.")
        }
    }

    private var isChecking: Bool { check || !failOn.isEmpty || minQuality != nil }

    func run() throws {
        if diff { return try compare() }
        var report = Report(
            format: format, explain: explain, display: display, check: isChecking ? checker : nil)
        let inputs = InputFiles.find(paths, extensions: wantedExtensions)
        if format == .markdown, inputs.files.count > 1 {
            Console.complain("Markdown is written for one file at a time; these are \(inputs.files.count).")
            throw ExitCode(64)
        }
        report.begin(fileCount: inputs.files.count, isMany: inputs.isMany)
        for file in inputs.files { report.add(RunbookFile.read(file, as: from), path: file) }
        report.end(unread: inputs.problems)
        if let code = report.exitCode { throw code }
    }

    private var wantedExtensions: Set<String> {
        Set(
            extensions.lowercased().split { $0 == "," || $0 == " " }
                .map { String($0.drop { $0 == "." }) })
    }

    private var checker: Checker {
        var rules = Set(failOn)
        if check, failOn.isEmpty { rules = [.ambiguity, .noUndo] }
        return Checker(rules: rules, minQuality: minQuality)
    }

    private func compare() throws {
        var contents: [RunbookContent] = []
        for path in paths {
            switch RunbookFile.read(path, as: from) {
            case .runbook(let content): contents.append(content)
            case .failed(let problem, let code):
                Console.complain("\(Console.name(of: path)): \(problem)")
                throw code
            }
        }
        let difference = RunbookDiff(from: contents[0], to: contents[1])
        if format == .json {
            Console.write(DiffReport.json(difference).text(pretty: true) + "\n")
        } else {
            var report = TextReport(colours: display.hasColours, width: display.columns)
            Console.write(report.render(difference, old: contents[0], new: contents[1]))
        }
        if !difference.isEmpty { throw ExitCode(1) }
    }
}

/// How text is shown.
struct DisplayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Colours in text: auto (on a terminal, unless NO_COLOR is set), always, never.", valueName: "when"))
    var color: ColourChoice = .auto

    @Option(
        help: ArgumentHelp("Columns of text; without it those of the terminal, at most 120.", valueName: "columns"))
    var width: Int?

    mutating func validate() throws {
        if let width, !(20...1000).contains(width) { throw ValidationError("--width is a number from 20 to 1000.") }
    }

    var hasColours: Bool {
        switch color {
        case .auto: Console.hasColours
        case .always: true
        case .never: false
        }
    }

    var columns: Int { width ?? min(Console.width, 120) }
}

/// When colours are used.
enum ColourChoice: String, CaseIterable, ExpressibleByArgument {
    case auto
    case always
    case never
}

extension SourceFormat: ExpressibleByArgument {}
