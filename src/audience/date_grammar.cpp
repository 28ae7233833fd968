// The grammar of dates: DStatic to DAnniv of klaviyo-api §9, and the unit "regulars-month".
// SPDX-License-Identifier: Apache-2.0
#include "audience/value_grammar.hpp"
#include "audience/wire_names.hpp"

#include <fmt/format.h>

namespace regulars::audience {
namespace {

struct Form {
    std::string_view op;
    unsigned form;
};
constexpr Form operators[] = {{"alltime", all_time},
                              {"after", static_dates},
                              {"before", static_dates},
                              {"between-static", static_ranges},
                              {"at-least", relative_dates},
                              {"in-the-last", relative_dates},
                              {"in-the-next", relative_dates},
                              {"between", relative_ranges},
                              {"anniversary-last", day_anniversaries},
                              {"anniversary-next", day_anniversaries},
                              {"calendar-month", calendar_dates},
                              {"anniversary", calendar_dates},
                              {"anniversary-month", calendar_dates}};

Result<Instant> instant_from(const Place& place) {
    auto text = place.node.string();
    auto instant = text ? parse_instant(*text) : fail(ErrorKind::invalid, {});
    if (!instant) return place.expected("a date such as 2026-11-21 or 2026-11-21T00:00:00Z");
    return *instant;
}

Result<std::int64_t> quantity_from(const Place& place) { return place.integer(0, most_time_units); }

}  // namespace

Result<DateTest> date_test_from(const Place& place, unsigned forms, std::string_view type) {
    if (!place.node.is_object()) return place.expected("a date filter");
    if (place["type"].node.string() != type)
        return place["type"].expected(fmt::format("\"{}\"", type));
    auto op = place["operator"].node.string().value_or("");
    unsigned form = 0;
    std::string accepted;
    for (auto& known : operators) {
        if (!(known.form & forms)) continue;
        if (known.op == op) form = known.form;
        accepted += (accepted.empty() ? "one of " : ", ") + std::string(known.op);
    }
    switch (form) {
        case all_time:
            TRY(place.object({"type", "operator"}));
            return AllTime{};
        case static_dates:
            TRY(place.object({"type", "operator", "date"}));
            return StaticDate{op == "after", TRY(instant_from(place["date"]))};
        case static_ranges: {
            TRY(place.object({"type", "operator", "start", "end"}));
            auto start = TRY(instant_from(place["start"]));
            return StaticRange{start, TRY(instant_from(place["end"]))};
        }
        case relative_dates: {
            TRY(place.object({"type", "operator", "unit", "quantity"}));
            auto relative = TRY(place["operator"].one_of(relative_operators));
            auto unit = TRY(place["unit"].one_of(time_units));
            return RelativeDate{relative, unit, TRY(quantity_from(place["quantity"]))};
        }
        case relative_ranges: {
            TRY(place.object({"type", "operator", "start", "end", "unit"}));
            auto start = TRY(quantity_from(place["start"])), end = TRY(quantity_from(place["end"]));
            return RelativeRange{start, end, TRY(place["unit"].one_of(time_units))};
        }
        case day_anniversaries: {
            TRY(place.object({"type", "operator", "unit", "quantity"}));
            auto unit = TRY(place["unit"].one_of(time_units));
            return AnniversaryRelative{op == "anniversary-next", unit,
                                       TRY(quantity_from(place["quantity"]))};
        }
        case calendar_dates:
            if (op == "calendar-month") {
                TRY(place.object({"type", "operator", "value"}));
                return CalendarMonth{int(TRY(place["value"].integer(1, 12)))};
            }
            TRY(place.object({"type", "operator"}));
            if (op == "anniversary") return Anniversary{};
            return AnniversaryMonth{};
        default:
            return place["operator"].expected(accepted);
    }
}

void write(JsonWriter& out, const DateTest& test, std::string_view type) {
    out.begin_object().member("type", type);
    struct {
        JsonWriter& out;
        void relative(std::string_view op, TimeUnit unit, std::int64_t quantity) {
            out.member("operator", op)
                .member("unit", time_units.name(unit))
                .member("quantity", quantity);
        }
        void operator()(const AllTime&) { out.member("operator", "alltime"); }
        void operator()(const StaticDate& t) {
            out.member("operator", t.is_after ? "after" : "before")
                .member("date", format_iso(t.date));
        }
        void operator()(const StaticRange& t) {
            out.member("operator", "between-static")
                .member("start", format_iso(t.start))
                .member("end", format_iso(t.end));
        }
        void operator()(const RelativeDate& t) {
            relative(relative_operators.name(t.op), t.unit, t.quantity);
        }
        void operator()(const RelativeRange& t) {
            out.member("operator", "between")
                .member("start", t.start)
                .member("end", t.end)
                .member("unit", time_units.name(t.unit));
        }
        void operator()(const AnniversaryRelative& t) {
            relative(t.is_next ? "anniversary-next" : "anniversary-last", t.unit, t.quantity);
        }
        void operator()(const CalendarMonth& t) {
            out.member("operator", "calendar-month").member("value", t.month);
        }
        void operator()(const Anniversary&) { out.member("operator", "anniversary"); }
        void operator()(const AnniversaryMonth&) { out.member("operator", "anniversary-month"); }
    } writer{out};
    std::visit(writer, test);
    out.end_object();
}

}  // namespace regulars::audience
