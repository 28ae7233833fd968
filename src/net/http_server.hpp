// An HTTP/1.1 server around one handler.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "base/time.hpp"
#include "net/http.hpp"

namespace regulars::net {

struct ServerOptions {
    /// "127.0.0.1:8080", "[::1]:8080" or "localhost:8080"; port 0 takes a free one.
    std::string listen = "127.0.0.1:0";
    int workers = 4;
    /// A new connection beyond these takes the place of the one that has been idle longest; when
    /// all are busy it gets 503.
    std::size_t max_connections = 1024;
    /// Requests that wait for a worker; beyond these the answer is 503 with Retry-After.
    std::size_t max_queue = 256;
    /// Beyond it the answer is 413.
    std::size_t max_body_bytes = 16u << 20;
    Duration idle_timeout =
        60s;  // between requests; also for a whole body, and for no progress in sending
    Duration header_timeout = 10s;  // from a request's first byte to the end of its headers
    Duration stop_timeout = 10s;    // for what is under way when the server stops
};

/// Answers requests with a handler that runs on a bounded pool of workers, several at a time. One
/// thread moves all bytes, so idle connections cost no worker. Thread-safe.
/// The handler's exceptions become 500 and a log line. Bodies are compressed where gzip.hpp says
/// so; Content-Length, Connection and Date are the server's. No TLS, no upgrade, no HTTP/2: a proxy
/// in front does these.
class HttpServer {
  public:
    /// Listens from here on. Errors: invalid (not an address), conflict (in use), unauthorized (a
    /// port that needs privileges), unavailable (the machine has no such address).
    static Result<std::unique_ptr<HttpServer>> start(ServerOptions options, HttpHandler handler);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// "http://127.0.0.1:43121".
    std::string url() const;
    std::uint16_t port() const;
    /// Takes no more connections, answers the requests under way, closes the idle ones and returns
    /// when no thread of the server is left. Not from a handler.
    void stop();

  private:
    class Impl;
    explicit HttpServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace regulars::net
