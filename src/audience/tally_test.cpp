// What events add up to is what counting them one by one gives, after any history.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>

#include <fmt/format.h>

#include "audience/random_world.hpp"
#include "base/text.hpp"

namespace regulars::audience {
namespace {

const Instant middle = *parse_instant("2026-03-29T15:00:00Z");

Texts shown(const PersonEvent& event, const std::string& property) {
    if (auto written = event.written.find(property); written != event.written.end())
        return texts_of(written->second);
    auto kept = event.properties.find(property);
    return kept == event.properties.end() ? Texts{} : texts_of(kept->second);
}

struct Counting {
    TallySums sums;
    std::set<ProfileId> people;
    void add(ProfileId person, const PersonEvent& event, const TallyQuestion& question) {
        ++sums.events;
        people.insert(person);
        sums.people = std::ssize(people);
        if (!event.value || event.currency != question.currency) return;
        ++sums.valued;
        sums.minor += *event.value / 10;
    }
};

/// Everything, or what one group counts.
struct Counted {
    std::vector<Counting> stretches;
    Counting total;
    void add(std::size_t stretch, ProfileId person, const PersonEvent& event,
             const TallyQuestion& question) {
        stretches[stretch].add(person, event, question);
        total.add(person, event, question);
    }
    bool equals(const TallySums& sum, const std::vector<TallySums>& parts) const {
        bool is_same = sum == total.sums && parts.size() == stretches.size();
        for (std::size_t i = 0; is_same && i < parts.size(); ++i)
            is_same = parts[i] == stretches[i].sums;
        return is_same;
    }
};

void expect_counted(const RandomWorld& world, const TallyQuestion& question) {
    auto size = question.bounds.size() - 1;
    Counted all{std::vector<Counting>(size), {}};
    std::map<std::optional<std::string>, Counted> groups;
    std::map<Currency, std::int64_t> others;
    std::int64_t weight = 0;
    auto each = [&](auto visit) {
        for (const auto& [id, person] : world.people) {
            for (const auto& event : person.events) {
                if (event.metric != question.metric || event.time < question.bounds.front() ||
                    event.time >= question.bounds.back())
                    continue;
                if (std::ranges::all_of(question.filters, [&](const auto& filter) {
                        return filter.accepts(shown(event, filter.property));
                    }))
                    visit(id, event,
                          std::size_t(std::ranges::upper_bound(question.bounds, event.time) -
                                      question.bounds.begin() - 1));
            }
        }
    };
    auto groups_of = [&](const PersonEvent& event) {
        std::set<std::optional<std::string>> texts;
        for (auto& text : shown(event, *question.group_by)) texts.insert(text);
        if (texts.empty()) texts.insert(std::nullopt);
        return texts;
    };
    each([&](ProfileId id, const PersonEvent& event, std::size_t stretch) {
        all.add(stretch, id, event, question);
        if (question.weight) weight += question.weight->of(shown(event, question.weight->property));
        if (event.value && event.currency != question.currency)
            others[event.currency] += *event.value / 10;
        if (!question.group_by) return;
        for (auto& text : groups_of(event)) {
            groups.try_emplace(text, Counted{std::vector<Counting>(size), {}})
                .first->second.add(stretch, id, event, question);
        }
    });
    auto tally = world.index.tally(question);
    RC_ASSERT(tally.total.weight == weight);
    tally.total.weight = 0;
    for (auto& stretch : tally.stretches) stretch.weight = 0;
    RC_ASSERT(all.equals(tally.total, tally.stretches));
    RC_ASSERT(tally.other_minor == others);

    std::vector<std::pair<std::int64_t, std::optional<std::string>>> ranked;
    for (const auto& [text, counted] : groups)
        ranked.emplace_back(-counted.total.sums.events, text);
    std::ranges::sort(ranked);
    RC_ASSERT(tally.groups.size() == std::min(ranked.size(), most_tally_groups + 1));
    std::set<std::optional<std::string>> own;
    for (std::size_t g = 0; g < tally.groups.size() && g < most_tally_groups; ++g) {
        const auto& group = tally.groups[g];
        RC_ASSERT(!group.is_rest && group.text == ranked[g].second);
        RC_ASSERT(groups.at(group.text).equals(group.total, group.stretches));
        own.insert(group.text);
    }
    if (tally.groups.size() <= most_tally_groups) return;
    Counted rest{std::vector<Counting>(size), {}};
    each([&](ProfileId id, const PersonEvent& event, std::size_t stretch) {
        if (!std::ranges::includes(own, groups_of(event))) rest.add(stretch, id, event, question);
    });
    RC_ASSERT(tally.groups.back().is_rest);
    RC_ASSERT(rest.equals(tally.groups.back().total, tally.groups.back().stretches));
}

RC_GTEST_PROP(Tally, IsWhatCountingGives, (std::uint64_t seed)) {
    RandomPeople draw(seed, middle);
    auto& random = draw.random();
    auto zone = random_catalog(random).day_zone;
    RandomWorld world;
    for (int round = 0; round < 4; ++round) {
        world.live(draw, 60);
        TallyQuestion question{.metric = {std::int64_t(1 + random.below(5))},
                               .currency = *Currency::parse(random.chance(0.8) ? "USD" : "GBP")};
        // Days of the zone or single seconds, over a change of the clocks.
        auto first = day_number(zone.to_local(draw.instant()).date());
        auto step = std::int64_t(1 + random.below(30));
        for (auto n = 2 + random.below(40); n > 0; --n, first += step)
            question.bounds.push_back(zone.start_of(date_of_day(first)));
        if (random.chance(0.2)) question.bounds.insert(question.bounds.begin(), draw.instant());
        std::ranges::sort(question.bounds);
        auto property = [&] {
            return std::string(random.chance(0.3)   ? "Party Size"
                               : random.chance(0.5) ? "Server"
                                                    : "Visit Tags");
        };
        if (random.chance(0.7)) question.group_by = property();
        if (random.chance(0.5)) {
            auto wanted = std::string(random.chance(0.5) ? "2" : "a");
            bool has = random.chance(0.5);
            question.filters.push_back({property(), [=](const Texts& texts) {
                                            return (std::ranges::find(texts, wanted) !=
                                                    texts.end()) == has;
                                        }});
        }
        if (random.chance(0.5))
            question.weight = TallyWeight{
                "Party Size", [](const Texts& texts) { return std::int64_t(texts.size()); }};
        expect_counted(world, question);
    }
}

TEST(Tally, CountsThoseOfThousandsOfEventsOnce) {
    RandomWorld world;
    auto guest = [&](int id) {
        Person person{.id = {id}, .created_at = middle, .updated_at = middle};
        auto events = id % 9 == 1 ? 2'600 : id % 4;
        for (int n = 0; n < events; ++n) {
            person.events.push_back({.id = {id * 10'000 + n},
                                     .metric = {1},
                                     .time = middle + std::chrono::seconds(37 * n + id),
                                     .value = std::nullopt});
            auto& event = person.events.back();
            if (n % 3 == 0) event.value = 1'000 * n;
            if (n % 30 == 0) event.currency = *Currency::parse("GBP");
            event.properties["Server"] = fmt::format("{}", n % 13);
            event.properties["Party Size"] = std::int64_t(n % 5);
        }
        world.index.put(person);
        world.people[person.id] = person;
    };
    for (int id = 1; id <= 150; ++id) guest(id);
    TallyQuestion question{.metric = {1}, .currency = *Currency::parse("USD")};
    for (int hour = 1; hour <= 24; ++hour)
        question.bounds.push_back(middle + std::chrono::hours(hour));
    auto by_server = question, filtered = question;
    by_server.group_by = "Server";
    filtered.filters.push_back(
        {"Party Size", [](const Texts& texts) { return texts == Texts{"3"}; }});
    auto expect_all = [&] {
        for (const auto& asked : {question, by_server, filtered}) expect_counted(world, asked);
    };
    expect_all();
    world.index.fold();
    expect_all();
    guest(10), guest(70);  // who stand apart from here on
    expect_all();
}

TEST(Tally, RanksManyValuesThatStandOnceEach) {
    RandomWorld world;
    for (int i = 1; i <= 3'000; ++i) {
        Person person{.id = {i}, .created_at = middle, .updated_at = middle};
        for (int n = 0; n < (i == 2'500 ? 3 : 1); ++n) {
            person.events.push_back({.id = {i * 10 + n},
                                     .metric = {1},
                                     .time = middle + Duration(n),
                                     .value = std::nullopt});
            person.events.back().properties["Reservation"] = fmt::format("1001-{:08}", i);
        }
        world.index.put(person);
        world.people[person.id] = person;
    }
    for (bool is_folded : {false, true}) {
        if (is_folded) world.index.fold();
        TallyQuestion question{
            .metric = {1}, .bounds = {middle, middle + days(1)}, .group_by = "Reservation"};
        expect_counted(world, question);
        auto tally = world.index.tally(question);
        EXPECT_EQ(tally.groups[0].text, "1001-00002500");
        EXPECT_EQ(tally.groups[1].text, "1001-00000001");
        EXPECT_EQ(tally.groups.back().total.events, 3'002 - 3 - 7);
    }
}

RC_GTEST_PROP(PropertyValues, AreThoseThatCountingFinds, (std::uint64_t seed)) {
    RandomPeople draw(seed, middle);
    auto& random = draw.random();
    RandomWorld world;
    for (int round = 0; round < 4; ++round) {
        world.live(draw, 80);
        ValueQuestion question{.metrics = {}, .most = 1 + random.below(12)};
        bool is_of_people = random.chance(0.3);
        question.property = random.chance(0.5)   ? "Server"
                            : random.chance(0.5) ? "Visit Tags"
                            : is_of_people       ? "Visits"
                                                 : "Party Size";
        if (random.chance(0.5)) question.part = random.chance(0.5) ? "2" : "A";
        if (!is_of_people) question.metrics.push_back({1});
        if (!is_of_people && random.chance(0.5)) question.metrics.push_back({3});
        std::map<std::string, std::int64_t> counts;
        auto count = [&](const Texts& texts) {
            for (const auto& text : texts)
                if (lowered(text).contains(lowered(question.part))) ++counts[text];
        };
        for (const auto& [id, person] : world.people) {
            if (is_of_people)
                if (auto own = person.fields.properties.find(question.property);
                    own != person.fields.properties.end())
                    count(texts_of(own->second));
            for (const auto& event : person.events)
                if (std::ranges::find(question.metrics, event.metric) != question.metrics.end())
                    count(shown(event, question.property));
        }
        std::vector<ValueCount> expected;
        for (const auto& [text, n] : counts) expected.push_back({text, n});
        std::ranges::stable_sort(expected, std::greater<>(), &ValueCount::count);
        expected.resize(std::min(expected.size(), question.most));
        RC_ASSERT(world.index.values(question) == expected);
    }
}

}  // namespace
}  // namespace regulars::audience
