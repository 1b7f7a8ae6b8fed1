import RunbookModel

/// A changed text meets a runbook that people changed in the library. What the text did not change stays as it is in the
/// library; what it did change is taken from the text.
package struct RunbookMerge {
    /// What comes out.
    package struct Outcome: Hashable, Sendable {
        package var content: RunbookContent
        /// Steps that are as people left them in the library, although the text says otherwise; deleted ones count.
        package var keptSteps: Int
    }

    /// A step on its way into the outcome, with where it comes from.
    private struct Piece {
        var step: Step
        var document: Int?
        var library: Int?
        /// Whether the step's own branch speaks of numbers of the library.
        var countsInLibrary = false
    }

    private let base: RunbookContent?
    private let library: RunbookContent
    private let document: RunbookContent
    private let classify: (String, CommandLanguage) -> RiskAssessment
    private var pieces: [Piece] = []
    private var kept = 0

    /// Brings three versions together.
    /// - Parameters:
    ///   - base: the text of the saved version as it is parsed now; `nil` when there is none, and then only colours and
    ///     undos that people chose are kept.
    ///   - library: the saved version.
    ///   - document: the new text, parsed.
    ///   - classify: what the risk rules say of a command.
    package static func merge(
        base: RunbookContent?, library: RunbookContent, document: RunbookContent,
        classify: (String, CommandLanguage) -> RiskAssessment
    ) -> Outcome {
        withoutActuallyEscaping(classify) { classify in
            var merge = RunbookMerge(base: base, library: library, document: document, classify: classify)
            return merge.run()
        }
    }

    private init(
        base: RunbookContent?, library: RunbookContent, document: RunbookContent,
        classify: @escaping (String, CommandLanguage) -> RiskAssessment
    ) {
        self.base = base.flatMap { $0.steps.isEmpty ? nil : $0 }
        self.library = library
        self.document = document
        self.classify = classify
    }

    private mutating func run() -> Outcome {
        let direct = StepMatching(old: library.steps, new: document.steps)
        if let base {
            takeSteps(base, direct)
            takeOrder(base)
            addStepsOfLibrary(base)
        } else {
            pieces = document.steps.enumerated().map { index, step in
                let old = direct.oldIndices[index]
                return Piece(step: carrying(old.map { library.steps[$0] }, to: step), document: index, library: old)
            }
        }
        if pieces.count > Limits.steps { pieces.removeLast(pieces.count - Limits.steps) }
        return Outcome(content: content(), keptSteps: kept)
    }

    // MARK: Steps

    private mutating func takeSteps(_ base: RunbookContent, _ direct: StepMatching) {
        let fromBase = StepMatching(old: base.steps, new: document.steps)
        let inLibrary = StepMatching(old: base.steps, new: library.steps)
        let toDocument = StepComparison(old: base.steps, new: document.steps, matching: fromBase)
        let toLibrary = StepComparison(old: base.steps, new: library.steps, matching: inLibrary)
        for (index, step) in document.steps.enumerated() {
            guard let origin = fromBase.oldIndices[index] else {
                // What people added in the library may have come into the text.
                let old = direct.oldIndices[index].flatMap { inLibrary.oldIndices[$0] == nil ? $0 : nil }
                pieces.append(
                    Piece(step: carrying(old.map { library.steps[$0] }, to: step), document: index, library: old))
                continue
            }
            let place = inLibrary.newIndices[origin]
            let isUnchanged = toDocument.changes(from: base.steps[origin], to: step).isEmpty
            if isUnchanged, let place {
                let own = library.steps[place]
                if toLibrary.changes(from: base.steps[origin], to: own).isEmpty {
                    pieces.append(Piece(step: step.withWishes(of: own), document: index, library: place))
                } else {
                    kept += 1
                    pieces.append(
                        Piece(
                            step: keeping(own, at: step.lines), document: index, library: place, countsInLibrary: true))
                }
            } else if isUnchanged {
                kept += 1  // Somebody deleted it, and the text says nothing new about it.
            } else {
                pieces.append(
                    Piece(
                        step: carrying(place.map { library.steps[$0] }, to: step), document: index, library: place))
            }
        }
    }

    /// Where the text kept its order and people changed the one in the library, theirs stays. A new step of the text stays
    /// behind the one that it stands behind there.
    private mutating func takeOrder(_ base: RunbookContent) {
        guard StepMatching(old: base.steps, new: document.steps).moved.isEmpty,
            !StepMatching(old: base.steps, new: library.steps).moved.isEmpty
        else { return }
        var groups: [(place: Int, pieces: [Piece])] = []
        for piece in pieces {
            if let place = piece.library {
                groups.append((place, [piece]))
            } else if groups.isEmpty {
                groups.append((-1, [piece]))
            } else {
                groups[groups.count - 1].pieces.append(piece)
            }
        }
        pieces = groups.sorted { $0.place < $1.place }.flatMap(\.pieces)
    }

    /// Steps that people added in the library, behind the step that they stand behind there.
    private mutating func addStepsOfLibrary(_ base: RunbookContent) {
        let inLibrary = StepMatching(old: base.steps, new: library.steps)
        var position = 0
        for (index, step) in library.steps.enumerated() {
            if let there = pieces.firstIndex(where: { $0.library == index }) {
                position = there + 1
            } else if inLibrary.oldIndices[index] == nil {
                kept += 1
                pieces.insert(
                    Piece(step: keeping(step, at: nil), document: nil, library: index, countsInLibrary: true),
                    at: position)
                position += 1
            }
        }
    }

    /// A step of the text with what a person chose for its counterpart in the library.
    private func carrying(_ own: Step?, to step: Step) -> Step {
        guard let own else { return step }
        var step = step
        if let chosen = own.chosenColour, chosen.risk > step.risk {
            step.risk = chosen.risk
            step.reasons.insert(chosen, at: 0)
        }
        if let rollback = own.rollback, rollback.source == .person, step.command == own.command {
            step.rollback = rollback
        }
        step.handling = step.handling ?? own.handling
        step.captures = step.captures ?? own.captures
        step.check = step.check ?? own.check
        step.runbook = step.runbook ?? own.runbook
        return step
    }

    /// A step of the library with the colour that the rules of today ask for.
    private func keeping(_ own: Step, at lines: ClosedRange<Int>?) -> Step {
        var step = own
        step.lines = lines
        if let command = step.command { step.classify(classify(command, step.language)) }
        return step
    }

    // MARK: The rest

    private func content() -> RunbookContent {
        var fromDocument: [Int: Int] = [:]
        var fromLibrary: [Int: Int] = [:]
        for (index, piece) in pieces.enumerated() {
            if let place = piece.document { fromDocument[document.steps[place].number] = index + 1 }
            if let place = piece.library { fromLibrary[library.steps[place].number] = index + 1 }
        }
        var content = document
        content.steps = pieces.enumerated().map { index, piece in
            var step = piece.step
            step.number = index + 1
            guard var branch = step.branch else { return step }
            let numbers = piece.countsInLibrary ? fromLibrary : fromDocument
            branch.thenStep = branch.thenStep.flatMap { numbers[$0] }
            branch.elseStep = branch.elseStep.flatMap { numbers[$0] }
            step.branch = branch
            return step
        }
        if let base {
            content.title = stays(\.title, base) ? library.title : document.title
            content.services = stays(\.services, base) ? library.services : document.services
            content.alerts = stays(\.alerts, base) ? library.alerts : document.alerts
        }
        let used = Set(content.steps.flatMap(\.variables))
        let known = Set(content.variables.map(\.name))
        content.variables += library.variables.filter { used.contains($0.name) && !known.contains($0.name) }
        content.ambiguities = doubts(fromDocument, fromLibrary)
        return content
    }

    /// Whether the text left a part alone.
    private func stays<Value: Equatable>(_ part: KeyPath<RunbookContent, Value>, _ base: RunbookContent) -> Bool {
        base[keyPath: part] == document[keyPath: part]
    }

    /// The doubts about steps of the text; of steps that people changed, those that they left.
    private func doubts(_ fromDocument: [Int: Int], _ fromLibrary: [Int: Int]) -> [Ambiguity] {
        let settled = Set(pieces.filter(\.countsInLibrary).compactMap { $0.document.map { document.steps[$0].number } })
        let own = Set(pieces.filter(\.countsInLibrary).compactMap { $0.library.map { library.steps[$0].number } })
        let first = document.ambiguities.compactMap { doubt -> Ambiguity? in
            guard let step = doubt.step else { return doubt }
            guard !settled.contains(step), let number = fromDocument[step] else { return nil }
            return doubt.moved(to: number)
        }
        let second = library.ambiguities.compactMap { doubt -> Ambiguity? in
            guard let step = doubt.step, own.contains(step), let number = fromLibrary[step] else { return nil }
            return doubt.moved(to: number)
        }
        return (first + second).enumerated().sorted {
            ($0.element.step ?? 0, $0.offset) < ($1.element.step ?? 0, $1.offset)
        }.map(\.element)
    }
}

extension Step {
    /// The same with what people asked of its counterpart, whose text is the same.
    fileprivate func withWishes(of own: Step) -> Step {
        var step = self
        (step.handling, step.captures, step.check, step.runbook) = (own.handling, own.captures, own.check, own.runbook)
        return step
    }
}

extension Ambiguity {
    fileprivate func moved(to step: Int) -> Ambiguity {
        var doubt = self
        doubt.step = step
        return doubt
    }
}
