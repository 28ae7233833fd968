// All columns of one account.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "audience/columns/group_rows.hpp"
#include "audience/columns/metric_rows.hpp"
#include "audience/columns/person_table.hpp"

namespace regulars::audience {

/// A property of events, of all metrics that have it.
struct EventProperty {
    std::string name;
    Dictionary values;
    bool is_written = false;  // these stand for values of another property as charts write them
    template <class File>
    void exchange(File& file) {
        file(name), file(values), file(is_written);
    }
};

struct Group {
    GroupRows rows;
    bool is_decided_here = false;  // by set_member(), so that put() passes it over
    template <class File>
    void exchange(File& file) {
        file(rows), file(is_decided_here);
    }
};

/// What a question can name of a person; the rest need not be read.
struct Extent {
    bool all = false;  // everything there is; else:
    std::vector<MetricId> metrics;
    std::vector<std::uint32_t> event_properties;
    std::vector<const Attribute*> attributes;
    std::vector<std::string> groups;
    bool consents = false;
};

/// See Index. Event rows, attributes and memberships are kept by ordinal.
class Columns {
  public:
    void put(const Person& person);
    void remove(ProfileId person);
    bool add(ProfileId person, const PersonEvent& event);
    /// See Filling.
    using RowCode = std::pair<std::uint32_t, std::uint32_t>;
    using RowCodes = std::vector<RowCode>;
    RowCodes codes_of(const PersonEvent& event);
    std::uint32_t numbered(std::string_view property) {
        return numbered(property, property_numbers_);
    }
    Dictionary& values(std::uint32_t property) { return properties_[property].values; }
    bool append(ProfileId person, const PersonEvent& event, std::span<const RowCode> codes);
    void set_member(const std::string& group, ProfileId person, std::optional<Instant> joined_at);
    void fold();

    const PersonTable& people() const { return people_; }
    const MetricRows* metric(MetricId metric) const {
        auto found = metrics_.find(metric);
        return found == metrics_.end() ? nullptr : &found->second;
    }
    const std::vector<EventProperty>& event_properties() const { return properties_; }
    /// The number of an event's property, if any event ever had it.
    std::optional<std::uint32_t> event_property(std::string_view name) const;
    /// The number of what charts write for a property where its values cannot say it.
    std::optional<std::uint32_t> written_property(std::string_view name) const;
    const std::vector<Currency>& currencies() const { return currencies_; }
    const GroupRows* group(std::string_view group) const {
        auto found = groups_.find(group);
        return found == groups_.end() ? nullptr : &found->second.rows;
    }
    std::int64_t events() const { return events_; }
    std::size_t memory_bytes() const;

    /// The person, as far as the extent goes; created_at and updated_at always.
    Person person(std::uint32_t ordinal, const Extent& extent) const;

    template <class File>
    void exchange(File& file) {
        file(people_), file(metrics_), file(properties_), file(property_numbers_),
            file(written_numbers_), file(groups_), file(currencies_), file(events_);
    }

  private:
    using PropertyNumbers = std::map<std::string, std::uint32_t, std::less<>>;
    std::uint32_t numbered(std::string_view name, PropertyNumbers& numbers);
    void add_codes(const model::Properties& properties, PropertyNumbers& numbers, RowCodes& codes);
    Row row_of(const PersonEvent& event, std::span<const RowCode> codes);
    void read_events(std::uint32_t ordinal, const MetricRows& rows, MetricId metric,
                     const Extent& extent, Person& out) const;

    PersonTable people_;
    std::map<MetricId, MetricRows> metrics_;
    std::vector<EventProperty> properties_;
    PropertyNumbers property_numbers_, written_numbers_;
    std::map<std::string, Group, std::less<>> groups_;
    std::vector<Currency> currencies_;  // of values
    std::int64_t events_ = 0;
};

}  // namespace regulars::audience
