import Glibc

extension SandboxTime {
    /// The wall clock of this machine. The only place where the sandbox reads a clock.
    package static func system() -> SandboxTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return SandboxTime(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
