// The truth, against what plain readers of the wire conclude by decision 0002.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/truth.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "sandbox/opentable/visitor_test.hpp"

namespace regulars::sandbox {
namespace {

using opentable::has;
using opentable::Visitor;

SandboxOptions odd_world() {
    SandboxOptions options;
    options.guests = 700;
    options.days = 60;
    options.requests_per_second = 0;
    options.reservations_per_guest = 6;
    options.faults = Faults::heavy;  // for the data's oddities; the wire's are switched off
    return options;
}

/// Reads rows, and keeps events as decision 0002 says, from the JSON alone.
class Reader {
  public:
    Reader(Visitor& visitor, Instant since) : visitor_(visitor), since_(since) {}

    void read_all(std::size_t location) {
        for (std::int64_t offset = 0;; offset += 2000) {
            auto page =
                visitor_.page("/sync/v2/reservations?limit=2000&offset=" + std::to_string(offset) +
                              "&rid=" + visitor_.rid(location));
            page.root()["items"].each([&](JsonNode row) { read(row); });
            if (!*page.root()["hasNextPage"].boolean()) return;
        }
    }

    const std::map<std::string, Instant>& events() const { return events_; }

  private:
    void read(JsonNode row) {
        auto at = [&](const char* key) -> std::optional<Instant> {
            auto text = row[key].string();
            return text ? std::optional(*parse_instant(*text)) : std::nullopt;
        };
        if (*at("scheduled_time_utc") < since_ || row["guest_id"].is_nothing()) return;
        std::string state(*row["state"].string());
        std::string prefix =
            "opentable:" + row["rid"].text() + ":" + std::string(*row["id"].string()) + ":";
        auto give = [&](const std::string& metric, Instant time) {
            events_.emplace(prefix + metric, time);
        };
        Instant updated = *at("updated_at_utc");
        if (*at("created_date_utc") >= since_) give("Created Reservation", *at("created_date_utc"));
        if (state == "Confirmed") give("Confirmed Reservation", updated);
        static const std::set<std::string> here{
            "PartiallyArrived", "AllArrived", "PartiallySeated", "Seated", "Appetizer",
            "Entree",           "Dessert",    "CheckDropped",    "Paid",   "Cleared",
            "BusTable",         "Done",       "AssumedDone"};
        if (here.contains(state) || at("arrived_time_utc") || at("seated_time_utc") ||
            at("done_time_utc")) {
            Instant time =
                at("arrived_time_utc")
                    .value_or(
                        at("seated_time_utc").value_or(at("done_time_utc").value_or(updated)));
            give("Completed Reservation", time);
            events_.erase(prefix + "No Showed Reservation");
        }
        if (state == "Cancelled")
            give("Cancelled Reservation", at("cancellation_date_utc").value_or(updated));
        if (state == "NoShow" && !events_.contains(prefix + "Completed Reservation"))
            give("No Showed Reservation", updated);
        auto completed = events_.find(prefix + "Completed Reservation");
        if (completed != events_.end() && !row["pos_data"]["pos_total_spend"].is_nothing()) {
            give("Completed Reservation Value", completed->second);
        }
    }

