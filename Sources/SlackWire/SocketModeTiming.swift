/// The spans that govern our sockets.
package struct SocketModeTiming: Hashable, Sendable {
    /// A socket that has not been greeted so long after it was begun is given up.
    package var hello: Duration = .seconds(20)
    /// Silence after which a ping is sent, again and again.
    package var idle: Duration = .seconds(10)
    /// Silence after which a socket is dead. Within it a ping goes unanswered.
    package var dead: Duration = .seconds(25)
    /// How long an old socket is still read once its replacement was greeted.
    package var drain: Duration = .seconds(30)
    /// The part of the announced life after which a socket is replaced of our own accord.
    package var refreshFraction = 0.9
    /// The shortest time after its greeting at which a socket is replaced of our own accord.
    package var shortestLife: Duration = .seconds(5)
    /// A socket that lived so long has proved that all is well: the next failure starts from the shortest delay.
    package var proof: Duration = .seconds(60)
    /// The upper end of the first delay after a failure; it doubles with each further one.
    package var backoff: Duration = .milliseconds(500)
    /// The upper end of any delay after a failure.
    package var longestBackoff: Duration = .seconds(60)
    /// The delay after `too_many_websockets`, `link_disabled` and a refusal that lies in the app's settings, to which up
    /// to its half is added.
    package var slow: Duration = .seconds(60)

    /// The spans for Slack.
    package init() {}
}
