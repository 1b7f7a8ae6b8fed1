// WebSocket messages echoed over TLS with Boost.Beast.
//
//   beast_echo PORT CA_FILE COUNT WINDOW SIZE
#include <sys/resource.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;

int main(int argc, char **argv) {
    if (argc != 6) return 64;
    const long count = atol(argv[3]), window = atol(argv[4]);
    const std::string text(size_t(atol(argv[5])), 'x');
    asio::io_context io(1);
    asio::ssl::context tls(asio::ssl::context::tls_client);
    tls.load_verify_file(argv[2]);
    tls.set_verify_mode(asio::ssl::verify_peer);
    tls.set_verify_callback(asio::ssl::host_name_verification("localhost"));
    beast::websocket::stream<beast::ssl_stream<tcp::socket>> socket(io, tls);
    tcp::resolver resolver(io);
    asio::connect(beast::get_lowest_layer(socket), resolver.resolve("127.0.0.1", argv[1]));
    beast::get_lowest_layer(socket).set_option(tcp::no_delay(true));
    socket.next_layer().handshake(asio::ssl::stream_base::client);
    socket.handshake(std::string("localhost:") + argv[1], "/echo");
    socket.text(true);

    long sent = 0, received = 0;
    bool isWriting = false;
    beast::flat_buffer buffer;
    std::function<void()> write, read;
    write = [&] {
        if (isWriting || sent >= count || sent - received >= window) return;
        isWriting = true;
        socket.async_write(asio::buffer(text), [&](beast::error_code error, size_t) {
            if (error) exit(1);
            isWriting = false;
            sent++;
            write();
        });
    };
    read = [&] {
        socket.async_read(buffer, [&](beast::error_code error, size_t) {
            if (error) exit(1);
            buffer.consume(buffer.size());
            if (++received == count) return io.stop();
            write();
            read();
        });
    };
    const auto start = std::chrono::steady_clock::now();
    read();
    write();
    io.run();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    rusage use{};
    getrusage(RUSAGE_SELF, &use);
    printf(
        "{\"seconds\":%f,\"cpu\":%f}\n", seconds,
        double(use.ru_utime.tv_sec + use.ru_stime.tv_sec)
            + double(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6);
}
