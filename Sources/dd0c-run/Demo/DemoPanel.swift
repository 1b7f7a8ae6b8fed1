import Bot
import DemoWorld
import RunbookModel
import SlackSandbox

/// The lines of the World panel that belong to the demo.
struct DemoPanel: Sendable {
    var monitor: Monitor
    var incident: IncidentTrigger
    var checkout: String
    var bot: @Sendable () -> ChildProcess?

    var world: SandboxWorld {
        SandboxWorld {
            [checkoutItem, incidentItem, botItem]
        } act: { item, action in
            switch (item, action) {
            case ("incident", "break"):
                await incident.pull()
                return "The checkout service now loses its connections. Give the monitor ten seconds."
            case ("incident", "hold"):
                incident.hold()
                return "The incident waits until you ask for it."
            case ("bot", "kill"):
                bot()?.pullThePlug()
                return "The bot was killed with kill -9. It is started again in half a second."
            default: throw SandboxWorld.Refusal("There is no \(action) for \(item).")
            }
        }
    }

    private var checkoutItem: SandboxWorld.Item {
        let reading = monitor.reading
        guard let milliseconds = reading.milliseconds else {
            return SandboxWorld.Item(
                id: "checkout", title: "Checkout service", value: "orders fail", level: "danger")
        }
        let isSlow = milliseconds > 500
        return SandboxWorld.Item(
            id: "checkout", title: "Checkout service",
            value: "an order takes \(Int(milliseconds.rounded(.up))) ms", level: isSlow ? "danger" : "good")
    }

    private var incidentItem: SandboxWorld.Item {
        let breakIt = SandboxWorld.Item.Action(id: "break", label: "Break the checkout service now", style: "danger")
        if let since = monitor.reading.firingSince {
            let seconds = max(0, Ambient.system.now().milliseconds / 1000 - since)
            return SandboxWorld.Item(
                id: "incident", title: "Incident", value: "CheckoutLatencyHigh is firing for \(seconds) s",
                level: "danger")
        }
        guard let left = incident.countdown else {
            return SandboxWorld.Item(
                id: "incident", title: "Incident", value: "none", level: "good", actions: [breakIt])
        }
        return SandboxWorld.Item(
            id: "incident", title: "Incident", value: "begins in \(left) s", level: "warning",
            actions: [breakIt, SandboxWorld.Item.Action(id: "hold", label: "Not by itself")])
    }

    private var botItem: SandboxWorld.Item {
        let kill = SandboxWorld.Item.Action(id: "kill", label: "Pull the plug (kill -9)")
        guard let process = bot(), let pid = process.pid else {
            return SandboxWorld.Item(id: "bot", title: "Bot process", value: "not running", level: "danger")
        }
        let starts = process.startCount
        return SandboxWorld.Item(
            id: "bot", title: "Bot process",
            value: starts > 1 ? "pid \(pid), started \(starts) times" : "pid \(pid)", level: "good", actions: [kill])
    }
}
