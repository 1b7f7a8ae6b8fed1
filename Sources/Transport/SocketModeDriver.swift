import Locking
import Logging
import SlackWire

/// Feeds the machine and remembers what its effects need. Everything that takes time is handed out as a `Job`.
actor SocketModeDriver {
    /// Work for a child task of the service.
    enum Job: Sendable {
        case openURL
        case serve(SocketID, url: String)
        /// Close the socket once no acknowledgement is due on it.
        case close(OpenSocket)
        /// Call `tick` at this moment.
        case wake(at: Duration)
        case finish
    }

    /// A socket of ours and the envelopes in progress that came on it.
    struct OpenSocket: Sendable {
        let client: WebSocketClient
        let inProgress: EnvelopeSlots
    }

    private var machine: SocketModeMachine
    private var sockets: [SocketID: OpenSocket] = [:]
    private var closings: Set<SocketID> = []
    private var wakeAt: Duration?
    private var fatalCode: String?
    private let jobs: AsyncStream<Job>.Continuation
    private let status: Lock<SocketModeStatus>
    private let jitter: @Sendable () -> Double
    private let now: @Sendable () -> Duration
    private let logger: Logger

    init(
        machine: SocketModeMachine, jobs: AsyncStream<Job>.Continuation, status: Lock<SocketModeStatus>,
        jitter: @escaping @Sendable () -> Double, now: @escaping @Sendable () -> Duration, logger: Logger
    ) {
        self.machine = machine
        self.jobs = jobs
        self.status = status
        self.jitter = jitter
        self.now = now
        self.logger = logger
    }

    /// The error of `apps.connections.open` that ends the service.
    var fatalError: SocketModeFatalError? { fatalCode.map(SocketModeFatalError.init(code:)) }

    /// Takes an event and does what follows from it.
    func handle(_ event: SocketModeEvent) {
        let moment = now()
        for effect in machine.handle(event, at: moment, jitter: jitter()) { perform(effect) }
        if let deadline = machine.deadline, wakeAt.map({ deadline < $0 }) ?? true {
            wakeAt = deadline
            hand(.wake(at: deadline))
        }
        let ready = machine.readyCount
        let open = machine.socketCount
        status.withLock { status in
            status.socketsOpen = open
            status.readySince = ready == 0 ? nil : status.readySince ?? moment
        }
        if machine.isFinished { hand(.finish) }
    }

    /// The moment that was asked for by `Job.wake` has come.
    func tick(_ moment: Duration) {
        if let wakeAt, wakeAt <= moment { self.wakeAt = nil }
        // What waits to be taken is life, however long it waits.
        for (id, socket) in sockets where socket.client.hasUnread { handle(.heard(id)) }
        handle(.tick)
    }

    /// A connection exists from now on.
    func register(_ id: SocketID, _ socket: OpenSocket) {
        sockets[id] = socket
        if closings.contains(id) { socket.client.abort() }
    }

    /// A connection is gone.
    func ended(_ id: SocketID, retryAfter: Duration?) {
        sockets[id] = nil
        closings.remove(id)
        handle(.ended(id, retryAfter: retryAfter))
    }

    private func perform(_ effect: SocketModeEffect) {
        switch effect {
        case .openURL: hand(.openURL)
        case .connect(let id, let url): hand(.serve(id, url: url))
        case .ping(let id): sockets[id]?.client.ping()
        case .close(let id):
            closings.insert(id)
            if let socket = sockets[id] { hand(.close(socket)) }
        case .abort(let id):
            closings.insert(id)
            sockets[id]?.client.abort()
        case .fatal(let code):
            fatalCode = code
            logger.critical("Slack refuses the app token", metadata: ["code": "\(code)"])
        case .notice(let notice): log(notice)
        }
    }

    /// The machine asks for one address and two sockets at a time and wakes are few, so the stream's limit is far off.
    private func hand(_ job: Job) {
        if case .dropped = jobs.yield(job) {
            logger.critical("a job of Socket Mode was lost: the service cannot go on as it should")
        }
    }

    private func log(_ notice: SocketModeNotice) {
        switch notice {
        case .ready(let id, let app):
            logger.info("Socket Mode is ready", metadata: ["socket": "\(id)", "app": "\(app ?? "unknown")"])
        case .strangers(let connections, let ours):
            logger.notice(
                "another instance of the app is connected and takes part of the envelopes",
                metadata: ["connections": "\(connections)", "ours": "\(ours)"])
        case .replacing(let id, let reason):
            logger.info(
                "a socket is being replaced",
                metadata: ["socket": "\(id)", "reason": "\(reason.map { "\($0)" } ?? "age")"])
        case .dead(let id):
            logger.warning("a socket fell silent and is given up", metadata: ["socket": "\(id)"])
        case .neverGreeted(let id):
            logger.warning("Slack did not greet a socket", metadata: ["socket": "\(id)"])
        case .linkDisabled:
            logger.error("Socket Mode is switched off in the app's settings: switch it on; trying again slowly")
        case .tooManyWebSockets:
            logger.error("the app has too many sockets: stop other instances; trying again slowly")
        case .denied(let code):
            logger.error(
                "Slack gives the app no socket: check that Socket Mode is on and the app installed; trying again slowly",
                metadata: ["code": "\(code)"])
        case .waiting(let span, let failures):
            logger.info("waiting before the next socket", metadata: ["span": "\(span)", "failures": "\(failures)"])
        }
    }
}
