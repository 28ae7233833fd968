// A scripted Toast for the connector's tests, and a world that syncs from it into memory.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/crypto.hpp"
#include "sources/fake_memory_test.hpp"
#include "sources/runner.hpp"
#include "sources/toast/connector.hpp"
#include "sources/toast/desk_test.hpp"

namespace regulars::sources::toast {

constexpr const char* diner = "2ca55347-2a8a-404c-9d69-215242e958ec";

/// Serves restaurants as Toast's APIs do; orders by time of change.
class Imposter final : public net::HttpClient {
  public:
    using Answer = Result<net::HttpResponse>;
    /// May answer in the vendor's place; the number counts all requests from 1.
    using Intercept =
        std::function<std::optional<Answer>(int number, const net::HttpRequest& request)>;

    explicit Imposter(VirtualClock& clock) : clock_(clock) {}

    std::map<std::string, std::map<std::string, OrderText>> restaurants = {
        {bistro, {}}};                                         // orders by GUID
    std::map<std::string, std::vector<std::string>> refunded;  // payments by "restaurant yyyymmdd"
    std::map<std::string, std::string> payments;               // single ones
    Intercept intercept;
    std::function<void(int number)> after;
    bool joins_links = false, hides_next = false, links_to_an_empty_page = false;
    bool shows_guests = true;
    int token_life_s = 86'400;
    net::Headers extra_headers;
    std::vector<std::string> log;   // "GET /orders/v2/ordersBulk?…"
    std::vector<Instant> sent;      // when, beside the log
    int logins = 0, abandoned = 0;  // answers that nobody waited for
    bool renews_tokens = false;     // else each login gives the same one
    std::string token = "none";

    std::unique_ptr<net::HttpCall> start(net::HttpRequest request, net::HttpLimits limits,
                                         std::stop_token) override {
        ++number_;
        clock_.advance(20ms);
        log.push_back(request.method + " " + request.target.substr(request.target.find('/', 8)));
        sent.push_back(clock_.now());
        std::optional<Answer> answer;
        if (intercept) answer = intercept(number_, request);
        if (!answer) answer = serve(request);
        if (*answer && (*answer)->body.size() > limits.max_body_bytes)
            answer = fail(ErrorKind::exhausted, "larger than its limit");
        if (after) after(number_);
        return std::make_unique<Call>(std::move(*answer), abandoned);
    }

    int count(std::string_view part) const {
        return int(std::ranges::count_if(
            log, [&](const std::string& line) { return line.find(part) != std::string::npos; }));
    }
    static net::HttpResponse json(int status, std::string body, net::Headers headers = {}) {
        return {.status = status, .headers = std::move(headers), .body = std::move(body)};
    }
    static net::HttpResponse error(int status) {
        return json(
            status,
            fmt::format(
                R"({{"status":{},"code":1,"message":"no","messageKey":null,"requestId":"r","errors":[],"canRetry":null}})",
                status));
    }

  private:
    struct Call final : net::HttpCall {
        Call(Answer a, int& n) : answer(std::move(a)), abandoned(n) {}
        ~Call() override { abandoned += !is_taken; }
        Result<net::HttpResponse> wait() override {
            is_taken = true;
            return std::move(answer);
        }
        Answer answer;
        int& abandoned;
        bool is_taken = false;
    };

