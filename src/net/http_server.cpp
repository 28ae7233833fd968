// Connections as coroutines on one thread, handlers on the pool beside it.
// SPDX-License-Identifier: Apache-2.0
#include "net/http_server.hpp"

// Asio 1.74 under g++ 12 sets these off from inside its own headers when sanitizers are on.
#ifdef __SANITIZE_THREAD__
#pragma GCC diagnostic ignored "-Wtsan"
#endif
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

#include <utility>  // before Asio 1.74, which uses std::exchange without it

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include "base/log.hpp"
#include "net/gzip.hpp"
#include "net/response_head.hpp"
#include "net/worker_pool.hpp"

namespace regulars::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Parser = http::request_parser<http::string_body>;

constexpr std::uint32_t most_header_bytes = 32 << 10;
constexpr std::size_t read_buffer_bytes = 128 << 10;  // holds the largest header and a read of body
constexpr std::size_t first_read_bytes = 4 << 10;     // what an idle connection costs
constexpr Duration lost_answer_delay = 100ms;  // before a connection is closed without a byte
constexpr Duration linger_timeout = 2s;        // for a refused client to stop sending
constexpr Duration accept_pause = 100ms;       // when the process is out of descriptors

Instant machine_now() {
    auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

struct Peer {
    explicit Peer(tcp::socket socket) : stream(std::move(socket)), buffer(read_buffer_bytes) {}

    beast::tcp_stream stream;
    beast::flat_buffer buffer;
    std::string address;
    bool is_idle = false;
    bool is_evicted = false;
};

/// What a request gives before a handler sees it; the head is rendered by the worker.
struct Answer {
    HttpResponse response;
    std::string head;
    bool is_head_request = false;
    bool is_last = false;  // the connection closes after it
};

Answer render(HttpResponse response, bool is_head_request, bool is_last) {
    Answer answer;
    answer.is_head_request = is_head_request;
    answer.is_last = is_last || response.delivery != Delivery::whole;
    answer.response = std::move(response);
    auto connection = is_last ? Connection::close : Connection::keep;
    auto head = render_head(answer.response, connection, machine_now());
    if (!head) {
        log::error("{}", head.error().text());
        answer.response = plain_answer(500, "The server made an answer that cannot be sent.");
        head = render_head(answer.response, connection, machine_now());
    }
    answer.head = std::move(*head);
    return answer;
}

HttpRequest take_request(Parser& parser, const std::string& peer) {
    auto message = parser.release();
    HttpRequest request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    for (auto& field : message)
        request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    request.body = std::move(message.body());
    request.peer = peer;
    return request;
}

/// The answer to a request that could not be read; status 0 when there is nobody to answer.
HttpResponse refusal(error_code error) {
    if (error == http::error::body_limit)
        return plain_answer(413, "The body is larger than this server takes.");
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
        return plain_answer(431, "The headers are larger than this server takes.");
    HttpResponse none;
    none.status = 0;
    static const auto& of_http = http::make_error_code(http::error::bad_target).category();
    if (error.category() != of_http || error == http::error::end_of_stream ||
        error == http::error::partial_message)
        return none;
    return plain_answer(400, "This is not a well-formed HTTP request.");
}

Result<tcp::endpoint> parse_listen(std::string_view listen) {
    auto colon = listen.rfind(':');
    unsigned port = 0;
    std::string_view digits =
        colon == std::string_view::npos ? std::string_view() : listen.substr(colon + 1);
    auto [stopped, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    std::string host(listen.substr(0, colon));
    if (host == "localhost") host = "127.0.0.1";
    bool bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);
    error_code bad_address;
    auto address = asio::ip::make_address(host, bad_address);
    if (digits.empty() || error != std::errc() || stopped != digits.data() + digits.size() ||
        port > 65535 || bad_address || bracketed != address.is_v6())
        return fail(ErrorKind::invalid,
                    fmt::format("a listen address looks like 127.0.0.1:8080 or [::1]:8080, not: {}",
                                listen));
    return tcp::endpoint(address, static_cast<std::uint16_t>(port));
}

Error listen_error(error_code error, std::string_view listen) {
    if (error == asio::error::address_in_use)
        return {
            ErrorKind::conflict, fmt::format("another program already listens on {}", listen), {}};
    if (error == asio::error::access_denied)
        return {ErrorKind::unauthorized, fmt::format("this user may not listen on {}", listen), {}};
    return {ErrorKind::unavailable,
            fmt::format("cannot listen on {}: {}", listen, error.message()),
            {}};
}

}  // namespace

