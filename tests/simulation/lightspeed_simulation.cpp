// Runs one seed of the simulated Lightspeed: faults, crashes, skewed clocks and lost refresh
// replies, then the truth.
// SPDX-License-Identifier: Apache-2.0
#include "lightspeed_simulation.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "ingest/ingest.hpp"
#include "lightspeed_comparison.hpp"
#include "mortal.hpp"
#include "net/loopback_client.hpp"
#include "reconciliation.hpp"
#include "sources/lightspeed/connector.hpp"
#include "sources/runner.hpp"
#include "sources/set_up.hpp"
#include "store/open.hpp"

namespace regulars::simulation {
namespace {

constexpr const char* origin = "http://127.0.0.1:8090";

/// The credentials as a vault on disk would keep them; a process may die before or after it writes.
class MortalKeeper final : public sources::CredentialKeeper {
  public:
    explicit MortalKeeper(Fate& fate) : fate_(fate) {}
    std::string kept;
    Result<void> replace(AccountId, IntegrationId, const std::string& before,
                         const std::string& after) override {
        if (!fate_.step()) return died();
        if (kept != before)
            return fail(ErrorKind::conflict,
                        "the credentials were changed by somebody else meanwhile");
        kept = after;
        if (!fate_.step()) return died();
        return {};
    }

  private:
    Fate& fate_;
};

class LightspeedSimulation {
  public:
    explicit LightspeedSimulation(std::uint64_t seed)
        : seed_(seed),
          random_(mix(seed, 177)),
          clock_(start_of(seed)),
          vendor_clock_(clock_, Duration((std::int64_t(mix(seed, 9) % 180) - 90) * 1'000'000)),
          sandbox_(world_of(seed), vendor_clock_),
          loopback_(
              {{origin,
                [this](const net::HttpRequest& request) { return sandbox_.handle(request); }}},
              &clock_),
          fate_(random_, 0.002),
          client_(loopback_, fate_, outcome_),
          keeper_(fate_) {
        start_crypto();
        auto memory_disk = std::filesystem::path("/dev/shm");
        auto base = std::filesystem::is_directory(memory_disk)
                        ? memory_disk
                        : std::filesystem::temp_directory_path();
        folder_ = base / fmt::format("regulars-lightspeed-{}-{}", seed, random_token(6));
        std::filesystem::create_directories(folder_);
        boot();
        connect();
    }
    ~LightspeedSimulation() {
        runner_.reset(), memory_.reset(), ingest_.reset(), store_.reset();
        std::filesystem::remove_all(folder_);
    }