    Answer serve(const net::HttpRequest& request) {
        if (request.path() == "/authentication/v1/authentication/login") {
            ++logins;
            auto claims = base64(shows_guests ? R"({"scope":"orders:read guest.pi:read"})"
                                              : R"({"scope":"orders:read"})");
            while (claims.ends_with('=')) claims.pop_back();
            token = fmt::format("h.{}.{}", claims, renews_tokens ? logins : 1);
            return json(
                200,
                fmt::format(
                    R"({{"@class":".SuccessfulResponse","token":{{"tokenType":"Bearer","scope":null,"expiresIn":{},"accessToken":"{}"}},"status":"SUCCESS"}})",
                    token_life_s, token));
        }
        if (net::header(request.headers, "Authorization") != "Bearer " + token) return error(401);
        std::string restaurant(
            net::header(request.headers, "Toast-Restaurant-External-ID").value_or(""));
        auto found = restaurants.find(restaurant);
        if (found == restaurants.end()) return error(403);
        auto path = request.path();
        if (path.starts_with("/restaurants/v1/restaurants/"))
            return json(
                200,
                restaurant == bistro
                    ? restaurant_text
                    : R"({"general":{"name":"Diner","locationName":"","timeZone":"America/Chicago","closeoutHour":4,"currencyCode":"USD"}})");
        if (path == "/config/v2/diningOptions") return json(200, options_text());
        if (path == "/config/v2/revenueCenters" || path == "/config/v2/restaurantServices")
            return json(200, "[]");
        if (path == "/menus/v2/metadata")
            return json(200, R"({"lastUpdated":"2026-01-01T00:00:00.000+0000"})");
        if (path == "/menus/v2/menus") return json(200, menus_text);
        if (path == "/orders/v2/ordersBulk") return page(request, found->second);
        if (path == "/orders/v2/payments") {
            std::string list;
            for (auto& guid :
                 refunded[restaurant + " " + request.parameter("refundBusinessDate").value_or("")])
                list += (list.empty() ? "\"" : ",\"") + guid + "\"";
            return json(200, "[" + list + "]");
        }
        if (constexpr std::string_view one = "/orders/v2/payments/"; path.starts_with(one)) {
            auto payment = payments.find(std::string(path.substr(one.size())));
            return payment == payments.end() ? error(404) : json(200, payment->second);
        }
        if (constexpr std::string_view one = "/orders/v2/orders/"; path.starts_with(one)) {
            auto order = found->second.find(std::string(path.substr(one.size())));
            return order == found->second.end() ? error(404) : json(200, order->second.json());
        }
        return error(404);
    }

    static std::optional<Instant> date(const net::HttpRequest& request, std::string_view name) {
        auto text = request.parameter(name);
        if (!text || text->size() != 28) return std::nullopt;  // milliseconds and offset
        auto read = parse_instant(*text);
        return read ? std::optional(*read) : std::nullopt;
    }

    Answer page(const net::HttpRequest& request, const std::map<std::string, OrderText>& orders) {
        auto from = date(request, "startDate"), to = date(request, "endDate");
        auto day = request.parameter("businessDate");
        if (!day && (!from || !to)) return error(400);
        auto size = std::size_t(std::stoll(request.parameter("pageSize").value_or("100"))),
             number = std::size_t(std::stoll(request.parameter("page").value_or("1")));
        std::vector<const OrderText*> rows;
        for (auto& [guid, order] : orders) {
            Instant modified = at(order.modified);
            if (day ? std::to_string(order.business_day) == *day
                    : modified >= *from && modified < *to)
                rows.push_back(&order);
        }
        std::ranges::stable_sort(rows, {}, [](auto* order) { return order->modified; });
        std::string list;
        std::size_t begin = (number - 1) * size, end = std::min(rows.size(), begin + size);
        for (std::size_t i = begin; i < end; ++i)
            list += (list.empty() ? "" : ",") + rows[i]->json();
        bool has_next =
            end < rows.size() || (links_to_an_empty_page && end == rows.size() && begin < end);
        if (hides_next) has_next = false;
        net::Headers headers = extra_headers;
        std::string address = "<https://HOST/orders/v2/ordersBulk?page=1,2>",
                    self = address + R"(; rel="self")", next = address + R"(; rel="next")";
        if (joins_links) {
            headers.emplace_back("link", has_next ? self + ", " + next : self);
        } else {
            headers.emplace_back("link", self);
            if (has_next) headers.emplace_back("link", next);
        }
        return json(200, "[" + list + "]", std::move(headers));
    }

