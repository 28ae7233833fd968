// Reads the days that people look at first before anybody asks.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/charts.hpp"

namespace regulars::analytics {
namespace {

struct Step {
    std::int64_t days;  // back from today
    Depth depth;
};
// A month with its properties is what the home page and a metric's first chart show; then people of two
// years, which cost a tenth; then properties of the year and its months before.
constexpr Step steps[] = {{31, Depth::whole}, {761, Depth::people}, {397, Depth::whole}};
// One snapshot's share: the log cannot be moved into the file while a snapshot is read.
constexpr std::int64_t chunk_days = 7;
// Between chunks, so that requests and syncs come first.
constexpr Duration pause = 20ms;

}  // namespace

Result<void> Charts::warm(store::Store& store, Clock& clock, std::stop_token stop) {
    std::vector<model::Account> accounts;
    std::vector<std::vector<MetricId>> metrics;
    TRY(store.read([&](store::Transaction& tx) -> Result<void> {
        accounts = TRY(tx.accounts().all());
        for (auto& account : accounts) {
            auto& ids = metrics.emplace_back();
            for (auto& metric : TRY(tx.events().metrics(account.id))) ids.push_back(metric.id);
        }
        return {};
    }));
    for (auto& step : steps) {
        for (std::size_t a = 0; a < accounts.size(); ++a) {
            auto zone = TRY(Zone::find(accounts[a].time_zone));
            std::int64_t today = day_number(zone.to_local(clock.now()).date());
            for (std::int64_t last = today; last > today - step.days; last -= chunk_days) {
                DayRange range{std::max(last - chunk_days, today - step.days) + 1, last};
                for (auto metric : metrics[a]) {
                    if (stop.stop_requested() || cache_.bytes() > most_bytes_ / 4 * 3) return {};
                    bool has_events = false;
                    TRY(store.read([&](store::Transaction& tx) -> Result<void> {
                        auto counts = TRY(tx.charts().days(accounts[a].id, metric, range.first, range.last));
                        has_events = !counts.empty();
                        TRY(cache_.days(tx, accounts[a], metric, range, counts, step.depth, {}));
                        return {};
                    }));
                    if (has_events) clock.sleep_for(pause, stop);
                }
            }
        }
    }
    return {};
}

}  // namespace regulars::analytics
