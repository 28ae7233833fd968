// Times a backfill against a loop that only fetches and parses the same pages, and checks what it brought.
// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "sources/opentable/imposter_test.hpp"
#include "sources/opentable/records.hpp"

namespace regulars::sources::opentable {
namespace {

using Timer = std::chrono::steady_clock;
double seconds_since(Timer::time_point start) { return std::chrono::duration<double>(Timer::now() - start).count(); }

constexpr std::size_t page_rows = 1'000;

/// Serves ready pages after a fixed delay that runs from the request's start, as a real vendor's does.
class Library final : public net::HttpClient {
  public:
    Library(std::int64_t reservations, std::chrono::microseconds delay) : delay_(delay) {
        std::vector<std::string> rows;
        auto flush = [&](std::vector<std::string>& pages, bool has_next) {
            pages.push_back(fmt::format(R"({{"hasNextPage":{},"nextPageUrl":null,"limit":1000,"items":[{}]}})", has_next, fmt::join(rows, ",")));
            rows.clear();
        };
        std::int64_t guests = reservations / 4;
        for (std::int64_t i = 0; i < guests; ++i) {
            VendorGuest g{.id = guest_id(i), .email = fmt::format("guest{}@example.com", i)};
            g.updated = format_iso(at("2020-01-01T00:00:00Z") + std::chrono::seconds(i * 60));
            rows.push_back(g.json());
            if (rows.size() == page_rows || i + 1 == guests) flush(guests_, i + 1 < guests);
        }
        for (std::int64_t i = 0; i < reservations; ++i) {
            VendorReservation r{.id = fmt::format("77-{:08x}-0476-4464-9bd0-66e87dc289de", i), .guest_id = guest_id(i % guests)};
            r.state = "Done", r.sequence = i, r.total = 2'500 + i % 9'000;
            r.updated = format_iso(at("2020-01-01T00:00:00Z") + std::chrono::seconds(i * 20));
            r.done = r.updated;
            r.extra = R"(,"venue_notes":null,"opentable_notes":"","confirmation_id":15989,"created_date":"2025-01-09T06:31:39","scheduled_time":"2025-02-14T19:30:00",)"
                      R"("updated_at":"2025-02-06T14:00:36","seated_time":null,"done_time":null,"arrived_time":null,"referrer":null,"added_to_waitlist":null,)"
                      R"("added_to_waitlist_utc":null,"marketing_opted_out":false,"experience_details":null,"deposit":{"total_paid":null,"total_refunded":null,)"
                      R"("currency":null,"currency_denominator":100,"status":null})";
            rows.push_back(r.json());
            if (rows.size() == page_rows || i + 1 == reservations) flush(reservations_, i + 1 < reservations);
        }
    }

    std::unique_ptr<net::HttpCall> start(net::HttpRequest request, net::HttpLimits, std::stop_token) override {
        std::string body = R"({"hasNextPage":false,"items":[]})";
        if (request.method == "POST") {
            body = R"({"access_token":"t","expires_in":99999})";
        } else if (request.path() == "/sync/v2/guests") {
            if (guest_ < guests_.size()) body = guests_[guest_++];
        } else if (reservation_ < reservations_.size()) {
            body = reservations_[reservation_++];
        }
        return std::make_unique<Call>(std::move(body), Timer::now() + delay_);
    }
    void rewind() { guest_ = reservation_ = 0; }
    std::size_t pages() const { return guests_.size() + reservations_.size(); }
    std::size_t guest_pages() const { return guests_.size(); }

  private:
    struct Call final : net::HttpCall {
        Call(std::string b, Timer::time_point r) : body(std::move(b)), ready(r) {}
        Result<net::HttpResponse> wait() override {
            std::this_thread::sleep_until(ready);
            return net::HttpResponse{.body = std::move(body)};
        }
        std::string body;
        Timer::time_point ready;
    };
    static std::string guest_id(std::int64_t i) { return fmt::format("77-{:08x}-3428-4000-9867-ca82795cb365", i); }

