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
}

/// Runs each command on this machine as the exact text that was approved, through a shell that reads no start-up files.
package struct ShellInvocations: InvocationMaking {
    /// What commands inherit.
    package var environment: CommandEnvironment
    /// Where commands run.
    package var workingDirectory: String

    package init(environment: CommandEnvironment, workingDirectory: String) {
        self.environment = environment
        self.workingDirectory = workingDirectory
    }

    /// The command as one argument of the shell.
    package func invocation(for request: ExecutionRequest) async throws(InvocationRefusal) -> Invocation {
        var variables = environment.variables(for: request.risk)
        variables["PWD"] = workingDirectory
        return Invocation(
            arguments: ["/bin/bash", "--noprofile", "--norc", "-c", request.command], environment: variables,
            workingDirectory: workingDirectory)
    }
}
