// Makes people and events by a seeded chance: the same account for the same numbers.
// SPDX-License-Identifier: Apache-2.0
#include "large_account.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/env.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "store/merges.hpp"

namespace regulars::bench {
namespace {

constexpr std::int64_t history_s = 730 * 86'400;
// Out of 100 events.
constexpr int shares[] = {38, 22, 30, 6, 4};

std::string first_name(std::uint64_t n) {
    constexpr const char* names[] = {"Maria", "José",  "Ana",   "John",  "Wei",  "Minji",
                                     "Chloé", "Omar",  "Liam",  "Sofia", "Noah", "Emma",
                                     "Lucas", "Aïcha", "Peter", "Yuki"};
    return fmt::format("{}{}", names[n % 16],
                       n % 7 == 0 ? fmt::format(" {}", char('A' + n % 26)) : "");
}
std::string last_name(std::uint64_t n) {
    constexpr const char* a[] = {"Gar", "Mar", "Ro",  "Sil", "Kow", "Ander", "Fer", "Lind",
                                 "Oka", "Pet", "San", "Tor", "Vas", "Wil",   "Zim", "Ben"};
    constexpr const char* b[] = {"cia",    "tinez", "driguez", "va",  "alski", "son",
                                 "nandez", "gren",  "moto",    "rov", "chez",  "res",
                                 "quez",   "kins",  "mer",     "nett"};
    return fmt::format("{}{}{}", a[n % 16], b[n / 16 % 16],
                       n / 256 % 32 == 0 ? "" : fmt::format("{}", char('a' + n / 256 % 32 % 26)));
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Result<void> fill(store::Store& store, const LargeAccount& wanted) {
    auto [profiles, events, last] = wanted;
    SeededRandom random(1);
    model::Account account{.public_id = "AbC123",
                           .name = "Large",
                           .time_zone = "America/New_York",
                           .created_at = last - days(730)};
    model::Integration integration{
        .public_id = "01INTEGRATION",
        .name = "Downtown",
        .status = model::IntegrationStatus::paused,
        .settings = R"({"rid":"1001","restaurant_name":"Olive","time_zone":"America/New_York"})",
        .created_at = last - days(730),
        .last_sync_at = last - 5min};
    std::vector<MetricId> ids;
    TRY(store.write([&](store::Transaction& tx) -> Result<void> {
        TRY(tx.accounts().add(account));
        TRY(tx.integrations().add(account.id, integration));
        for (auto* name : metrics)
            ids.push_back(TRY(tx.events().metric(account.id, integration.id, name, true, [&] {
                              return make_short_id(random);
                          })).id);
        return {};
    }));
    auto start = std::chrono::steady_clock::now();
    constexpr std::int64_t step = 10'000;
    for (std::int64_t done = 0; done < profiles; done += step)
        TRY(store.write([&](store::Transaction& tx) -> Result<void> {
            for (std::int64_t i = done; i < std::min(profiles, done + step); ++i) {
                auto n = mix(std::uint64_t(i), 11);
                model::Profile profile{
                    .public_id = fmt::format("01P{:023}", i),
                    .created_at =
                        last - Duration((profiles - i) * (history_s * 1'000'000 / profiles))};
                profile.fields = {
                    .email = fmt::format("{}.{}{}@mail.example", lowered(first_name(n)),
                                         lowered(last_name(n >> 8)), i % 5'000),
                    .phone = fmt::format("+1212{:07}", i % 10'000'000),
                    .first_name = first_name(n),
                    .last_name = last_name(n >> 8)};
                profile.updated_at = profile.created_at;
                TRY(tx.profiles().add(account.id, profile));
            }
            return {};
        }));
    TRY(store.write([&](store::Transaction& tx) -> Result<void> {
        for (std::int64_t i = 1; i < std::min<std::int64_t>(profiles, 1'000); i += 2)
            TRY(tx.merges().note_duplicate(account.id, {ProfileId{i}, ProfileId{i + 1}, "phone"}));
        for (int i = 60; i >= 0; --i) {
            Instant at = last - 5min - std::chrono::minutes(30 * i);
            model::Run run{.integration = integration.id,
                           .outcome = model::RunOutcome::succeeded,
                           .started_at = at,
                           .ended_at = at + 4s,
                           .pages = 2,
                           .records = 31,
                           .profiles_created = 3,
                           .profiles_updated = 9,
                           .events_created = 24,
                           .events_updated = 7,
                           .done = 1};
            TRY(tx.integrations().add_run(account.id, run));
        }
        return {};
    }));
    fmt::print(stderr, "{} profiles in {:.0f} s\n", profiles, seconds_since(start));
    start = std::chrono::steady_clock::now();
    for (std::int64_t done = 0; done < events; done += step)
        TRY(store.write([&](store::Transaction& tx) -> Result<void> {
            std::int64_t counts[5] = {};
            for (std::int64_t i = done; i < std::min(events, done + step); ++i) {
                int roll = int(random.below(100)), metric = 0;
                while (roll >= shares[metric]) roll -= shares[metric++];
                // Newest first, as a backfill reads, a little mixed.
                Instant time =
                    last -
                    Duration(std::int64_t(double(i) / double(events) * double(history_s) * 1e6)) -
                    Duration(std::int64_t(random.below(86'400)) * 1'000'000);
                model::Event event{
                    .unique_id = fmt::format("opentable:1001:1001-{:016x}:{}", i, metrics[metric]),
                    .metric = ids[std::size_t(metric)],
                    .profile = ProfileId{1 + std::int64_t(random.below(std::uint64_t(profiles)))},
                    .time = time};
                if (metric == 2 && random.below(2))
                    event.value = Money{std::int64_t(2'000 + random.below(30'000)), {}};
                event.properties = fmt::format(
                    R"({{"Created Date":"{0}","Scheduled Time":"{0}","Table Number":["{1}"],"Party Size":{2},"Visit Tags":[{3}],"Reservation Origin":"{4}","Guest Request":null,"Table Category":"default","Server":"Server {5}","Currency Code":null,"Restaurant ID":"1001","Restaurant Name":"Olive & Ember Downtown"}})",
                    format_iso(time.floor_seconds()), random.below(60), 1 + random.below(8),
                    random.below(4) ? "" : "\"birthday\"", random.below(3) ? "Web" : "Phone",
                    random.below(20));
                TRY(tx.events().add(account.id, event));
                ++counts[metric];
            }
            for (int m = 0; m < 5; ++m)
                TRY(tx.events().count_metric(account.id, ids[std::size_t(m)], counts[m]));
            return {};
        }));
    fmt::print(stderr, "{} events in {:.0f} s\n", events, seconds_since(start));
    return {};
}

}  // namespace regulars::bench
