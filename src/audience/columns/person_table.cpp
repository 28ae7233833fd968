// Writing people into columns and reading them back.
// SPDX-License-Identifier: Apache-2.0
#include "audience/columns/person_table.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace regulars::audience {
namespace {

// A birthday is one number, below zero without year: its text would give every year-less one 1904.
std::int64_t number_of(const model::Birthday& day) {
    std::int64_t in_year = day.month * 100 + day.day;
    return day.year ? std::int64_t(*day.year) * 10'000 + in_year : -in_year;
}

void set_instant(std::vector<std::int64_t>& column, std::uint32_t ordinal,
                 std::optional<Instant> instant) {
    if (!instant && ordinal >= column.size()) return;
    if (ordinal >= column.size()) column.resize(ordinal + 1, no_instant);
    column[ordinal] = instant ? instant->us : no_instant;
}
std::optional<Instant> instant_at(const std::vector<std::int64_t>& column, std::uint32_t ordinal) {
    if (ordinal >= column.size() || column[ordinal] == no_instant) return std::nullopt;
    return Instant{column[ordinal]};
}

model::Property state_of(const PersonConsent& consent) {
    return std::vector<std::string>{std::string(1, char('0' + int(consent.state))),
                                    consent.can_receive ? "1" : "0",
                                    consent.is_double_opt_in ? "1" : "0",
                                    consent.method,
                                    consent.method_detail,
                                    consent.custom_source};
}

}  // namespace

