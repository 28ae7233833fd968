// Adds up events as the store has them, one by one, in sets and maps: obviously right, and slow.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "analytics/charts.hpp"

namespace regulars::analytics {
namespace {

using audience::TallyQuestion;
using audience::TallySums;
using audience::Texts;

/// One sum and the people in it.
struct Counting {
    TallySums sums;
    std::set<ProfileId> people;

    void add(const model::Event& event, Currency currency, std::int64_t weight) {
        ++sums.events;
        people.insert(event.profile);
        sums.people = std::ssize(people);
        sums.weight += weight;
        if (!event.value || event.value->currency != currency) return;
        ++sums.valued;
        sums.minor += event.value->minor;
    }
};

/// One group's, or everything's.
struct Counted {
    std::vector<Counting> stretches;
    Counting total;

    explicit Counted(std::size_t size) : stretches(size) {}
    void add(std::size_t stretch, const model::Event& event, Currency currency,
             std::int64_t weight) {
        stretches[stretch].add(event, currency, weight);
        total.add(event, currency, weight);
    }
    std::vector<TallySums> sums() const {
        std::vector<TallySums> all;
        for (auto& stretch : stretches) all.push_back(stretch.sums);
        return all;
    }
};

Texts shown_by(const JsonDocument& document, const std::string& property) {
    return audience::distinct(texts_of(document.root()[property]));
}

/// `visit(event, stretch, properties)` of each event that passes the filters.
template <class Visit>
Result<void> each_event(store::Transaction& tx, AccountId account, const TallyQuestion& question,
                        Visit visit) {
    bool asks_properties = question.group_by || question.weight || !question.filters.empty();
    auto& bounds = question.bounds;
    return tx.charts().events(
        account, question.metric, bounds.front(), bounds.back(),
        [&](const model::Event& event) -> Result<void> {
            auto document = TRY(JsonDocument::parse(
                asks_properties ? std::string_view(event.properties) : std::string_view("{}")));
            for (auto& filter : question.filters)
                if (!filter.accepts(shown_by(document, filter.property))) return {};
            visit(event,
                  std::size_t(std::ranges::upper_bound(bounds, event.time) - bounds.begin() - 1),
                  document);
            return {};
        });
}

/// The groups that an event counts in.
std::set<std::size_t> groups_of(const std::vector<audience::TallyGroup>& groups,
                                const Texts& texts) {
    auto group_of = [&](const std::optional<std::string>& text) {
        auto found = std::ranges::find_if(
            groups, [&](auto& group) { return !group.is_rest && group.text == text; });
        return std::min(std::size_t(found - groups.begin()), groups.size() - 1);
    };
    if (texts.empty()) return {group_of(std::nullopt)};
    std::set<std::size_t> found;
    for (auto& text : texts) found.insert(group_of(text));
    return found;
}

}  // namespace

Result<audience::Tally> tally_of_store(store::Transaction& tx, AccountId account,
                                       const TallyQuestion& question) {
    auto size = question.bounds.size() - 1;
    audience::Tally tally;
    if (question.group_by) {
        std::map<std::optional<std::string>, std::int64_t> events_of;
        TRY(each_event(tx, account, question, [&](auto&, auto, auto& document) {
            auto texts = shown_by(document, *question.group_by);
            if (texts.empty()) ++events_of[std::nullopt];
            for (auto& text : texts) ++events_of[text];
        }));
        tally.groups = audience::ranked_groups({events_of.begin(), events_of.end()}, size);
    }
    Counted all(size);
    std::vector<Counted> of_groups(tally.groups.size(), Counted(size));
    TRY(each_event(tx, account, question, [&](auto& event, auto stretch, auto& document) {
        auto weight = question.weight
                          ? question.weight->of(shown_by(document, question.weight->property))
                          : 0;
        all.add(stretch, event, question.currency, weight);
        if (event.value && event.value->currency != question.currency)
            tally.other_minor[event.value->currency] += event.value->minor;
        if (!question.group_by) return;
        for (auto group : groups_of(tally.groups, shown_by(document, *question.group_by)))
            of_groups[group].add(stretch, event, question.currency, 0);
    }));
    tally.stretches = all.sums();
    tally.total = all.total.sums;
    for (std::size_t g = 0; g < of_groups.size(); ++g) {
        tally.groups[g].stretches = of_groups[g].sums();
        tally.groups[g].total = of_groups[g].total.sums;
    }
    return tally;
}

}  // namespace regulars::analytics
