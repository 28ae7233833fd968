// Lets restaurants take turns.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/plan.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace regulars::sources::toast {

Result<Plan> Plan::from(std::span<const model::Cursor> cursors, const Settings& settings,
                        Instant history_since) {
    std::vector<Location> locations;
    for (auto& guid : settings.restaurants) {
        locations.emplace_back(settings, guid, history_since);
        TRY(locations.back().restore(cursors));
    }
    return Plan(std::move(locations));
}

std::optional<Ask> Plan::next(Instant now) {
    if (task_) return here().ask_of(*task_);
    using Urgency = Location::Urgency;
    auto first = [&](Urgency urgency) {
        for (at_ = 0; at_ < locations_.size(); ++at_)
            if ((task_ = here().choose(urgency, now, is_unmapped_))) return true;
        return false;
    };
    if (first(Urgency::changes)) return here().ask_of(*task_);
    if (auto [newest, window] = newest_history(now, false); window) {
        at_ = newest;
        task_ = std::move(window);
        return here().ask_of(*task_);
    }
    if (first(Urgency::rest)) return here().ask_of(*task_);
    at_ = 0;
    return std::nullopt;
}

std::pair<std::size_t, std::optional<Task>> Plan::newest_history(Instant now, bool is_behind) {
    std::pair<std::size_t, std::optional<Task>> newest;
    for (std::size_t i = 0; i < locations_.size(); ++i) {
        auto window = is_behind && i == at_
                          ? here().behind(*task_)
                          : locations_[i].choose(Location::Urgency::history, now, is_unmapped_);
        if (window && (!newest.second || window->to > newest.second->to))
            newest = {i, std::move(window)};
    }
    return newest;
}

std::optional<Ask> Plan::following(Instant now) {
    if (!is_at_history()) return std::nullopt;
    auto [newest, window] = newest_history(now, true);
    if (!window || window->kind != TaskKind::history) return std::nullopt;
    locations_[newest].promise(*window, now);
    return locations_[newest].ask_of(*window);
}

void Plan::again(const OrderPlace& place) {
    for (auto& location : locations_)
        if (location.guid() == place.restaurant) location.again(place.order);
}

void Plan::forget(std::int64_t orders) {
    for (auto& location : locations_) location.forget(orders);
}

bool Plan::is_refused_for_long(Instant now) const {
    return std::ranges::all_of(locations_, [&](auto& location) {
        return location.is_refused() && *location.refused_since() + patience <= now &&
               location.refusals() >= few_refusals;
    });
}

bool Plan::is_backfilling() const {
    return std::ranges::any_of(locations_, &Location::is_backfilling);
}

std::string Plan::progress() const {
    if (task_) return locations_[at_].describe(*task_);
    return is_backfilling() ? "orders" : "up to date";
}

double Plan::done() const {
    double sum = 0;
    for (auto& location : locations_) sum += location.is_backfilling() ? location.done() : 1;
    return sum / double(locations_.size());
}

model::RunReach Plan::reach() const {
    const Location* behind = nullptr;
    for (auto& location : locations_) {
        if (!location.is_backfilling()) continue;
        // One that is refused waits; the others are what is read.
        bool is_before = !behind || std::pair(location.is_refused(), location.done()) <
                                        std::pair(behind->is_refused(), behind->done());
        if (is_before) behind = &location;
    }
    if (!behind) return {.stage = model::RunStage::finishing};
    return behind->is_refused() ? model::RunReach{} : behind->reach();
}

std::string Plan::refused() const {
    constexpr std::size_t most_named = 10;
    std::vector<std::string> names;
    for (auto& location : locations_)
        if (location.refused_since()) names.push_back(location.name());
    std::size_t more = names.size() > most_named ? names.size() - most_named : 0;
    names.resize(names.size() - more);
    return fmt::format("{}{}", fmt::join(names, ", "),
                       more > 0 ? fmt::format(" and {} more", more) : "");
}

bool Plan::has_forgotten() const {
    return std::ranges::any_of(locations_, [](auto& location) { return location.forgotten() > 0; });
}

}  // namespace regulars::sources::toast
