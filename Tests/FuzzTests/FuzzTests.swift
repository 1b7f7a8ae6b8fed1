import FuzzTargets
import Testing

@Suite struct FuzzTests {
    @Test(
        "decoders keep their promises for inputs that are nearly right",
        arguments: [(FuzzTarget.frames, 40_000), (.envelopes, 50_000), (.handshake, 10_000)])
    func promises(_ target: FuzzTarget, _ count: Int) throws {
        var generator = FuzzGenerator(seed: 20_260_101)
        for number in 0..<count {
            let input = generator.input(for: target)
            do {
                try target.check(input)
            } catch {
                Issue.record("input \(number), \(input): \(error)")
                return
            }
        }
    }

    @Test("the generator repeats itself for the same seed")
    func generator() {
        for target in FuzzTarget.allCases {
            var (first, second) = (FuzzGenerator(seed: 7), FuzzGenerator(seed: 7))
            var other = FuzzGenerator(seed: 8)
            let inputs = (0..<100).map { _ in first.input(for: target) }
            #expect(inputs == (0..<100).map { _ in second.input(for: target) })
            #expect(inputs != (0..<100).map { _ in other.input(for: target) })
            #expect(Set(inputs).count > 90)
        }
    }
}
