// Batches of people, then of events, handed from the thread that reads to the one that fills.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/index_making.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <thread>
#include <variant>
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

/// Events whose properties stand in one text.
struct Events {
    struct One {
        ProfileId profile;
        audience::PersonEvent event;  // without properties
        std::size_t end = 0;          // of its properties in the text
    };
    std::vector<One> events;
    std::string properties;
};
using Batch = std::variant<People, Events>;

void fill(audience::Filling& filling, EventCodes& codes, const Batch& batch) {
    if (auto* people = std::get_if<People>(&batch)) {
        for (const auto& person : *people) filling.put(person);
        return;
    }
    const auto& [events, properties] = std::get<Events>(batch);
    std::size_t begin = 0;
    for (std::size_t first = 0; first < events.size(); first += events_at_once) {
        auto some =
            std::span(events).subspan(first, std::min(events_at_once, events.size() - first));
        codes.clear();
        for (const auto& one : some) {
            codes.read(std::string_view(properties).substr(begin, one.end - begin));
            begin = one.end;
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
        handover.give(std::move(people));
    }
    Events batch;
    TRY(tx.events().each_shown(account, [&](const store::ShownEvent& event) -> Result<void> {
        batch.properties += event.properties;
        batch.events.push_back({event.profile, without_properties(event), batch.properties.size()});
        if (batch.events.size() < events_a_batch) return {};
        if (stop.stop_requested()) return fail(ErrorKind::cancelled, "stopped");
        handover.give(std::exchange(batch, {}));
        return {};
    }));
    handover.give(std::move(batch));
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
