import NIOCore
import NIOPosix

/// What the checkout service keeps its books in: a TCP server that answers every line with the same line.
actor Ledger {
    private let group: any EventLoopGroup
    /// The listener; begins with the first connection that is wanted.
    private var listener: EventLoopFuture<any Channel>?

    init(group: any EventLoopGroup) { self.group = group }

    private func address() async throws -> SocketAddress {
        let listener =
            self.listener
            ?? ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 64)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Echo())
                }
            }
            .bind(host: "127.0.0.1", port: 0)
        self.listener = listener
        guard let address = try await listener.get().localAddress else { throw ChannelError.unknownLocalAddress }
        return address
    }

    /// Opens a connection to it.
    func connect() async throws -> any Channel {
        let address = try await address()
        return try await ClientBootstrap(group: group)
            .connectTimeout(.seconds(2))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answers())
                }
            }
            .connect(to: address).get()
    }

    /// Writes an entry over a connection and waits for the answer.
    static func write(_ entry: String, over channel: any Channel) async throws {
        let answer = channel.eventLoop.makePromise(of: Void.self)
        channel.writeAndFlush(Entry(line: entry + "\n", answer: answer), promise: nil)
        try await answer.futureResult.get()
    }
}

private struct Entry: Sendable {
    var line: String
    var answer: EventLoopPromise<Void>
}

private final class Echo: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.write(data, promise: nil) }
    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Sends entries and completes each when its line comes back.
private final class Answers: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Entry
    typealias OutboundOut = ByteBuffer

    private var waiting: [EventLoopPromise<Void>] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let entry = unwrapOutboundIn(data)
        waiting.append(entry.answer)
        context.write(wrapOutboundOut(ByteBuffer(string: entry.line)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let lines = unwrapInboundIn(data).readableBytesView.count { $0 == UInt8(ascii: "\n") }
        for answer in waiting.prefix(lines) { answer.succeed() }
        waiting.removeFirst(min(lines, waiting.count))
    }

    func channelInactive(context: ChannelHandlerContext) {
        for answer in waiting { answer.fail(ChannelError.eof) }
        waiting = []
        context.fireChannelInactive()
    }
}
