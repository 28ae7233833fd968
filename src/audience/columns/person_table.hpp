// What people are and agreed to, in columns by ordinal.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audience/columns/bits.hpp"
#include "audience/columns/dictionary.hpp"
#include "audience/columns/ordinals.hpp"
#include "audience/columns/packed.hpp"
#include "audience/person.hpp"

namespace regulars::audience {

/// Where a person keeps a property: in `fields` by name ("email", "phone", "first_name",
/// "last_name", "birthday"), among the fields' custom properties, or among the details.
enum class Place : std::uint8_t { field, custom, detail };

struct Attribute {
    Place place = Place::field;
    std::string name;
    Dictionary values;
    Codes codes;  // by ordinal; 0: not set
    template <class File>
    void exchange(File& file) {
        file(place), file(name), file(values), file(codes);
    }
};

/// From what is kept of a birthday, and of a consent but for its dates.
model::Birthday birthday_of(const model::Property& kept);
PersonConsent consent_of(model::Channel channel, const model::Property& kept);

constexpr std::int64_t no_instant = INT64_MIN;

/// One channel's consents; dates are there only if somebody has such a date.
struct ConsentColumn {
    Dictionary states;  // all but the dates
    Codes codes;        // by ordinal; 0: none
    std::vector<std::int64_t> status_at, bounced_at, suppressed_at,
        invalid_at;  // no_instant: none; may be shorter than the people
    template <class File>
    void exchange(File& file) {
        file(states), file(codes), file(status_at), file(bounced_at), file(suppressed_at),
            file(invalid_at);
    }
};

/// Ordinals count from 0 and are given anew after their person was removed.
class PersonTable {
  public:
    std::optional<std::uint32_t> find(ProfileId person) const { return ordinals_.find(person); }
    /// One more than the largest ordinal.
    std::uint32_t end() const { return std::uint32_t(ids_.size()); }
    std::int64_t people() const { return std::int64_t(ordinals_.size()); }
    const Bits& present() const { return present_; }
    ProfileId id(std::uint32_t ordinal) const { return {ids_[ordinal]}; }
    Instant created_at(std::uint32_t ordinal) const { return {created_[ordinal]}; }
    Instant updated_at(std::uint32_t ordinal) const { return {updated_[ordinal]}; }

    /// Writes all but events and groups, and returns the ordinal.
    std::uint32_t put(const Person& person);
    void remove(std::uint32_t ordinal);

    const std::vector<Attribute>& attributes() const { return attributes_; }
    const Attribute* attribute(Place place, std::string_view name) const;
    /// Reads one attribute into the person's place for it.
    void read(std::uint32_t ordinal, const Attribute& attribute, Person& out) const;
    void read_consents(std::uint32_t ordinal, Person& out) const;
    std::optional<PersonConsent> consent(std::uint32_t ordinal, model::Channel channel) const;
    const ConsentColumn& consents(model::Channel channel) const {
        return consents_[std::size_t(channel)];
    }
    std::size_t memory_bytes() const;
    void shrink();

    template <class File>
    void exchange(File& file) {
        file(ordinals_), file(ids_), file(created_), file(updated_), file(present_), file(vacant_);
        file(attributes_), file(consents_[0]), file(consents_[1]);
    }

  private:
    void set(std::uint32_t ordinal, Place place, std::string_view name,
             const model::Property& value);
    void clear(std::uint32_t ordinal);

    Ordinals ordinals_;
    std::vector<std::int64_t> ids_, created_, updated_;
    Bits present_;
    std::vector<std::uint32_t> vacant_;
    std::vector<Attribute> attributes_;
    ConsentColumn consents_[2];
};

}  // namespace regulars::audience