model::Birthday birthday_of(const model::Property& kept) {
    auto number = std::get<std::int64_t>(kept);
    auto in_year = int(number < 0 ? -number : number % 10'000);
    return {number < 0 ? std::nullopt : std::optional(int(number / 10'000)), in_year / 100,
            in_year % 100};
}

PersonConsent consent_of(model::Channel channel, const model::Property& kept) {
    const auto& state = std::get<std::vector<std::string>>(kept);
    return {.channel = channel,
            .state = model::ConsentState(state[0][0] - '0'),
            .can_receive = state[1] == "1",
            .method = state[3],
            .method_detail = state[4],
            .custom_source = state[5],
            .is_double_opt_in = state[2] == "1"};
}

const Attribute* PersonTable::attribute(Place place, std::string_view name) const {
    auto found = std::ranges::find_if(
        attributes_, [&](const Attribute& a) { return a.place == place && a.name == name; });
    return found == attributes_.end() ? nullptr : &*found;
}

void PersonTable::set(std::uint32_t ordinal, Place place, std::string_view name,
                      const model::Property& value) {
    auto* found = const_cast<Attribute*>(attribute(place, name));
    if (!found) found = &attributes_.emplace_back(Attribute{place, std::string(name), {}, {}});
    found->codes.set(ordinal, found->values.code_of(value));
}

void PersonTable::clear(std::uint32_t ordinal) {
    for (auto& attribute : attributes_) attribute.codes.set(ordinal, 0);
    for (auto& column : consents_) {
        column.codes.set(ordinal, 0);
        for (auto* dates :
             {&column.status_at, &column.bounced_at, &column.suppressed_at, &column.invalid_at})
            set_instant(*dates, ordinal, std::nullopt);
    }
}

std::uint32_t PersonTable::put(const Person& person) {
    auto known = find(person.id);
    std::uint32_t ordinal = 0;
    if (known) {
        ordinal = *known;
        clear(ordinal);
    } else if (!vacant_.empty()) {
        ordinal = vacant_.back();
        vacant_.pop_back();
    } else {
        REGULARS_ASSERT(ids_.size() < UINT32_MAX - 64, "an account has more than 2^32 people");
        ordinal = end();
        ids_.push_back(0), created_.push_back(0), updated_.push_back(0);
    }
    if (!known) ordinals_.set(person.id, ordinal);
    present_.set(ordinal);
    ids_[ordinal] = person.id.value;
    created_[ordinal] = person.created_at.us;
    updated_[ordinal] = person.updated_at.us;

    auto set_text = [&](std::string_view name, const std::string& text) {
        if (!text.empty()) set(ordinal, Place::field, name, text);
    };
    const auto& fields = person.fields;
    set_text("email", fields.email);
    set_text("phone", fields.phone);
    set_text("first_name", fields.first_name);
    set_text("last_name", fields.last_name);
    if (fields.birthday) set(ordinal, Place::field, "birthday", number_of(*fields.birthday));
    for (const auto& [name, value] : fields.properties) set(ordinal, Place::custom, name, value);
    for (const auto& [name, value] : person.details) set(ordinal, Place::detail, name, value);
    for (const auto& consent : person.consents) {
        auto& column = consents_[std::size_t(consent.channel)];
        column.codes.set(ordinal, column.states.code_of(state_of(consent)));
        set_instant(column.status_at, ordinal, consent.status_at);
        set_instant(column.bounced_at, ordinal, consent.bounced_at);
        set_instant(column.suppressed_at, ordinal, consent.suppressed_at);
        set_instant(column.invalid_at, ordinal, consent.invalid_at);
    }
    return ordinal;
}

void PersonTable::remove(std::uint32_t ordinal) {
    clear(ordinal);
    ordinals_.erase({ids_[ordinal]});
    present_.unset(ordinal);
    vacant_.push_back(ordinal);
}

void PersonTable::read(std::uint32_t ordinal, const Attribute& attribute, Person& out) const {
    auto code = attribute.codes[ordinal];
    if (code == 0) return;
    auto value = attribute.values.value(code);
    if (attribute.place == Place::custom)
        out.fields.properties[attribute.name] = std::move(value);
    else if (attribute.place == Place::detail)
        out.details[attribute.name] = std::move(value);
    else if (attribute.name == "birthday")
        out.fields.birthday = birthday_of(value);
    else if (attribute.name == "email")
        out.fields.email = std::move(std::get<std::string>(value));
    else if (attribute.name == "phone")
        out.fields.phone = std::move(std::get<std::string>(value));
    else if (attribute.name == "first_name")
        out.fields.first_name = std::move(std::get<std::string>(value));
    else
        out.fields.last_name = std::move(std::get<std::string>(value));
}

std::optional<PersonConsent> PersonTable::consent(std::uint32_t ordinal,
                                                  model::Channel channel) const {
    const auto& column = consents(channel);
    auto code = column.codes[ordinal];
    if (code == 0) return std::nullopt;
    auto consent = consent_of(channel, column.states.value(code));
    consent.status_at = instant_at(column.status_at, ordinal);
    consent.bounced_at = instant_at(column.bounced_at, ordinal);
    consent.suppressed_at = instant_at(column.suppressed_at, ordinal);
    consent.invalid_at = instant_at(column.invalid_at, ordinal);
    return consent;
}

void PersonTable::read_consents(std::uint32_t ordinal, Person& out) const {
    for (auto channel : {model::Channel::email, model::Channel::sms}) {
        if (auto found = consent(ordinal, channel)) out.consents.push_back(std::move(*found));
    }
}

std::size_t PersonTable::memory_bytes() const {
    std::size_t sum = ordinals_.memory_bytes() +
                      (ids_.capacity() + created_.capacity() + updated_.capacity()) * 8 +
                      present_.memory_bytes() + vacant_.capacity() * 4;
    for (const auto& attribute : attributes_)
        sum += attribute.values.memory_bytes() + attribute.codes.memory_bytes();
    for (const auto& column : consents_) {
        sum += column.states.memory_bytes() + column.codes.memory_bytes();
        for (auto* dates :
             {&column.status_at, &column.bounced_at, &column.suppressed_at, &column.invalid_at})
            sum += dates->capacity() * 8;
    }
    return sum;
}

void PersonTable::shrink() {
    for (auto* column : {&ids_, &created_, &updated_}) column->shrink_to_fit();
    ordinals_.shrink();
    for (auto& attribute : attributes_) attribute.values.shrink();
}

}  // namespace regulars::audience
