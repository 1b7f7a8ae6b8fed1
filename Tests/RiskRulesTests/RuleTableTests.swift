import RiskRules
import Testing

@Suite("Rule tables")
struct RuleTableTests {
    @Test("the built-in tables have no mistakes")
    func builtIn() {
        #expect(RuleSet.builtInProblems.isEmpty)
    }
}