class HttpServer::Impl {
  public:
    Impl(ServerOptions options, HttpHandler handler)
        : options_(std::move(options)),
          handler_(std::move(handler)),
          acceptor_(io_),
          pool_(options_.workers, options_.max_queue) {}
    ~Impl() { stop(); }

    Result<void> listen();
    void run();
    void stop();
    tcp::endpoint endpoint() const { return endpoint_; }

  private:
    using Registry = std::list<Peer*>;

    asio::awaitable<void> accept();
    asio::awaitable<void> serve(tcp::socket socket);
    asio::awaitable<void> converse(Peer& peer);
    /// Fills the empty buffer; false when the connection is over.
    asio::awaitable<bool> await_request(Peer& peer);
    asio::awaitable<error_code> read_request(Peer& peer, Parser& parser);
    asio::awaitable<Answer> answer_of(HttpRequest request, bool is_last);
    /// False when the connection is over.
    asio::awaitable<bool> send(Peer& peer, Answer answer);
    asio::awaitable<void> linger(Peer& peer);
    asio::awaitable<void> pause(Duration time);

    HttpResponse handle(const HttpRequest& request);
    bool make_room();
    void refuse(tcp::socket& socket);
    void close(Peer& peer);
    void begin_stop();

    // Shared between threads: the options, the handler, the pool, the flag, and what mutex_ guards.
    const ServerOptions options_;
    const HttpHandler handler_;
    tcp::endpoint endpoint_;
    std::mutex mutex_;
    std::condition_variable quiet_;
    std::size_t alive_ = 0;  // connections whose coroutine has not ended
    bool stopped_ = false;
    std::atomic<bool> stopping_ = false;

    // The io thread's own.
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(io_);
    tcp::acceptor acceptor_;
    Registry peers_;  // open ones
    Registry idle_;   // of these, the longest idle first

    WorkerPool pool_;
    std::jthread thread_;
};

Result<void> HttpServer::Impl::listen() {
    tcp::endpoint wanted = TRY(parse_listen(options_.listen));
    error_code error;
    acceptor_.open(wanted.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(wanted, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) endpoint_ = acceptor_.local_endpoint(error);
    if (error) return std::unexpected(listen_error(error, options_.listen));
    return {};
}

void HttpServer::Impl::run() {
    asio::co_spawn(io_, accept(), [](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);  // a bug: nothing in accept() throws
    });
    thread_ = std::jthread([this] { io_.run(); });
}

void HttpServer::Impl::stop() {
    std::unique_lock lock(mutex_);
    if (std::exchange(stopped_, true)) return;
    if (thread_.joinable()) {
        asio::post(io_, [this] { begin_stop(); });
        auto is_quiet = [this] { return alive_ == 0; };
        if (!quiet_.wait_for(lock, options_.stop_timeout, is_quiet)) {
            log::warning("connections closed before they were done, because the server stops: {}",
                         alive_);
            asio::post(io_, [this] {
                for (Peer* peer : peers_) close(*peer);
            });
        }
    }
    lock.unlock();
    // A running handler is waited for: its answer then finds its connection closed.
    pool_.stop();
    work_.reset();
    if (thread_.joinable()) thread_.join();
}

void HttpServer::Impl::begin_stop() {
    stopping_ = true;
    error_code ignored;  // closing what is closed is no loss
    acceptor_.close(ignored);
    for (Peer* peer : idle_) close(*peer);
}

