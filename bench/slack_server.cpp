// A Slack on loopback that is faster than what it measures: Web API, Socket Mode and a WebSocket echo over TLS, in one
// thread around epoll. It makes the load itself, so that the moment an envelope left and the moment its
// acknowledgement and its post came back are read from one clock, the same for every client.
//
//   slack_server PORT CERTIFICATE KEY
//
// Orders come as lines on the standard input, answers go as lines of JSON to the standard output:
//
//   wait                                  a socket has been greeted
//   open RATE COUNT                       COUNT envelopes, RATE a second, whatever the client does
//   burst WINDOW COUNT                    COUNT envelopes, WINDOW of them unacknowledged at a time
//   soak RATE COUNT RECONNECTS            as `open`; on the way the sockets are replaced or cut RECONNECTS times
//   progress                              how far a soak is
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

using Micros = int64_t;

Micros now() {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return Micros(t.tv_sec) * 1000000 + t.tv_nsec / 1000;
}

struct Connection {
    int fd;
    SSL *ssl;
    enum { handshake, http, slack, echo } kind = handshake;
    std::string in, out;
    bool closeWhenSent = false;
    bool wantsWrite = false;
    bool isDraining = false;
    Micros closeAt = 0;
};

/// One load: what was sent when, and what has come back.
struct Load {
    enum { none, open, burst, soak } kind = none;
    int64_t count = 0, sent = 0, acked = 0, posted = 0, twice = 0;
    int64_t window = 0, reconnects = 0, reconnected = 0;
    double rate = 0;
    Micros start = 0, lastAck = 0, lastPost = 0, deadline = 0;
    std::vector<Micros> sentAt;
    std::vector<uint32_t> ackTime, postTime;
    std::vector<uint8_t> isAcked, isPosted;
};

int port, epollFD, timerFD;
std::map<int, std::unique_ptr<Connection>> connections;
Connection *active = nullptr;
Load load;
int64_t firstNumber = 0;  // Numbers go on from load to load, so that no delivery key comes twice.
bool isWaiting = false;
int64_t hellos = 0;
std::deque<int64_t> again;  // Sent on a socket that is gone, never acknowledged.
int64_t redelivered = 0;

void flush(Connection &c);
void drop(Connection &c);

void frame(std::string &out, int opcode, const char *data, size_t size) {
    out.push_back(char(0x80 | opcode));
    if (size < 126) {
        out.push_back(char(size));
    } else if (size < 65536) {
        out.push_back(126);
        out.push_back(char(size >> 8));
        out.push_back(char(size));
    } else {
        out.push_back(127);
        for (int shift = 56; shift >= 0; shift -= 8) out.push_back(char(uint64_t(size) >> shift));
    }
    out.append(data, size);
}

void sendText(Connection &c, const std::string &text) { frame(c.out, 1, text.data(), text.size()); }

void deliver(int64_t index, int attempt) {
    char text[1600];
    long long n = firstNumber + index;
    int size = snprintf(
        text, sizeof text,
        "{\"envelope_id\":\"%08llx-0000-4000-8000-%012llx\",\"type\":\"slash_commands\","
        "\"accepts_response_payload\":true,\"retry_attempt\":%d,\"payload\":{\"token\":\"bench\",\"team_id\":\"T0BENCH\","
        "\"team_domain\":\"bench\",\"channel_id\":\"C%05lld\",\"channel_name\":\"operations\",\"user_id\":\"U%05lld\","
        "\"user_name\":\"somebody\",\"command\":\"/runbook\",\"text\":\"show nothing\",\"api_app_id\":\"A0BENCH\","
        "\"is_enterprise_install\":\"false\",\"response_url\":\"https:\\/\\/localhost:%d\\/respond\\/%lld\","
        "\"trigger_id\":\"%lld.%lld.0123456789abcdef0123456789abcdef\"}}",
        n & 0xffffffff, n, attempt, n % 2000, n % 2000, port, n, n, n);
    if (attempt == 0) load.sentAt[index] = now();
    frame(active->out, 1, text, size);
}

