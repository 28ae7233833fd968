// reconcile: verifies that what is held of some days is what the vendor has.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "analytics/business_day.hpp"
#include "app/command.hpp"
#include "app/signals.hpp"
#include "app/sync_service.hpp"
#include "base/json.hpp"
#include "net/curl_client.hpp"

namespace regulars::app {
namespace {

constexpr int exit_differs = 3;
constexpr int days_by_default = 7;
constexpr std::size_t shown_differences = 20;

std::string text_of(const model::Tally& tally) {
    std::string text = fmt::format("{}", tally.count);
    for (auto& [currency, minor] : tally.minor)
        text += fmt::format(" {} {}", format_decimal({minor, currency}), currency.code());
    return text;
}

std::string text_of(const std::optional<Money>& money) {
    return money ? fmt::format("{} {}", format_decimal(*money), money->currency.code()) : "nothing";
}

std::string sentence(const model::Difference& d) {
    using enum model::DifferenceKind;
    switch (d.kind) {
        case not_synced:
            return fmt::format("{} was never read", d.label);
        case event_missing:
            return fmt::format("{} was read, but {} is missing", d.label,
                               d.unique_id.empty() ? "its event" : d.unique_id);
        case value_differs:
            return fmt::format("{} is worth {} at the vendor, {} here ({})", d.label,
                               text_of(d.vendor), text_of(d.ours), d.unique_id);
        case day_differs:
            return fmt::format("{} stands on {} here", d.label,
                               d.our_day ? format_iso(*d.our_day) : "another day");
        case not_at_vendor:
            return fmt::format("{} is here and not at the vendor", d.label);
        case excluded_but_held:
            return fmt::format("{} is excluded ({}), but {} is here", d.label, d.reason,
                               d.unique_id);
    }
    return d.label;
}

std::string table_of(const std::vector<model::ReconciledDay>& days) {
    std::string text = fmt::format("{:<11} {:<24} {:>22} {:>22} {:>22}\n", "day", "place", "vendor",
                                   "here", "excluded");
    for (auto& day : days) {
        if (!day.refusal.empty()) {
            text += fmt::format("{:<11} {:<24} not checked: {}\n", format_iso(day.day), day.place,
                                day.refusal);
            continue;
        }
        model::Tally excluded;
        for (auto& [reason, tally] : day.excluded) {
            excluded.count += tally.count;
            for (auto& [currency, minor] : tally.minor) excluded.minor[currency] += minor;
        }
        text += fmt::format("{:<11} {:<24} {:>22} {:>22} {:>22}  {}\n", format_iso(day.day),
                            day.place, text_of(day.vendor), text_of(day.ours), text_of(excluded),
                            day.is_equal() ? "ok" : fmt::format("{} differ", day.difference_count));
        for (auto& [reason, tally] : day.excluded)
            text += fmt::format("{:>82} {}\n", text_of(tally), reason);
        for (std::size_t i = 0; i < std::min(day.differences.size(), shown_differences); ++i)
            text += "    ! " + sentence(day.differences[i]) + "\n";
        if (day.difference_count > std::int64_t(shown_differences))
            text += fmt::format("    ! and {} more\n",
                                day.difference_count - std::int64_t(shown_differences));
    }
    return text;
}

std::string json_of(const model::Integration& integration, const Zone& zone,
                    const std::vector<model::ReconciledDay>& days) {
    JsonWriter out;
    bool equal = std::ranges::all_of(days, &model::ReconciledDay::is_equal);
    out.begin_object()
        .member("integration", integration.name)
        .member("time_zone", zone.name())
        .member("equal", equal)
        .key("days")
        .begin_array();
    for (auto& day : days) {
        out.begin_object()
            .member("day", format_iso(day.day))
            .member("place", day.place)
            .member("equal", day.is_equal());
        out.member("checked_at", format_iso(day.checked_at)).key("vendor");
        model::write(out, day.vendor);
        out.key("ours");
        model::write(out, day.ours);
        out.key("excluded").begin_object();
        for (auto& [reason, tally] : day.excluded) {
            out.key(reason);
            model::write(out, tally);
        }
        out.end_object().member("refusal",
                                day.refusal.empty() ? std::nullopt : std::optional(day.refusal));
        out.member("difference_count", day.difference_count).key("differences").begin_array();
        for (auto& difference : day.differences) model::write(out, difference);
        out.end_array().end_object();
    }
    out.end_array().end_object();
    return out.take() + "\n";
}

struct Options {
    std::string integration, from, to;
};

Result<void> reconcile(CommandLine& line, const Options& options) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto integration = TRY(folder.integration(account.id, options.integration));
    auto zone = TRY(analytics::zone_of(integration, account));
    RealClock clock;
    SystemRandom random;
    auto client = net::make_curl_client();
    SyncService service(folder, *client, clock, random);
    StopOnSignal signals;
    auto day_in = [](const char* name, const std::string& text,
                     LocalDate otherwise) -> Result<LocalDate> {
        if (text.empty()) return otherwise;
        auto day = parse_date(text);
        if (!day) return fail(ErrorKind::invalid, "is a day as YYYY-MM-DD", name);
        return day;
    };
    LocalDate to = TRY(day_in("--to", options.to, analytics::last_closed_day(zone, clock.now())));
    LocalDate from =
        TRY(day_in("--from", options.from, date_of_day(day_number(to) - days_by_default + 1)));
    auto days = TRY(service.check_days(
        account.id, integration.id, from, to, [](std::string_view) {}, signals.token()));
    TRY(print(line.json ? json_of(integration, zone, days) : table_of(days)));
    if (!std::ranges::all_of(days, &model::ReconciledDay::is_equal)) line.exit_code = exit_differs;
    return {};
}

}  // namespace

void add_reconcile_command(CommandLine& line) {
    auto options = std::make_shared<Options>();
    auto* command = line.add(
        line.root, "reconcile",
        "Verify that what is held of some days is what the vendor has; exits with 3 where it is "
        "not",
        "regulars reconcile --data data --integration Downtown --from 2026-03-01 --to 2026-03-31",
        [&line, options] { return reconcile(line, *options); });
    command->add_option("--integration", options->integration, "Its name or id")->required();
    command->add_option(
        "--from", options->from,
        "First day (YYYY-MM-DD) by the location's clock; six days before the last when left out");
    command->add_option("--to", options->to, "Last day; the newest that is over when left out");
    line.takes_data(command);
    line.takes_json(command);
}

}  // namespace regulars::app
