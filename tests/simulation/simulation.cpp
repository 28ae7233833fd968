// Runs one seed.
// SPDX-License-Identifier: Apache-2.0
#include "simulation.hpp"

#include <filesystem>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "comparison.hpp"
#include "ingest/ingest.hpp"
#include "mortal.hpp"
#include "net/loopback_client.hpp"
#include "reconciliation.hpp"
#include "sandbox/sandbox.hpp"
#include "sources/opentable/connector.hpp"
#include "sources/runner.hpp"
#include "sources/toast/connector.hpp"
#include "store/open.hpp"
#include "toast_comparison.hpp"

namespace regulars::simulation {
namespace {

constexpr const char* origin = "http://127.0.0.1:8090";

class Simulation {
  public:
    Simulation(std::uint64_t seed, Vendor vendor)
        : seed_(seed),
          vendor_(vendor),
          random_(mix(seed, 77)),
          clock_(start_of(seed)),
          vendor_clock_(clock_, Duration((std::int64_t(mix(seed, 9) % 180) - 90) * 1'000'000)),
          sandbox_(world_of(seed, vendor), vendor_clock_),
          loopback_(
              {{origin,
                [this](const net::HttpRequest& request) { return sandbox_.handle(request); }}},
              &clock_),
          fate_(random_, 0.002),
          client_(loopback_, fate_, outcome_) {
        start_crypto();
        auto memory_disk = std::filesystem::path("/dev/shm");
        auto base = std::filesystem::is_directory(memory_disk)
                        ? memory_disk
                        : std::filesystem::temp_directory_path();
        folder_ = base / fmt::format("regulars-simulation-{}-{}", seed, random_token(6));
        std::filesystem::create_directories(folder_);
        boot();
        connect();
    }
    ~Simulation() {
        runner_.reset(), memory_.reset(), ingest_.reset(), store_.reset();
        std::filesystem::remove_all(folder_);
    }