    std::chrono::microseconds delay_;
    std::vector<std::string> guests_, reservations_;
    std::size_t guest_ = 0, reservation_ = 0;
};

/// Takes Batches without keeping more than counts, so that the runner and the mapper are what is timed.
class Sink final : public Memory {
  public:
    Result<std::vector<model::Cursor>> cursors(AccountId, IntegrationId) override { return std::vector<model::Cursor>{}; }
    Result<Remembered> recall(AccountId, IntegrationId, std::span<const std::string> keys) override {
        Remembered found(keys.size());
        for (std::size_t i = 0; i < keys.size(); ++i)
            if (keys[i].starts_with("guest/") && people > 0) found[i] = model::SourceRecord{.key = keys[i], .state = "known"};
        return found;
    }
    Result<ingest::Applied> apply(const ingest::Batch& batch) override {
        people += batch.people.size(), events += batch.events.size();
        return ingest::Applied{};
    }
    Result<model::Run> start_run(AccountId, IntegrationId integration, model::RunKind kind) override {
        return model::Run{.id = RunId{1}, .integration = integration, .kind = kind, .started_at = at("2026-11-21T00:00:00Z")};
    }
    Result<void> finish_run(AccountId, const model::Run&, std::optional<Instant>, model::IntegrationStatus) override { return {}; }
    std::size_t people = 0, events = 0;
};

int run(std::int64_t reservations, std::chrono::microseconds delay) {
    Library library(reservations, delay);
    auto start = Timer::now();
    std::size_t rows = 0;
    for (std::size_t i = 0; i < library.pages(); ++i) {
        bool guests = i < library.guest_pages();
        auto response = library.send({.target = guests ? "http://x/sync/v2/guests" : "http://x/sync/v2/reservations"});
        auto document = JsonDocument::parse(response->body);
        rows += document->root()["items"].size();
    }
    double bare = seconds_since(start);

    library.rewind();
    VirtualClock clock(at("2026-11-21T12:00:00Z"));
    SeededRandom random(1);
    Sink sink;
    Runner runner(sink, library, clock, random);
    runner.add(model::IntegrationKind::opentable, std::make_unique<OpenTable>());
    Connection connection{.account = AccountId{1},
                          .integration = {.id = IntegrationId{1}, .history_since = at("2026-11-01T00:00:00Z")},
                          .credentials = R"({"client_id":"a","client_secret":"b"})"};
    connection.integration.settings =
        R"({"rid":77,"restaurant_name":"R","time_zone":"America/New_York","country":"US","currency":"USD","max_requests_per_second":0})";
    start = Timer::now();
    auto synced = runner.sync_once(connection, model::RunKind::backfill);
    double ours = seconds_since(start);
    auto expected = std::size_t(reservations);
    if (!synced || !synced->error.empty() || rows != expected + expected / 4 || sink.people != expected / 4 || sink.events != expected * 3) {
        std::fprintf(stderr, "wrong answer: %zu rows, %zu people, %zu events %s\n", rows, sink.people, sink.events,
                     synced ? synced->error.c_str() : synced.error().message.c_str());
        return 1;
    }
    std::printf("%ld reservations, answers after %6.1f ms: fetch and parse %.2f s, backfill %.2f s (%.2f us a reservation more), %.0f %% of its speed\n",
                long(reservations), double(delay.count()) / 1e3, bare, ours, (ours - bare) * 1e6 / double(reservations), bare / ours * 100);
    return 0;
}

}  // namespace
}  // namespace regulars::sources::opentable

int main(int argc, char** argv) {
    std::int64_t reservations = argc > 1 ? std::atoll(argv[1]) : 200'000;
    int failed = 0;
    for (auto delay_ms : {0, 5, 50}) failed += regulars::sources::opentable::run(reservations, std::chrono::milliseconds(delay_ms));
    return failed;
}