    Outcome run() {
        int rounds = 6 + int(random_.below(20));
        for (int round = 0; round < rounds; ++round) {
            if (fate_.is_dead()) boot();
            if (round == 2 + int(mix(seed_, 15) % 4) && mix(seed_, 14) % 3 == 0) change_settings();
            sync(model::RunKind::scheduled);
            if (random_.chance(0.2))
                clock_.advance(Duration(std::int64_t(random_.below(3 * 86'400)) * 1'000'000));
            else
                clock_.advance(60min);
        }
        settle();
        return std::move(outcome_);
    }

  private:
    static Instant start_of(std::uint64_t seed) {
        constexpr const char* nights[] = {"2025-03-09T05:00:00Z", "2025-10-26T00:30:00Z",
                                          "2025-11-02T05:00:00Z", "2026-06-15T12:00:00Z"};
        return parse_instant(nights[mix(seed, 1) % 4]).value() -
               Duration(std::int64_t(mix(seed, 2) % (4 * 86'400)) * 1'000'000);
    }
    static sandbox::SandboxOptions world_of(std::uint64_t seed) {
        sandbox::SandboxOptions world{.seed = seed,
                                      .guests = 30 + int(mix(seed, 3) % 100),
                                      .days = 30,
                                      .locations = 1,
                                      .reservations_per_guest = 1};
        world.faults = mix(seed, 8) % 4 == 0 ? sandbox::Faults::light : sandbox::Faults::heavy;
        world.lightspeed.shops = 1 + int(mix(seed, 6) % 4);
        world.lightspeed.days = 30 + int(mix(seed, 5) % 200);
        world.lightspeed.sales_per_guest = 1 + double(mix(seed, 7) % 30) / 10;
        return world;
    }

    void boot() {
        runner_.reset(), memory_.reset(), ingest_.reset(), store_.reset();
        store_ = must(
            store::open_sqlite({.file = folder_ / "regulars.db", .readers = 1, .fold_after = 50}));
        ingest_ = std::make_unique<ingest::Ingest>(*store_, clock_, random_);
        memory_ = std::make_unique<MortalMemory>(*ingest_, fate_);
        auto applying =
            mix(seed_, 10) % 2 == 0 ? sources::Applying::late : sources::Applying::at_once;
        runner_ = std::make_unique<sources::Runner>(*memory_, client_, clock_, random_,
                                                    sources::RunnerLimits{.applying = applying},
                                                    &keeper_);
        runner_->add(model::IntegrationKind::lightspeed,
                     std::make_unique<sources::lightspeed::Lightspeed>());
        fate_.restart();
    }

    void connect() {
        auto answer = sandbox_.handle(
            {.target = "/sandbox/credentials", .headers = {{"Host", "127.0.0.1:8090"}}});
        auto document = must(JsonDocument::parse(answer.body));
        JsonNode shops = document.root()["lightspeed"];
        auto text = [&](const char* key) { return shops[key].string().value(); };
        JsonWriter credentials;
        credentials.begin_object()
            .member("client_id", text("client_id"))
            .member("client_secret", text("client_secret"));
        keeper_.kept =
            credentials.member("refresh_token", text("refresh_token")).end_object().take();
        JsonWriter settings;
        settings.begin_object()
            .member("auth_url", origin)
            .member("api_url", origin)
            .member("account", fmt::format("{}", sandbox_.lightspeed().account()));
        settings.member("country", "US")
            .member("currency", "USD")
            .member("page_size", std::int64_t(5 + random_.below(96)));
        rules_.include_zero_value = mix(seed_, 11) % 8 == 0;
        rules_.include_no_email = mix(seed_, 12) % 8 == 0;
        settings.member("include_zero_value", rules_.include_zero_value)
            .member("include_no_email", rules_.include_no_email)
            .end_object();
        if (mix(seed_, 13) % 4 == 0) rules_.since = (clock_.now() - days(20)).floor_seconds();
        integration_ = {.public_id = "SIMLSR",
                        .kind = model::IntegrationKind::lightspeed,
                        .name = "Shops",
                        .settings = settings.take(),
                        .created_at = clock_.now(),
                        .history_since = rules_.since};
        model::Account account{.public_id = "SimLsr",
                               .name = "Simulated",
                               .time_zone = "America/New_York",
                               .country = "US"};
        must(store_->write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.accounts().add(account));
            model::List list{.public_id = "LIST01", .name = "Shoppers"};
            TRY(tx.lists().add(account.id, list));
            integration_.list = list.id;
            return tx.integrations().add(account.id, integration_);
        }));
        account_ = account.id;
    }

    /// A person wants other sales in, or out. Nobody is left out again: people once made stay.
    void change_settings() {
        rules_.include_zero_value = mix(seed_, 16) % 2 == 0;
        rules_.include_no_email = rules_.include_no_email || mix(seed_, 17) % 2 == 0;
        JsonWriter changes;
        changes.begin_object()
            .member("include_zero_value", rules_.include_zero_value)
            .member("include_no_email", rules_.include_no_email);
        if (mix(seed_, 18) % 3 == 0) {
            rules_.since = (clock_.now() - days(10)).floor_seconds();
            changes.member("history_since", format_iso(rules_.since));
        }
        changes.end_object();
        must(store_->write([&](store::Transaction& tx) -> Result<void> {
            auto changed = TRY(
                sources::with_settings(integration_, changes.text(),
                                       TRY(tx.integrations().cursors(account_, integration_.id))));
            integration_ = std::move(changed.integration);
            for (auto& cursor : changed.cursors)
                TRY(tx.integrations().move_cursor(account_, integration_.id, cursor));
            return {};
        }));
    }

    Result<model::Run> sync(model::RunKind kind) {
        ++outcome_.runs;
        return runner_->sync_once({account_, integration_, keeper_.kept}, kind);
    }

    /// No more faults and crashes; enough days pass for the look-backs. The bucket leaks only while
    /// time passes, so the vendor lives on; what is compared was read while nothing of it changed.
    void settle() {
        outcome_.crashes = fate_.deaths;
        fate_.settle();
        sandbox_.set_faults(sandbox::Faults::none);
        boot();
        clock_.advance(days(8));
        last_sync();
        clock_.advance(days(8));
        constexpr int most_tries = 20;
        for (int i = 0; i < most_tries; ++i) {
            auto before = truth_now();
            last_sync();
            LocalDate to = Zone::utc().to_local(clock_.now()).date(),
                      from = date_of_day(day_number(to) - 60);
            auto rows = runner_->audit({account_, integration_, keeper_.kept}, from, to);
            if (truth_now() != before) continue;
            compare_lightspeed(*store_, account_, integration_, sandbox_, rules_, outcome_);
            if (!rows)
                outcome_.differences.push_back("the audit failed: " + rows.error().text());
            else
                check_days(std::max(from, first_whole_day()), to, *rows);
            return;
        }
        outcome_.differences.push_back("the shops never stood still");
    }

    /// The days are equal, and so they stay when people are erased. The first and the last have
    /// neighbours that were not asked for.
    void check_days(LocalDate from, LocalDate to, const sources::Audited& audited) {
        reconcile_lightspeed(*store_, account_, integration_, sandbox_, rules_, audited.rows, from,
                             to, outcome_);
        from = date_of_day(day_number(from) + 1), to = date_of_day(day_number(to) - 1);
        reconcile(*store_, account_, integration_, audited, from, to, outcome_);
        erase_some(*store_, *ingest_, account_, from, to);
        reconcile(*store_, account_, integration_, audited, from, to, outcome_);
    }

    void last_sync() {
        auto run = must(sync(model::RunKind::manual));
        if (run.outcome != model::RunOutcome::succeeded)
            outcome_.differences.push_back(fmt::format("the last sync failed: {}", run.error));
    }

    std::int64_t truth_now() {
        auto& shops = sandbox_.lightspeed();
        std::string all;
        for (auto& event : shops.truth_events(rules_, sandbox_.now()))
            all += fmt::format("{} {} {} {}\n", event.unique_id, event.time.us, event.certain,
                               event.properties);
        for (auto& person : shops.truth_profiles(rules_, sandbox_.now()))
            all += person.guests.front() + person.email + person.properties + person.first_name;
        for (auto& [reason, n] : shops.truth_summary(rules_, sandbox_.now()).excluded)
            all += fmt::format("{} {}\n", reason, n);
        return hash64(all);
    }

    /// The report knows nothing before history begins.
    LocalDate first_whole_day() const {
        return date_of_day(day_number(Zone::utc().to_local(rules_.since).date()) + 2);
    }

    std::uint64_t seed_;
    SeededRandom random_;
    VirtualClock clock_;
    VendorClock vendor_clock_;
    Outcome outcome_;
    sandbox::Sandbox sandbox_;
    net::LoopbackClient loopback_;
    Fate fate_;
    MortalClient client_;
    MortalKeeper keeper_;
    std::filesystem::path folder_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<ingest::Ingest> ingest_;
    std::unique_ptr<MortalMemory> memory_;
    std::unique_ptr<sources::Runner> runner_;
    AccountId account_;
    model::Integration integration_;
    sandbox::lightspeed::TruthRules rules_;
};

}  // namespace

Outcome simulate_lightspeed(std::uint64_t seed) { return LightspeedSimulation(seed).run(); }

}  // namespace regulars::simulation
