// HTTP as plain values, and the port through which requests go out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/env.hpp"
#include "base/error.hpp"

namespace regulars::net {

/// Names compare without case; order is kept.
using Headers = std::vector<std::pair<std::string, std::string>>;
std::optional<std::string_view> header(const Headers& headers, std::string_view name);

struct HttpRequest {
    std::string method = "GET";
    /// Going out: an absolute http(s) URL. Coming in: path and query ("/health?x=1").
    std::string target;
    Headers headers;
    std::string body;
    /// Coming in: the peer's address. Going out: unused.
    std::string peer;

    std::string_view path() const;
    std::string_view query() const;
    /// The first value of a query parameter, percent-decoded.
    std::optional<std::string> parameter(std::string_view name) const;
    bool operator==(const HttpRequest&) const = default;
};

/// How much of an answer reaches the other side. Only simulated vendors answer anything but
/// `whole`.
enum class Delivery {
    whole,
    cut_short,  // half of the body, then the connection closes
    lost        // nothing, after the server acted: the client sees a timeout
};

struct HttpResponse {
    int status = 200;
    Headers headers;
    std::string body;
    Delivery delivery = Delivery::whole;
};

struct HttpLimits {
    Duration timeout = 60s;  // from start to the last byte
    Duration connect_timeout = 10s;
    std::size_t max_body_bytes = 64u << 20;  // an answer past it fails with `exhausted`
};

/// A request under way. Destroying it abandons the request.
class HttpCall {
  public:
    virtual ~HttpCall() = default;
    /// Waits for the answer; any status is an answer. Call once. Errors: unavailable (no
    /// connection, timeout, cut short, TLS; the message says which and for which host), exhausted
    /// (body past its limit), cancelled, invalid (not an http(s) URL, or a header that cannot be
    /// sent).
    virtual Result<HttpResponse> wait() = 0;
};

/// Sends requests. Thread-safe. Never follows redirects.
class HttpClient {
  public:
    virtual ~HttpClient() = default;
    /// Begins at once; the answer is taken with wait(). `stop` cancels.
    virtual std::unique_ptr<HttpCall> start(HttpRequest request, HttpLimits limits,
                                            std::stop_token stop) = 0;
    Result<HttpResponse> send(HttpRequest request, HttpLimits limits = {},
                              std::stop_token stop = {}) {
        return start(std::move(request), limits, std::move(stop))->wait();
    }
};

using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

}  // namespace regulars::net