    Visitor& visitor_;
    Instant since_;
    std::map<std::string, Instant> events_;
};

/// Takes out the events of guests who were forgotten.
std::map<std::string, Instant> without_forgotten(const std::map<std::string, Instant>& events,
                                                 const World& world) {
    std::map<std::string, Instant> kept = events;
    for (auto& r : world.restaurants()) {
        for (std::uint32_t i = 0; i < r.reservations.size(); ++i) {
            auto& v = r.reservations[i];
            if (v.guest == 0 || !r.guests[v.guest - 1].forgotten) continue;
            std::string prefix = "opentable:" + std::to_string(r.number) + ":" +
                                 opentable::record_id(world.options().seed,
                                                      opentable::Book::reservations, r.number, i);
            std::erase_if(kept, [&](auto& event) { return event.first.starts_with(prefix); });
        }
    }
    return kept;
}

void expect_agreement(const std::map<std::string, Instant>& read,
                      const std::vector<TruthEvent>& truth) {
    std::map<std::string, const TruthEvent*> known;
    for (auto& event : truth) {
        EXPECT_TRUE(known.emplace(event.unique_id, &event).second) << event.unique_id;
        if (event.certain) {
            EXPECT_TRUE(read.contains(event.unique_id)) << event.unique_id;
        }
        EXPECT_TRUE(has(event.times, event.time));
    }
    for (auto& [id, time] : read) {
        auto found = known.find(id);
        if (found == known.end()) {
            ADD_FAILURE() << "not in the truth: " << id;
            continue;
        }
        EXPECT_TRUE(has(found->second->times, time)) << id << " " << format_iso(time);
    }
}

class TruthOfPolls : public testing::TestWithParam<int> {};

TEST_P(TruthOfPolls, HoldsWhateverTheInterval) {
    Visitor v(odd_world());
    v.sandbox.set_faults(Faults::none);
    Instant since = opentable::test_day - days(10);
    Reader reader(v, since);
    Instant end = opentable::test_day + (GetParam() < 60 ? days(1) : days(3));
    while (v.clock.now() < end) {
        for (std::size_t location = 0; location < 3; ++location) reader.read_all(location);
        v.clock.sleep_until(std::min(end, v.clock.now() + GetParam() * 1min), {});
    }
    for (std::size_t location = 0; location < 3; ++location) reader.read_all(location);
    auto truth = v.sandbox.truth_events(since);
    EXPECT_GT(truth.size(), 300u);
    expect_agreement(without_forgotten(reader.events(), v.sandbox.world()), truth);
}
INSTANTIATE_TEST_SUITE_P(Minutes, TruthOfPolls, testing::Values(10, 30, 7 * 60, 3 * 24 * 60));

TEST(Truth, HasEveryOddity) {
    SandboxOptions options = odd_world();
    options.guests = 5000;
    options.days = 240;
    Visitor v(options);
    const World& world = v.sandbox.world();
    std::map<std::string, int> found;
    for (auto& r : world.restaurants()) {
        for (auto& reservation : r.reservations) {
            State last = State::not_confirmed;
            for (auto& step : r.steps_of(reservation)) {
                if (step.sequence == 0) break;
                if (step.kind == StepKind::state) {
                    found["no-show, then seated"] +=
                        last == State::no_show && is_seated(step.state);
                    found["cancelled, then seated"] +=
                        reservation.cancelled != 0 && is_seated(step.state);
                    found["done, then seated"] += last == State::done && is_seated(step.state);
                    last = step.state;
                }
                found["silent money"] += step.kind == StepKind::check && step.silent;
                found["moved"] += step.kind == StepKind::reschedule;
                found["guest attached"] += step.kind == StepKind::guest;
                found["ahead of the clock"] += step.skew_s > 0;
            }
            found["assumed"] += reservation.state == State::assumed_seated ||
                                reservation.state == State::assumed_done;
            found["created after scheduled"] +=
                reservation.sequence != 0 && reservation.created > reservation.scheduled;
        }
        std::set<std::uint32_t> spellings;
        for (auto& g : r.guests) {
            found["forgotten"] += g.forgotten;
            found["archived"] += g.archived;
            if (g.archived) spellings.insert(g.look % 3);
            found["hidden"] += g.hidden;
            found["opted out and in"] += g.opted_out && g.opt_in == OptIn::yes;
            found["corrected email"] += g.email > 1 && g.email < 100;
            found["other email away"] += g.email >= 100;
        }
        EXPECT_EQ(spellings.size(), 3u);
    }
    for (auto& [what, count] : found) EXPECT_GT(count, 0) << what;
}

TEST(Truth, CountsEveryReservationOnceAsExcludedOrAsEvents) {
    SandboxOptions options = odd_world();
    options.tiers = {opentable::Tier::gold, opentable::Tier::platinum, opentable::Tier::copper};
    Visitor v(options);
    Instant since = opentable::test_day - days(30);
    auto counts = v.sandbox.truth_summary(since);
    ASSERT_EQ(counts.size(), 3u);
    for (std::size_t location = 0; location < 2; ++location) {
        std::set<std::string> with_events;
        for (auto& event : v.sandbox.truth_events(since, counts[location].rid))
            with_events.insert(event.reservation);
        std::int64_t without = 0;
        for (auto& [reason, count] : counts[location].excluded) {
            if (reason != "assumed_seated" && reason != "created_before_history" &&
                reason != "unknown_state")
                without += count;
        }
        EXPECT_GE(
            std::int64_t(with_events.size()) + without,
            counts[location].reservations - counts[location].excluded["created_before_history"]);
        EXPECT_LE(std::int64_t(with_events.size()) + without, counts[location].reservations);
        EXPECT_GT(counts[location].excluded["before_history"], 0);
        EXPECT_GT(counts[location].excluded["walk_in_without_guest"], 0);
    }
    EXPECT_TRUE(counts[2].events.empty());
    EXPECT_GT(counts[2].excluded["no_personal_data"], 0);
}

TEST(Truth, PutsEveryRecordIntoOneProfileAndIdentifiersIntoOne) {
    SandboxOptions options = odd_world();
    options.guests = 4000;
    options.days = 300;
    Visitor v(options);
    auto profiles = v.sandbox.truth_profiles();
    std::set<std::string> guests, emails;
    std::size_t joined = 0, across = 0;
    for (auto& profile : profiles) {
        for (auto& guest : profile.guests) EXPECT_TRUE(guests.insert(guest).second);
        joined += profile.guests.size() > 1;
        std::set<std::string> places;
        for (auto& guest : profile.guests) places.insert(guest.substr(0, 17));
        across += places.size() > 1;
        if (!profile.email.empty()) {
            EXPECT_TRUE(emails.insert(lowered(profile.email)).second)
                << "two profiles, one address";
        }
    }
    std::size_t records = 0;
    for (auto& r : v.sandbox.world().restaurants()) {
        records += std::size_t(
            std::ranges::count_if(r.guests, [](const Guest& g) { return !g.forgotten; }));
    }
    EXPECT_EQ(guests.size(), records);
    EXPECT_GT(joined, 50u);
    EXPECT_GT(across, 20u);
    auto consents = v.sandbox.truth_consents();
    auto certain = std::size_t(std::ranges::count_if(consents, [](auto& c) { return c.certain; }));
    EXPECT_GT(certain, profiles.size() / 10);
    EXPECT_GT(consents.size(), certain);
}

/// Decides who is one person as of now.
std::map<std::string, std::string> person_of(Visitor& v) {
    std::map<std::string, std::string> first;
    for (auto& profile : v.sandbox.truth_profiles()) {
        for (auto& guest : profile.guests) first[guest] = profile.guests.front();
    }
    return first;
}

class TruthOfPeople : public testing::TestWithParam<std::uint64_t> {};

TEST_P(TruthOfPeople, WhoWasOnePersonStaysOne) {
    // Or it would depend on the time of a sync's first look.
    SandboxOptions options = odd_world();
    options.seed = GetParam();
    options.guests = 2000;
    Visitor v(options);
    auto before = v.sandbox.truth_profiles();
    for (int month = 0; month < 6; ++month) {
        v.clock.advance(days(30));
        auto now = person_of(v);
        for (auto& profile : before) {
            std::set<std::string> people;
            for (auto& guest : profile.guests) {
                if (now.contains(guest)) people.insert(now[guest]);
            }
            EXPECT_LE(people.size(), 1u) << profile.guests.front();
        }
        before = v.sandbox.truth_profiles();
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, TruthOfPeople, testing::Values(1, 2, 3, 4, 5, 6));

TEST(Truth, IsServedAsJson) {
    Visitor v(odd_world());
    auto items = [&](const std::string& path) {
        auto answer = v.ask("GET", "/sandbox/truth/" + path);
        EXPECT_EQ(answer.status, 200) << path;
        auto document = JsonDocument::parse(answer.body);
        EXPECT_TRUE(document) << path;
        return document ? document->root()["items"].size() : 0;
    };
    Instant since = opentable::test_day - days(20);
    EXPECT_EQ(items("events?since=" + format_iso(since)), v.sandbox.truth_events(since).size());
    EXPECT_EQ(items("events?limit=10&offset=5&rid=" + v.rid(0)), 10u);
    EXPECT_EQ(items("profiles"), v.sandbox.truth_profiles().size());
    EXPECT_EQ(items("consents"), v.sandbox.truth_consents().size());
    EXPECT_EQ(items("summary?since=" + format_iso(since)), 3u);
    EXPECT_EQ(v.ask("GET", "/sandbox/truth/events?since=soon").status, 400);
    EXPECT_EQ(v.ask("GET", "/sandbox/truth/lies").status, 404);
}

}  // namespace
}  // namespace regulars::sandbox
