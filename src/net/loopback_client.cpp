// Calls that never leave the process.
// SPDX-License-Identifier: Apache-2.0
#include "net/loopback_client.hpp"

#include "base/log.hpp"
#include "net/call_error.hpp"
#include "net/response_head.hpp"
#include "net/url.hpp"

namespace regulars::net {
namespace {

class AnsweredCall final : public HttpCall {
  public:
    explicit AnsweredCall(Result<HttpResponse> result) : result_(std::move(result)) {}
    Result<HttpResponse> wait() override {
        REGULARS_ASSERT(result_.has_value(), "an answer is taken once");
        auto result = std::move(*result_);
        result_.reset();
        return result;
    }

  private:
    std::optional<Result<HttpResponse>> result_;
};

HttpResponse call(const HttpHandler& handler, const HttpRequest& request) {
    try {
        return handler(request);
    } catch (const std::exception& exception) {
        log::error("a handler failed on {} {}: {}", request.method, request.path(),
                   exception.what());
        return plain_answer(500, "The server failed on this request.");
    }
}

}  // namespace

LoopbackClient::LoopbackClient(std::map<std::string, HttpHandler> handlers, Clock* clock)
    : handlers_(std::move(handlers)), clock_(clock) {
    for (auto& [origin, handler] : handlers_) {
        auto url = parse_url(origin);
        REGULARS_ASSERT(url && url->origin() == origin, "an origin is written in its normal form");
        REGULARS_ASSERT(handler != nullptr, "an origin has a handler");
    }
}

std::unique_ptr<HttpCall> LoopbackClient::start(HttpRequest request, HttpLimits limits,
                                                std::stop_token stop) {
    return std::make_unique<AnsweredCall>(answer(std::move(request), limits, stop));
}

Result<HttpResponse> LoopbackClient::answer(HttpRequest request, const HttpLimits& limits,
                                            const std::stop_token& stop) const {
    Url url = TRY(parse_url(request.target));
    if (stop.stop_requested()) return std::unexpected(cancelled_error(url.host));
    auto found = handlers_.find(url.origin());
    if (found == handlers_.end()) return std::unexpected(unknown_host_error(url.host));

    request.target = url.target;
    request.peer = "127.0.0.1";
    if (!header(request.headers, "Host")) request.headers.emplace_back("Host", url.host);
    HttpResponse response = call(found->second, request);

    if (response.delivery == Delivery::lost) {
        if (clock_) clock_->sleep_for(limits.timeout, stop);
        if (stop.stop_requested()) return std::unexpected(cancelled_error(url.host));
        return std::unexpected(timeout_error(url.host, limits.timeout));
    }
    if (request.method == "HEAD" || !has_body(response.status)) response.body.clear();
    if (response.body.size() > limits.max_body_bytes)
        return std::unexpected(body_limit_error(url.host, limits.max_body_bytes));
    if (response.delivery == Delivery::cut_short)
        return std::unexpected(closed_early_error(url.host));
    return response;
}

}  // namespace regulars::net
