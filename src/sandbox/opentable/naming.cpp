// Ids that can be read backwards, and the vendor's words.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/opentable/naming.hpp"

#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/scrambled_id.hpp"

namespace regulars::sandbox::opentable {
namespace {

constexpr std::array<std::string_view, 22> state_names{"NotConfirmed",
                                                       "LeftMessage",
                                                       "WrongNumber",
                                                       "NoAnswer",
                                                       "Late",
                                                       "Confirmed",
                                                       "PartiallyArrived",
                                                       "AllArrived",
                                                       "PartiallySeated",
                                                       "Seated",
                                                       "Appetizer",
                                                       "Entree",
                                                       "Dessert",
                                                       "CheckDropped",
                                                       "Paid",
                                                       "Cleared",
                                                       "BusTable",
                                                       "Done",
                                                       "AssumedDone",
                                                       "AssumedSeated",
                                                       "Cancelled",
                                                       "NoShow"};

std::uint64_t key_of(std::uint64_t seed, Book book, std::uint32_t rid) {
    return mix(seed, 0x6964 + std::uint64_t(book) * 1'000'003 + rid * 31ULL);
}

}  // namespace

std::string_view name_of(Tier tier) {
    constexpr std::string_view names[] = {"Copper", "Gold", "Platinum"};
    return names[std::size_t(tier)];
}

Result<Tier> tier_named(std::string_view name) {
    for (Tier tier : {Tier::copper, Tier::gold, Tier::platinum}) {
        if (equals_ignoring_case(name, name_of(tier))) return tier;
    }
    return fail(ErrorKind::invalid,
                fmt::format("a tier is Copper, Gold or Platinum, not {}", name));
}

std::string_view name_of(State state) { return state_names[std::size_t(state)]; }

std::optional<State> state_named(std::string_view name) {
    for (std::size_t i = 0; i < state_names.size(); ++i) {
        if (equals_ignoring_case(name, state_names[i])) return State(i);
    }
    if (equals_ignoring_case(name, "Canceled")) return State::cancelled;
    if (equals_ignoring_case(name, "ASSUMED_SEATED")) return State::assumed_seated;
    if (equals_ignoring_case(name, "BOOKED") || equals_ignoring_case(name, "Pending"))
        return State::not_confirmed;
    return {};
}

std::string_view name_of(Origin origin) {
    constexpr std::string_view names[] = {"Web", "Walk-in", "Phone"};
    return names[std::size_t(origin)];
}

void append_tail(std::string& out, std::uint64_t seed, Book book, std::uint32_t rid,
                 std::uint32_t index) {
    std::uint64_t key = key_of(seed, book, rid);
    std::uint32_t head = scramble(key, index);
    std::uint64_t rest = mix(key, std::uint64_t(index) + 1), more = mix(rest, 3);
    unsigned form = unsigned(rest >> 59);  // 32 forms: 8 are hexadecimal, 6 upper-case UUIDs
    if (form < 8) {
        append_hex(out, head, 8);
        append_hex(out, rest, 16);
        return;
    }
    append_uuid(out, head, rest, more, form < 14 ? upper_hex : lower_hex);
}

std::string record_id(std::uint64_t seed, Book book, std::uint32_t rid, std::uint32_t index) {
    std::string out = std::to_string(rid);
    out += '-';
    append_tail(out, seed, book, rid, index);
    return out;
}

std::optional<std::uint32_t> index_of_tail(std::uint64_t seed, Book book, std::uint32_t rid,
                                           std::string_view tail) {
    if (tail.size() != 24 && tail.size() != 36) return {};
    auto head = head_of(tail);
    if (!head) return {};
    std::uint32_t index = unscramble(key_of(seed, book, rid), *head);
    std::string expected;
    append_tail(expected, seed, book, rid, index);
    if (expected != tail) return {};
    return index;
}

std::string network_id(std::uint64_t seed, std::uint32_t person) {
    // The low digits are the person's number, so no two people share one.
    return std::to_string(110'000'000'000 +
                          std::int64_t(mix(seed, 0x67706964) % 80'000) * 1'000'000 + person);
}

std::string shown_first_name(const Person& person, const Guest& guest) {
    std::string name(first_name(person.first));
    if (guest.look % 37 == 0) return lowered(name);
    if (guest.look % 41 == 0) return name.substr(0, 1) + ".";
    return name;
}

std::string shown_last_name(const Person& person, const Guest& guest) {
    std::string name(last_name(person.last));
    return guest.look % 37 == 0 ? lowered(name) : name;
}

std::string shown_email(const Person& person, const Guest& guest) {
    std::string email = email_address(person, guest.person, guest.email);
    if (!email.empty() && guest.look % 29 == 0 && email[0] >= 'a') email[0] = char(email[0] - 32);
    return email;
}

std::string_view guest_request(const Reservation& r) {
    constexpr std::string_view requests[] = {
        "Window table if possible",     "Vegetarian meal",
        "High chair, please",           "We may be ten minutes late",
        "Gluten-free \"menu\" for one", "Quiet corner\nfor a proposal",
        "Crème brûlée for two"};
    std::uint32_t draw = r.look % 1000;
    if (r.origin == Origin::walk_in || draw >= 114) return {};  // 4 % of all, and none of walk-ins
    return requests[draw % std::size(requests)];
}

std::vector<std::string_view> visit_tags(const Reservation& r) {
    std::uint32_t draw = (r.look >> 4) % 1000;
    if (draw < 14) return {"gc:service/birthday"};
    if (draw < 24) return {"gc:service/anniversary"};
    if (draw < 32) return {"gc:service/date"};
    if (draw < 36) return {"gc:service/birthday", "window seating"};
    if (draw < 42) return {"window seating"};
    if (draw < 45) return {"gc:service/business_meal"};
    return {};
}

std::string_view server_name(std::uint8_t server) {
    constexpr std::string_view names[] = {"",    "Ana P.", "Ben",  "Chloé", "Dmitri",
                                          "Eli", "Fatima", "Gus",  "Hana",  "Iván",
                                          "Jo",  "Kofi",   "Lena", "Mo",    "Nadia"};
    return names[server % std::size(names)];
}

std::string_view area_name(Area area) {
    constexpr std::string_view names[] = {"", "hightop", "bar", "counter", "outdoor"};
    return names[std::size_t(area)];
}

bool names_currency(const Reservation& r) { return r.has_check() && r.look % 11 != 0; }

}  // namespace regulars::sandbox::opentable
