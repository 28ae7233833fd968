// A live audience against the store: after any history, with restarts, the members are those found
// from scratch.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/live_audience.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/crypto.hpp"
#include "ingest/ingest.hpp"
#include "store/open.hpp"

namespace regulars::app {
namespace {

/// A clock that stands until it is moved.
class StillClock final : public Clock {
  public:
    Instant now() const override { return Instant{us.load()}; }
    void sleep_until(Instant until, std::stop_token) override {
        us = std::max(us.load(), until.us);
    }
    void advance(Duration d) { us += d.count(); }
    std::atomic<std::int64_t> us = parse_instant("2026-03-01T12:00:00Z").value().us;
};

constexpr const char* ever =
    R"({"condition_groups":[{"conditions":[{"type":"profile-metric","metric_id":"METRIC","measurement":"count",
  "measurement_filter":{"type":"numeric","operator":"greater-than-or-equal","value":N},"timeframe_filter":{"type":"date","operator":"alltime"},"metric_filters":null}]}]})";
constexpr const char* lately =
    R"({"condition_groups":[{"conditions":[{"type":"profile-metric","metric_id":"METRIC","measurement":"sum",
  "measurement_filter":{"type":"numeric","operator":"greater-than","value":N},"timeframe_filter":{"type":"date","operator":"in-the-last","unit":"hour","quantity":48},"metric_filters":null}]}]})";
constexpr const char* vegan_diet =
    R"({"condition_groups":[{"conditions":[{"type":"profile-property","property":"properties['Diet']",
  "filter":{"type":"string","operator":"equals","value":"vegan"}}]}]})";
constexpr const char* reachable =
    R"({"condition_groups":[{"conditions":[{"type":"profile-marketing-consent","consent":{"channel":"email",
  "can_receive_marketing":true,"consent_status":{"subscription":"subscribed","filters":null}}}]}]})";

constexpr const char* recent =
    R"({"condition_groups":[{"conditions":[{"type":"profile-predictive-analytics","dimension":"regulars-rfm","filter":{"type":"string","operator":"starts-with","value":"3"}}]}]})";