void complete() {
    auto at = [](std::vector<uint32_t> &v, double q) {
        if (v.empty()) return 0.0;
        std::sort(v.begin(), v.end());
        return v[std::min(v.size() - 1, size_t(q * double(v.size())))] / 1000.0;
    };
    printf(
        "{\"sent\":%lld,\"acked\":%lld,\"posted\":%lld,\"twice\":%lld,\"redelivered\":%lld,\"reconnected\":%lld,"
        "\"ack_p50\":%.3f,\"ack_p99\":%.3f,\"ack_max\":%.3f,\"post_p50\":%.3f,\"post_p99\":%.3f,"
        "\"ack_seconds\":%.4f,\"post_seconds\":%.4f}\n",
        (long long)load.sent, (long long)load.acked, (long long)load.posted, (long long)load.twice,
        (long long)redelivered, (long long)load.reconnected, at(load.ackTime, 0.5), at(load.ackTime, 0.99),
        at(load.ackTime, 1), at(load.postTime, 0.5), at(load.postTime, 0.99),
        double(load.lastAck - load.start) / 1e6, double(std::max(load.lastPost, load.lastAck) - load.start) / 1e6);
    fflush(stdout);
    firstNumber += load.count;
    load = Load();
    again.clear();
    redelivered = 0;
}

void replaceSocket() {
    load.reconnected++;
    if (load.reconnected % 2) {
        sendText(*active, "{\"type\":\"disconnect\",\"reason\":\"refresh_requested\",\"debug_info\":{\"host\":\"bench\"}}");
        active->isDraining = true;
        active->closeAt = now() + 10000000;
        flush(*active);
    } else {
        drop(*active);
    }
}

/// Sends what is due.
void pump() {
    if (load.kind == Load::none) return;
    Micros moment = now();
    if ((load.acked >= load.count && load.posted >= load.count) || moment > load.deadline) return complete();
    if (!active) return;
    Connection *to = active;
    while (!again.empty()) {
        int64_t index = again.front();
        again.pop_front();
        if (load.isAcked[index]) continue;
        redelivered++;
        deliver(index, 1);
    }
    int64_t due = load.kind == Load::burst
        ? load.acked + load.window
        : int64_t(double(moment - load.start) * load.rate / 1e6) + 1;
    due = std::min(due, load.count);
    // A client that has fallen far behind is not buried: what its socket cannot take waits here.
    while (load.sent < due && to->out.size() < (1 << 20)) deliver(load.sent++, 0);
    flush(*to);
    if (load.kind == Load::soak && active && !active->isDraining && load.reconnected < load.reconnects
        && load.sent >= (load.reconnected + 1) * load.count / (load.reconnects + 1))
        replaceSocket();
}

void begin(int kind, double rate, int64_t window, int64_t count, int64_t reconnects) {
    load = Load();
    load.kind = decltype(load.kind)(kind);
    load.count = count;
    load.rate = rate;
    load.window = window;
    load.reconnects = reconnects;
    load.sentAt.resize(count);
    load.isAcked.resize(count);
    load.isPosted.resize(count);
    load.ackTime.reserve(count);
    load.postTime.reserve(count);
    load.start = now();
    load.deadline = load.start + (kind == Load::soak ? 7200 : 60) * 1000000LL;
    pump();
}

int64_t indexOf(long long number) {
    int64_t index = number - firstNumber;
    return index >= 0 && index < load.sent ? index : -1;
}

void acknowledged(const std::string &text) {
    size_t place = text.find("\"envelope_id\"");
    if (place == std::string::npos) return;
    place = text.find('"', place + 13);
    if (place == std::string::npos || text.size() < place + 37) return;
    int64_t index = indexOf(strtoll(text.c_str() + place + 25, nullptr, 16));
    if (index < 0 || load.isAcked[index]) return;
    load.isAcked[index] = 1;
    load.acked++;
    load.lastAck = now();
    load.ackTime.push_back(uint32_t(load.lastAck - load.sentAt[index]));
}

