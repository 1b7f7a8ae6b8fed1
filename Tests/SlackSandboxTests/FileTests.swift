import JSONTree
import Testing

@testable import SlackSandbox

@Suite(.timeLimit(.minutes(2))) struct FileTests {
    private func path(_ url: JSONValue?) throws -> String {
        "/" + (try #require(url?.string)).split(separator: "/", maxSplits: 2)[2]
    }

    @Test func upload() async throws {
        try await withSandbox { bench in
            let given = try await bench.call("files.getUploadURLExternal", ["filename": "out.log", "length": "5"])
            let upload = try path(given["upload_url"])
            let id = try #require(given["file_id"]?.string)
            let early = try await bench.call("files.completeUploadExternal", json: ["files": [["id": .string(id)]]])
            #expect(early["error"] == "file_not_found")
            #expect(try await bench.send("POST", upload, body: Array("four".utf8)).status == 400)
            #expect(try await bench.send("POST", upload, body: Array("hello".utf8)).status == 200)
            #expect(try await bench.send("POST", upload, body: Array("hello".utf8)).status == 400)
            let done = try await bench.call(
                "files.completeUploadExternal",
                json: [
                    "files": [["id": .string(id), "title": "Output"]], "channel_id": .string(TestBench.incidents),
                    "initial_comment": "all of it",
                ])
            #expect(done["files"]?[0]?["title"] == "Output")
            let history = await bench.sandbox.read("history", ["channel": TestBench.incidents])
            #expect(history["messages"]?[0]?["text"] == "all of it")
            #expect(history["messages"]?[0]?["files"]?[0]?["preview"] == "hello")
        }
    }

    @Test func multipartUpload() async throws {
        try await withSandbox { bench in
            let given = try await bench.call("files.getUploadURLExternal", ["filename": "a.bin", "length": "4"])
            let body =
                Array("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n".utf8)
                + [0, 13, 10, 255] + Array("\r\n--x--\r\n".utf8)
            let answer = try await bench.send(
                "POST", path(given["upload_url"]), type: "multipart/form-data; boundary=x", body: body)
            #expect(answer.status == 200)
        }
    }

    @Test func downloadsNeedTheToken() async throws {
        try await withSandbox { bench in
            let socket = try await bench.connect()
            try await bench.act(
                "message",
                [
                    "user": .string(TestBench.robin), "channel": .string(TestBench.robinsDM), "text": "",
                    "files": [["name": "Run Book.md", "content_base64": "IyBUaXRsZQ=="]],
                ])
            let file = try await socket.take()["payload"]?["event"]?["files"]?[0]
            #expect(file?["filetype"] == "markdown")
            #expect(file?["mimetype"] == "text/markdown")
            let location = try path(file?["url_private"])
            let stranger = try await bench.send("GET", location)
            #expect(stranger.status == 200)
            #expect(stranger.header("Content-Type")?.hasPrefix("text/html") == true)
            let allowed = try await bench.send("GET", location, token: bench.configuration.botToken)
            #expect(allowed.text == "# Title")
            let download = try await bench.send(
                "GET", path(file?["url_private_download"]), token: bench.configuration.botToken)
            #expect(download.text == "# Title")
        }
    }

    @Test func filesAreForgotten() async {
        let clock = ManualClock()
        var workspace = Workspace(
            configuration: SandboxConfiguration(
                certificateDirectory: "/", manifest: AppManifest(TestBench.manifest), seed: 1, now: { clock.now }))
        for number in 0..<600 {
            workspace.add(
                StoredFile(
                    id: "F\(number)", name: "n", title: "n", mimetype: "m", filetype: "t", user: "U", created: 0,
                    bytes: [1], announcedSize: 1))
        }
        #expect(workspace.files.count == 500)
        #expect(workspace.files["F599"] != nil)
        for number in 0..<10 {
            workspace.add(
                StoredFile(
                    id: "G\(number)", name: "n", title: "n", mimetype: "m", filetype: "t", user: "U", created: 0,
                    announcedSize: Workspace.fileSizeLimit))
        }
        #expect(workspace.files.values.reduce(0) { $0 + $1.announcedSize } <= Workspace.fileBytesLimit)
    }

    @Test func base64() {
        #expect(Base64.decoded("IyBUaXRsZQ==") == Array("# Title".utf8))
        #expect(Base64.decoded("AP8") == [0, 255])
        #expect(Base64.decoded("a-b") == nil)
        #expect(Base64.decoded("") == [])
    }
}
