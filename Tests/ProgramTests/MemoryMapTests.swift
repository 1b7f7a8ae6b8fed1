import Testing

@testable import dd0c_run

@Suite("What of the memory map can be given back")
struct MemoryMapTests {
    /// Shaped like proc(5) says, less the lines between.
    private func mapping(_ bounds: String, _ rights: String, anonymous: Int, _ path: String) -> String {
        "\(bounds) \(rights) 00001000 fe:01 4711                   \(path)\nRss:  64 kB\nAnonymous:  \(anonymous) kB\n"
    }

    @Test("file pages that were never written")
    func clean() {
        let map =
            mapping("1000-3000", "r-xp", anonymous: 0, "/usr/bin/program with a space")
            + mapping("7f00aa000000-7f00aa001000", "r--p", anonymous: 0, "/usr/lib/libx.so (deleted)")
        #expect(MemoryMap.releasable(in: map) == [0x1000..<0x3000, 0x7f00_aa00_0000..<0x7f00_aa00_1000])
    }

    @Test(
        "nothing that would be lost",
        arguments: [
            ("rw-p", 0, "/usr/bin/program"), ("r--p", 4, "/usr/bin/program"), ("r--s", 0, "/dev/shm/x"),
            ("r-xp", 0, "[vdso]"), ("r--p", 0, ""), ("---p", 0, "/usr/bin/program"),
        ])
    func kept(rights: String, anonymous: Int, path: String) {
        #expect(MemoryMap.releasable(in: mapping("1000-3000", rights, anonymous: anonymous, path)).isEmpty)
    }

    @Test("a damaged map gives nothing")
    func damaged() {
        for map in ["", "Anonymous: 0 kB", "3000-1000 r-xp 0 fe:01 1 /x\nAnonymous: 0 kB", "zz-yy r-xp 0 0 0 /x"] {
            #expect(MemoryMap.releasable(in: map).isEmpty)
        }
    }
}
