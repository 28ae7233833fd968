// Takes unique ids apart.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/tracing.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sources/toast/amounts.hpp"
#include "sources/toast/location.hpp"
#include "sources/toast/mapping.hpp"

namespace regulars::sources::toast {
namespace {

// Catering is ordered weeks ahead of the day that it counts on.
constexpr Duration longest_ahead = days(30);

/// "toast:{restaurant}:{order}:{what}…".
struct EventName {
    std::string restaurant, order, what, payment;
    std::int64_t total = 0;  // of refunds: of the payment, up to this one
};

std::optional<EventName> event_name(std::string_view unique_id) {
    auto parts = split(unique_id, ':');
    if (parts.size() < 4 || parts[0] != "toast") return std::nullopt;
    EventName name{std::string(parts[1]), std::string(parts[2]), std::string(parts[3]), {}, 0};
    if (name.what == "refunded" && parts.size() == 6) {
        name.payment = parts[4];
        std::from_chars(parts[5].data(), parts[5].data() + parts[5].size(), name.total);
    }
    return name;
}

/// A refund takes away what it adds to those of its payment before it.
void trace_refund(const model::Event& event, const EventName& name, model::EventTrace& trace) {
    trace.record = refund_record_key(name.payment);
    trace.value.reset();
    auto document = JsonDocument::parse(event.properties, {.max_bytes = 1u << 20, .max_depth = 16});
    if (!document || !event.value) return;
    auto currency = event.value->currency;
    auto added = minor_units(document->root()["Refund Amount"], currency.exponent());
    if (!added) return;
    trace.value = Money{-*added, currency};
    if (std::int64_t before = name.total - *added; before > 0 && *added > 0)
        trace.adds_to = refunded_id(name.restaurant, name.order, name.payment, before);
}

}  // namespace

model::Tracer tracer_of(const Settings& settings) {
    model::Tracer tracer{.metrics = {"Placed Order", "Refunded Order"}, .before = longest_ahead};
    tracer.partial_exclusions = {"before_history"};  // what was told before stays
    tracer.trace = [restaurants = settings.restaurants](
                       const model::Event& event) -> std::optional<model::EventTrace> {
        auto name = event_name(event.unique_id);
        if (!name || std::ranges::find(restaurants, name->restaurant) == restaurants.end())
            return std::nullopt;
        model::EventTrace trace{.record = order_record_key(name->order),
                                .value = event.value,
                                .place = name->restaurant};
        if (!name->payment.empty()) trace_refund(event, *name, trace);
        return trace;
    };
    tracer.recall = [](const model::SourceRecord& record) -> model::RecordTrace {
        std::int64_t day = 0;
        if (record.key.starts_with(refund_record_key("")))
            std::from_chars(record.state.data(), record.state.data() + record.state.size(), day);
        else
            day = order_memo_from(record.memo).business_day;
        return {.day = day_of(day)};
    };
    return tracer;
}

std::vector<model::Cursor> orders_again(std::span<const model::Cursor> cursors,
                                        std::span<const model::Difference> differences) {
    const Settings settings;
    std::map<std::string, Location> locations;
    for (auto& difference : differences) {
        auto name = event_name(difference.unique_id);
        if (!name) continue;
        auto [place, is_new] =
            locations.try_emplace(name->restaurant, settings, name->restaurant, Instant{});
        // What cannot be read is read by the next run, which says so.
        if (is_new && !place->second.restore(cursors))
            locations.erase(place);
        else
            place->second.again(name->order);
    }
    std::vector<model::Cursor> again;
    for (auto& [restaurant, location] : locations) {
        model::Cursor cursor{.stream = Location::stream("revisit", restaurant),
                             .state = location.revisit_state()};
        for (auto& known : cursors)
            if (known.stream == cursor.stream) cursor.version = known.version;
        again.push_back(std::move(cursor));
    }
    return again;
}

}  // namespace regulars::sources::toast