asio::awaitable<void> HttpServer::Impl::accept() {
    while (!stopping_) {
        error_code error;
        tcp::socket socket =
            co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (stopping_) co_return;
        if (error) {
            log::warning("a connection could not be accepted: {}", error.message());
            make_room();
            co_await pause(accept_pause);
            continue;
        }
        if (peers_.size() >= options_.max_connections && !make_room()) {
            refuse(socket);
            continue;
        }
        {
            std::scoped_lock lock(mutex_);
            ++alive_;
        }
        asio::co_spawn(io_, serve(std::move(socket)), [this](std::exception_ptr failure) {
            {
                std::scoped_lock lock(mutex_);
                --alive_;
            }
            quiet_.notify_all();
            if (!failure) return;
            try {
                std::rethrow_exception(failure);
            } catch (const std::exception& exception) {
                log::error("a connection ended unexpectedly: {}", exception.what());
            }
        });
    }
}

/// Closes the connection that has been idle longest; false when none is idle.
bool HttpServer::Impl::make_room() {
    if (idle_.empty()) return false;
    Peer* peer = idle_.front();
    idle_.pop_front();
    peer->is_idle = false;
    peer->is_evicted = true;
    peers_.remove(peer);
    close(*peer);
    return true;
}

void HttpServer::Impl::refuse(tcp::socket& socket) {
    constexpr std::string_view answer =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: "
        "close\r\n\r\n";
    // A new socket takes these bytes at once; if not, the client sees a closed connection instead.
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(answer), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
    socket.close(ignored);
}

void HttpServer::Impl::close(Peer& peer) {
    error_code ignored;  // closing what is closed is no loss
    peer.stream.socket().close(ignored);
}

