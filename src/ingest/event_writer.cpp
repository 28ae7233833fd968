// Adds an event unless it is there, and brings one that is there up to date.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/event_writer.hpp"

#include <fmt/format.h>

#include "ingest/event_ids.hpp"

namespace regulars::ingest {
namespace {

using store::ChangeKind;

constexpr std::size_t most_property_bytes = 64u << 10;  // of one event

}  // namespace

Result<void> EventWriter::upsert(const EventUpsert& upsert) {
    auto person = TRY(people_.find(upsert.person));
    if (!person) return {};
    if (upsert.properties.size() > most_property_bytes)
        return fail(
            ErrorKind::exhausted,
            fmt::format("an event's properties are larger than {} bytes", most_property_bytes),
            upsert.unique_id);
    model::Event event{.unique_id = upsert.unique_id,
                       .metric = TRY(metric(upsert.metric, upsert.listed)),
                       .profile = person->profile,
                       .facet = person->facet,
                       .time = upsert.time,
                       .value = upsert.value,
                       .properties = upsert.properties};
    auto stored = TRY(upsert.uniqueness == Uniqueness::account ? tx_.events().add(account_, event)
                                                               : add_once(upsert, event));
    if (!stored) {
        if (!first_new_) first_new_ = event.id;
        REGULARS_ASSERT(event.id.value == first_new_.value + new_,
                        "new events of a transaction have consecutive ids");
        ++new_;
        ++counts_[event.metric];
        ++applied_.events_created;
    } else if (upsert.uniqueness == Uniqueness::person) {
        ++applied_.events_unchanged;
    } else if (stored->value == event.value && stored->properties == event.properties &&
               stored->facet == event.facet && stored->profile == event.profile &&
               (upsert.timing == Timing::stays || stored->time == event.time)) {
        ++applied_.events_unchanged;
    } else {
        event.id = stored->id;
        if (upsert.timing == Timing::stays) event.time = stored->time;
        event.metric = stored->metric;
        TRY(tx_.events().update(account_, event));
        TRY(tx_.changes().append(account_, ChangeKind::event_updated, event.id.value, 1, now_));
        // Who follows people must look at the one who had it, too.
        if (stored->profile != event.profile)
            TRY(tx_.changes().append(account_, ChangeKind::profile, stored->profile.value, 1,
                                     now_));
        ++applied_.events_updated;
    }
    if (upsert.seen) TRY(people_.see(upsert.person, upsert.seen->first, upsert.seen->second));
    return {};
}

Result<void> EventWriter::retract(const std::string& unique_id) {
    auto stored = TRY(tx_.events().find(account_, unique_id));
    if (!stored) return {};
    TRY(tx_.events().remove(account_, stored->id));
    TRY(tx_.changes().append(account_, ChangeKind::event_removed, stored->id.value, 1, now_));
    TRY(tx_.changes().append(account_, ChangeKind::profile, stored->profile.value, 1, now_));
    --counts_[stored->metric];
    ++applied_.events_retracted;
    return {};
}

Result<void> EventWriter::finish() {
    if (new_ > 0)
        TRY(tx_.changes().append(account_, ChangeKind::events, first_new_.value, new_, now_));
    for (auto& [metric, delta] : counts_)
        if (delta != 0) TRY(tx_.events().count_metric(account_, metric, delta));
    return {};
}

/// Adds an event whose unique id is its person's own.
store::Maybe<model::Event> EventWriter::add_once(const EventUpsert& upsert, model::Event& event) {
    event.unique_id = event_id_of(upsert.unique_id, event.metric);
    auto stored = TRY(tx_.events().add(account_, event));
    if (!stored || stored->profile == event.profile) return stored;
    auto person = person_in(upsert.person);
    event.unique_id =
        event_id_of(upsert.unique_id, event.metric, person.empty() ? upsert.person : person);
    return tx_.events().add(account_, event);
}

Result<MetricId> EventWriter::metric(const std::string& name, bool listed) {
    if (auto known = metrics_.find(name); known != metrics_.end()) return known->second;
    auto found = TRY(tx_.events().metric(account_, integration_, name, listed,
                                         [this] { return make_short_id(random_); }));
    metrics_[name] = found.id;
    return found.id;
}

}  // namespace regulars::ingest