class LiveAudienceTest : public testing::Test {
  protected:
    void SetUp() override {
        start_crypto();
        folder_ = std::filesystem::temp_directory_path() / ("regulars-audience-" + random_token(8));
        std::filesystem::create_directories(folder_);
        store_ = store::open_sqlite({.file = folder_ / "test.db", .fold_after = 2}).value();
        ingest_.emplace(*store_, clock_, random_);
        integration_.public_id = "opentable", integration_.name = "OpenTable";
        ASSERT_TRUE(store_->write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.accounts().add(account_));
            TRY(tx.integrations().add(account_.id, integration_));
            metric_ = TRY(tx.events().metric(account_.id, integration_.id, "Completed Reservation",
                                             true, [] { return "METRIC"; }))
                          .id;
            return {};
        }));
        open();
    }
    void TearDown() override {
        audience_.reset();
        store_.reset();
        std::filesystem::remove_all(folder_);
    }
    void open() {
        audience_.reset();
        audience_ = std::make_unique<analytics::LiveAudience>(*store_, account_.id, clock_);
        auto opened = audience_->open(folder_);
        ASSERT_TRUE(opened) << opened.error().text();
    }
    void apply(const std::function<void(ingest::Batch&)>& fill) {
        ingest::Batch batch{.account = account_.id, .integration = integration_.id};
        fill(batch);
        auto applied = ingest_->apply(batch);
        ASSERT_TRUE(applied) << applied.error().text();
    }
    ingest::PersonUpsert person(int n, std::string diet = {}, bool opted_in = false) const {
        ingest::PersonUpsert upsert{.key = fmt::format("opentable:{}", n),
                                    .as_of = clock_.now(),
                                    .fields = {.email = fmt::format("p{}@x.example", n)},
                                    .opted_in = opted_in};
        if (!diet.empty()) upsert.fields.properties["Diet"] = std::move(diet);
        return upsert;
    }
    ingest::EventUpsert visit(int id, int who, Instant time, std::int64_t minor) const {
        return {.unique_id = fmt::format("visit:{}", id),
                .metric = "Completed Reservation",
                .person = fmt::format("opentable:{}", who),
                .time = time,
                .timing = ingest::Timing::moves,
                .value = Money{minor, {}},
                .properties = "{}"};
    }
    ProfileId profile_of(int n) {
        ProfileId found;
        EXPECT_TRUE(store_->read([&](store::Transaction& tx) -> Result<void> {
            found = *TRY(tx.profiles().owner(
                account_.id, {model::IdentifierKind::email, fmt::format("p{}@x.example", n)}));
            return {};
        }));
        return found;
    }
    /// A new list with these people on it.
    model::List make_list(std::string name, std::vector<int> people) {
        model::List list{.public_id = name, .name = name, .created_at = clock_.now()};
        change([&](store::Transaction& tx) { return tx.lists().add(account_.id, list); });
        for (int n : people) {
            auto profile = profile_of(n);
            change([&](store::Transaction& tx) -> Result<void> {
                TRY(tx.lists().join(
                    account_.id, {.list = list.id, .profile = profile, .joined_at = clock_.now()}));
                return tx.changes().append(account_.id, store::ChangeKind::membership,
                                           profile.value, 1, clock_.now());
            });
        }
        return list;
    }
    static std::string in_list(const model::List& list) {
        return fmt::format(
            R"({{"condition_groups":[{{"conditions":[{{"type":"profile-group-membership","is_member":true,"group_ids":["{}"],"timeframe_filter":null}}]}}]}})",
            list.public_id);
    }
    model::Segment add(std::string name, std::string definition) {
        model::Segment segment{.public_id = name,
                               .name = name,
                               .definition = std::move(definition),
                               .created_at = clock_.now()};
        change([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.segments().add(account_.id, segment));
            return tx.changes().append(account_.id, store::ChangeKind::segment, segment.id.value, 1,
                                       clock_.now());
        });
        return segment;
    }
    void change(const store::Work& work) {
        auto done = store_->write(work);
        ASSERT_TRUE(done) << done.error().text();
    }
    void follow() {
        while (true) {
            auto followed = audience_->follow();
            ASSERT_TRUE(followed) << followed.error().text();
            if (!*followed) break;
        }
        auto ticked = audience_->tick();
        ASSERT_TRUE(ticked) << ticked.error().text();
    }
    std::vector<ProfileId> members(SegmentId id) {
        std::vector<ProfileId> found;
        EXPECT_TRUE(store_->read([&](store::Transaction& tx) -> Result<void> {
            for (auto& member : TRY(tx.segments().members(account_.id, id, {}, 10'000)))
                found.push_back(member.profile);
            EXPECT_EQ(TRY(tx.segments().size(account_.id, id)), std::int64_t(found.size()));
            return {};
        }));
        return found;
    }
    std::vector<model::SegmentMove> moves(SegmentId id) {
        std::vector<model::SegmentMove> found;
        EXPECT_TRUE(store_->read([&](store::Transaction& tx) -> Result<void> {
            found = TRY(tx.segments().moves(account_.id, id, 0, 10'000));
            return {};
        }));
        return found;
    }
    /// What a fresh reading of the whole store finds.
    std::vector<ProfileId> from_scratch(const std::string& definition) {
        analytics::LiveAudience fresh(*store_, account_.id, clock_);
        EXPECT_TRUE(fresh.open_to_ask(folder_ / "nowhere"));
        auto found = fresh.members(audience::definition_from(definition).value(), clock_.now());
        EXPECT_TRUE(found) << found.error().text();
        return found.value_or(std::vector<ProfileId>{});
    }
    static std::string with(std::string text, int n) {
        return text.replace(text.find("\"value\":N"), 9, fmt::format("\"value\":{}", n));
    }

    std::filesystem::path folder_;
    StillClock clock_;
    SeededRandom random_{7};
    std::unique_ptr<store::Store> store_;
    std::optional<ingest::Ingest> ingest_;
    model::Account account_{
        .public_id = "ACCT01", .name = "A", .time_zone = "America/New_York", .country = "US"};
    model::Integration integration_;
    MetricId metric_;
    std::unique_ptr<analytics::LiveAudience> audience_;
};

TEST_F(LiveAudienceTest, APersonEntersBecauseOfAnEventAndLeavesBecauseTimePassed) {
    auto segment = add("lately", with(lately, 10));
    follow();
    apply([&](auto& b) {
        b.people = {person(1)};
        b.events = {visit(1, 1, clock_.now() - 1h, 2'000)};
    });
    auto entered_at = clock_.now();
    follow();
    ASSERT_EQ(members(segment.id).size(), 1u);
    EXPECT_EQ(audience_->next(), entered_at + 47h + 1us);
    clock_.advance(50h);
    follow();
    EXPECT_TRUE(members(segment.id).empty());
    auto came_and_went = moves(segment.id);
    ASSERT_EQ(came_and_went.size(), 2u);
    EXPECT_TRUE(came_and_went[1].has_entered);
    EXPECT_EQ(came_and_went[1].cause, model::SegmentCause::event);
    EXPECT_EQ(came_and_went[1].event, EventId{1});
    EXPECT_EQ(came_and_went[0].cause, model::SegmentCause::instant);
    EXPECT_EQ(came_and_went[0].at, entered_at + 47h + 1us)
        << "the exact instant, however late it was acted upon";
}

TEST_F(LiveAudienceTest, ASegmentIsToldTheEventItAskedForOfThoseThatCameTogether) {
    auto segment = add("ever", with(ever, 1));
    follow();
    apply([&](auto& b) {
        b.people = {person(1)};
        b.events = {visit(1, 1, clock_.now(), 2'000), visit(2, 1, clock_.now(), 2'000)};
        b.events[1].metric = "Seated Reservation";
    });
    follow();
    auto came = moves(segment.id);
    ASSERT_EQ(came.size(), 1u);
    EXPECT_EQ(came[0].cause, model::SegmentCause::event);
    EXPECT_EQ(came[0].event, EventId{1});
}

// Whatever happened while nothing ran is told as of when it happened.
TEST_F(LiveAudienceTest, WhatTimeDidWhileNothingRanHasItsInstant) {
    auto segment = add("lately", with(lately, 10));
    follow();
    apply([&](auto& b) {
        b.people = {person(1)};
        b.events = {visit(1, 1, clock_.now() - 1h, 2'000)};
    });
    auto entered_at = clock_.now();
    follow();
    for (bool is_saved : {true, false}) {
        if (is_saved) {
            ASSERT_TRUE(audience_->save(folder_));
        } else {
            std::filesystem::remove(folder_ / "audience.index");
        }
        audience_.reset();
        clock_.advance(is_saved ? 10h : 90h);
        open();
        EXPECT_EQ(members(segment.id).size(), is_saved ? 1u : 0u);
    }
    auto came_and_went = moves(segment.id);
    ASSERT_EQ(came_and_went.size(), 2u);
    EXPECT_EQ(came_and_went[0].cause, model::SegmentCause::instant);
    EXPECT_EQ(came_and_went[0].at, entered_at + 47h + 1us);
}

TEST_F(LiveAudienceTest, WhatTheLogSaysOfADowntimeHasItsInstant) {
    auto segment = add("lately", with(lately, 10));
    follow();
    ASSERT_TRUE(audience_->save(folder_));
    audience_.reset();
    clock_.advance(5h);
    auto entered_at = clock_.now();
    apply([&](auto& b) {
        b.people = {person(1)};
        b.events = {visit(1, 1, clock_.now() - 1h, 2'000)};
    });
    clock_.advance(60h);
    apply([&](auto& b) { b.people = {person(2)}; });
    open();
    auto came_and_went = moves(segment.id);
    ASSERT_EQ(came_and_went.size(), 2u) << "in and out again, though nobody saw it";
    EXPECT_EQ(came_and_went[1].cause, model::SegmentCause::event);
    EXPECT_EQ(came_and_went[1].event, EventId{1});
    EXPECT_EQ(came_and_went[1].at, entered_at);
    EXPECT_EQ(came_and_went[0].at, entered_at + 47h + 1us);
}

TEST_F(LiveAudienceTest, ARestartMovesNobodyByTheirScores) {
    auto segment = add("recent", recent);
    follow();
    apply([&](auto& b) {
        for (int i = 0; i < 6; ++i) {
            b.people.push_back(person(i));
            b.events.push_back(visit(i, i, clock_.now() - days(10 + i * 60), 2'000));
        }
    });
    follow();
    ASSERT_TRUE(audience_->sum_up());
    EXPECT_FALSE(audience_->is_sum_due());
    ASSERT_EQ(members(segment.id).size(), 3u);
    ASSERT_EQ(moves(segment.id).size(), 3u);
    ASSERT_TRUE(audience_->save(folder_));
    clock_.advance(2h);
    open();
    EXPECT_EQ(members(segment.id).size(), 3u);
    EXPECT_EQ(moves(segment.id).size(), 3u) << "nobody left and came back";
    EXPECT_FALSE(audience_->is_sum_due());
    clock_.advance(days(1));
    EXPECT_TRUE(audience_->is_sum_due());
}

TEST_F(LiveAudienceTest, AnEditMovesPeopleAndSaysSo) {
    apply([&](auto& b) {
        b.people = {person(1, "vegan"), person(2)};
        b.events = {visit(1, 2, clock_.now(), 2'000)};
    });
    auto segment = add("edited", vegan_diet);
    follow();
    ASSERT_EQ(members(segment.id).size(), 1u);
    EXPECT_TRUE(moves(segment.id).empty()) << "its first members came from nowhere";
    change([&](store::Transaction& tx) -> Result<void> {
        auto now = *TRY(tx.segments().find(account_.id, segment.id));
        now.definition = with(ever, 1), ++now.version;
        TRY(tx.segments().update(account_.id, now));
        return tx.changes().append(account_.id, store::ChangeKind::segment, segment.id.value, 1,
                                   clock_.now());
    });
    follow();
    EXPECT_EQ(members(segment.id), from_scratch(with(ever, 1)));
    auto came_and_went = moves(segment.id);
    ASSERT_EQ(came_and_went.size(), 2u);
    for (auto& move : came_and_went) EXPECT_EQ(move.cause, model::SegmentCause::edit);
}

TEST_F(LiveAudienceTest, AfterAnyHistoryTheMembersAreThoseFromScratch) {
    std::mt19937 dice(11);
    auto roll = [&](int n) { return int(dice() % unsigned(n)); };
    std::map<std::string, std::string> definitions{{"ever", with(ever, 2)},
                                                   {"lately", with(lately, 30)},
                                                   {"vegans", vegan_diet},
                                                   {"reachable", reachable}};
    std::map<std::string, model::Segment> segments;
    std::vector<MergeId> merges;
    std::vector<ProfileId> known;
    for (int step = 0; step < 300; ++step) {
        switch (roll(9)) {
            case 0:
            case 1:
            case 2:
                apply([&](auto& b) {
                    int who = roll(20);
                    b.people = {person(who, roll(2) ? "vegan" : "", roll(3) == 0)};
                    for (int i = roll(3); i >= 0; --i)
                        b.events.push_back(visit(roll(60), who,
                                                 clock_.now() - std::chrono::hours(roll(70)),
                                                 roll(4'000)));
                });
                break;
            case 3:
                apply([&](auto& b) { b.retractions = {fmt::format("visit:{}", roll(60))}; });
                break;
            case 4:
                apply([&](auto& b) { b.erasures = {{fmt::format("opentable:{}", 15 + roll(5))}}; });
                break;
            case 5:
                clock_.advance(std::chrono::hours(roll(30)));
                break;
            case 6: {
                known.clear();
                ASSERT_TRUE(store_->read([&](store::Transaction& tx) {
                    return tx.profiles().each(account_.id, {},
                                              [&](const model::Profile& p) -> Result<void> {
                                                  known.push_back(p.id);
                                                  return {};
                                              });
                }));
                if (known.size() < 2) break;
                auto from = known[std::size_t(roll(int(known.size())))],
                     into = known[std::size_t(roll(int(known.size())))];
                if (from == into) break;
                if (auto merge = ingest_->merge_people(account_.id, from, into))
                    merges.push_back(*merge);
                break;
            }
            case 7:
                if (merges.empty()) break;
                if (auto undone = ingest_->undo_merge(account_.id, merges.back()); !undone) {
                    EXPECT_NE(undone.error().kind, ErrorKind::internal);
                }
                merges.pop_back();
                break;
            case 8:
                for (auto& [name, definition] : definitions)
                    if (!segments.contains(name)) {
                        segments[name] = add(name, definition);
                        break;
                    }
                break;
        }
        int end = roll(12);
        if (end == 0) {  // a crash: what was not saved is read again
            if (roll(2)) {
                ASSERT_TRUE(audience_->save(folder_));
            }
            open();
        }
        if (end < 6) follow();
        if (step % 20 == 0 || step == 299) {
            follow();
            for (auto& [name, segment] : segments)
                ASSERT_EQ(members(segment.id), from_scratch(definitions[name]))
                    << name << " at step " << step;
        }
    }
    ASSERT_EQ(segments.size(), 4u);
    for (auto& [name, segment] : segments) {
        std::map<ProfileId, bool> is_in;
        auto all = moves(segment.id);
        for (auto move = all.rbegin(); move != all.rend(); ++move) {
            auto [entry, is_first] = is_in.try_emplace(move->profile, move->has_entered);
            if (!is_first) {
                EXPECT_NE(std::exchange(entry->second, move->has_entered), move->has_entered)
                    << "nobody enters twice";
            }
        }
    }
}

// 9 in the evening of February 27 in New York is February 28 in UTC.
TEST_F(LiveAudienceTest, DaysBeginWhereTheAccountSays) {
    std::string since_yesterday = lately, hours = R"("unit":"hour","quantity":48)";
    since_yesterday.replace(since_yesterday.find(hours), hours.size(),
                            R"("unit":"day","quantity":1)");
    since_yesterday = with(since_yesterday, 1);
    apply([&](auto& b) {
        b.people = {person(1)};
        b.events = {visit(1, 1, parse_instant("2026-02-28T02:00:00Z").value(), 2'000)};
    });
    auto segment = add("yesterday", since_yesterday);
    follow();
    EXPECT_TRUE(members(segment.id).empty());
    auto begin_days = [&](model::SegmentDays days) {
        change([&](store::Transaction& tx) -> Result<void> {
            account_.segment_days = days;
            TRY(tx.accounts().update(account_));
            auto now = *TRY(tx.segments().find(account_.id, segment.id));
            ++now.version;
            TRY(tx.segments().update(account_.id, now));
            return tx.changes().append(account_.id, store::ChangeKind::segment, segment.id.value, 1,
                                       clock_.now());
        });
        follow();
        EXPECT_EQ(members(segment.id), from_scratch(since_yesterday));
        return audience_->count(audience::definition_from(since_yesterday).value())->day_zone;
    };
    EXPECT_EQ(begin_days(model::SegmentDays::utc), "UTC");
    EXPECT_EQ(members(segment.id).size(), 1u);
    EXPECT_EQ(begin_days(model::SegmentDays::account), "America/New_York");
    EXPECT_TRUE(members(segment.id).empty());
    auto came_and_went = moves(segment.id);
    ASSERT_EQ(came_and_went.size(), 2u);
    for (auto& move : came_and_went)
        EXPECT_EQ(move.cause, model::SegmentCause::edit) << "no flow starts";
}

TEST_F(LiveAudienceTest, ConsentTellsWhichKindOfIntegrationBroughtIt) {
    auto brought_by = [](std::string_view kind) {
        return fmt::format(
            R"({{"condition_groups":[{{"conditions":[{{"type":"profile-marketing-consent","consent":{{"channel":"email","can_receive_marketing":true,
          "consent_status":{{"subscription":"subscribed","filters":[{{"field":"method","method":"integration","filter":{{"type":"string","operator":"in","value":["regulars-{}"]}}}}]}}}}}}]}}]}})",
            kind);
    };
    apply([&](auto& b) { b.people = {person(1, "", true), person(2)}; });
    auto theirs = add("theirs", brought_by("opentable")),
         others = add("others", brought_by("toast"));
    follow();
    EXPECT_EQ(members(theirs.id).size(), 1u);
    EXPECT_TRUE(members(others.id).empty());
    EXPECT_EQ(from_scratch(brought_by("opentable")), members(theirs.id));
}

// A snapshot of a segment makes its list and fills it within one request.
TEST_F(LiveAudienceTest, AListIsKnownAsSoonAsItHasMembers) {
    apply([&](auto& b) { b.people = {person(1), person(2)}; });
    follow();
    auto list = make_list("Copied", {2});
    follow();
    auto definition = in_list(list);
    auto segment = add("copied", definition);
    follow();
    EXPECT_EQ(members(segment.id), std::vector{profile_of(2)});
    EXPECT_EQ(members(segment.id), from_scratch(definition));
}

TEST_F(LiveAudienceTest, APausedSegmentCanBeAskedForAfterTheIndexIsMadeAnew) {
    apply([&](auto& b) { b.people = {person(1, "vegan"), person(2)}; });
    auto paused = add("paused", vegan_diet);
    auto theirs = add(
        "theirs",
        R"({"condition_groups":[{"conditions":[{"type":"profile-group-membership","is_member":true,"group_ids":["paused"],"timeframe_filter":null}]}]})");
    follow();
    ASSERT_EQ(members(theirs.id), std::vector{profile_of(1)});
    change([&](store::Transaction& tx) -> Result<void> {
        auto segment = TRY(tx.segments().find(account_.id, paused.id));
        segment->is_active = false;
        TRY(tx.segments().update(account_.id, *segment));
        return tx.changes().append(account_.id, store::ChangeKind::segment, paused.id.value, 1,
                                   clock_.now());
    });
    follow();
    audience_.reset();
    std::filesystem::remove(folder_ / "audience.index");
    open();
    follow();
    EXPECT_EQ(members(theirs.id), std::vector{profile_of(1)});
    EXPECT_TRUE(moves(theirs.id).empty()) << "nobody came or left";
    EXPECT_EQ(from_scratch(theirs.definition), members(theirs.id));
}

TEST_F(LiveAudienceTest, WhoConfirmedByTheLinkIsToldApart) {
    auto subscribed_with = [](std::string_view filter) {
        return fmt::format(
            R"({{"condition_groups":[{{"conditions":[{{"type":"profile-marketing-consent","consent":{{"channel":"email","can_receive_marketing":true,
          "consent_status":{{"subscription":"subscribed","filters":[{}]}}}}}}]}}]}})",
            filter);
    };
    auto
        is_confirmed = subscribed_with(
            R"({"field":"is_double_opt_in","filter":{"type":"boolean","operator":"equals","value":true}})"),
        is_from_a_form = subscribed_with(
            R"({"field":"custom_source","filter":{"type":"string","operator":"equals","value":"Newsletter page"}})"),
        by_form = subscribed_with(
            R"({"field":"method","method":"form","filter":{"type":"string","operator":"in","value":["Newsletter page"]}})");
    apply([&](auto& b) { b.people = {person(1), person(2), person(3, "", true)}; });
    auto subscribe = [&](int n, ingest::Asking asking) {
        std::vector<ingest::Subscriber> people{{.who = {.email = fmt::format("p{}@x.example", n)}}};
        auto done = ingest_->subscriptions().subscribe(
            account_.id, people, {}, {.method = "form", .source = "Newsletter page"}, asking);
        ASSERT_TRUE(done) << done.error().text();
    };
    subscribe(1, ingest::Asking::as_set_up);
    subscribe(2, ingest::Asking::never);
    auto confirmed = add("confirmed", is_confirmed), from_a_form = add("form", is_from_a_form);
    follow();
    EXPECT_TRUE(members(confirmed.id).empty());
    EXPECT_EQ(members(from_a_form.id), std::vector{profile_of(2)});
    std::string link;
    ASSERT_TRUE(store_->read([&](store::Transaction& tx) -> Result<void> {
        link = TRY(tx.confirmations().of_email(account_.id, "p1@x.example")).front().public_id;
        return {};
    }));
    EXPECT_EQ(ingest_->subscriptions().confirm(account_.id, link).value(), ingest::Confirmed::yes);
    follow();
    EXPECT_EQ(members(confirmed.id), std::vector{profile_of(1)});
    EXPECT_EQ(members(from_a_form.id), (std::vector{profile_of(1), profile_of(2)}));
    EXPECT_EQ(from_scratch(by_form), members(from_a_form.id));
    for (auto& segment : {confirmed, from_a_form})
        EXPECT_EQ(members(segment.id), from_scratch(segment.definition));
}

