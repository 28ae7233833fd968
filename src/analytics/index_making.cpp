// Batches of people, then of events, handed from the thread that reads to the one that fills.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/index_making.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "analytics/event_codes.hpp"
#include "analytics/handover.hpp"
#include "analytics/people.hpp"
#include "audience/filling.hpp"

namespace regulars::analytics {
namespace {

constexpr int people_a_batch = 4'096;
constexpr std::size_t events_a_batch = 1'024, batches_between = 8, events_at_once = 64;

using People = std::vector<audience::Person>;

/// Events whose properties stand in one text, cut into members by the thread that reads: the one
/// that fills has more to do.
struct Events {
    struct One {
        ProfileId profile;
        audience::PersonEvent event;  // without properties
        std::size_t end = 0;          // of its properties in the text
        std::size_t members_end = 0;
        bool is_whole = false;
    };
    std::vector<One> events;
    std::vector<char> properties;              // stays where it is when it is handed over
    std::vector<JsonMembers::Member> members;  // views of it

    void cut_all() {
        std::string_view text(properties.data(), properties.size());
        std::size_t begin = 0;
        for (auto& one : events) {
            one.is_whole = cut(text.substr(begin, one.end - begin), members);
            one.members_end = members.size();
            begin = one.end;
        }
    }
};
/// One of the two; the other is empty.
struct Batch {
    People people;
    Events events;
};

void fill(audience::Filling& filling, EventCodes& codes, const Batch& batch) {
    for (const auto& person : batch.people) filling.put(person);
    const auto& [events, properties, members] = batch.events;
    std::string_view text(properties.data(), properties.size());
    std::size_t begin = 0, first_member = 0;
    for (std::size_t first = 0; first < events.size(); first += events_at_once) {
        auto some =
            std::span(events).subspan(first, std::min(events_at_once, events.size() - first));
        codes.clear();
        for (const auto& one : some) {
            codes.read({text.substr(begin, one.end - begin),
                        std::span(members).subspan(first_member, one.members_end - first_member),
                        one.is_whole});
            begin = one.end, first_member = one.members_end;
        }
        codes.settle();
        for (std::size_t i = 0; i < some.size(); ++i)
            filling.append(some[i].profile, some[i].event, codes.of(i));
    }
}

Result<void> read(store::Transaction& tx, AccountId account, const std::stop_token& stop,
                  Handover<Batch>& handover) {
    auto names = TRY(group_names(tx, account));
    auto suppressed = TRY(suppressed_people(tx, account));
    for (ProfileId after;;) {
        if (stop.stop_requested()) return fail(ErrorKind::cancelled, "stopped");
        People people;
        after = TRY(
            people_after(tx, account, names, suppressed, after, people_a_batch,
                         [&](audience::Person person) { people.push_back(std::move(person)); }));
        if (!after) break;
        handover.give({.people = std::move(people), .events = {}});
    }
    Events batch;
    auto give = [&] {
        batch.cut_all();
        handover.give({.people = {}, .events = std::exchange(batch, {})});
    };
    TRY(tx.events().each_shown(account, [&](const store::ShownEvent& event) -> Result<void> {
        batch.properties.insert(batch.properties.end(), event.properties.begin(),
                                event.properties.end());
        batch.events.push_back({event.profile, without_properties(event), batch.properties.size()});
        if (batch.events.size() < events_a_batch) return {};
        if (stop.stop_requested()) return fail(ErrorKind::cancelled, "stopped");
        give();
        return {};
    }));
    give();
    return {};
}

}  // namespace

Result<audience::Index> index_of(store::Transaction& tx, AccountId account, std::stop_token stop) {
    audience::Filling filling;
    Handover<Batch> handover(batches_between);
    Result<void> done;
    {
        std::jthread filler([&] {
            EventCodes codes(filling);
            while (auto batch = handover.take()) fill(filling, codes, *batch);
        });
        done = read(tx, account, stop, handover);
        handover.close();
    }
    TRY(done);
    return std::move(filling).made();
}

}  // namespace regulars::analytics
