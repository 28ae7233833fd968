// Compares stamps and reads what is missing.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/day_cache.hpp"

#include <algorithm>

namespace regulars::analytics {

Result<std::vector<std::shared_ptr<const Day>>> DayCache::days(store::Transaction& tx, const model::Account& account, MetricId metric,
                                                               DayRange range, const std::vector<store::DayCount>& counts, Depth depth,
                                                               const std::set<std::string>& properties) {
    auto zone = TRY(Zone::find(account.time_zone));
    std::vector<std::int64_t> stamps(std::size_t(range.size()), -1), events(stamps.size(), 0);
    for (auto& count : counts) {
        if (count.metric != metric || !range.holds(count.day)) continue;
        auto& stamp = stamps[std::size_t(count.day - range.first)];
        stamp = std::max(stamp, count.stamp);
        events[std::size_t(count.day - range.first)] += count.events;
    }
    Key key{account.id, account.time_zone, metric};
    std::vector<std::shared_ptr<const Day>> found(stamps.size());
    {
        std::lock_guard lock(mutex_);
        if (auto known = metrics_.find(key); known != metrics_.end()) {
            order_.splice(order_.begin(), order_, known->second.used);
            auto& days = known->second.days;
            for (auto at = days.lower_bound(range.first); at != days.end() && at->first <= range.last; ++at)
                found[std::size_t(at->first - range.first)] = at->second;
        }
    }
    DayReader reader(tx, account.id, metric, zone);
    for (std::size_t i = 0; i < stamps.size(); ++i) {
        auto& day = found[i];
        if (events[i] == 0) {
            day.reset();
            continue;
        }
        bool is_current = day && day->stamp == stamps[i];
        bool is_enough = is_current && (depth == Depth::people || (day->is_whole && std::ranges::all_of(properties, [&](auto& p) { return day->knows(p); })));
        if (is_enough) continue;
        std::int64_t number = range.first + std::int64_t(i);
        // What the old reading held on request is wanted again.
        auto wanted = properties;
        if (is_current && day->is_whole)
            for (auto& [name, column] : day->columns) wanted.insert(name);
        auto read = TRY(depth == Depth::people ? reader.people(number) : reader.whole(number, wanted));
        read->stamp = stamps[i];
        day = read;
        keep(key, number, read);
    }
    return found;
}

void DayCache::keep(const Key& key, std::int64_t day, std::shared_ptr<const Day> read) {
    std::lock_guard lock(mutex_);
    auto [known, is_new] = metrics_.try_emplace(key);
    if (is_new) known->second.used = order_.insert(order_.begin(), key);
    auto& slot = known->second.days[day];
    // A slower reader of an older snapshot does not undo a newer reading.
    if (slot && slot->stamp > read->stamp) return;
    std::size_t before = slot ? slot->bytes() : 0;
    slot = std::move(read);
    std::size_t after = slot->bytes();
    known->second.bytes += after - before;
    bytes_ += after - before;
    if (bytes_ > most_bytes_) shrink(key);
}

void DayCache::shrink(const Key& but) {
    while (bytes_ > most_bytes_ && !order_.empty() && order_.back() != but) {
        auto oldest = metrics_.find(order_.back());
        bytes_ -= oldest->second.bytes;
        metrics_.erase(oldest);
        order_.pop_back();
    }
    // One metric alone is too large: it starts over.
    if (bytes_ > most_bytes_) {
        metrics_.clear();
        order_.clear();
        bytes_ = 0;
    }
}

std::size_t DayCache::bytes() const {
    std::lock_guard lock(mutex_);
    return bytes_;
}

}  // namespace regulars::analytics
