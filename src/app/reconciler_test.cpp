// Tests checking days against the simulated OpenTable, faults included: equal to the cent, and what
// is tampered with is named.
// SPDX-License-Identifier: Apache-2.0
#include "app/reconciler.hpp"

#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analytics/business_day.hpp"
#include "app/shared_clock_test.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "net/loopback_client.hpp"
#include "sandbox/sandbox.hpp"

namespace regulars::app {
namespace {

constexpr int most_tries = 10;
constexpr const char* origin = "http://127.0.0.1:8090";

class Restaurant {
  public:
    explicit Restaurant(std::uint64_t seed)
        : sandbox({.seed = seed,
                   .guests = 120,
                   .days = 50,
                   .locations = 1,
                   .reservations_per_guest = 4,
                   .faults = sandbox::Faults::heavy,
                   .requests_per_second = 0},
                  clock),
          loopback({{origin,
                     [this](const net::HttpRequest& request) { return sandbox.handle(request); }}},
                   &clock) {
        start_crypto();
        path_ = std::filesystem::temp_directory_path() / ("regulars-reconciler-" + random_token(8));
        folder.emplace(DataFolder::open(path_, Missing::make).value());
        add_integration();
        service.emplace(*folder, loopback, clock, random);
    }
    ~Restaurant() {
        service.reset();
        folder.reset();
        std::filesystem::remove_all(path_);
    }

    std::vector<model::ReconciledDay> check(LocalDate from, LocalDate to) {
        auto days =
            service->check_days(account.id, integration.id, from, to, [](std::string_view) {}, {});
        // Under heavy faults a sync may fail; whoever asks again is answered.
        for (int i = 0; i < most_tries && !days && days.error().kind == ErrorKind::unavailable; ++i)
            days = service->check_days(account.id, integration.id, from, to,
                                       [](std::string_view) {}, {});
        EXPECT_TRUE(days.has_value()) << (days ? "" : days.error().text());
        return days.value_or(std::vector<model::ReconciledDay>{});
    }
    void sync() {
        for (int i = 0; i < most_tries; ++i) {
            auto run = service->sync_once(account.id, integration, model::RunKind::manual, {}, {});
            ASSERT_TRUE(run.has_value()) << run.error().text();
            if (run->outcome == model::RunOutcome::succeeded) return;
        }
        FAIL() << "no sync succeeded";
    }
    void write(const store::Work& work) {
        auto done = folder->store().write(work);
        ASSERT_TRUE(done.has_value()) << done.error().text();
    }
    LocalDate today() { return zone.to_local(clock.now()).date(); }
    std::vector<LocalDate> differing() {
        std::vector<LocalDate> days;
        write([&](store::Transaction& tx) -> Result<void> {
            days = TRY(tx.reconciliations().differing(account.id, integration.id, 100));
            return {};
        });
        return days;
    }
    /// Completed reservations of a day, by their unique id.
    std::vector<model::Event> completed_on(LocalDate day) {
        std::vector<model::Event> found;
        write([&](store::Transaction& tx) -> Result<void> {
            return tx.events().each(account.id, {}, [&](const model::Event& event) -> Result<void> {
                auto scheduled = parse_instant(JsonDocument::parse(event.properties)
                                                   ->root()["Scheduled Time"]
                                                   .string()
                                                   .value_or(""));
                if (event.unique_id.ends_with(":Completed Reservation") && scheduled &&
                    zone.to_local(*scheduled).date() == day)
                    found.push_back(event);
                return {};
            });
        });
        return found;
    }

    SharedClock clock{
        parse_instant("2026-03-20T15:00:00Z").value()};  // the clocks changed on the 8th
    SystemRandom random;
    sandbox::Sandbox sandbox;
    net::LoopbackClient loopback;
    std::optional<DataFolder> folder;
    std::optional<SyncService> service;
    model::Account account{.public_id = "Recon1", .name = "Olive", .time_zone = "America/New_York"};
    model::Integration integration;
    Zone zone = Zone::utc();