    Outcome run() {
        // A while of ordinary life: mostly the half-hourly poll, sometimes a machine that was off.
        int rounds = 6 + int(random_.below(20));
        for (int round = 0; round < rounds; ++round) {
            if (changes_at_ == round) choose_shape();
            sync_all(model::RunKind::scheduled);
            if (random_.chance(0.2))
                clock_.advance(Duration(std::int64_t(random_.below(3 * 86'400)) * 1'000'000));
            else
                clock_.advance(30min);
        }
        settle();
        if (vendor_ == Vendor::toast)
            compare_toast();
        else
            compare_opentable();
        return std::move(outcome_);
    }

  private:
    static Instant start_of(std::uint64_t seed) {
        // Around the nights the clocks change, in either hemisphere's seasons, more often than not.
        constexpr const char* nights[] = {"2025-03-09T05:00:00Z", "2025-03-30T00:30:00Z",
                                          "2025-10-26T00:30:00Z", "2025-11-02T05:00:00Z",
                                          "2026-06-15T12:00:00Z"};
        Instant night = parse_instant(nights[mix(seed, 1) % 5]).value();
        return night - Duration(std::int64_t(mix(seed, 2) % (4 * 86'400)) * 1'000'000);
    }
    static sandbox::SandboxOptions world_of(std::uint64_t seed, Vendor vendor) {
        sandbox::SandboxOptions world{
            .seed = seed,
            .guests = 10 + int(mix(seed, 3) % 50),
            .days = mix(seed, 4) % 8 == 0 ? 780 : 20 + int(mix(seed, 5) % 60),
            .locations = 1 + int(mix(seed, 6) % 3),
            .reservations_per_guest = 2.0 + double(mix(seed, 7) % 60) / 10};
        world.faults = mix(seed, 8) % 4 == 0 ? sandbox::Faults::light : sandbox::Faults::heavy;
        world.toast.enabled = vendor == Vendor::toast;
        // A world in eight is older than the history that is read.
        world.toast.orders.days = mix(seed, 11) % 8 == 0 ? 1130 : 15 + int(mix(seed, 12) % 300);
        world.toast.orders.orders_per_guest = 1.0 + double(mix(seed, 13) % 30) / 10;
        world.requests_per_second =
            0;  // heavy faults bring 429s enough; a clock that stands still would never allow more
        return world;
    }

    void boot() {
        runner_.reset(), memory_.reset(), ingest_.reset(), store_.reset();
        store_ = must(
            store::open_sqlite({.file = folder_ / "regulars.db", .readers = 1, .fold_after = 50}));
        ingest_ = std::make_unique<ingest::Ingest>(*store_, clock_, random_);
        memory_ = std::make_unique<MortalMemory>(*ingest_, fate_);
        // Half of the worlds commit as late as a thread beside ever could; threads would not be
        // repeatable.
        auto applying =
            mix(seed_, 10) % 2 == 0 ? sources::Applying::late : sources::Applying::at_once;
        runner_ = std::make_unique<sources::Runner>(*memory_, client_, clock_, random_,
                                                    sources::RunnerLimits{.applying = applying});
        runner_->add(model::IntegrationKind::opentable,
                     std::make_unique<sources::opentable::OpenTable>());
        runner_->add(model::IntegrationKind::toast, std::make_unique<sources::toast::Toast>());
        fate_.restart();
    }

    void connect() {
        auto credentials = sandbox_.handle(
            {.target = "/sandbox/credentials", .headers = {{"Host", "127.0.0.1:8090"}}});
        auto document = must(JsonDocument::parse(credentials.body));
        model::Account account{
            .public_id = "SimAcc", .name = "Simulated", .time_zone = "America/New_York"};
        must(store_->write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.accounts().add(account));
            if (vendor_ == Vendor::toast)
                connect_toast(document.root()["toast"]);
            else
                document.root()["opentable"]["locations"].each([&](JsonNode location) {
                    auto text = [&](const char* key) { return location[key].string().value(); };
                    JsonWriter settings;
                    settings.begin_object()
                        .member("oauth_url", origin)
                        .member("api_url", origin)
                        .member("rid", std::to_string(location["rid"].integer().value()));
                    settings.member("restaurant_name", text("name"))
                        .member("time_zone", text("time_zone"))
                        .member("country", text("country"));
                    settings.member("currency", text("currency"))
                        .member("page_size", std::int64_t(20 + random_.below(200)))
                        .end_object();
                    integrations_.push_back(
                        {.public_id = fmt::format("SIM{}", integrations_.size()),
                         .name = std::string(text("name")),
                         .settings = settings.take(),
                         .created_at = clock_.now(),
                         .history_since = clock_.now() - days(730)});
                });
            for (auto& integration : integrations_)
                TRY(tx.integrations().add(account.id, integration));
            return {};
        }));
        account_ = account.id;
    }

    /// All restaurants in one integration; in every other world the last one is added later.
    void connect_toast(JsonNode toast) {
        credentials_ = fmt::format(R"({{"client_id":{},"client_secret":{}}})",
                                   toast["client_id"].text(), toast["client_secret"].text());
        toast["locations"].each([&](JsonNode location) {
            restaurants_.emplace_back(location["guid"].string().value());
        });
        shape_ = toast_shape(seed_);
        // In a world of three a person first chose otherwise.
        if (mix(seed_, 15) % 3 == 0) changes_at_ = 2 + int(mix(seed_, 16) % 4);
        choices_ = changes_at_ ? shape_.settings_before : shape_.settings;
        bool later = restaurants_.size() > 1 && random_.chance(0.5);
        std::vector<std::string> first(restaurants_.begin(), restaurants_.end() - (later ? 1 : 0));
        read_ = first;
        integrations_.push_back({.public_id = "SIM0",
                                 .kind = model::IntegrationKind::toast,
                                 .name = "Toast",
                                 .settings = toast_settings(first),
                                 .created_at = clock_.now(),
                                 .history_since = clock_.now() - days(3 * 365)});
    }

    std::string toast_settings(const std::vector<std::string>& restaurants) const {
        return fmt::format(
            R"({{"api_url":"{}","restaurants":["{}"],"page_size":{},"max_requests_per_second":0,"history_gap_seconds":0,"country":"US"{}}})",
            origin, fmt::join(restaurants, "\",\""), 5 + mix(seed_, 14) % 60, choices_);
    }

    /// A person changes what orders mean: with it, all are to be read again.
    void choose_shape() {
        choices_ = shape_.settings;
        auto& integration = integrations_.front();
        auto before = std::exchange(integration.settings, toast_settings(read_));
        must(store_->write([&](store::Transaction& tx) -> Result<void> {
            auto cursors = TRY(tx.integrations().cursors(account_, integration.id));
            for (auto& cursor :
                 sources::toast::Toast().read_again(before, integration.settings, cursors))
                TRY(tx.integrations().move_cursor(account_, integration.id, cursor));
            return {};
        }));
    }

    void compare_opentable() {
        compare(*store_, account_, sandbox_, integrations_.front().history_since, outcome_);
        LocalDate today = Zone::utc().to_local(sandbox_.now().floor_seconds()).date();
        for (auto& integration : integrations_)
            reconcile_days(integration, opentable_credentials(),
                           date_of_day(day_number(today) - 25), today);
    }

    void reconcile_days(const model::Integration& integration, const std::string& credentials,
                        LocalDate from, LocalDate to) {
        // A day more on either side, as an order of the night may be taken for another day's.
        auto audited =
            runner_->audit({account_, integration, credentials}, date_of_day(day_number(from) - 1),
                           date_of_day(day_number(to) + 1));
        if (!audited)
            outcome_.differences.push_back("the audit failed: " + audited.error().text());
        else
            reconcile(*store_, account_, integration, std::move(*audited), from, to, outcome_);
    }

    void compare_toast() {
        const auto& integration = integrations_.front();
        compare_with_toast(*store_, account_, integration.id, sandbox_, integration.history_since,
                           shape_, outcome_);
        // What the vendor says of some days, against what is held and what is excluded.
        LocalDate today = Zone::utc().to_local(sandbox_.now().floor_seconds()).date();
        LocalDate from = date_of_day(day_number(today) - 20),
                  to = date_of_day(day_number(today) - 2);
        auto rows = runner_->audit({account_, integration, credentials_}, from, to);
        if (!rows)
            outcome_.differences.push_back("the audit failed: " + rows.error().text());
        else
            reconcile_with_toast(*store_, account_, integration.id, sandbox_,
                                 integration.history_since, shape_, rows->rows, from, to, outcome_);
        // The days are equal; and so they stay when people are erased, and a restaurant goes.
        reconcile_days(integration, credentials_, from, to);
        // A day alone does not see the day that an order of it was for.
        for (auto day = day_number(to) - 6; day <= day_number(to); ++day)
            reconcile_days(integration, credentials_, date_of_day(day), date_of_day(day));
        erase_some(*store_, *ingest_, account_, from, to);
        reconcile_days(integration, credentials_, from, to);
        if (restaurants_.size() == 1) return;
        auto fewer = integration;
        fewer.settings = toast_settings({restaurants_.begin() + 1, restaurants_.end()});
        reconcile_days(fewer, credentials_, from, to);
    }

    void sync_all(model::RunKind kind) {
        for (auto& integration : integrations_) {
            if (fate_.is_dead()) boot();
            sync(integration, kind);
        }
    }

    Result<model::Run> sync(const model::Integration& integration, model::RunKind kind) {
        if (vendor_ == Vendor::toast) {
            ++outcome_.runs;
            return runner_->sync_once({account_, integration, credentials_}, kind);
        }
        ++outcome_.runs;
        return runner_->sync_once({account_, integration, opentable_credentials()}, kind);
    }
    std::string opentable_credentials() const {
        JsonWriter credentials;
        credentials.begin_object()
            .member("client_id", sandbox_.client_id())
            .member("client_secret", sandbox_.client_secret())
            .end_object();
        return credentials.take();
    }

    /// No more faults and crashes; enough days pass for the deep look-backs; in the end every
    /// restaurant is read while the vendor's time stands still.
    void settle() {
        outcome_.crashes = fate_.deaths;
        fate_.settle();
        sandbox_.set_faults(sandbox::Faults::none);
        boot();
        if (vendor_ == Vendor::toast) integrations_.front().settings = toast_settings(restaurants_);
        // The vendor's clock may be ahead: its last minutes are read once ours has passed them.
        int rounds = vendor_ == Vendor::toast ? 4 : 2;
        for (int i = 0; i < rounds; ++i) {
            clock_.advance(i < 2 ? days(8) : 1h);
            if (i == 1) vendor_clock_.stop();
            for (auto& integration : integrations_) {
                auto run = must(sync(integration, model::RunKind::manual));
                if (run.outcome != model::RunOutcome::succeeded)
                    outcome_.differences.push_back(
                        fmt::format("{}: the last sync failed: {}", integration.name, run.error));
            }
        }
    }

    std::uint64_t seed_;
    Vendor vendor_;
    SeededRandom random_;
    VirtualClock clock_;
    VendorClock vendor_clock_;
    Outcome outcome_;
    sandbox::Sandbox sandbox_;
    net::LoopbackClient loopback_;
    Fate fate_;
    MortalClient client_;
    std::filesystem::path folder_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<ingest::Ingest> ingest_;
    std::unique_ptr<MortalMemory> memory_;
    std::unique_ptr<sources::Runner> runner_;
    AccountId account_;
    std::vector<model::Integration> integrations_;
    // Of Toast.
    std::string credentials_;
    std::vector<std::string> restaurants_, read_;  // all, and those that are read from the start
    ToastShape shape_;
    std::string choices_;  // the shape's settings, or those before
    std::optional<int> changes_at_;
};

}  // namespace

Outcome simulate(std::uint64_t seed, Vendor vendor) { return Simulation(seed, vendor).run(); }

}  // namespace regulars::simulation