void posted(long long number) {
    int64_t index = indexOf(number);
    if (index < 0) return;
    if (load.isPosted[index]) {
        load.twice++;
        return;
    }
    load.isPosted[index] = 1;
    load.posted++;
    load.lastPost = now();
    load.postTime.push_back(uint32_t(load.lastPost - load.sentAt[index]));
}

void greet(Connection &c) {
    sendText(
        c,
        "{\"type\":\"hello\",\"connection_info\":{\"app_id\":\"A0BENCH\"},\"num_connections\":1,"
        "\"debug_info\":{\"host\":\"bench\",\"approximate_connection_time\":18060}}");
    Connection *old = active;
    active = &c;
    hellos++;
    if (old && old->isDraining) old->closeAt = now() + 500000;
    if (isWaiting) {
        isWaiting = false;
        puts("{\"ready\":true}");
        fflush(stdout);
    }
}

std::string field(const std::string &head, const char *name) {
    size_t size = strlen(name);
    for (size_t line = head.find("\r\n"); line != std::string::npos; line = head.find("\r\n", line + 2)) {
        if (strncasecmp(head.c_str() + line + 2, name, size) != 0 || head[line + 2 + size] != ':') continue;
        size_t start = head.find_first_not_of(' ', line + 3 + size);
        return head.substr(start, head.find("\r\n", start) - start);
    }
    return "";
}