  private:
    void add_integration() {
        auto answer = sandbox.handle(
            {.target = "/sandbox/credentials", .headers = {{"Host", "127.0.0.1:8090"}}});
        auto document = JsonDocument::parse(answer.body).value();
        JsonWriter settings, credentials;
        document.root()["opentable"]["locations"].each([&](JsonNode location) {
            auto text = [&](const char* key) { return location[key].string().value(); };
            settings.begin_object()
                .member("oauth_url", origin)
                .member("api_url", origin)
                .member("rid", std::to_string(location["rid"].integer().value()));
            settings.member("restaurant_name", text("name"))
                .member("time_zone", text("time_zone"))
                .member("country", text("country"));
            settings.member("currency", text("currency"))
                .member("page_size", 37)
                .member("max_requests_per_second", 0)
                .end_object();
            zone = Zone::find(text("time_zone")).value();
        });
        credentials.begin_object()
            .member("client_id", sandbox.client_id())
            .member("client_secret", sandbox.client_secret())
            .end_object();
        integration = {.public_id = "01RECON",
                       .name = "Downtown",
                       .settings = settings.take(),
                       .sealed_credentials = folder->vault().seal(credentials.take()),
                       .created_at = clock.now(),
                       .history_since = clock.now() - days(730)};
        write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.accounts().add(account));
            return tx.integrations().add(account.id, integration);
        });
    }
    std::filesystem::path path_;
};

std::string differences(const std::vector<model::ReconciledDay>& days) {
    std::string text;
    for (auto& day : days)
        for (auto& d : day.differences)
            text += fmt::format("{} {} {} {}\n", format_iso(day.day), name_of(d.kind), d.label,
                                d.unique_id);
    return text;
}

class ReconcilesSeeds : public testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, ReconcilesSeeds, testing::Values(1, 2, 3));

TEST_P(ReconcilesSeeds, AMonthUnderHeavyFaultsIsEqualToTheCent) {
    Restaurant place(GetParam());
    place.sync();
    for (int i = 0; i < 3; ++i) {  // life goes on, late totals included
        place.clock.advance(23h + 11min);
        place.sync();
    }
    auto days = place.check(date_of_day(day_number(place.today()) - 30), place.today());
    ASSERT_EQ(days.size(), 31u);
    EXPECT_EQ(differences(days), "");
    std::int64_t records = 0, minor = 0;
    for (auto& day : days) {
        auto sum = day.ours;
        for (auto& [reason, tally] : day.excluded) {
            sum.count += tally.count;
            for (auto& [currency, cents] : tally.minor) sum.minor[currency] += cents;
        }
        EXPECT_EQ(sum, day.vendor) << format_iso(day.day);
        records += day.vendor.count;
        for (auto& [currency, cents] : day.vendor.minor) minor += cents;
    }
    EXPECT_GT(records, 100) << "there was something to compare";
    EXPECT_GT(minor, 0);
    EXPECT_TRUE(place.differing().empty());
}

TEST(Reconciling, NamesExactlyWhatWasTamperedWith) {
    Restaurant place(4);
    place.sync();
    auto to = date_of_day(day_number(place.today()) - 2), from = date_of_day(day_number(to) - 20);
    ASSERT_EQ(differences(place.check(from, to)), "");
    std::vector<model::Event> victims;
    for (auto day = from; victims.size() < 3 && day <= to; day = date_of_day(day_number(day) + 1))
        if (auto all = place.completed_on(day); !all.empty()) victims.push_back(all.front());
    ASSERT_EQ(victims.size(), 3u);
    std::string fabricated = victims[2].unique_id;
    fabricated.replace(fabricated.rfind('-') + 1, 4, "XXXX");
    place.write([&](store::Transaction& tx) -> Result<void> {
        auto dearer = victims[0];
        dearer.value = Money{dearer.value ? dearer.value->minor + 1 : 1, *Currency::parse("USD")};
        TRY(tx.events().update(place.account.id, dearer));
        TRY(tx.events().remove(place.account.id, victims[1].id));
        TRY(tx.events().count_metric(place.account.id, victims[1].metric, -1));
        auto extra = victims[2];
        extra.id = {}, extra.unique_id = fabricated;
        TRY(tx.events().add(place.account.id, extra));
        return tx.events().count_metric(place.account.id, extra.metric, 1);
    });
    std::set<std::pair<std::string, std::string>> named,
        expected{{"value_differs", victims[0].unique_id},
                 {"event_missing", victims[1].unique_id},
                 {"not_at_vendor", fabricated}};
    auto days = place.check(from, to);
    for (auto& day : days)
        for (auto& d : day.differences) named.emplace(name_of(d.kind), d.unique_id);
    EXPECT_EQ(named, expected) << differences(days);
    EXPECT_EQ(place.differing().size(), 3u);

    // What is put right is no longer told.
    place.write([&](store::Transaction& tx) -> Result<void> {
        TRY(tx.events().update(place.account.id, victims[0]));
        auto back = victims[1];
        back.id = {};
        TRY(tx.events().add(place.account.id, back));
        TRY(tx.events().count_metric(place.account.id, back.metric, 1));
        auto extra = TRY(tx.events().find(place.account.id, fabricated));
        TRY(tx.events().remove(place.account.id, extra->id));
        return tx.events().count_metric(place.account.id, extra->metric, -1);
    });
    EXPECT_EQ(differences(place.check(from, to)), "");
    EXPECT_TRUE(place.differing().empty());
}

