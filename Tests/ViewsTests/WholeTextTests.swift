import JSONTree
import RunbookModel
import Testing

@testable import Views

@Suite struct WholeTextTests {
    @Test("a command is shown in as many pieces as the modal takes; beyond it the last says how much is missing")
    func commands() {
        let fits = String(repeating: "x", count: Screen.pieceLength * Screen.pieceLimit)
        #expect(Screen.showsAll(ofCommand: fits))
        #expect(Screen.pieces(fits).array?.compactMap(\.string).joined() == fits)
        let long = fits + "yz"
        #expect(!Screen.showsAll(ofCommand: long))
        let pieces = Screen.pieces(long).array?.compactMap(\.string) ?? []
        #expect(pieces.count == Screen.pieceLimit)
        #expect(pieces.last == "… \(Screen.pieceLength + 2) more characters")
    }

    @Test("an output of twenty short lines is shown whole, one of more lines or bytes is not")
    func outputs() {
        func shows(_ text: String, isCut: Bool = false) -> Bool {
            Screen.showsAll(of: CommandOutput(text: text, totalBytes: text.utf8.count, isCut: isCut))
        }
        let lines = (1...20).map { "line \($0)" }.joined(separator: "\n")
        #expect(shows("") && shows(lines) && shows(lines + "\n\n"))
        #expect(!shows(lines + "\nanother") && !shows(String(repeating: "x", count: 1900)))
        #expect(!shows(lines, isCut: true))
        #expect(!shows(String(repeating: "a long line of text\n", count: 2000)))
    }
}
