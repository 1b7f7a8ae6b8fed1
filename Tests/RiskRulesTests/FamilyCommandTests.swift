import RiskRules
import RunbookModel
import Testing

@Suite("Commands by family")
struct FamilyCommandTests {
    struct Figures {
        var count = 0
        var right = 0
        var greens = 0
        var annoying = 0
        var reds = 0
        var softened = 0
        var unsafe: [String] = []

        var accuracy: Double { count == 0 ? 1 : Double(right) / Double(count) }

        mutating func add(_ row: FamilyCommands.Labelled, _ risk: Risk) {
            count += 1
            if row.allowed.contains(risk) { right += 1 }
            if !row.allowed.contains(.green), risk == .green { unsafe.append(row.command) }
            if row.allowed == [.green] {
                greens += 1
                if risk != .green { annoying += 1 }
            }
            if row.allowed == [.red] {
                reds += 1
                if risk == .yellow { softened += 1 }
            }
        }
    }

    static func figures(_ rows: [FamilyCommands.Labelled]) -> [String: Figures] {
        let classifier = RiskClassifier()
        var figures: [String: Figures] = [:]
        for row in rows { figures[row.family, default: Figures()].add(row, row.risk(by: classifier)) }
        return figures
    }

    @Test("no family holds a change that runs by itself, and each is right far more often than not")
    func families() {
        for (family, figures) in Self.figures(FamilyCommands.all + FamilyCommands.statements) {
            #expect(figures.unsafe.isEmpty, "\(family): \(figures.unsafe)")
            #expect(figures.accuracy >= 0.92, "\(family): \(figures.right) of \(figures.count)")
            #expect(figures.softened * 100 <= figures.reds * 10, "\(family): \(figures.softened) of \(figures.reds)")
            #expect(
                figures.annoying * 100 <= figures.greens * 15, "\(family): \(figures.annoying) of \(figures.greens)")
        }
    }

    @Test("all families together hold the figures of the safety page")
    func together() {
        var all = Figures()
        let classifier = RiskClassifier()
        for row in FamilyCommands.all + FamilyCommands.statements { all.add(row, row.risk(by: classifier)) }
        #expect(all.count > 1500)
        #expect(all.accuracy >= 0.96, "\(all.right) of \(all.count)")
        #expect(all.softened * 100 <= all.reds * 3, "\(all.softened) of \(all.reds)")
        #expect(all.annoying * 100 <= all.greens * 8, "\(all.annoying) of \(all.greens)")
    }
}
