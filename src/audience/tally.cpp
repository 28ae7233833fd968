// What every way of making a tally shares: which groups stand, and what values show.
// SPDX-License-Identifier: Apache-2.0
#include "audience/tally.hpp"

#include <algorithm>

#include "audience/values.hpp"

namespace regulars::audience {

Texts distinct(Texts texts) {
    std::ranges::sort(texts);
    texts.erase(std::ranges::unique(texts).begin(), texts.end());
    return texts;
}

Texts texts_of(const model::Property& value) {
    if (auto* list = std::get_if<Texts>(&value)) return distinct(*list);
    return {*text_in(value)};
}

std::vector<TallyGroup> ranked_groups(
    std::vector<std::pair<std::optional<std::string>, std::int64_t>> events_of_texts,
    std::size_t stretches) {
    std::erase_if(events_of_texts, [](const auto& entry) { return entry.second == 0; });
    auto shown = std::min(events_of_texts.size(), most_tally_groups);
    std::ranges::partial_sort(events_of_texts, events_of_texts.begin() + std::ptrdiff_t(shown),
                              [](const auto& a, const auto& b) {
                                  return a.second != b.second ? a.second > b.second
                                                              : a.first < b.first;
                              });
    bool has_rest = events_of_texts.size() > shown;
    std::vector<TallyGroup> groups(shown + has_rest);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        groups[g].stretches.resize(stretches);
        if (g < shown)
            groups[g].text = std::move(events_of_texts[g].first);
        else
            groups[g].is_rest = true;
    }
    return groups;
}

}  // namespace regulars::audience
