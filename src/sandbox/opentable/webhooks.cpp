// Finds the states that changed, and decides when each is told.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/opentable/webhooks.hpp"

#include <algorithm>
#include <string>

#include "sandbox/opentable/rows.hpp"

namespace regulars::sandbox::opentable {
namespace {

constexpr int latest_s = 600;

/// Whether the newest version is a new reservation or a new state of one.
bool is_told(const Restaurant& r, const Reservation& v) {
    return std::ranges::any_of(r.steps_of(v), [&](const Step& step) {
        return step.sequence == v.sequence && !step.silent &&
               (step.kind == StepKind::create || step.kind == StepKind::state);
    });
}

}  // namespace

std::vector<Delivery> deliveries(const World& world, std::size_t location, std::string_view secret,
                                 Instant from, Instant to, Faults level) {
    const Restaurant& r = world.restaurants().at(location);
    std::vector<Delivery> all;
    auto since = Seconds(std::max<std::int64_t>(0, from.seconds() - latest_s - 1));
    r.reservation_changes.each_after(since, r.reservations, [&](std::uint32_t index) {
        const Reservation& v = r.reservations[index];
        if (!is_told(r, v)) return true;
        Dice dice(mix(mix(world.options().seed, 0x6f74686f6f6b),
                      mix(std::uint64_t(index) << 32 | v.sequence, location)));
        bool is_lost = dice.chance(rate(level, 0.01, 0.1)),
             is_late = dice.chance(rate(level, 0.02, 0.2)),
             twice = dice.chance(rate(level, 0.02, 0.15));
        Instant due =
            Instant::from_seconds(v.updated) +
            std::chrono::seconds(is_late ? dice.between(60, latest_s - 10) : dice.between(1, 6));
        if (is_lost) return true;
        for (Instant at : {due, due + 3s}) {
            if (at >= from && at < to && (at == due || twice))
                all.push_back({.due = at,
                               .location = location,
                               .attempt = 1,
                               .headers = {{"Content-Type", "application/json"},
                                           {"Authorization", "Bearer " + std::string(secret)}},
                               .body = webhook_body(world, r, index)});
        }
        return true;
    });
    std::ranges::stable_sort(all, {}, &Delivery::due);
    return all;
}

}  // namespace regulars::sandbox::opentable