void upgrade(Connection &c, const std::string &head, bool isEcho) {
    std::string key = field(head, "Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char digest[20], text[40];
    EVP_Digest(key.data(), key.size(), digest, nullptr, EVP_sha1(), nullptr);
    EVP_EncodeBlock(text, digest, 20);
    c.out += "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
        + std::string(reinterpret_cast<char *>(text)) + "\r\n\r\n";
    c.kind = isEcho ? Connection::echo : Connection::slack;
    if (!isEcho) greet(c);
}

void answer(Connection &c, const std::string &head, bool closes) {
    static int64_t ticket = 0, stamp = 0;
    size_t start = head.find(' ') + 1;
    std::string path = head.substr(start, head.find(' ', start) - start);
    std::string body = "{\"ok\":true}";
    if (path.compare(0, 9, "/respond/") == 0) {
        posted(atoll(path.c_str() + 9));
        body = "ok";
    } else if (path.find("apps.connections.open") != std::string::npos) {
        body = "{\"ok\":true,\"url\":\"wss:\\/\\/localhost:" + std::to_string(port)
            + "\\/link\\/?ticket=" + std::to_string(++ticket) + "\"}";
    } else if (path.find("auth.test") != std::string::npos) {
        body = "{\"ok\":true,\"url\":\"https:\\/\\/bench.slack.com\\/\",\"team\":\"bench\",\"user\":\"bot\","
               "\"team_id\":\"T0BENCH\",\"user_id\":\"U0BOT\",\"bot_id\":\"B0BOT\",\"is_enterprise_install\":false}";
    } else if (path.find("chat.post") != std::string::npos) {
        body = "{\"ok\":true,\"channel\":\"C00001\",\"ts\":\"1700000000." + std::to_string(100000 + stamp++ % 900000)
            + "\",\"message_ts\":\"1700000000.000001\"}";
    }
    c.out += "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: "
        + std::to_string(body.size()) + (closes ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n") + body;
    c.closeWhenSent = closes;
}

/// Takes one request off the input. Returns false when it is not all there.
bool takeRequest(Connection &c) {
    size_t end = c.in.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    std::string head = c.in.substr(0, end + 2);
    size_t length = size_t(atoll(field(head, "Content-Length").c_str()));
    if (c.in.size() < end + 4 + length) return false;
    c.in.erase(0, end + 4 + length);
    if (!field(head, "Sec-WebSocket-Key").empty()) {
        upgrade(c, head, head.compare(0, 9, "GET /echo") == 0);
    } else {
        answer(c, head, strcasecmp(field(head, "Connection").c_str(), "close") == 0);
    }
    return true;
}

/// Takes the frames off the input. Clients here send whole messages, so that fragments need not be joined.
void takeFrames(Connection &c) {
    size_t place = 0;
    while (c.in.size() - place >= 6) {
        auto *bytes = reinterpret_cast<unsigned char *>(&c.in[place]);
        size_t size = bytes[1] & 0x7f, head = 2;
        if (size == 126) {
            size = size_t(bytes[2]) << 8 | bytes[3];
            head = 4;
        } else if (size == 127) {
            if (c.in.size() - place < 14) break;
            size = 0;
            for (int i = 2; i < 10; i++) size = size << 8 | bytes[i];
            head = 10;
        }
        if (c.in.size() - place < head + 4 + size) break;
        unsigned char *key = bytes + head, *data = key + 4;
        for (size_t i = 0; i < size; i++) data[i] ^= key[i & 3];
        int opcode = bytes[0] & 0x0f;
        if (opcode == 8) {
            frame(c.out, 8, reinterpret_cast<char *>(data), size);
            c.closeWhenSent = true;
        } else if (opcode == 9) {
            frame(c.out, 10, reinterpret_cast<char *>(data), size);
        } else if (opcode <= 2 && c.kind == Connection::echo) {
            frame(c.out, opcode, reinterpret_cast<char *>(data), size);
        } else if (opcode == 1) {
            acknowledged(std::string(reinterpret_cast<char *>(data), size));
        }
        place += head + 4 + size;
    }
    c.in.erase(0, place);
}

void watch(Connection &c, bool write) {
    if (c.wantsWrite == write) return;
    c.wantsWrite = write;
    epoll_event event{};
    event.events = EPOLLIN;
    if (write) event.events |= EPOLLOUT;
    event.data.fd = c.fd;
    epoll_ctl(epollFD, EPOLL_CTL_MOD, c.fd, &event);
}

void drop(Connection &c) {
    if (active == &c) active = nullptr;
    if (c.kind == Connection::slack && load.kind == Load::soak) {
        // What this socket left unacknowledged comes again, as with Slack.
        again.clear();
        for (int64_t i = std::max<int64_t>(0, load.sent - 50000); i < load.sent; i++)
            if (!load.isAcked[i]) again.push_back(i);
    }
    int fd = c.fd;
    SSL_free(c.ssl);
    close(fd);
    connections.erase(fd);
}

void flush(Connection &c) {
    size_t sent = 0;
    while (sent < c.out.size()) {
        ERR_clear_error();
        int count = SSL_write(c.ssl, c.out.data() + sent, int(std::min<size_t>(c.out.size() - sent, 1 << 16)));
        if (count <= 0) break;
        sent += size_t(count);
    }
    c.out.erase(0, sent);
    watch(c, !c.out.empty());
    if (c.out.empty() && c.closeWhenSent) {
        SSL_shutdown(c.ssl);
        shutdown(c.fd, SHUT_WR);
    }
}

void serve(int fd) {
    auto found = connections.find(fd);
    if (found == connections.end()) return;
    Connection &c = *found->second;
    if (c.kind == Connection::handshake) {
        ERR_clear_error();
        int code = SSL_accept(c.ssl);
        if (code != 1) {
            int error = SSL_get_error(c.ssl, code);
            if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) drop(c);
            return;
        }
        c.kind = Connection::http;
    }
    static char buffer[1 << 16];
    while (true) {
        ERR_clear_error();
        int count = SSL_read(c.ssl, buffer, sizeof buffer);
        if (count <= 0) {
            int error = SSL_get_error(c.ssl, count);
            if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) {
                drop(c);
                return pump();
            }
            break;
        }
        c.in.append(buffer, size_t(count));
        if (c.in.size() > (4 << 20)) break;
    }
    while (c.kind == Connection::http && takeRequest(c)) {}
    if (c.kind == Connection::slack || c.kind == Connection::echo) takeFrames(c);
    flush(c);
    pump();
}

