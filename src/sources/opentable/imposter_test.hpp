// A scripted OpenTable inside the test process, and a world that syncs from it: for tests only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/env.hpp"
#include "base/json.hpp"
#include "net/http.hpp"
#include "sources/fake_memory_test.hpp"
#include "sources/opentable/connector.hpp"
#include "sources/runner.hpp"

namespace regulars::sources::opentable {

inline Instant at(std::string_view iso) {
    auto parsed = parse_instant(iso);
    REGULARS_ASSERT(parsed.has_value(), "a test's time is well-formed");
    return *parsed;
}

/// One reservation as the vendor holds it; `json` is what its page shows.
struct VendorReservation {
    std::string id, guest_id, state = "NotConfirmed", origin = "Web";
    std::int64_t sequence = 1;
    std::string created = "2026-11-01T10:00:00Z", scheduled = "2026-11-20T18:00:00Z",
                updated = "2026-11-01T10:00:00Z";
    std::string arrived, seated, done, cancelled;
    std::optional<std::int64_t> total;
    std::string currency;
    std::string extra;  // further members, with a comma in front

    std::string json() const {
        auto text = [](const std::string& s) {
            return s.empty() ? std::string("null") : '"' + s + '"';
        };
        return fmt::format(
            R"({{"id":"{}","href":"https://elsewhere.example/{}","rid":77,"sequence_id":{},"guest_id":{},"guest":null,"state":"{}",)"
            R"("table_number":["80","81"],"created_date_utc":"{}","scheduled_time_utc":"{}","party_size":2,"visit_tags":["gc:service/date","window"],)"
            R"("origin":"{}","updated_at_utc":"{}","arrived_time_utc":{},"seated_time_utc":{},"done_time_utc":{},"cancellation_date_utc":{},)"
            R"("pos_data":{{"check_ids":null,"pos_total_spend":{}}},"guest_request":"","table_category":"bar","server":null,)"
            R"("currency_code":{},"currency_denominator":100{}}})",
            id, id, sequence, text(guest_id), state, created, scheduled, origin, updated,
            text(arrived), text(seated), text(done), text(cancelled),
            total ? fmt::format("{}", *total) : "null", text(currency), extra);
    }
};

struct VendorGuest {
    std::string id, first_name = "Ada", email;
    std::int64_t sequence = 1;
    std::string updated = "2026-10-01T10:00:00Z";
    bool email_optin = false, forgotten = false, archived = false, copper = false;
    std::string primary_guest;
    std::string extra;

    std::string json() const {
        std::string personal =
            copper
                ? ""
                : fmt::format(R"("first_name":"{}","last_name":"L","email":"{}","email_optin":{},)",
                              first_name, email, email_optin);
        return fmt::format(
            R"({{"id":"{}","rid":77,"sequence_id":{},"gpid":null,{}"phone_numbers":[],"updated_at_utc":"{}","forgotten":{},"archived":{},"primary_guest":{}{}}})",
            id, sequence, personal, updated, forgotten, archived,
            primary_guest.empty() ? "null" : '"' + primary_guest + '"', extra);
    }
};

/// Serves guests and reservations as the Sync API does, in ascending order of updates.
class Imposter final : public net::HttpClient {
  public:
    using Answer = Result<net::HttpResponse>;
    /// May answer in the vendor's place; the number counts all requests from 1.
    using Intercept =
        std::function<std::optional<Answer>(int number, const net::HttpRequest& request)>;

    explicit Imposter(VirtualClock& clock) : clock_(clock) {}

    std::map<std::string, VendorReservation> reservations;
    std::map<std::string, VendorGuest> guests;
    Intercept intercept;
    std::function<void(int number)> after;  // the world moves on
    /// Alters a page of rows before it is framed.
    std::function<void(const net::HttpRequest&, std::vector<std::string>& rows, bool& has_next,
                       std::int64_t& offset)>
        bend;
    bool is_unordered = false;
    bool has_inclusive_bounds = false;
    int token_life_s = 3'600;
    std::vector<std::string> log;  // "GET /sync/v2/guests?…"
    int tokens = 0;

    std::unique_ptr<net::HttpCall> start(net::HttpRequest request, net::HttpLimits,
                                         std::stop_token) override {
        ++number_;
        clock_.advance(20ms);
        std::string where = request.target.substr(request.target.find('/', 8));
        log.push_back(request.method + " " + where);
        std::optional<Answer> answer;
        if (intercept) answer = intercept(number_, request);
        if (!answer) answer = serve(request);
        if (after) after(number_);
        return std::make_unique<Call>(std::move(*answer));
    }

    int count(std::string_view part) const {
        return int(std::ranges::count_if(
            log, [&](const std::string& line) { return line.find(part) != std::string::npos; }));
    }

  private:
    struct Call final : net::HttpCall {
        explicit Call(Answer a) : answer(std::move(a)) {}
        Result<net::HttpResponse> wait() override { return std::move(answer); }
        Answer answer;
    };

    static net::HttpResponse json(int status, std::string body) {
        return {.status = status, .headers = {{"OT-RequestId", "test-1"}}, .body = std::move(body)};
    }

