import RunbookModel

/// What a condition came to.
struct Verdict {
    var choice: BranchChoice
    /// The sum as a person would write it down: "73 > 50 → step 4".
    var working: String
}

extension Transition {
    /// The decision at `index` on the outcome of the command before it; `nil` when a person must look.
    func verdict(at index: Int) -> Verdict? {
        guard let test = run.steps[index].step.branch?.test, let outcome = run.outcome(before: index),
            let finding = test.evaluate(outcome)
        else { return nil }
        let choice: BranchChoice = finding.holds ? .then : .otherwise
        let target = run.destination(of: choice, at: index)
        let place = target < run.plannedCount ? "step \(run.steps[target].step.number)" : "the end"
        return Verdict(choice: choice, working: "\(finding.words) → \(place)")
    }
}

/// What is known of a command that ran to its end.
struct Outcome {
    var exitCode: Int
    var output: CommandOutput?
}

extension Run {
    /// The outcome that a decision at `index` is about: that of the step before it. A step that was skipped, undone or
    /// done by hand has none, and an older one must not stand in for it.
    func outcome(before index: Int) -> Outcome? {
        let before = steps[..<index].last { step in
            switch step.status {
            case .passedOver, .decided: false
            case .pending, .waiting, .running, .succeeded, .skipped, .simulated, .following: true
            }
        }
        guard let before, before.status == .succeeded, before.doneByHand == nil, before.undo != .succeeded,
            let attempt = before.attempts.last(where: { $0.purpose == .forward }),
            case .exited(let code) = attempt.result
        else { return nil }
        return Outcome(exitCode: code, output: attempt.output)
    }

    /// Index of the step that a choice leads to, which may be one past the last. A choice without a target goes on with
    /// the next step, unless that is where the other choice leads: then it leads past everything that is left.
    func destination(of choice: BranchChoice, at index: Int) -> Int {
        let branch = steps[index].step.branch
        let (number, other) =
            choice == .then ? (branch?.thenStep, branch?.elseStep) : (branch?.elseStep, branch?.thenStep)
        guard let number, (1...max(1, plannedCount)).contains(number) else {
            return other == index + 2 ? plannedCount : index + 1
        }
        return number - 1
    }

    /// Whether the last forward attempt of a step got it done. A code other than 0 does, too, where the next step asks
    /// for it, or where `grep -c` says with 1 that it counted none.
    func countsAsDone(_ index: Int) -> Bool {
        guard let attempt = steps[index].attempts.last(where: { $0.purpose == .forward }),
            case .exited(let code) = attempt.result
        else { return false }
        if code == 0 { return true }
        if code == 1, attempt.command.assessment.risk == .green, let check = steps[index].step.check,
            check.command == nil, case .number = check.condition, attempt.output.map({ $0.isOnlyZero }) == true
        {
            return true
        }
        guard attempt.command.assessment.risk == .green, index + 1 < plannedCount,
            let test = steps[index + 1].step.branch?.test
        else { return false }
        switch test {
        case .exitCode: return true
        case .number: return code == 1 && attempt.output.map { $0.isOnlyZero } == true
        case .contains: return false
        }
    }
}

extension Condition {
    /// Whether the condition holds, and why in words; `nil` when the outcome does not say clearly.
    func evaluate(_ outcome: Outcome) -> (holds: Bool, words: String)? {
        switch self {
        case .exitCode(let comparison, let bound):
            let holds = comparison.holds(Double(outcome.exitCode), Double(bound))
            return (holds, comparison.words("exit code \(outcome.exitCode)", String(bound), holds))
        case .number(let comparison, let bound):
            guard let number = outcome.output?.onlyNumber else { return nil }
            let holds = comparison.holds(number, bound)
            return (holds, comparison.words(number.plain, bound.plain, holds))
        case .contains(let text):
            guard let output = outcome.output, !text.isEmpty else { return nil }
            if output.text.lowercased().contains(text.lowercased()) { return (true, "the output contains “\(text)”") }
            // What was cut away may hold it.
            return output.isCut ? nil : (false, "the output does not contain “\(text)”")
        }
    }
}

extension Comparison {
    fileprivate func words(_ left: String, _ right: String, _ holds: Bool) -> String {
        holds ? "\(left) \(rawValue) \(right)" : "\(left) is not \(rawValue) \(right)"
    }
}

extension Double {
    /// Without a needless fraction: 73, 0.5.
    var plain: String {
        Int(exactly: self).map(String.init) ?? String(self)
    }
}

extension CommandOutput {
    /// The number in the output when there is exactly one. A number with a unit, a date, an address or a thousands
    /// separator is none that may be compared, and makes a number beside it doubtful only when it looks like one.
    var onlyNumber: Double? {
        guard !isCut else { return nil }
        var found: Double?
        for word in text.split(whereSeparator: \.isWhitespace) {
            switch NumberWord(word) {
            case .none: continue
            case .doubtful: return nil
            case .number(let number):
                guard found == nil else { return nil }
                found = number
            }
        }
        return found
    }

    fileprivate var isOnlyZero: Bool {
        !isCut && text.split(whereSeparator: \.isWhitespace).map(String.init) == ["0"]
    }
}

/// What a word of the output is as a number.
private enum NumberWord {
    case none
    case number(Double)
    /// A number in some form whose size is not certain: `450ms`, `1,234`, `3/3`.
    case doubtful

    init(_ word: Substring) {
        var text = word
        if let mark = text.lastIndex(where: { $0 == "=" || $0 == ":" }) { text = text[text.index(after: mark)...] }
        while let first = text.first, "([\"'".contains(first) { text.removeFirst() }
        while let last = text.last, ")]\"',;%.".contains(last) { text.removeLast() }
        guard let first = text.first, first.isASCII, first.isNumber || "+-.".contains(first) else {
            self = .none
            return
        }
        let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        if isPlain, let number = Double(text), number.isFinite {
            self = word.contains(":") && word.first?.isNumber == true ? .doubtful : .number(number)
        } else {
            self = text.contains(where: \.isNumber) ? .doubtful : .none
        }
    }
}