void acceptOne(int listener, SSL_CTX *context) {
    int fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    auto c = std::make_unique<Connection>();
    c->fd = fd;
    c->ssl = SSL_new(context);
    SSL_set_fd(c->ssl, fd);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    epoll_ctl(epollFD, EPOLL_CTL_ADD, fd, &event);
    connections[fd] = std::move(c);
}

void obey(const std::string &line) {
    char word[16] = "";
    double a = 0;
    long long b = 0, d = 0;
    sscanf(line.c_str(), "%15s %lf %lld %lld", word, &a, &b, &d);
    std::string order = word;
    if (order == "wait") {
        if (active) {
            puts("{\"ready\":true}");
        } else {
            isWaiting = true;
        }
    } else if (order == "open") {
        begin(Load::open, a, 0, b, 0);
    } else if (order == "burst") {
        begin(Load::burst, 0, int64_t(a), b, 0);
    } else if (order == "soak") {
        begin(Load::soak, a, 0, b, d);
    } else if (order == "progress") {
        printf(
            "{\"sent\":%lld,\"acked\":%lld,\"posted\":%lld,\"reconnected\":%lld,\"hellos\":%lld}\n",
            (long long)load.sent, (long long)load.acked, (long long)load.posted, (long long)load.reconnected,
            (long long)hellos);
    }
    fflush(stdout);
}

void tick() {
    uint64_t expirations;
    if (read(timerFD, &expirations, sizeof expirations) < 0) return;
    Micros moment = now();
    std::vector<Connection *> due;
    for (auto &entry : connections)
        if (entry.second->closeAt && entry.second->closeAt <= moment) due.push_back(entry.second.get());
    for (Connection *c : due) drop(*c);
    pump();
}

int selectProtocol(
    SSL *, const unsigned char **out, unsigned char *size, const unsigned char *in, unsigned int count, void *) {
    static const unsigned char offered[] = "\x08http/1.1";
    return SSL_select_next_proto(const_cast<unsigned char **>(out), size, offered, 9, in, count)
            == OPENSSL_NPN_NEGOTIATED
        ? SSL_TLSEXT_ERR_OK
        : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

int main(int argc, char **argv) {
    if (argc != 4) {
        fputs("usage: slack_server PORT CERTIFICATE KEY\n", stderr);
        return 64;
    }
    port = atoi(argv[1]);
    signal(SIGPIPE, SIG_IGN);
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_alpn_select_cb(context, selectProtocol, nullptr);
    if (SSL_CTX_use_certificate_chain_file(context, argv[2]) != 1
        || SSL_CTX_use_PrivateKey_file(context, argv[3], SSL_FILETYPE_PEM) != 1) {
        fputs("slack_server: the certificate or its key cannot be used\n", stderr);
        return 66;
    }
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(uint16_t(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 || listen(listener, 128) != 0) {
        perror("slack_server: cannot listen");
        return 69;
    }
    socklen_t length = sizeof address;
    getsockname(listener, reinterpret_cast<sockaddr *>(&address), &length);
    port = ntohs(address.sin_port);
    epollFD = epoll_create1(EPOLL_CLOEXEC);
    timerFD = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    itimerspec every{{0, 1000000}, {0, 1000000}};
    timerfd_settime(timerFD, 0, &every, nullptr);
    for (int fd : {0, listener, timerFD}) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = fd;
        epoll_ctl(epollFD, EPOLL_CTL_ADD, fd, &event);
    }
    printf("{\"port\":%d}\n", port);
    fflush(stdout);
    std::string orders;
    while (true) {
        epoll_event events[64];
        int count = epoll_wait(epollFD, events, 64, -1);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) {
                acceptOne(listener, context);
            } else if (fd == timerFD) {
                tick();
            } else if (fd == 0) {
                char text[512];
                ssize_t size = read(0, text, sizeof text);
                if (size <= 0) return 0;
                orders.append(text, size_t(size));
                for (size_t end; (end = orders.find('\n')) != std::string::npos; orders.erase(0, end + 1))
                    obey(orders.substr(0, end));
            } else {
                serve(fd);
            }
        }
    }
}
