// One Batch under way is a future: run by a thread, or by whoever waits for it.
// SPDX-License-Identifier: Apache-2.0
#include "sources/applier.hpp"

#include <utility>

#include "base/log.hpp"

namespace regulars::sources {

Applier::~Applier() {
    // A Batch that nobody waited for is applied or not, as after a crash: the next run sees which.
    if (under_way_.valid() && applying_ == Applying::beside) under_way_.wait();
}

Result<Remembered> Applier::recall(std::span<const std::string> keys) {
    if (keys.empty()) return Remembered{};
    // The memory may show the Batch under way or not; either way what it brings is laid over.
    auto found = TRY(memory_.recall(account_, integration_, keys));
    if (records_.empty()) return found;
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (auto newer = records_.find(keys[i]); newer != records_.end()) found[i] = *newer->second;
    return found;
}

Result<void> Applier::submit(ingest::Batch batch) {
    TRY(settle());
    batch_ = std::move(batch);
    if (applying_ != Applying::at_once)
        for (auto& record : batch_.records) records_.insert_or_assign(record.key, &record);
    auto policy = applying_ == Applying::beside ? std::launch::async : std::launch::deferred;
    under_way_ = std::async(policy, [this] { return memory_.apply(batch_); });
    if (applying_ == Applying::at_once) return settle();
    return {};
}

Result<void> Applier::settle() {
    if (!under_way_.valid()) return {};
    auto applied = under_way_.get();
    records_.clear();
    if (!applied) return std::unexpected(std::move(applied).error());
    applied_.profiles_created += applied->profiles_created;
    applied_.profiles_updated += applied->profiles_updated;
    applied_.events_created += applied->events_created;
    applied_.events_updated += applied->events_updated;
    applied_.events_retracted += applied->events_retracted;
    if (applied->refused_unknown_person > 0)
        log::warning("{} events named a person that no source ever brought", applied->refused_unknown_person);
    return {};
}

}  // namespace regulars::sources
