import Testing

@testable import Transport

@Suite struct EnvelopeSlotsTests {
    @Test("beyond the limit one waits until a slot is free, in turn")
    func limit() async {
        let slots = EnvelopeSlots(limit: 2)
        await slots.acquire()
        await slots.acquire()
        let order = Recorder<Int>()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await slots.acquire()
                order.record(2)
                slots.release()
            }
            order.record(1)
            slots.release()
            await group.waitForAll()
        }
        #expect(order.elements == [1, 2])
        slots.release()
        await slots.waitUntilIdle(atMost: .seconds(60))
    }

    @Test("who waits for idleness gives up in time, and takes nobody else along")
    func patience() async {
        let slots = EnvelopeSlots(limit: 1)
        await slots.acquire()
        let order = Recorder<String>()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await slots.waitUntilIdle(atMost: .seconds(60))
                order.record("idle")
            }
            await slots.waitUntilIdle(atMost: .milliseconds(20))
            // Even a span that is over before it begins ends the wait.
            await slots.waitUntilIdle(atMost: .zero)
            order.record("over")
            slots.release()
        }
        #expect(order.elements == ["over", "idle"])
    }

    @Test("a cancelled task waits no longer")
    func cancelled() async {
        let slots = EnvelopeSlots(limit: 1)
        await slots.acquire()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await slots.waitUntilIdle(atMost: .seconds(600)) }
            group.cancelAll()
        }
        slots.release()
    }
}