TEST(Reconciling, ATotalThatCameWithoutAnUpdateIsFetchedNotReported) {
    Restaurant place(5);
    place.sync();
    auto day = date_of_day(day_number(place.today()) - 20);  // no daily look-back reaches it
    auto all = place.completed_on(day);
    for (auto back = 20; all.empty() && back < 30; ++back)
        day = date_of_day(day_number(place.today()) - back), all = place.completed_on(day);
    ASSERT_FALSE(all.empty());
    // As if it had been read before the total came: the remembered version and its events without
    // it.
    place.write([&](store::Transaction& tx) -> Result<void> {
        auto& victim = all.front();
        std::string_view prefix = "opentable:";
        auto id = victim.unique_id.substr(prefix.size());
        id = id.substr(id.find(':') + 1);
        id = id.substr(0, id.rfind(':'));
        auto record = TRY(
            tx.source_records().find(place.account.id, place.integration.id, "reservation/" + id));
        EXPECT_TRUE(record);
        record->content_hash += 1;
        TRY(tx.source_records().put(place.account.id, place.integration.id, *record));
        auto without = victim;
        without.value = Money{1, *Currency::parse("USD")};
        return tx.events().update(place.account.id, without);
    });
    EXPECT_EQ(differences(place.check(day, day)), "");
}

TEST(Reconciling, RefusesDaysThatCannotBeChecked) {
    Restaurant place(6);
    auto checked = [&](LocalDate from, LocalDate to) {
        return place.service->check_days(place.account.id, place.integration.id, from, to,
                                         [](std::string_view) {}, {});
    };
    EXPECT_EQ(checked({2026, 3, 2}, {2026, 3, 1}).error().kind, ErrorKind::invalid);
    EXPECT_EQ(checked({2024, 3, 2}, {2026, 3, 1}).error().kind, ErrorKind::invalid);
    auto lock = place.folder->lock_for_sync(place.integration.id);
    ASSERT_TRUE(lock.has_value() && lock->has_value());
    EXPECT_EQ(checked({2026, 3, 1}, {2026, 3, 2}).error().kind, ErrorKind::conflict);
}

/// A sync of somebody else's, which ends while one waits for it.
class SyncThatEnds final : public Clock {
  public:
    SyncThatEnds(SharedClock& clock, FileLock lock) : clock_(clock), lock_(std::move(lock)) {}
    Instant now() const override { return clock_.now(); }
    void sleep_until(Instant until, std::stop_token stop) override {
        clock_.sleep_until(until, stop);
        if (clock_.now() - began_ > 10s) lock_.reset();
    }

  private:
    SharedClock& clock_;
    Instant began_ = clock_.now();
    std::optional<FileLock> lock_;
};

