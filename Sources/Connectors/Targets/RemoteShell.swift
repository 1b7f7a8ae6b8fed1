/// What crosses a shell on its way to another machine.
package enum RemoteShell {
    /// The text as one word to any shell that an account may have: between single quotes stands nothing that any of
    /// them reads as special. A backslash stands outside, because fish reads it inside.
    package static func quoted(_ text: String) -> String {
        var result = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": result += "'\\''"
            case "\\": result += "'\\\\'"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "'"
    }

    /// Runs its arguments and ends as they do. As soon as its standard input ends, because whoever asked for the command
    /// is gone, everything that was started is ended: politely, and after a second by force. The first argument is the
    /// directory to run in, empty for the one that it is in; variables as `NAME=value` follow, then the command.
    ///
    /// It is for any POSIX shell. One with job control (bash) gives the command a process group of its own, and leaves
    /// nothing of it behind; with another the group is that of the shell itself, which sshd and container engines start
    /// as the leader of one.
    /// 255 is how OpenSSH tells that it failed itself, so a command may not.
    static let watch = """
        [ -z "$1" ] || cd -- "$1" || exit 126
        shift
        exec 3<&0 </dev/null 4>&2
        set -m 2>/dev/null
        env -i HOME="$HOME" USER="$USER" LOGNAME="$LOGNAME" "$@" 3<&- 4>&- &
        c=$!
        exec >/dev/null 2>&1
        case $- in *m*) g=-$c ;; *) g=0 ;; esac
        (
        trap '' TERM
        read -r x <&3
        kill -s TERM -- "$g"
        sleep 1
        kill -s KILL -- "$g"
        ) 4>&- &
        w=$!
        set +m
        exec 3<&-
        wait "$c"
        s=$?
        case $g in
        0) kill -s KILL "$w" ;;
        *) kill -s KILL -- "-$w" "$g" ;;
        esac
        [ "$s" != 255 ] || { echo '(It ended with exit code 255, which is shown as 254.)' >&4; s=254; }
        exit "$s"
        """

    /// A shell that reads no start-up files; the text that it runs follows.
    static let bash = ["bash"] + bashOptions
    /// The bash of this machine.
    static let localBash = ["/bin/bash"] + bashOptions
    private static let bashOptions = ["--noprofile", "--norc", "-c"]

    /// The arguments that run a command under the watch.
    /// - Parameters:
    ///   - shell: what reads the watch.
    ///   - directory: where; `nil` for where one is put anyway.
    ///   - environment: all variables but those of the account.
    static func watched(
        _ command: [String], by shell: [String], in directory: String?, _ environment: [String: String]
    ) -> [String] {
        shell + [watch, "dd0c-run", directory ?? ""]
            + environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } + command
    }
}

/// What runs on this machine for a command elsewhere. Its standard input never ends by itself: a pipe that it holds both
/// ends of. When the client is gone, for whatever reason, the other side sees its input end.
enum Client {
    /// Arguments: the pipe's path, then the client with its arguments.
    static let plain = """
        p=$1
        shift
        [ -p "$p" ] || mkfifo -m 600 -- "$p" || exit 126
        exec "$@" 0<>"$p"
        """

    /// The same for a pod that is chosen by labels. Arguments: the pipe's path; how many of the rest find the pod; how
    /// many of those after them stand before its name; then all of these.
    static let selecting = """
        p=$1 n=$2 k=$3
        shift 3
        pod=$("${@:1:n}" </dev/null) || exit
        pod=${pod%%$'\\n'*}
        if [ -z "$pod" ]; then echo 'No pod with these labels is running.' >&2; exit 1; fi
        shift "$n"
        [ -p "$p" ] || mkfifo -m 600 -- "$p" || exit 126
        exec "${@:1:k}" "$pod" "${@:k+1}" 0<>"$p"
        """

    static func shell(_ script: String, _ arguments: [String]) -> [String] {
        RemoteShell.localBash + [script, "dd0c-run"] + arguments
    }
}