TEST_F(LiveAudienceTest, EachReasonOfASuppressionHasItsOwnDate) {
    auto with_date = [](std::string_view field, std::string_view test) {
        return fmt::format(
            R"({{"condition_groups":[{{"conditions":[{{"type":"profile-marketing-consent","consent":{{"channel":"email","can_receive_marketing":false,
          "consent_status":{{"subscription":"any","filters":[{{"field":"{}","filter":{}}}]}}}}}}]}}]}})",
            field, test);
    };
    constexpr std::string_view is_set = R"({"type":"existence","operator":"is-set"})",
                               since_february_21 =
                                   R"({"type":"date","operator":"after","date":"2026-02-20"})";
    using enum model::SuppressionReason;
    auto early = parse_instant("2026-02-10T00:00:00Z").value(),
         late = parse_instant("2026-02-25T00:00:00Z").value();
    std::vector<std::vector<std::pair<model::SuppressionReason, Instant>>> people{
        {{spam_complaint, late}},
        {{prior_esp, late}},
        {{hard_bounce, early}, {soft_bounces, late}},
        {{user_suppressed, early}, {spam_complaint, late}},
        {{invalid_email, late}}};
    for (int n = 1; n <= int(people.size()); ++n) {
        apply([&](auto& b) { b.people = {person(n)}; });
        auto profile = profile_of(n);
        for (auto [reason, at] : people[std::size_t(n - 1)])
            change([&](store::Transaction& tx) -> Result<void> {
                TRY(tx.suppressions().put(account_.id, {.address = fmt::format("p{}@x.example", n),
                                                        .reason = reason,
                                                        .suppressed_at = at}));
                return tx.changes().append(account_.id, store::ChangeKind::consent, profile.value,
                                           1, clock_.now());
            });
    }
    follow();
    auto who = [&](std::string_view field, std::string_view test) {
        auto definition = with_date(field, test);
        auto found =
            audience_->members(audience::definition_from(definition).value(), clock_.now()).value();
        EXPECT_EQ(found, from_scratch(definition)) << "read singly and all at once alike";
        std::string text;
        for (auto id : found)
            for (int n = 1; n <= int(people.size()); ++n)
                if (profile_of(n) == id) text += std::to_string(n);
        return text;
    };
    EXPECT_EQ(who("manual_suppression_date", is_set), "4");
    EXPECT_EQ(who("manual_suppression_date", since_february_21), "")
        << "the spam complaint's is not its date";
    EXPECT_EQ(who("bounce_date", is_set), "23");
    EXPECT_EQ(who("bounce_date", since_february_21), "2") << "the hard bounce keeps its date";
    EXPECT_EQ(who("invalid_email_date", is_set), "5");
}

