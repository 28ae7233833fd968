// Metrics and events.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "model/event.hpp"
#include "store/aggregate.hpp"

namespace regulars::store {

/// Where a page of events ended; events at the same instant are told apart.
struct EventPlace {
    Instant time;
    ProfileId profile;
    EventId event;
    bool operator==(const EventPlace&) const = default;
};

/// A profile's events of one metric whose values have one currency.
struct ProfileSum {
    MetricId metric;
    std::optional<Currency> currency;  // none: events without a value
    std::int64_t events = 0;
    std::int64_t minor = 0;  // sum of the values
    Instant first, last;
    bool operator==(const ProfileSum&) const = default;
};

/// An event without what only its source asks for. The properties last until the visit ends.
struct ShownEvent {
    EventId id;
    MetricId metric;
    ProfileId profile;
    Instant time;
    std::optional<Money> value;
    std::string_view properties;  // JSON
};

class Events {
  public:
    virtual ~Events() = default;
    /// By integration and name, made when absent (public_id is then used).
    virtual Result<model::Metric> metric(AccountId account, IntegrationId integration,
                                         std::string_view name, bool listed,
                                         const std::function<std::string()>& make_public_id) = 0;
    virtual Result<std::vector<model::Metric>> metrics(AccountId account) = 0;  // by id
    virtual Result<void> count_metric(AccountId account, MetricId id, std::int64_t delta) = 0;

    /// Inserts unless the unique id exists: then returns the stored event and writes nothing.
    /// An inserted event's id is filled in; ids grow in the order of insertion, without gaps inside
    /// a transaction.
    virtual Maybe<model::Event> add(AccountId account, model::Event& event) = 0;
    virtual Maybe<model::Event> find(AccountId account, std::string_view unique_id) = 0;
    virtual Result<void> update(AccountId account, const model::Event& event) = 0;
    virtual Result<void> remove(AccountId account, EventId id) = 0;
    /// Moves events to another profile: all of `from`, or only those of one facet.
    virtual Result<std::int64_t> move(AccountId account, ProfileId from, ProfileId to,
                                      std::optional<FacetId> facet) = 0;
    /// A facet's events, by id.
    virtual Result<std::vector<model::Event>> of_facet(AccountId account, ProfileId profile,
                                                       FacetId facet) = 0;
    /// A profile's events, newest first, at most `limit`, older than `before`.
    virtual Result<std::vector<model::Event>> of_profile(AccountId account, ProfileId profile,
                                                         Instant before, int limit) = 0;
    /// Newest first, after `place` (none: from the newest); of one metric where one is named.
    virtual Result<std::vector<model::Event>> timeline(AccountId account, ProfileId profile,
                                                       std::optional<MetricId> metric,
                                                       const std::optional<EventPlace>& place,
                                                       int limit) = 0;
    /// A metric's events, newest first, after `place`.
    virtual Result<std::vector<model::Event>> feed(AccountId account, MetricId metric,
                                                   const std::optional<EventPlace>& place,
                                                   int limit) = 0;
    /// What a profile's events add up to, by metric and currency.
    virtual Result<std::vector<ProfileSum>> sums(AccountId account, ProfileId profile) = 0;
    /// By id, starting after `after`.
    virtual Result<void> each(AccountId account, EventId after,
                              const Visit<model::Event>& visit) = 0;
    /// All of them, in any order; reads less of each than each() does.
    virtual Result<void> each_shown(AccountId account, const Visit<ShownEvent>& visit) = 0;
    /// Those with ids from … to, both included, by id.
    virtual Result<std::vector<model::Event>> between(AccountId account, EventId from,
                                                      EventId to) = 0;
    virtual Result<std::int64_t> count(AccountId account) = 0;
};

}  // namespace regulars::store
