import Bot
import RunbookModel

/// What the kernel is asked to run for one command: a program with its arguments, no text that is parsed again.
package struct Invocation: Hashable, Sendable {
    /// The absolute path of the program, then its arguments.
    package var arguments: [String]
    /// All variables that it gets.
    package var environment: [String: String]
    /// An absolute path.
    package var workingDirectory: String
    /// Whether the kernel is to refuse every change of a file outside `writablePaths`, where it can (Landlock). When it
    /// can and fails to, the command does not run.
    package var readOnlyFileSystem: Bool
    /// Absolute paths below which files may be changed all the same.
    package var writablePaths: [String]

    package init(
        arguments: [String], environment: [String: String], workingDirectory: String,
        readOnlyFileSystem: Bool = false, writablePaths: [String] = []
    ) {
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.readOnlyFileSystem = readOnlyFileSystem
        self.writablePaths = writablePaths
    }
}

/// Why a command cannot be run as it is asked for, as a sentence for the person who asked.
package struct InvocationRefusal: Error, Hashable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}

/// Decides how a command that was approved is run.
package protocol InvocationMaking: Sendable {
    /// What to run for the request.
    /// - Throws: `InvocationRefusal`; nothing is run then.
    func invocation(for request: ExecutionRequest) async throws(InvocationRefusal) -> Invocation
    /// What the end of what was run says of the command itself: a client that lost its connection does not know how the
    /// command ended. May be asked by a later life of this program.
    func outcome(of result: AttemptResult, at place: ExecutionPlace) -> AttemptResult
    /// Removes what was made for the command, once its end is recorded.
    func forget(_ place: ExecutionPlace)
}

extension InvocationMaking {
    /// What was run is the command itself.
    package func outcome(of result: AttemptResult, at place: ExecutionPlace) -> AttemptResult { result }
    /// Nothing was made.
    package func forget(_ place: ExecutionPlace) {}
}
