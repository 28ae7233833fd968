// Reading keys back as texts, and finding those that lead.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/shown_property.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <unordered_map>

namespace regulars::audience {
namespace {

using EventsOfTexts = std::vector<std::pair<std::optional<std::string>, std::int64_t>>;
constexpr std::size_t few_keys = 64;

AcceptedCodes::Accepts accepting(const TallyFilter& filter) {
    return [accepts = filter.accepts](const model::Property* value) {
        return accepts(value ? texts_of(*value) : Texts{});
    };
}

}  // namespace

ShownProperty::ShownProperty(const Columns& columns, std::string_view name) {
    auto values_at = [&](std::optional<std::uint32_t> number, std::uint32_t& column) {
        if (!number) return static_cast<const Dictionary*>(nullptr);
        column = *number;
        return &columns.event_properties()[*number].values;
    };
    values_ = values_at(columns.event_property(name), plain_);
    written_values_ = values_at(columns.written_property(name), written_);
}

std::size_t ShownProperty::keys() const {
    return 1 + before_written() + (written_values_ ? written_values_->size() : 0);
}

Texts ShownProperty::texts(std::size_t key) const {
    if (key == 0) return {};
    auto code = std::uint32_t(key), before = before_written();
    return texts_of(code <= before ? values_->value(code) : written_values_->value(code - before));
}

/// One form other than lists throughout: then no two show the same.
bool ShownProperty::are_texts_their_own(const EventsOfKeys& events_of) const {
    std::optional<Dictionary::Form> form;
    for (std::uint32_t key = 1; key < events_of.size(); ++key) {
        if (events_of[key] == 0) continue;
        if (key > before_written()) return false;
        auto found = values_->form(key);
        if (found == Dictionary::Form::list || found != form.value_or(found)) return false;
        form = found;
    }
    return true;
}

ShownProperty::Grouping ShownProperty::grouping(const EventsOfKeys& events_of,
                                                std::size_t stretches) const {
    if (events_of.size() > few_keys && are_texts_their_own(events_of))
        return grouping_of_own_texts(events_of, stretches);
    EventsOfTexts all;
    std::unordered_map<std::string, std::int64_t> by_text;
    std::int64_t without = 0;
    for (std::size_t key = 0; key < events_of.size(); ++key) {
        if (events_of[key] == 0) continue;
        auto shown = texts(key);
        if (shown.empty()) without += events_of[key];
        for (auto& text : shown) by_text[std::move(text)] += events_of[key];
    }
    all.emplace_back(std::nullopt, without);
    for (auto& [text, events] : by_text) all.emplace_back(text, events);
    Grouping grouping{.groups = ranked_groups(std::move(all), stretches), .bits_of = {}};
    set_bits(grouping);
    return grouping;
}

ShownProperty::Grouping ShownProperty::grouping_of_own_texts(const EventsOfKeys& events_of,
                                                             std::size_t stretches) const {
    // One more than are shown, so that it is known whether there is a rest.
    constexpr auto wanted = most_tally_groups + 1;
    std::array<std::uint32_t, wanted> most{};
    for (auto events : events_of) {
        if (events <= most.back()) continue;
        most.back() = events;
        for (auto at = wanted - 1; at > 0 && most[at] > most[at - 1]; --at)
            std::swap(most[at], most[at - 1]);
    }
    struct Leading {
        std::optional<std::string> text;
        std::uint32_t events = 0, key = 0;
    };
    auto is_before = [](const Leading& a, const Leading& b) {
        return a.events != b.events ? a.events > b.events : a.text < b.text;
    };
    std::vector<Leading> leading;  // however many stand even, only the first are kept
    for (std::uint32_t key = 0; key < events_of.size(); ++key) {
        if (events_of[key] < std::max(1u, most.back())) continue;
        Leading entry{std::nullopt, events_of[key], key};
        if (key > 0) entry.text = texts(key)[0];
        if (leading.size() == wanted && !is_before(entry, leading.back())) continue;
        leading.insert(std::ranges::upper_bound(leading, entry, is_before), std::move(entry));
        if (leading.size() > wanted) leading.pop_back();
    }
    EventsOfTexts ranked;
    for (const auto& entry : leading) ranked.emplace_back(entry.text, entry.events);
    Grouping grouping{.groups = ranked_groups(std::move(ranked), stretches), .bits_of = {}};
    grouping.bits_of.assign(keys(), std::uint16_t(1u << most_tally_groups));
    for (std::size_t g = 0; g < std::min(leading.size(), most_tally_groups); ++g)
        grouping.bits_of[leading[g].key] = std::uint16_t(1u << g);
    return grouping;
}

std::optional<ShownProperty::Grouping> ShownProperty::grouping_of_few(std::size_t stretches) const {
    if (keys() > few_keys) return std::nullopt;
    EventsOfTexts all{{std::nullopt, 1}};
    Texts shown;
    for (std::size_t key = 1; key < keys(); ++key)
        std::ranges::move(texts(key), std::back_inserter(shown));
    for (auto& text : distinct(std::move(shown))) all.emplace_back(text, 1);
    if (all.size() > most_tally_groups) return std::nullopt;
    Grouping grouping{.groups = ranked_groups(std::move(all), stretches), .bits_of = {}};
    set_bits(grouping);
    return grouping;
}

void ShownProperty::set_bits(Grouping& grouping) const {
    std::map<std::optional<std::string>, std::uint16_t> bits;
    for (std::size_t g = 0; g < grouping.groups.size(); ++g) {
        if (!grouping.groups[g].is_rest) bits[grouping.groups[g].text] = std::uint16_t(1u << g);
    }
    auto bit_of = [&](const std::optional<std::string>& text) {
        auto found = bits.find(text);
        return found == bits.end() ? std::uint16_t(1u << most_tally_groups) : found->second;
    };
    for (std::size_t key = 0; key < keys(); ++key) {
        auto shown = texts(key);
        auto all = shown.empty() ? bit_of(std::nullopt) : std::uint16_t(0);
        for (auto& text : shown) all |= bit_of(text);
        grouping.bits_of.push_back(all);
    }
}

ShownFilter::ShownFilter(const Columns& columns, const TallyFilter& filter)
    : property_(columns, filter.property),
      accepted_(property_.values_, accepting(filter)),
      written_accepted_(property_.written_values_, accepting(filter)) {}

}  // namespace regulars::audience
