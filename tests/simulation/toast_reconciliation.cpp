// Adds up a vendor's days: held and excluded, to the cent.
// SPDX-License-Identifier: Apache-2.0
#include <map>

#include <fmt/format.h>

#include "toast_comparison.hpp"

namespace regulars::simulation {
namespace {

struct Sum {
    std::int64_t orders = 0, minor = 0;
    bool operator==(const Sum&) const = default;
    void add(const std::optional<Money>& value) { ++orders, minor += value ? value->minor : 0; }
    std::string text() const { return fmt::format("{} orders worth {}", orders, minor); }
};

}  // namespace

void reconcile_with_toast(store::Store& store, AccountId account, IntegrationId integration,
                          sandbox::Sandbox& sandbox, Instant since, const ToastShape& shape,
                          std::span<const model::VendorRow> rows, LocalDate from, LocalDate to,
                          Outcome& outcome) {
    std::map<std::pair<std::string, std::string>, Sum> placed;  // by restaurant and day
    std::map<std::string, Sum> all, excluded;  // by restaurant, day and (of excluded) reason
    auto done = store.read([&](store::Transaction& tx) -> Result<void> {
        for (auto& row : rows) {
            if (!row.part_of.empty()) continue;  // refunds are not in the vendor's own report
            auto record = TRY(tx.source_records().find(account, integration, row.record));
            std::string day = fmt::format("{} {}", row.place, format_iso(row.day));
            all[day].add(row.value);
            if (!record) {
                outcome.differences.push_back(
                    fmt::format("{}: {} was never read", day, row.record));
                continue;
            }
            if (!record->exclusion.empty()) {
                excluded[day + " " + record->exclusion].add(row.value);
                continue;
            }
            auto event = TRY(tx.events().find(account, row.unique_id));
            if (!event)
                outcome.differences.push_back(
                    fmt::format("{}: {} is neither held nor excluded", day, row.unique_id));
            else if (event->value != row.value)
                outcome.differences.push_back(
                    fmt::format("{}: {} is worth something else", day, row.unique_id));
            else
                placed[{row.place, format_iso(row.day)}].add(event->value);
        }
        return {};
    });
    if (!done) outcome.differences.push_back("the reconciliation failed: " + done.error().text());
    auto settings = shape.truth;
    settings.since = since;
    auto days = sandbox.with_toast_truth(
        settings, [&](const sandbox::toast::Truth& truth) { return truth.days(from, to); });
    for (auto& day : days) {
        std::string name = fmt::format("{} {}", day.name, day.date);
        Sum sum = placed[{day.name, day.date}];
        if (sum != Sum{day.placed, day.placed_value.minor})
            outcome.differences.push_back(
                fmt::format("{}: placed {}, not {}", name, sum.text(),
                            Sum{day.placed, day.placed_value.minor}.text()));
        for (auto& [reason, told] : day.excluded) {
            Sum out = excluded[name + " " + reason];
            if (out != Sum{told.first, told.second})
                outcome.differences.push_back(fmt::format("{}: {} {}, not {}", name, reason,
                                                          out.text(),
                                                          Sum{told.first, told.second}.text()));
            sum.orders += out.orders, sum.minor += out.minor;
        }
        if (sum != all[name])
            outcome.differences.push_back(
                fmt::format("{}: the vendor shows {}, held and excluded are {}", name,
                            all[name].text(), sum.text()));
    }
}

}  // namespace regulars::simulation
