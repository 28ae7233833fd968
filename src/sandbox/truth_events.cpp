// The events that reservations make, found by replaying each version.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sandbox/truth.hpp"

namespace regulars::sandbox {
namespace {

using opentable::Book;
using opentable::Tier;

enum Metric : std::size_t {
    created,
    confirmed,
    completed,
    cancelled,
    no_showed,
    value_of_completed,
    metric_count
};
constexpr std::array<std::string_view, metric_count> metric_names{
    "Created Reservation",   "Confirmed Reservation", "Completed Reservation",
    "Cancelled Reservation", "No Showed Reservation", "Completed Reservation Value"};

/// The part of a version that events depend on.
struct Version {
    State state = State::not_confirmed;
    Seconds updated = 0, arrived = 0, seated = 0, done = 0, cancelled = 0;

    bool is_completed() const {
        return is_in_house(state) || is_seated(state) || is_done(state) || arrived != 0 ||
               seated != 0 || done != 0;
    }
    Seconds completed_at() const {
        return arrived != 0 ? arrived : seated != 0 ? seated : done != 0 ? done : updated;
    }
};

/// Visits the versions that have happened, oldest first.
template <class Visit>
void each_version(const Restaurant& r, const Reservation& v, Visit visit) {
    Version now;
    for (const Step& step : r.steps_of(v)) {
        if (step.sequence == 0) return;
        if (step.silent) continue;
        now.updated = std::max(now.updated, step.at + step.skew_s);
        if (step.kind == StepKind::create || step.kind == StepKind::state) {
            now.state = step.state;
            if (is_in_house(step.state) && v.arrival_noted && now.arrived == 0)
                now.arrived = step.at;
            if (is_seated(step.state)) {
                if (now.seated == 0) now.seated = step.at;
                now.done = 0;
            }
            if (step.state == State::done) now.done = step.at;
            if (step.state == State::cancelled && now.cancelled == 0) now.cancelled = step.at;
        }
        visit(now);
    }
}

struct Seen {
    std::vector<Instant> times;
    Instant first;
    bool now = false;  // the newest version shows it
    void at(Seconds time) {
        Instant t = Instant::from_seconds(time);
        if (times.empty()) first = t;
        times.push_back(t);
        now = true;
    }
};

std::array<Seen, metric_count> replay(const Restaurant& r, const Reservation& v, Tier tier) {
    std::array<Seen, metric_count> seen;
    bool was_completed = false;
    each_version(r, v, [&](const Version& version) {
        for (auto& one : seen) one.now = false;
        seen[created].at(v.created);
        if (version.state == State::confirmed) seen[confirmed].at(version.updated);
        if (version.is_completed())
            seen[completed].at(version.completed_at()), was_completed = true;
        if (version.state == State::cancelled) {
            seen[cancelled].at(tier == Tier::platinum ? version.cancelled : version.updated);
        }
        if (version.state == State::no_show && !version.is_completed())
            seen[no_showed].at(version.updated);
    });
    // Who came after all was no no-show; who may have been seen coming may not be one.
    if (seen[completed].now) seen[no_showed] = {};
    if (was_completed) seen[no_showed].now = false;
    for (auto& one : seen) {
        std::ranges::sort(one.times);
        one.times.erase(std::ranges::unique(one.times).begin(), one.times.end());
    }
    if (v.has_check()) seen[value_of_completed] = seen[completed];
    return seen;
}

std::string minute_text(Instant t) { return format_iso(t).substr(0, 16) + "Z"; }

std::string properties_of(const Restaurant& r, const Reservation& v, Instant time) {
    constexpr std::string_view categories[] = {"default", "Hightop", "Bar", "Counter", "Outdoor"};
    JsonWriter out;
    out.begin_object().member("Created Date", minute_text(time));
    out.member("Scheduled Time", minute_text(Instant::from_seconds(v.scheduled)))
        .key("Table Number")
        .begin_array();
    if (v.table != 0) out.value(std::to_string(v.table));
    if (v.table != 0 && v.second_table != 0) out.value(std::to_string(v.second_table));
    out.end_array().member("Party Size", int(v.party)).key("Visit Tags").begin_array();
    for (std::string_view tag : opentable::visit_tags(v)) {
        constexpr std::string_view prefix = "gc:service/";
        out.value(tag.starts_with(prefix) ? tag.substr(prefix.size()) : tag);
    }
    auto maybe = [&](std::string_view key, std::string_view text) {
        out.key(key);
        if (text.empty())
            out.value(nullptr);
        else
            out.value(text);
    };
    out.end_array().member("Reservation Origin", opentable::name_of(v.origin));
    maybe("Guest Request", opentable::guest_request(v));
    out.member("Table Category", categories[std::size_t(v.area)]);
    maybe("Server", opentable::server_name(v.server));
    maybe("Currency Code", v.has_check() ? r.currency() : "");
    out.member("Restaurant ID", std::to_string(r.number))
        .member("Restaurant Name", r.name)
        .end_object();
    return out.take();
}

}  // namespace

std::string_view exclusion_of(const Shown& shown, std::size_t location, std::uint32_t reservation,
                              Instant since) {
    const Restaurant& r = shown.world.restaurants()[location];
    const Reservation& v = r.reservations[reservation];
    if (Instant::from_seconds(v.scheduled) < since) return "before_history";
    if (v.guest == 0) return v.origin == Origin::walk_in ? "walk_in_without_guest" : "no_guest";
    if (r.guests[v.guest - 1].forgotten) return "guest_forgotten";
    if (shown.tier(location) == Tier::copper) return "no_personal_data";
    bool was_completed = v.arrived != 0 || v.seated != 0 || v.done != 0;
    if (shown.is_strange(v) && !was_completed) return "unknown_state";
    if (v.state == State::assumed_seated && !was_completed) return "assumed_seated";
    if (Instant::from_seconds(v.created) < since) return "created_before_history";
    return {};
}

std::vector<TruthEvent> truth_events(const Shown& shown, Instant since, std::uint32_t rid) {
    std::vector<TruthEvent> events;
    std::uint64_t seed = shown.world.options().seed;
    auto& restaurants = shown.world.restaurants();
    for (std::size_t location = 0; location < restaurants.size(); ++location) {
        const Restaurant& r = restaurants[location];
        Tier tier = shown.tier(location);
        if ((rid != 0 && r.number != rid) || tier == Tier::copper) continue;
        for (std::uint32_t index = 0; index < r.reservations.size(); ++index) {
            const Reservation& v = r.reservations[index];
            if (v.sequence == 0 || v.guest == 0 || Instant::from_seconds(v.scheduled) < since)
                continue;
            if (r.guests[v.guest - 1].forgotten) continue;
            auto seen = replay(r, v, tier);
            std::string id = opentable::record_id(seed, Book::reservations, r.number, index);
            std::string person =
                "opentable:" + opentable::record_id(seed, Book::guests, r.number, v.guest - 1);
            for (std::size_t metric = 0; metric < metric_count; ++metric) {
                Seen& one = seen[metric];
                if (one.times.empty()) continue;
                if (metric == created && one.first < since) continue;
                TruthEvent event;
                event.metric = metric_names[metric];
                event.unique_id = fmt::format("opentable:{}:{}:{}", r.number, id, event.metric);
                event.rid = r.number;
                event.reservation = id;
                event.person = person;
                event.time = one.first;
                event.times = std::move(one.times);
                event.certain = one.now;
                if (v.has_check())
                    event.value = Money{v.check_total(), *Currency::parse(r.currency())};
                event.properties = properties_of(r, v, event.time);
                event.changed = Instant::from_seconds(std::max(v.updated, v.check_at));
                events.push_back(std::move(event));
            }
        }
    }
    return events;
}

std::vector<TruthCounts> truth_summary(const Shown& shown, Instant since) {
    std::vector<TruthCounts> all;
    auto& restaurants = shown.world.restaurants();
    for (std::size_t location = 0; location < restaurants.size(); ++location) {
        const Restaurant& r = restaurants[location];
        TruthCounts counts{.rid = r.number,
                           .name = r.name,
                           .guests = std::int64_t(r.guests.size()),
                           .reservations = std::int64_t(r.by_schedule.size()),
                           .events = {},
                           .uncertain_events = {},
                           .excluded = {}};
        for (auto& [scheduled, index] : r.by_schedule) {
            auto reason = exclusion_of(shown, location, index, since);
            if (!reason.empty()) ++counts.excluded[std::string(reason)];
        }
        for (auto& event : truth_events(shown, since, r.number)) {
            ++(event.certain ? counts.events : counts.uncertain_events)[event.metric];
        }
        all.push_back(std::move(counts));
    }
    return all;
}

}  // namespace regulars::sandbox
