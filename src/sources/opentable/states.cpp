// The table of states.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/states.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace regulars::sources::opentable {
namespace {

using enum StateFamily;

// Without separators, lower case, sorted. Source: vendor facts, section 7.
constexpr std::array<std::pair<std::string_view, StateFamily>, 25> states{
    {{"allarrived", arrived},
     {"appetizer", arrived},
     {"assumeddone", arrived},
     {"assumedseated", assumed_seated},
     {"booked", expected},
     {"bustable", arrived},
     {"canceled", cancelled},
     {"cancelled", cancelled},
     {"checkdropped", arrived},
     {"cleared", arrived},
     {"confirmed", confirmed},
     {"dessert", arrived},
     {"done", arrived},
     {"entree", arrived},
     {"late", expected},
     {"leftmessage", expected},
     {"noanswer", expected},
     {"noshow", no_show},
     {"notconfirmed", expected},
     {"paid", arrived},
     {"partiallyarrived", arrived},
     {"partiallyseated", arrived},
     {"pending", expected},
     {"seated", arrived},
     {"wrongnumber", expected}}};
static_assert(std::ranges::is_sorted(states));

}  // namespace

StateFamily family_of(std::string_view state) {
    char plain[24];
    std::size_t size = 0;
    for (char c : state) {
        if (c == '_' || c == '-' || c == ' ') continue;
        if (size == sizeof plain) return unknown;
        plain[size++] = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
    }
    std::string_view word(plain, size);
    auto found = std::ranges::lower_bound(states, word, {},
                                          &std::pair<std::string_view, StateFamily>::first);
    return found != states.end() && found->first == word ? found->second : unknown;
}

}  // namespace regulars::sources::opentable