    Answer serve(const net::HttpRequest& request) {
        if (request.path() == "/api/v2/oauth/token") {
            ++tokens;
            return json(
                200, fmt::format(
                         R"({{"access_token":"token-{}","token_type":"Bearer","expires_in":{}}})",
                         tokens, token_life_s));
        }
        auto authorization = net::header(request.headers, "Authorization");
        if (!authorization)
            return json(400, R"({"error":"invalid_request","message":"oauth token is required"})");
        if (*authorization != fmt::format("Bearer token-{}", tokens))
            return json(401, R"({"status":401,"error":"Unauthorized"})");
        constexpr std::string_view single = "/sync/v2/guests/";
        if (request.path().starts_with(single)) {
            auto found = guests.find(std::string(request.path().substr(single.size())));
            return found == guests.end() ? json(404, R"({"status":404,"error":"Not Found"})")
                                         : json(200, found->second.json());
        }
        if (request.path() == "/sync/v2/guests")
            return page(request, guests, [](const VendorGuest&) { return true; });
        if (request.path() == "/sync/v2/reservations") {
            auto bound = [&](std::string_view name) -> std::optional<Instant> {
                auto text = request.parameter(name);
                return text ? std::optional(zone.to_instant(*parse_local_time(*text)))
                            : std::nullopt;
            };
            auto from = bound("scheduled_time_from"), to = bound("scheduled_time_to");
            auto guest = request.parameter("guest_id");
            return page(request, reservations, [&](const VendorReservation& r) {
                if (guest && r.guest_id != "77-" + *guest) return false;
                Instant when = at(r.scheduled);
                return (!from || when >= *from) && (!to || when <= *to);
            });
        }
        return json(404, "");
    }

    template <class T, class Test>
    net::HttpResponse page(const net::HttpRequest& request, const std::map<std::string, T>& all,
                           Test test) {
        Instant after_time = at(request.parameter("updated_after").value_or("1970-01-01"));
        auto limit = std::size_t(std::stoll(request.parameter("limit").value_or("1000")));
        auto offset = std::size_t(std::stoll(request.parameter("offset").value_or("0")));
        std::vector<std::pair<Instant, const T*>> rows;
        for (auto& [id, item] : all)
            if (test(item) && (at(item.updated) > after_time ||
                               (has_inclusive_bounds && at(item.updated) == after_time)))
                rows.emplace_back(at(item.updated), &item);
        if (is_unordered)
            std::ranges::sort(rows, {},
                              [](auto& row) { return std::hash<std::string>()(row.second->id); });
        else
            std::ranges::stable_sort(rows, {}, [](auto& row) { return row.first; });
        std::vector<std::string> shown;
        for (std::size_t i = offset; i < rows.size() && shown.size() < limit; ++i)
            shown.push_back(rows[i].second->json());
        bool has_next = offset + shown.size() < rows.size();
        auto said_offset = std::int64_t(offset);
        if (bend) bend(request, shown, has_next, said_offset);
        std::string body = fmt::format(
            R"({{"hasNextPage":{},"nextPageUrl":{},"offset":{},"limit":{},"items":[{}]}})",
            has_next, has_next ? R"("https://attacker.example/sync/v2/guests?offset=9")" : "null",
            said_offset, limit, fmt::join(shown, ","));
        return json(200, std::move(body));
    }

  public:
    Zone zone = Zone::utc();

  private:
    VirtualClock& clock_;
    int number_ = 0;
};

/// An integration of restaurant 77, its vendor and its memory.
struct World {
    explicit World(int page_size = 10, std::string_view more_settings = "",
                   Applying when = Applying::at_once)
        : applying(when) {
        connection.account = AccountId{1};
        connection.integration = {.id = IntegrationId{5},
                                  .kind = model::IntegrationKind::opentable,
                                  .name = "OpenTable Downtown",
                                  .history_since = at("2026-08-15T00:00:00Z")};
        connection.integration.settings = fmt::format(
            R"({{"oauth_url":"http://127.0.0.1:1","api_url":"http://127.0.0.1:2","rid":77,"restaurant_name":"Chez Test","time_zone":"UTC",)"
            R"("country":"US","currency":"USD","max_requests_per_second":0,"page_size":{}{}}})",
            page_size, more_settings);
        connection.credentials = R"({"client_id":"me","client_secret":"secret"})";
        restart();
    }

    /// A new process: nothing but the memory is left.
    void restart() {
        runner = std::make_unique<Runner>(memory, vendor, clock, random,
                                          RunnerLimits{.applying = applying});
        runner->add(model::IntegrationKind::opentable, std::make_unique<OpenTable>());
    }
    model::Run sync(std::stop_token stop = {}) {
        auto run = runner->sync_once(connection, model::RunKind::scheduled, {}, stop);
        REGULARS_ASSERT(run.has_value(), "the memory of a test does not fail outside a run");
        return *run;
    }
    /// `n` guests and as many reservations over the last months, updated a minute apart.
    void populate(int n) {
        for (int i = 0; i < n; ++i) {
            VendorGuest guest{.id = fmt::format("77-g{:04}", i),
                              .email = fmt::format("g{}@example.com", i)};
            guest.updated = format_iso(at("2026-09-01T00:00:00Z") + std::chrono::minutes(i));
            vendor.guests[guest.id] = guest;
            VendorReservation r{.id = fmt::format("77-r{:04}", i), .guest_id = guest.id};
            r.scheduled =
                format_iso(at("2026-08-20T18:00:00Z") + std::chrono::hours(24 * 90 * i / n));
            r.created = format_iso(at(r.scheduled) - days(3));
            r.updated = format_iso(at(r.created) + std::chrono::minutes(i));
            r.sequence = 100 + i;
            if (i % 3 == 0)
                r.state = "Done", r.done = format_iso(at(r.scheduled) + 2h), r.total = 1000 + i;
            vendor.reservations[r.id] = r;
        }
    }

    VirtualClock clock{at("2026-11-21T12:00:00Z")};
    SeededRandom random{7};
    Imposter vendor{clock};
    FakeMemory memory{clock};
    Applying applying;
    Connection connection;
    std::unique_ptr<Runner> runner;
};

}  // namespace regulars::sources::opentable
