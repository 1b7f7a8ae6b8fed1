import BotTestKit
import RiskRules
import RunbookModel
import Testing

@Suite("Explanations")
struct ExplanationTests {
    let classifier = RiskClassifier()

    /// Bytes of a text that stand in no part, other than blanks.
    static func unaccounted(_ explanation: RiskExplanation) -> String {
        var bytes = Array(explanation.command.utf8)
        for token in explanation.tokens { for index in token.range { bytes[index] = 0x20 } }
        return String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
    }

    @Test("every part is accounted for, once, in order")
    func complete() {
        for command in FamilyCommands.all.map(\.command) + SafetyVectorTests.neverGreen + SafetyVectorTests.green {
            let explanation = classifier.explain(command, language: .shell)
            #expect(Self.unaccounted(explanation) == "", "\(command)")
            var position = 0
            for token in explanation.tokens {
                #expect(token.range.lowerBound >= position, "\(command)")
                #expect(token.text == String(decoding: Array(command.utf8)[token.range], as: UTF8.self))
                #expect(!token.meaning.isEmpty)
                position = token.range.upperBound
            }
            #expect(explanation.assessment == classifier.assess(command, language: .shell))
            #expect(!explanation.sentences.isEmpty)
        }
    }

    @Test("statements are accounted for too")
    func statements() {
        for command in FamilyCommands.statements.map(\.command) {
            let explanation = classifier.explain(command, language: .sql)
            #expect(Self.unaccounted(explanation) == "", "\(command)")
        }
        let words = classifier.explain("CONFIG SET dir /", language: .redis)
        #expect(words.tokens.map(\.text) == ["CONFIG", "SET", "dir", "/"])
    }

    @Test("words have their roles")
    func roles() {
        let explanation = classifier.explain(
            "A=1 sudo systemctl restart --frobnicate web > out # now", language: .shell)
        let roles = explanation.tokens.map { "\($0.text):\($0.role.rawValue)" }
        #expect(
            roles == [
                "A=1:unknown", "sudo:program", "systemctl:program", "restart:subcommand", "--frobnicate:unknown",
                "web:operand", "> out:redirection", "# now:comment",
            ])
        let restart = explanation.tokens[3]
        #expect(restart.meaning == "Restarts web.")
        #expect(restart.risk == .yellow)
    }

    @Test("commands inside commands are explained")
    func payloads() throws {
        let explanation = classifier.explain("bash -c 'rm -rf /srv'", language: .shell)
        let payload = try #require(explanation.tokens.last?.payload)
        #expect(payload.map(\.text) == ["rm", "-rf", "/srv"])
        #expect(payload.first?.role == .program)
        let remote = classifier.explain("ssh web1 systemctl status nginx", language: .shell)
        #expect(remote.tokens.map(\.role) == [.program, .operand, .program, .subcommand, .operand])
        let substituted = classifier.explain("echo \"$(date -u)\"", language: .shell)
        #expect(substituted.tokens.map(\.text).contains("date"))
    }

    @Test("sentences say what happens, how far it reaches, how to take it back")
    func sentences() {
        let restart = classifier.explain("kubectl -n pay rollout restart deploy/payment-svc", language: .shell)
        #expect(restart.sentences.first == "Restarts every pod of deploy/payment-svc, one after the other.")
        #expect(restart.sentences.contains("Undo: kubectl rollout undo deploy/payment-svc -n pay"))
        #expect(restart.assessment.blastRadius == .one)
        #expect(restart.assessment.reversibility == .byCommand)
        let drop = classifier.assess("psql -c 'drop table orders'", language: .shell)
        #expect(drop.reversibility == .never)
        #expect(drop.blastRadius ?? .nothing > .nothing)
        let reboot = classifier.assess("sudo reboot", language: .shell)
        #expect(reboot.blastRadius == .host)
        let all = classifier.assess("kubectl delete pods --all -n shop", language: .shell)
        #expect(all.risk == .red)
        let read = classifier.assess("df -h", language: .shell)
        #expect(read.blastRadius == .nothing)
        #expect(read.reversibility == .nothingToUndo)
        let hidden = classifier.assess("eval \"$X\"", language: .shell)
        #expect(hidden.reversibility == .unknown)
    }

    @Test("any bytes can be explained")
    func noise() {
        var random = SeededRandom(seed: 11)
        let pieces = [
            "$(", "`", "\"", "'", "{", ")", "<<E\n", "\n", ";", "|", "ls", " ", "\\", ">", "#", "é", "E\n", "for ",
        ]
        for _ in 0..<400 {
            let text = (0..<30).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            let explanation = classifier.explain(text, language: .shell)
            #expect(Self.unaccounted(explanation) == "", "\(text)")
        }
    }
}