TEST_F(LiveAudienceTest, WhatAnImportSaysOfAPlaceAndAnIdCanBeAskedFor) {
    auto is_set = [](std::string_view property) {
        return fmt::format(
            R"({{"condition_groups":[{{"conditions":[{{"type":"profile-property","property":"{}","filter":{{"type":"existence","operator":"is-set"}}}}]}}]}})",
            property);
    };
    apply([&](auto& b) {
        b.people = {person(1), person(2)};
        auto& said = b.people[0].fields.properties;
        said["Image"] = std::string("https://x.example/1.png");
        said["Latitude"] = 40.75, said["Longitude"] = std::int64_t(-74);
        said["Time Zone"] = std::string("America/New_York");
        said["IP Address"] = std::string("192.0.2.1");
    });
    std::map<std::string, model::Segment> segments;
    for (auto* property : {"external_id", "image", "location.latitude", "location.longitude",
                           "location.timezone", "location.ip"})
        segments[property] = add(property, is_set(property));
    follow();
    // The same people, and an id that says nothing else that is new.
    apply([&](auto& b) {
        b.people = {{.key = "import:1",
                     .as_of = clock_.now(),
                     .fields = {.email = "p1@x.example"},
                     .identifiers = {{model::IdentifierKind::external, "17"},
                                     {model::IdentifierKind::email, "p1@x.example"}}}};
    });
    follow();
    for (auto& [property, segment] : segments) {
        EXPECT_EQ(members(segment.id), std::vector{profile_of(1)}) << property;
        EXPECT_EQ(members(segment.id), from_scratch(segment.definition)) << property;
    }
}

