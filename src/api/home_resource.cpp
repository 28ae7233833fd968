// The home page in one answer.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <span>

#include "api/integration_written.hpp"
#include "api/router.hpp"
#include "api/tallier.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

using analytics::DayRange;
using analytics::Figures;

constexpr int weeks_before = 4;
constexpr std::int64_t chart_days = 28;
constexpr int most_differing_days = 100;
constexpr int failed_checks_told = 3;  // in a row: an hour apart, so no passing trouble

/// One stretch's figures; new guests are counted beside.
struct Stretch {
    Figures figures;
    std::int64_t new_guests = 0;
};

/// Now first, then the same stretch one to four weeks before.
using Stretches = std::array<Stretch, weeks_before + 1>;

struct Period {
    const char* key;
    DayRange range;
};

struct Today {
    Zone zone;
    LocalTime clock;  // the account's wall clock
    std::int64_t day;
};

/// Of each period, in their order.
Result<std::vector<Stretches>> load(store::Transaction& tx, const Call& call, const Today& today,
                                    const analytics::Tallier& tallier,
                                    std::span<const Period> periods) {
    std::vector<analytics::FiguresAsked> asked;
    for (auto& period : periods)
        for (int back = 0; back <= weeks_before; ++back) {
            std::int64_t shift = 7 * back;
            // Up to the same time of day by the wall clock, whatever the clocks did between.
            asked.push_back({{period.range.first - shift, period.range.last - shift},
                             back == 0
                                 ? call.now()
                                 : today.zone.to_instant({today.clock.seconds - shift * 86'400})});
        }
    auto figures = TRY(analytics::figures_of(tx, call.account(), asked, tallier));
    std::vector<Stretches> loaded(periods.size());
    for (std::size_t i = 0; i < asked.size(); ++i) {
        auto& [range, until] = asked[i];
        auto& stretch = loaded[i / (weeks_before + 1)][i % (weeks_before + 1)];
        stretch.figures = figures[i];
        stretch.new_guests = TRY(tx.charts().new_people(
            call.account_id(), today.zone.start_of(date_of_day(range.first)), until));
    }
    return loaded;
}

/// `ask` gives a stretch's figure, or nothing where it has none.
template <class Ask>
void write_figure(JsonWriter& out, const char* name, const Stretches& stretches, Ask ask) {
    out.key(name).begin_object().key("now").value(ask(stretches[0]));
    double sum = 0;
    int known = 0;
    for (int back = 1; back <= weeks_before; ++back) {
        auto& stretch = stretches[std::size_t(back)];
        auto figure = stretch.figures.is_known ? ask(stretch) : std::nullopt;
        if (figure) sum += *figure, ++known;
    }
    out.key("before");
    if (known > 0)
        out.value(sum / known);
    else
        out.value(nullptr);
    out.key("weeks").begin_array();
    for (int back = weeks_before; back >= 1; --back) {
        auto& stretch = stretches[std::size_t(back)];
        out.value(stretch.figures.is_known ? ask(stretch) : std::nullopt);
    }
    out.end_array().end_object();
}

void write_value(JsonWriter& out, const Stretches& stretches, Currency currency) {
    auto money = [&](const Stretch& stretch) -> std::optional<Money> {
        if (!stretch.figures.minor) return std::nullopt;
        return Money{*stretch.figures.minor, currency};
    };
    out.key("known_value").begin_object().key("now");
    write(out, money(stretches[0]));
    std::int64_t sum = 0, known = 0;
    for (int back = 1; back <= weeks_before; ++back)
        if (auto value = money(stretches[std::size_t(back)])) sum += value->minor, ++known;
    out.key("before");
    write(out, known > 0 ? std::optional(Money{sum / known, currency}) : std::nullopt);
    out.key("weeks").begin_array();
    for (int back = weeks_before; back >= 1; --back)
        write(out, money(stretches[std::size_t(back)]));
    out.end_array().end_object();
}

void write_period(JsonWriter& out, const Period& period, const Stretches& stretches,
                  Currency currency) {
    auto& [key, range] = period;
    auto count = [](auto member) {
        return [member](const Stretch& s) -> std::optional<double> {
            return double(s.figures.*member);
        };
    };
    out.begin_object()
        .member("key", key)
        .member("from", format_iso(date_of_day(range.first)))
        .member("to", format_iso(date_of_day(range.last)));
    write_figure(out, "reservations", stretches, count(&Figures::reservations));
    write_figure(out, "covers", stretches, count(&Figures::covers));
    write_figure(out, "no_show_rate", stretches, [](const Stretch& s) -> std::optional<double> {
        std::int64_t expected = s.figures.no_shows + s.figures.completed;
        if (expected == 0) return std::nullopt;
        return double(s.figures.no_shows) / double(expected);
    });
    write_figure(out, "new_guests", stretches,
                 [](const Stretch& s) -> std::optional<double> { return double(s.new_guests); });
    write_value(out, stretches, currency);
    out.end_object();
}

class AttentionWriter {
  public:
    AttentionWriter(JsonWriter& out, const Names& names) : out_(out), names_(names) {}
    void write(const char* code, IntegrationId integration, std::optional<std::int64_t> count,
               std::string_view detail) {
        out_.begin_object().member("code", code).key("integration");
        names_.write_integration(out_, integration);
        out_.member("count", count);
        write_text_or_null(out_, "detail", detail);
        out_.end_object();
    }

  private:
    JsonWriter& out_;
    const Names& names_;
};

Result<void> write_attention(JsonWriter& out, store::Transaction& tx, const Call& call,
                             const Names& names) {
    AttentionWriter attention(out, names);
    out.key("attention").begin_array();
    if (names.integrations().empty()) attention.write("no_integration", {}, std::nullopt, "");
    for (auto& [id, integration] : names.integrations()) {
        auto runs = TRY(tx.integrations().runs(call.account_id(), id, 1));
        auto last_run = runs.empty() ? std::nullopt : std::optional(runs.front());
        auto health =
            health_of(integration, last_run, interval_minutes_of(integration), call.now());
        switch (health) {
            case Health::stopped:
                attention.write(
                    "integration_stopped", id, std::nullopt,
                    integration.notice.empty() ? integration.last_error : integration.notice);
                break;
            case Health::failing:
                attention.write("integration_failing", id, std::nullopt, integration.last_error);
                break;
            case Health::late:
                attention.write("integration_stale", id, std::nullopt, "");
                break;
            case Health::paused:
                attention.write("integration_paused", id, std::nullopt, "");
                break;
            case Health::backfilling:
            case Health::syncing:
            case Health::fresh:
                break;
        }
        if (!integration.notice.empty() && integration.status != model::IntegrationStatus::stopped)
            attention.write("integration_notice", id, std::nullopt, integration.notice);
        bool is_told =
            health == Health::stopped || health == Health::failing || health == Health::paused;
        if (auto check = call.services.sync.check(call.account_id(), id);
            check && check->failures >= failed_checks_told && !is_told)
            attention.write("check_failing", id, check->failures, check->error);
        if (auto differing =
                TRY(tx.reconciliations().differing(call.account_id(), id, most_differing_days));
            !differing.empty())
            attention.write("reconciliation_differs", id, std::ssize(differing),
                            format_iso(differing.front()));
        auto list = integration.list ? TRY(tx.lists().find(call.account_id(), integration.list))
                                     : std::nullopt;
        if (list && list->opt_in == model::OptIn::double_opt_in)
            attention.write("list_double_opt_in", id, std::nullopt, list->name);
    }
    if (auto pairs = TRY(tx.merges().count_duplicates(call.account_id())); pairs > 0)
        attention.write("possible_duplicates", {}, pairs, "");
    out.end_array();
    return {};
}

Answer read_home(Call& call) {
    JsonWriter out;
    auto audience = TRY(current_audience(call));
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto zone = TRY(Zone::find(call.account().time_zone));
        LocalTime clock = zone.to_local(call.now());
        Today today{zone, clock, day_number(clock.date())};
        auto names = TRY(Names::load(tx, call.account_id()));
        auto tallier = tallier_of(call, tx, audience);
        out.begin_object()
            .member("generated_at", format_iso(call.now()))
            .member("time_zone", call.account().time_zone);
        out.key("periods").begin_array();
        std::array<Period, 2> periods{
            Period{"today", {today.day, today.day}},
            Period{"week", {today.day - (weekday(clock.date()) + 6) % 7, today.day}}};
        auto stretches = TRY(load(tx, call, today, tallier, periods));
        for (std::size_t i = 0; i < periods.size(); ++i)
            write_period(out, periods[i], stretches[i], call.account().currency);
        out.end_array().key("days").begin_array();
        for (auto& day : TRY(analytics::home_days(
                 tx, call.account(), {today.day - chart_days + 1, today.day}, tallier))) {
            out.begin_object()
                .member("day", format_iso(date_of_day(day.day)))
                .member("reservations", day.reservations);
            out.member("covers", day.covers).member("no_shows", day.no_shows).end_object();
        }
        out.end_array().member("profiles", TRY(tx.profiles().count(call.account_id())));
        out.member("events", TRY(tx.events().count(call.account_id())))
            .key("integrations")
            .begin_array();
        std::vector<const model::Integration*> sorted;
        for (auto& [id, integration] : names.integrations()) sorted.push_back(&integration);
        std::ranges::sort(sorted, {}, [](auto* integration) { return lowered(integration->name); });
        for (auto* integration : sorted) TRY(write_integration(out, tx, call, *integration));
        out.end_array();
        TRY(write_attention(out, tx, call, names));
        out.end_object();
        return {};
    }));
    return json_response(out);
}

constexpr Route table[] = {{"GET", "/app/v1/home", Needs::analyst, "", &read_home}};

}  // namespace

std::span<const Route> home_routes() { return table; }

}  // namespace regulars::api
