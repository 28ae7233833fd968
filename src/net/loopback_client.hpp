// An HttpClient that answers from handlers inside the process, for simulations.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "net/http.hpp"

namespace regulars::net {

/// Calls the handler of the request's origin during start(), so the order of calls is the order of
/// effects, and nothing depends on threads. As a real server would, it shows the handler a target
/// of path and query, a Host header and a peer; an exception of a handler is a 500. Its errors are
/// those of a real connection. As thread-safe as its handlers and its clock.
class LoopbackClient final : public HttpClient {
  public:
    /// Handlers by origin, in lower case and with the port only where it is not the scheme's own
    /// ("https://platform.opentable.com", "http://127.0.0.1:8080"); other hosts are unknown.
    /// `clock`, when given, outlives the client and loses limits.timeout on a lost answer.
    explicit LoopbackClient(std::map<std::string, HttpHandler> handlers, Clock* clock = nullptr);

    std::unique_ptr<HttpCall> start(HttpRequest request, HttpLimits limits,
                                    std::stop_token stop) override;

  private:
    Result<HttpResponse> answer(HttpRequest request, const HttpLimits& limits,
                                const std::stop_token& stop) const;

    const std::map<std::string, HttpHandler> handlers_;
    Clock* const clock_;
};

}  // namespace regulars::net