TEST_F(LiveAudienceTest, WhatBouncesAtAnOldAddressReachesTheNewOne) {
    apply([&](auto& b) { b.people = {person(1, "", true), person(2)}; });
    auto segment = add("reachable", reachable);
    follow();
    ASSERT_EQ(members(segment.id).size(), 1u);
    auto one = members(segment.id).front();
    ASSERT_TRUE(ingest_->merge_people(account_.id, profile_of(2), one));
    std::string current;
    ASSERT_TRUE(store_->read([&](store::Transaction& tx) -> Result<void> {
        current = TRY(tx.profiles().find(account_.id, one))->fields.email;
        return {};
    }));
    auto is_unreachable_when_bouncing = [&](const std::string& address) {
        change([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.suppressions().put(account_.id, {.address = address,
                                                    .reason = model::SuppressionReason::hard_bounce,
                                                    .suppressed_at = clock_.now()}));
            return tx.changes().append(account_.id, store::ChangeKind::consent, one.value, 1,
                                       clock_.now());
        });
        follow();
        EXPECT_EQ(members(segment.id), from_scratch(reachable));
        return members(segment.id).empty();
    };
    EXPECT_FALSE(
        is_unreachable_when_bouncing(current == "p1@x.example" ? "p2@x.example" : "p1@x.example"));
    EXPECT_TRUE(is_unreachable_when_bouncing(current));
}

TEST_F(LiveAudienceTest, ADefinitionThatCannotBeAskedIsRefusedAtItsPlace) {
    auto unknown =
        audience::definition_from(
            with(std::string(ever).replace(std::string(ever).find("METRIC"), 6, "NOBODY"), 1))
            .value();
    auto counted = audience_->count(unknown);
    ASSERT_FALSE(counted);
    EXPECT_EQ(counted.error().kind, ErrorKind::invalid);
    EXPECT_EQ(counted.error().where, "/condition_groups/0/conditions/0/metric_id");
}

}  // namespace
}  // namespace regulars::app
