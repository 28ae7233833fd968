// Routes a request: who asks, may they, what do they get, and the headers that every answer
// carries.
// SPDX-License-Identifier: Apache-2.0
#include "api/api.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "api/authentication.hpp"
#include "api/hosted/html.hpp"
#include "api/routes.hpp"
#include "api/static_files.hpp"

namespace regulars::api {

const std::vector<Route>& all_routes() {
    static const std::vector<Route> all = [] {
        std::vector<Route> found;
        for (auto table : {health_routes(),
                           lightspeed_routes(),
                           session_routes(),
                           setup_routes(),
                           me_routes(),
                           live_routes(),
                           home_routes(),
                           search_routes(),
                           integration_routes(),
                           integration_change_routes(),
                           import_routes(),
                           reconciliation_routes(),
                           list_routes(),
                           list_member_routes(),
                           consent_routes(),
                           segment_routes(),
                           segment_member_routes(),
                           segment_question_routes(),
                           suggestion_routes(),
                           metric_routes(),
                           chart_routes(),
                           profile_routes(),
                           profile_change_routes(),
                           duplicate_routes(),
                           organization_routes(),
                           user_routes(),
                           api_key_routes(),
                           webhook_routes(),
                           subscribe_page_routes(),
                           token_page_routes()})
            found.insert(found.end(), table.begin(), table.end());
        return found;
    }();
    return all;
}

namespace {

/// Pages for everybody, server-rendered: their errors are pages, too.
bool is_public_page(std::string_view first) {
    constexpr std::string_view pages[] = {"s", "confirm", "unsubscribe", "preferences", "pages"};
    return std::ranges::find(pages, first) != std::end(pages);
}

bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD"; }

Answer answer(Call& call, const std::vector<std::string>& segments) {
    std::string method = call.http.method == "HEAD" ? "GET" : call.http.method;
    std::string allowed;
    for (auto& route : all_routes()) {
        auto found = match(route.pattern, segments);
        if (!found) continue;
        if (route.method != method) {
            allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
            continue;
        }
        if (call.http.body.size() > route.most_body_bytes)
            return refuse(413, "too_large",
                          fmt::format("a body has at most {} bytes, not {}", route.most_body_bytes,
                                      call.http.body.size()));
        call.path = std::move(*found);
        call.query = TRY(query_from(call.http.target));
        if (route.needs != Needs::nobody) TRY(admit(call, route));
        return route.answer(call);
    }
    if (allowed.empty()) return not_found("There is nothing at this address.");
    auto response = to_response(Problem(405, "invalid", "This address answers " + allowed + "."));
    response.headers.emplace_back("Allow", allowed);
    return response;
}

void add_security_headers(net::HttpResponse& response, const Call& call) {
    auto& headers = response.headers;
    auto has = [&](std::string_view name) { return net::header(headers, name).has_value(); };
    headers.emplace_back("X-Content-Type-Options", "nosniff");
    headers.emplace_back("Referrer-Policy", "no-referrer");
    headers.emplace_back("X-Frame-Options", "DENY");
    headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    if (call.is_https()) headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
    if (!has("Content-Security-Policy"))
        headers.emplace_back("Content-Security-Policy",
                             "default-src 'none'; frame-ancestors 'none'");
    if (!has("Cache-Control")) headers.emplace_back("Cache-Control", "no-store");
}

}  // namespace

Api::Api(Services services) : shared_(std::make_unique<Shared>(std::move(services))) {}
Api::~Api() = default;

net::HttpResponse Api::handle(const net::HttpRequest& request) {
    Call call(*shared_, request);
    std::string_view path = request.target;
    path = path.substr(0, path.find_first_of("?#"));
    net::HttpResponse response;
    auto segments = segments_of(path);
    if (!segments) {
        response = to_response(Problem(400, "invalid", "The address is not a plain path."));
    } else if (segments->front() == "app" && segments->size() > 1 && (*segments)[1] == "v1") {
        auto answered = answer(call, *segments);
        response = answered ? std::move(*answered) : to_response(answered.error());
    } else if (is_public_page(segments->front())) {
        auto answered = answer(call, *segments);
        response = answered ? std::move(*answered) : hosted::trouble(call, answered.error());
    } else if (path == "/health" || segments->front() == "webhooks") {
        auto answered = answer(call, *segments);
        response = answered ? std::move(*answered) : to_response(answered.error());
    } else if (is_safe(request.method)) {
        response = static_file(call, path);
    } else {
        response = to_response(Problem(405, "invalid", "This address answers GET."));
        response.headers.emplace_back("Allow", "GET, HEAD");
    }
    add_security_headers(response, call);
    if (request.method == "HEAD") response.body.clear();
    return response;
}

}  // namespace regulars::api