TEST(Reconciling, WaitsForASyncUnderWay) {
    Restaurant place(6);
    place.sandbox.set_faults(sandbox::Faults::none);
    place.sync();
    auto lock = place.folder->lock_for_sync(place.integration.id);
    ASSERT_TRUE(lock.has_value() && lock->has_value());
    SyncThatEnds clock(place.clock, std::move(**lock));
    SyncService service(*place.folder, place.loopback, clock, place.random);
    auto days = service.check_days(place.account.id, place.integration.id, {2026, 3, 1},
                                   {2026, 3, 2}, [](std::string_view) {}, {});
    ASSERT_TRUE(days) << days.error().text();
    EXPECT_EQ(days->size(), 2u);
}

TEST(Reconciler, CountsChecksThatFailInARow) {
    Restaurant place(7);
    place.sandbox.set_faults(sandbox::Faults::none);
    Reconciler reconciler(*place.folder, *place.service, place.clock);
    place.sync();
    {
        auto lock = place.folder->lock_for_sync(place.integration.id);
        ASSERT_TRUE(lock.has_value() && lock->has_value());
        for (int n = 1; n <= 3; ++n) {
            EXPECT_EQ(reconciler.run_due().value(), 0);
            EXPECT_EQ(reconciler.state(place.integration.id)->failures, n);
            EXPECT_EQ(reconciler.run_due().value(), 0) << "not before an hour is over";
            EXPECT_EQ(reconciler.state(place.integration.id)->failures, n);
            place.clock.advance(61min);
        }
    }
    EXPECT_EQ(reconciler.run_due().value(), 1);
    EXPECT_FALSE(reconciler.state(place.integration.id));
}

TEST(Reconciler, ChecksByItselfOnceTheNightIsOver) {
    Restaurant place(7);
    place.sandbox.set_faults(sandbox::Faults::none);
    Reconciler reconciler(*place.folder, *place.service, place.clock);
    EXPECT_EQ(reconciler.run_due().value(), 0) << "nothing was synced yet";
    place.sync();
    EXPECT_EQ(reconciler.run_due().value(), 1);
    auto last = analytics::last_closed_day(place.zone, place.clock.now());
    std::vector<model::ReconciledDay> kept;
    place.write([&](store::Transaction& tx) -> Result<void> {
        kept = TRY(tx.reconciliations().days(place.account.id, place.integration.id, {2026, 1, 1},
                                             {2026, 12, 31}));
        return {};
    });
    ASSERT_EQ(kept.size(), 7u);
    EXPECT_EQ(kept.back().day, last);
    EXPECT_EQ(reconciler.run_due().value(), 0) << "once a night";
    // 04:29 of the next night is still the day before; 04:31 is not.
    auto next = place.zone.to_instant(local_time(date_of_day(day_number(last) + 2), 4, 29));
    place.clock.sleep_until(next, {});
    EXPECT_EQ(reconciler.run_due().value(), 0);
    place.clock.advance(2min);
    EXPECT_EQ(reconciler.run_due().value(), 1);
}

TEST(Reconciler, LooksAgainAtOldDaysThatDiffered) {
    Restaurant place(8);
    place.sandbox.set_faults(sandbox::Faults::none);
    Reconciler reconciler(*place.folder, *place.service, place.clock);
    place.sync();
    model::ReconciledDay old{.day = date_of_day(day_number(place.today()) - 20),
                             .place = "Olive",
                             .difference_count = 1,
                             .checked_at = place.clock.now() - days(5)};
    ASSERT_TRUE(place.service->ingest()
                    .keep_reconciliation(place.account.id, place.integration.id, old.day, old.day,
                                         std::vector{old})
                    .has_value());
    EXPECT_EQ(place.differing().size(), 1u);
    EXPECT_EQ(reconciler.run_due().value(), 1);
    EXPECT_TRUE(place.differing().empty());
}

TEST(Reconciler, OneCheckOfAnIntegrationAtATime) {
    Restaurant place(9);
    Reconciler reconciler(*place.folder, *place.service, place.clock);
    ASSERT_TRUE(
        reconciler.request(place.account.id, place.integration.id, {2026, 3, 1}, {2026, 3, 2})
            .has_value());
    EXPECT_EQ(reconciler.state(place.integration.id)->stage, "waiting");
    EXPECT_EQ(reconciler.request(place.account.id, place.integration.id, {2026, 3, 1}, {2026, 3, 2})
                  .error()
                  .kind,
              ErrorKind::conflict);
}

}  // namespace
}  // namespace regulars::app