    VirtualClock& clock_;
    int number_ = 0;
};

/// One token, whatever the key; counts who waits for another's sign-in.
struct FakeKeeper final : CredentialKeeper {
    Result<void> replace(AccountId, IntegrationId, const std::string&,
                         const std::string&) override {
        return {};
    }
    std::optional<Token> token(const std::string&, Instant now) override {
        return kept && now < kept->renew_at ? kept : std::nullopt;
    }
    Result<void> keep_token(const std::string&, const Token& token, Instant) override {
        kept = token;
        return {};
    }
    Result<std::unique_ptr<Lease>> try_sign_in(const std::string&) override {
        return while_taken && while_taken() ? nullptr : std::make_unique<Lease>();
    }
    std::optional<Token> kept;
    std::function<bool()> while_taken;  // somebody else signs in, and may do so now
};

/// An integration of Toast restaurants, its vendor and its memory.
struct World {
    explicit World(int page_size = 10, std::string_view more_settings = "",
                   std::vector<std::string> places = {bistro}, Applying when = Applying::at_once)
        : applying(when), page(page_size), more(more_settings) {
        connection.account = AccountId{1};
        connection.integration = {.id = IntegrationId{5},
                                  .kind = model::IntegrationKind::toast,
                                  .name = "Toast",
                                  .created_at = clock.now(),
                                  .history_since = at("2026-08-15T00:00:00Z")};
        connection.credentials = R"({"client_id":"me","client_secret":"secret"})";
        use(places);
        restart();
    }
    void use(const std::vector<std::string>& places) {
        connection.integration.settings = fmt::format(
            R"({{"api_url":"http://127.0.0.1:2","restaurants":["{}"],"max_requests_per_second":0,"history_gap_seconds":0,"page_size":{}{}}})",
            fmt::join(places, "\",\""), page, more);
    }
    void restart() {
        runner = std::make_unique<Runner>(memory, vendor, clock, random,
                                          RunnerLimits{.applying = applying}, &keeper);
        runner->add(model::IntegrationKind::toast, std::make_unique<Toast>());
    }
    model::Run sync(std::stop_token stop = {}) {
        auto run = runner->sync_once(connection, model::RunKind::scheduled, {}, stop);
        REGULARS_ASSERT(run.has_value(), "the memory of a test does not fail outside a run");
        return *run;
    }
    void change(std::string_view settings) { memory.change(connection.integration, settings); }
    OrderText& add(const std::string& guid, std::string_view when,
                   const std::string& restaurant = bistro) {
        OrderText order;
        order.guid = guid;
        std::string iso = format_iso_ms(at(when));
        iso.pop_back();
        order.created = order.modified = iso + "+0000";
        order.business_day = std::stoll(iso.substr(0, 4) + iso.substr(5, 2) + iso.substr(8, 2));
        order.checks[0].customer =
            fmt::format(R"({{"guid":"c-{}","email":"{}@example.com"}})", guid, guid);
        return vendor.restaurants[restaurant][guid] = order;
    }
    /// `n` orders over the last months.
    void populate(int n, const std::string& restaurant = bistro, const std::string& prefix = "o") {
        for (int i = 0; i < n; ++i)
            add(fmt::format("{}-{:04}", prefix, i),
                format_iso(at("2026-08-20T18:00:00Z") +
                           std::chrono::minutes(60 * 24 * 90 * std::int64_t(i) / n)),
                restaurant);
    }
    bool has(const std::string& order, const std::string& tail = "placed",
             const std::string& restaurant = bistro) const {
        return memory.events.contains(fmt::format("toast:{}:{}:{}", restaurant, order, tail));
    }
    std::int64_t placed() const {
        return std::ranges::count_if(
            memory.events, [](auto& event) { return event.second.metric == "Placed Order"; });
    }

    VirtualClock clock{at("2026-11-21T12:00:00Z")};
    SeededRandom random{7};
    Imposter vendor{clock};
    FakeMemory memory{clock};
    FakeKeeper keeper;
    Applying applying;
    int page;
    std::string more;
    Connection connection;
    std::unique_ptr<Runner> runner;
};

}  // namespace regulars::sources::toast
