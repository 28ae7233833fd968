// The contract of what the app asks: sessions, the directory of people, timelines, counts by day.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "store/contract.hpp"

namespace regulars::store {
namespace {

class AppContract : public Contract {
  protected:
    ProfileId person(Transaction& t, std::string first, std::string last, std::string email = {},
                     std::string phone = {}) {
        model::Profile profile{{}, "id " + first + last + email, {}, at(created_++), at(2)};
        profile.fields = {.email = std::move(email),
                          .phone = std::move(phone),
                          .first_name = std::move(first),
                          .last_name = std::move(last)};
        must(t.profiles().add(account, profile));
        return profile.id;
    }
    std::vector<ProfileId> found(Transaction& t, std::string text) {
        auto ids = must(t.directory().find(account, {.text = std::move(text),
                                                     .order = ProfileOrder::created,
                                                     .direction = Direction::ascending}))
                       .profiles;
        return ids;
    }
    std::string days(Transaction& t) {
        std::string text;
        for (auto& day : must(t.charts().days(account, std::nullopt, -1'000'000, 1'000'000)))
            if (day.events != 0)
                text += std::to_string(day.metric.value) + " " + format_iso(date_of_day(day.day)) +
                        " " + (day.currency ? std::string(day.currency->code()) : "-") + " " +
                        std::to_string(day.events) + " " + std::to_string(day.minor) + "\n";
        return text;
    }
    std::int64_t stamp(Transaction& t) {
        std::int64_t greatest = -1;
        for (auto& day : must(t.charts().days(account, std::nullopt, -1'000'000, 1'000'000)))
            greatest = std::max(greatest, day.stamp);
        return greatest;
    }
    int created_ = 0;
};
REGULARS_CONTRACT(AppContract);

TEST_P(AppContract, SessionsEndWithTheirUserOrTheirTime) {
    write([&](Transaction& t) {
        model::User user{{}, "a@example.com", "A", model::Role::admin, "hash", at(0)};
        must(t.users().add(account, user));
        for (auto* token : {"one", "two", "three"})
            must(t.sessions().add(account,
                                  {user.id, token, "csrf", at(0), at(token[0] == 't' ? 100 : 10)}));
        EXPECT_EQ(must(t.sessions().find(account, "one"))->user, user.id);
        must(t.sessions().remove_expired(account, at(10)));
        EXPECT_FALSE(must(t.sessions().find(account, "one")));
        must(t.sessions().extend(account, "two", at(900)));
        EXPECT_EQ(must(t.sessions().find(account, "two"))->expires_at, at(900));
        must(t.sessions().remove_of(account, user.id, "two"));
        EXPECT_FALSE(must(t.sessions().find(account, "three")));
        user.role = model::Role::analyst, user.password_hash = "new";
        must(t.users().update(account, user));
        EXPECT_EQ(*must(t.users().find(account, user.id)), user);
        must(t.users().remove(account, user.id));
        EXPECT_FALSE(must(t.sessions().find(account, "two")));
        EXPECT_EQ(kind_of(t.users().remove(account, user.id)), ErrorKind::not_found);
        EXPECT_EQ(kind_of(t.users().update(account, user)), ErrorKind::not_found);
    });
}

TEST_P(AppContract, KeysRememberTheirScopes) {
    write([&](Transaction& t) {
        model::ApiKey all{{}, "all", "1", "", at(0), {}, {}},
            some{{}, "some", "2", "", at(0), {}, {"lists:read", "metrics:read"}};
        must(t.api_keys().add(account, all));
        must(t.api_keys().add(account, some));
        EXPECT_EQ(*must(t.api_keys().find(account, "1")), all);
        EXPECT_EQ(*must(t.api_keys().find(account, "2")), some);
    });
}

TEST_P(AppContract, WordsFollowTheProfile) {
    write([&](Transaction& t) {
        auto id = person(t, "Chloé", "Lindgren", "chloe@example.com", "+442079460123");
        for (auto* text : {"chloe", "LIND", "chloe@ex", "4420", "020 7946", "0123"})
            EXPECT_EQ(found(t, text), std::vector{id}) << text;
        auto profile = *must(t.profiles().find(account, id));
        profile.fields = {.email = "new@example.com", .first_name = "Zora"};
        must(t.profiles().update(account, profile));
        for (auto* text : {"chloe", "lind", "chloe@ex", "4420", "0123"})
            EXPECT_TRUE(found(t, text).empty()) << text;
        EXPECT_EQ(found(t, "zora"), std::vector{id});
        must(t.profiles().remove(account, id));
        EXPECT_TRUE(found(t, "zora").empty());
        EXPECT_TRUE(found(t, "").empty());
    });
    EXPECT_TRUE(must(store->check()).empty());
}

/// Whether sets are sorted or everybody is walked past them: each page by page the same as
/// everybody's list, less those who do not match.
TEST_P(AppContract, ManyMatchesComeInTheSameOrderAsEverybody) {
    write([&](Transaction& t) {
        auto metric = add_metric(t, account, "visit"), other = add_metric(t, account, "order");
        std::map<ProfileId, std::string> names;
        for (int i = 0; i < 6'000; ++i) {
            std::string first = i % 2 ? "maria" : "mario", last = "n" + std::to_string(i % 17);
            auto id =
                person(t, first, last, "m" + std::to_string(i * 7919 % 6'000) + "@example.com");
            names[id] = first + " " + last;
            for (int n = 0; n < i % 5; ++n) {
                auto event = event_of(id, n % 2 ? other : metric,
                                      "e" + std::to_string(i) + "-" + std::to_string(n),
                                      at((i * 7919 + n * 1'301) % 5'000));
                must(t.events().add(account, event));
            }
        }
        auto all = [&](const std::string& text, ProfileOrder order, Direction direction,
                       int limit) {
            std::vector<ProfileId> found;
            ProfileQuery query{
                .text = text, .order = order, .direction = direction, .limit = limit};
            while (true) {
                auto hits = must(t.directory().find(account, query));
                found.insert(found.end(), hits.profiles.begin(), hits.profiles.end());
                if (!hits.next) return found;
                query.after = hits.next;
            }
        };
        for (auto order : {ProfileOrder::name, ProfileOrder::email, ProfileOrder::created,
                           ProfileOrder::last_seen}) {
            for (auto direction : {Direction::ascending, Direction::descending}) {
                auto everybody = all("", order, direction, 900);
                EXPECT_EQ(everybody.size(), 6'000u);
                // One common word; two; a set that is walked past; one that is sorted; a letter and
                // a word; nobody.
                for (auto& words : std::vector<std::vector<std::string>>{{"maria"},
                                                                         {"mari", "n"},
                                                                         {"maria", "n1"},
                                                                         {"n1"},
                                                                         {"n16"},
                                                                         {"m", "n16"},
                                                                         {"n", "mario"},
                                                                         {"n2", "n3"}}) {
                    std::string text;
                    for (auto& word : words) text += (text.empty() ? "" : " ") + word;
                    auto expected = everybody;
                    std::erase_if(expected, [&](ProfileId id) {
                        return !std::ranges::all_of(words, [&](auto& word) {
                            return (" " + names[id]).find(" " + word) != std::string::npos ||
                                   (word == "m" && words.size() == 1);
                        });
                    });
                    for (int limit : {70, 900}) {
                        if (limit == 70 && expected.size() > 1'500) continue;
                        EXPECT_EQ(all(text, order, direction, limit), expected)
                            << text << " " << int(order) << int(direction) << " " << limit;
                    }
                }
            }
        }
        auto many = must(t.directory().find(account, {.text = "mari", .limit = 1}));
        EXPECT_FALSE(many.total_is_exact);
        EXPECT_NEAR(double(many.total), 6'000, 600);
        auto few = must(t.directory().find(account, {.text = "mari n16"}));
        EXPECT_TRUE(few.total_is_exact);
        EXPECT_EQ(few.total, 352);
    });
}

TEST_P(AppContract, PeopleAreNewWhenTheirFirstEventIs) {
    ProfileId ana, ben;
    MetricId metric;
    std::map<std::string, model::Event> events;
    auto happen = [&](Transaction& t, ProfileId who, int when) {
        model::Event event;
        event.unique_id = std::to_string(who.value) + "@" + std::to_string(when),
        event.metric = metric, event.profile = who, event.time = at(when), event.properties = "{}";
        must(t.events().add(account, event));
        must(t.events().count_metric(account, metric, 1));
        events[event.unique_id] = event;
    };
    auto at_10s = [&] {  // people new in each ten seconds
        std::vector<std::int64_t> counts;
        read([&](Transaction& t) {
            for (int from = 0; from < 40; from += 10)
                counts.push_back(must(t.charts().new_people(account, at(from), at(from + 10))));
        });
        return counts;
    };
    using Counts = std::vector<std::int64_t>;
    write([&](Transaction& t) {
        ana = person(t, "Ana", "a"), ben = person(t, "Ben", "b");
        person(t, "Never", "seen");
        metric = must(t.events().metric(account, {}, "m", true, [] { return "MeTr01"; })).id;
        for (int when : {25, 20, 15}) happen(t, ana, when);  // newest first, as a history comes
        happen(t, ben, 20);
    });
    EXPECT_EQ(at_10s(), (Counts{0, 1, 1, 0}));
    write([&](Transaction& t) { happen(t, ana, 5), happen(t, ben, 30); });
    EXPECT_EQ(at_10s(), (Counts{1, 0, 1, 0})) << "an older event came later";
    auto gone = [&](const std::string& unique_id) {
        write([&](Transaction& t) {
            must(t.events().remove(account, events[unique_id].id));
            must(t.events().count_metric(account, metric, -1));
        });
    };
    gone(std::to_string(ana.value) + "@5");
    EXPECT_EQ(at_10s(), (Counts{0, 1, 1, 0}));
    write([&](Transaction& t) { must(t.events().move(account, ana, ben, std::nullopt)); });
    EXPECT_EQ(at_10s(), (Counts{0, 1, 0, 0})) << "one person since they are one";
    write([&](Transaction& t) {
        auto event = events[std::to_string(ana.value) + "@15"];
        event.profile = ana;
        must(t.events().update(account, event));
    });
    EXPECT_EQ(at_10s(), (Counts{0, 1, 1, 0}));
    EXPECT_TRUE(must(store->check()).empty());
}

TEST_P(AppContract, DaysAreThoseOfTheAccountsZone) {
    auto usd = Currency::parse("USD").value(), eur = Currency::parse("EUR").value();
    AccountId of = account;
    write([&](Transaction& t) {
        auto id = person(t, "A", "B");
        auto metric = add_metric(t, of, "visit");
        int n = 0;
        for (auto [time, value] :
             {std::pair{"2026-03-08T04:59:59Z", std::optional(Money{100, usd})},
              std::pair{"2026-03-08T05:00:00Z", std::optional(Money{200, usd})},
              std::pair{"2026-03-09T03:59:59Z", std::optional(Money{300, eur})},
              std::pair{"2026-03-09T04:00:00Z", std::optional<Money>{}}}) {
            auto event =
                event_of(id, metric, "e" + std::to_string(++n), parse_instant(time).value());
            event.value = value;
            must(t.events().add(of, event));
        }
    });
    read([&](Transaction& t) {
        EXPECT_EQ(days(t),
                  "1 2026-03-07 USD 1 100\n1 2026-03-08 EUR 1 300\n1 2026-03-08 USD 1 200\n1 "
                  "2026-03-09 - 1 0\n");
    });
    write([&](Transaction& t) {
        auto changed = *must(t.accounts().find(of));
        changed.time_zone = "UTC";
        must(t.accounts().update(changed));
    });
    read([&](Transaction& t) {
        EXPECT_EQ(days(t), "1 2026-03-08 USD 2 300\n1 2026-03-09 - 1 0\n1 2026-03-09 EUR 1 300\n");
    });
}

TEST_P(AppContract, EveryChangeOfADayMovesItsStamp) {
    ProfileId one, two;
    model::Event event;
    std::int64_t last = -1;
    auto moved = [&](const char* what) {
        read([&](Transaction& t) {
            EXPECT_GT(stamp(t), last) << what;
            last = stamp(t);
        });
    };
    write([&](Transaction& t) {
        one = person(t, "A", ""), two = person(t, "B", "");
        event = event_of(one, add_metric(t, account, "visit"), "e");
        must(t.events().add(account, event));
    });
    moved("added");
    write([&](Transaction& t) {
        event.properties = "{\"a\":1}", must(t.events().update(account, event));
    });
    moved("updated");
    write([&](Transaction& t) { must(t.events().move(account, one, two, std::nullopt)); });
    moved("moved");
    write([&](Transaction& t) { must(t.events().remove(account, event.id)); });
    moved("removed");
    read([&](Transaction& t) { EXPECT_EQ(days(t), ""); });
}

TEST_P(AppContract, TimelinesAndFeedsPageThroughEventsOfOneInstant) {
    write([&](Transaction& t) {
        auto one = person(t, "A", ""), two = person(t, "B", "");
        auto metric = add_metric(t, account, "visit"), other = add_metric(t, account, "call");
        for (int i = 0; i < 30; ++i) {
            auto event = event_of(i % 3 ? one : two, i % 5 ? metric : other,
                                  "e" + std::to_string(i), at(i / 10));
            must(t.events().add(account, event));
        }
        auto pages = [&](auto ask) {
            std::vector<std::int64_t> ids;
            std::optional<EventPlace> place;
            while (true) {
                auto page = must(ask(place));
                for (auto& event : page) ids.push_back(event.id.value);
                if (page.size() < 4) break;
                place = {page.back().time, page.back().profile, page.back().id};
            }
            EXPECT_TRUE(std::ranges::adjacent_find(ids) == ids.end());
            std::ranges::sort(ids);
            EXPECT_TRUE(std::ranges::adjacent_find(ids) == ids.end());
            return ids.size();
        };
        EXPECT_EQ(pages([&](auto& place) {
                      return t.events().timeline(account, one, std::nullopt, place, 4);
                  }),
                  20u);
        EXPECT_EQ(
            pages([&](auto& place) { return t.events().timeline(account, one, other, place, 4); }),
            4u);
        EXPECT_EQ(pages([&](auto& place) { return t.events().feed(account, metric, place, 4); }),
                  24u);
        EXPECT_EQ(must(t.charts().first_time(account, metric)), at(0));
        EXPECT_EQ(must(t.charts().last_time(account, other)), at(2));
        auto sums = must(t.events().sums(account, two));
        EXPECT_EQ(sums.size(), 2u);
        EXPECT_EQ(sums[0].events + sums[1].events, 10);
    });
}

}  // namespace
}  // namespace regulars::store