asio::awaitable<void> HttpServer::Impl::pause(Duration time) {
    asio::steady_timer timer(io_, time);
    error_code ignored;  // it is never cancelled
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

asio::awaitable<void> HttpServer::Impl::serve(tcp::socket socket) {
    error_code error;
    auto remote = socket.remote_endpoint(error);
    if (!error) socket.set_option(tcp::no_delay(true), error);
    if (error) co_return;  // the client has gone already
    Peer peer(std::move(socket));
    peer.address = remote.address().to_string();
    struct Registration {
        Registry& peers;
        Peer& peer;
        Registration(Registry& to, Peer& of) : peers(to), peer(of) { peers.push_back(&peer); }
        ~Registration() {
            if (!peer.is_evicted) peers.remove(&peer);
        }
    } registration(peers_, peer);
    co_await converse(peer);
    error_code ignored;  // the client may have closed first
    peer.stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
}

asio::awaitable<void> HttpServer::Impl::converse(Peer& peer) {
    for (;;) {
        if (peer.buffer.size() == 0) {
            bool has_bytes = co_await await_request(peer);
            if (!has_bytes) co_return;
        }
        Parser parser;
        error_code error = co_await read_request(peer, parser);
        if (error) {
            HttpResponse response = refusal(error);
            if (response.status == 0) co_return;
            bool sent = co_await send(peer, render(std::move(response), false, true));
            if (sent) co_await linger(peer);
            co_return;
        }
        bool is_last = !parser.keep_alive();
        HttpRequest request = take_request(parser, peer.address);
        Answer answer = co_await answer_of(std::move(request), is_last);
        is_last = answer.is_last;
        bool sent = co_await send(peer, std::move(answer));
        if (!sent || is_last) co_return;
    }
}

asio::awaitable<bool> HttpServer::Impl::await_request(Peer& peer) {
    if (stopping_) co_return false;
    peer.buffer.shrink_to_fit();
    peer.is_idle = true;
    auto place = idle_.insert(idle_.end(), &peer);
    peer.stream.expires_after(options_.idle_timeout);
    error_code error;
    auto space = peer.buffer.prepare(first_read_bytes);
    std::size_t got = co_await peer.stream.async_read_some(
        space, asio::redirect_error(asio::use_awaitable, error));
    if (peer.is_idle) idle_.erase(place);
    peer.is_idle = false;
    if (error || peer.is_evicted) co_return false;
    peer.buffer.commit(got);
    co_return true;
}

asio::awaitable<error_code> HttpServer::Impl::read_request(Peer& peer, Parser& parser) {
    parser.header_limit(most_header_bytes);
    parser.body_limit(options_.max_body_bytes);
    peer.stream.expires_after(options_.header_timeout);
    error_code error;
    co_await http::async_read_header(peer.stream, peer.buffer, parser,
                                     asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return error;
    // RFC 9112, section 3.2: a request of HTTP/1.1 names its host.
    if (parser.get().version() >= 11 && parser.get().find(http::field::host) == parser.get().end())
        co_return http::make_error_code(http::error::bad_field);
    if (parser.is_done()) co_return error;
    peer.stream.expires_after(options_.idle_timeout);
    if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
        constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await peer.stream.async_write_some(asio::buffer(go_on),
                                              asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return error;
    }
    co_await http::async_read(peer.stream, peer.buffer, parser,
                              asio::redirect_error(asio::use_awaitable, error));
    co_return error;
}

HttpResponse HttpServer::Impl::handle(const HttpRequest& request) {
    try {
        return handler_(request);
    } catch (const std::exception& exception) {
        log::error("a handler failed on {} {}: {}", request.method, request.path(),
                   exception.what());
    } catch (...) {
        log::error("a handler failed on {} {}", request.method, request.path());
    }
    return plain_answer(500, "The server failed on this request.");
}

asio::awaitable<Answer> HttpServer::Impl::answer_of(HttpRequest request, bool is_last) {
    bool is_head_request = request.method == "HEAD";
    Answer answer;
    bool is_ready = false;
    asio::steady_timer ready(io_, asio::steady_timer::time_point::max());
    // The references hold: this coroutine waits until the posted step has run.
    WorkerPool::Job job = [&, request = std::move(request)] {
        HttpResponse response = handle(request);
        compress_for(request, response);
        answer = render(std::move(response), is_head_request, is_last || stopping_);
        asio::post(io_, [&] {
            is_ready = true;
            ready.cancel();
        });
    };
    if (!pool_.offer(job)) {
        HttpResponse busy = plain_answer(503, "The server is busy; try again shortly.");
        busy.headers.emplace_back("Retry-After", "1");
        co_return render(std::move(busy), is_head_request, is_last);
    }
    while (!is_ready) {
        error_code ignored;  // the cancelled timer is the signal
        co_await ready.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return answer;
}

asio::awaitable<bool> HttpServer::Impl::send(Peer& peer, Answer answer) {
    const HttpResponse& response = answer.response;
    if (response.delivery == Delivery::lost) {
        co_await pause(lost_answer_delay);
        co_return false;
    }
    std::string_view head = answer.head;
    std::string_view body = response.body;
    if (answer.is_head_request || !has_body(response.status)) body = {};
    if (response.delivery == Delivery::cut_short) {
        if (body.empty()) head = head.substr(0, head.size() / 2);
        body = body.substr(0, body.size() / 2);
    }
    while (!head.empty() || !body.empty()) {
        std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body)};
        peer.stream.expires_after(options_.idle_timeout);
        error_code error;
        std::size_t sent = co_await peer.stream.async_write_some(
            parts, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return false;
        std::size_t of_head = std::min(sent, head.size());
        head.remove_prefix(of_head);
        body.remove_prefix(sent - of_head);
    }
    co_return true;
}

/// Reads away what a refused client still sends, so that the answer is not lost in a reset.
asio::awaitable<void> HttpServer::Impl::linger(Peer& peer) {
    error_code error;
    peer.stream.socket().shutdown(tcp::socket::shutdown_send, error);
    peer.stream.expires_after(linger_timeout);
    while (!error) {
        peer.buffer.clear();
        auto space = peer.buffer.prepare(read_buffer_bytes / 2);
        co_await peer.stream.async_read_some(space,
                                             asio::redirect_error(asio::use_awaitable, error));
    }
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::start(ServerOptions options, HttpHandler handler) {
    REGULARS_ASSERT(handler != nullptr, "a server has a handler");
    auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
    TRY(impl->listen());
    impl->run();
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

std::string HttpServer::url() const {
    auto address = impl_->endpoint().address();
    std::string host = address.is_unspecified() ? "localhost" : address.to_string();
    if (address.is_v6() && !address.is_unspecified()) host = '[' + host + ']';
    return fmt::format("http://{}:{}", host, port());
}

std::uint16_t HttpServer::port() const { return impl_->endpoint().port(); }

void HttpServer::stop() { impl_->stop(); }

}  // namespace regulars::net
