// Reads reservations out of events.
// SPDX-License-Identifier: Apache-2.0
#include "api/reservations.hpp"

#include <algorithm>
#include <set>

#include "base/json_text.hpp"

namespace regulars::api {
namespace {

constexpr int most_events = 2'000;

/// The events of one reservation share their unique id up to the metric's name.
std::string_view reservation_of(const model::Event& event) {
    return std::string_view(event.unique_id).substr(0, event.unique_id.rfind(':'));
}

std::vector<std::string> texts_in(JsonNode node) {
    std::vector<std::string> texts;
    node.each([&](JsonNode item) {
        if (auto text = item.string()) texts.emplace_back(*text);
    });
    return texts;
}

Result<std::optional<UpcomingReservation>> upcoming_in(const model::Event& event,
                                                       const model::Metric& metric,
                                                       const Names& names,
                                                       const model::Account& account, Instant now) {
    auto document = TRY(JsonDocument::parse(event.properties));
    auto root = document.root();
    auto scheduled = parse_instant(root["Scheduled Time"].string().value_or(""));
    if (!scheduled || *scheduled <= now) return std::nullopt;
    UpcomingReservation r{.event = event.id,
                          .integration = metric.integration,
                          .scheduled_at = *scheduled,
                          .time_zone = account.time_zone,
                          .restaurant_name = text_in(root["Restaurant Name"]),
                          .request = text_in(root["Guest Request"]),
                          .party_size = root["Party Size"].integer(),
                          .tables = texts_in(root["Table Number"]),
                          .visit_tags = texts_in(root["Visit Tags"])};
    if (auto* integration = names.integration(metric.integration)) {
        auto settings = JsonDocument::parse(integration->settings);
        if (settings)
            if (auto zone = settings->root()["time_zone"].string(); zone && !zone->empty())
                r.time_zone = *zone;
    }
    return r;
}

}  // namespace

Lifetime lifetime_of(const std::vector<store::ProfileSum>& sums, const Names& names,
                     Currency currency) {
    Lifetime l;
    for (auto& sum : sums) {
        l.first_seen = std::min(l.first_seen.value_or(sum.first), sum.first);
        l.last_seen = std::max(l.last_seen.value_or(sum.last), sum.last);
        auto* metric = names.metric(sum.metric);
        if (!metric) continue;
        if (metric->name == "Created Reservation") l.reservations += sum.events;
        if (metric->name == "Cancelled Reservation") l.cancellations += sum.events;
        if (metric->name == "No Showed Reservation") l.no_shows += sum.events;
        if (metric->name != "Completed Reservation") continue;
        l.visits += sum.events;
        if (sum.currency == currency)
            l.value = Money{(l.value ? l.value->minor : 0) + sum.minor, currency};
    }
    return l;
}

Result<Story> story_of(store::Transaction& tx, const model::Account& account, const Names& names,
                       ProfileId profile, const std::vector<store::ProfileSum>& sums, Instant now) {
    Story story{.lifetime = lifetime_of(sums, names, account.currency)};
    auto events =
        TRY(tx.events().timeline(account.id, profile, std::nullopt, std::nullopt, most_events));
    std::set<std::string_view> over, confirmed;
    for (auto& event : events) {
        auto* metric = names.metric(event.metric);
        if (!metric) return fail(ErrorKind::internal, "an event belongs to no metric");
        if (metric->name == "Confirmed Reservation") confirmed.insert(reservation_of(event));
        if (metric->name == "Cancelled Reservation" || metric->name == "No Showed Reservation")
            over.insert(reservation_of(event));
        if (metric->name != "Completed Reservation") continue;
        over.insert(reservation_of(event));
        auto document = TRY(JsonDocument::parse(event.properties));
        story.lifetime.covers +=
            std::max<std::int64_t>(0, document.root()["Party Size"].integer().value_or(0));
    }
    for (auto& event : events) {
        auto* metric = names.metric(event.metric);
        if (metric->name != "Created Reservation" || over.contains(reservation_of(event))) continue;
        auto upcoming = TRY(upcoming_in(event, *metric, names, account, now));
        if (!upcoming) continue;
        upcoming->confirmed = confirmed.contains(reservation_of(event));
        story.upcoming.push_back(std::move(*upcoming));
    }
    std::ranges::sort(story.upcoming, {}, &UpcomingReservation::scheduled_at);
    return story;
}

}  // namespace regulars::api
