// What is under way is a future: run by a thread, or by whoever waits for it.
// SPDX-License-Identifier: Apache-2.0
#include "sources/applier.hpp"

#include <chrono>
#include <utility>

#include "base/log.hpp"

namespace regulars::sources {
namespace {

std::size_t rows_of(const ingest::Batch& batch) {
    return batch.people.size() + batch.erasures.size() + batch.events.size() + batch.retractions.size() + batch.records.size();
}

}  // namespace

Applier::~Applier() {
    // Batches that nobody waited for are applied or not, as after a crash: the next run sees which.
    if (under_way_.valid() && applying_ == Applying::beside) under_way_.wait();
}

Result<Remembered> Applier::recall(std::span<const std::string> keys) {
    if (keys.empty()) return Remembered{};
    // The memory may show what is under way or not; either way what it brings is laid over.
    auto found = TRY(memory_.recall(account_, integration_, keys));
    if (records_.empty()) return found;
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (auto newer = records_.find(keys[i]); newer != records_.end()) found[i] = *newer->second;
    return found;
}

bool Applier::is_busy() const { return under_way_.valid() && under_way_.wait_for(std::chrono::seconds(0)) != std::future_status::ready; }

Result<void> Applier::submit(ingest::Batch batch) {
    std::size_t rows = rows_of(batch);
    if (waiting_.size() >= most_waiting || waiting_rows_ + rows > most_rows) {
        TRY(finish());
        if (!waiting_.empty()) start();
        // A large one is not held in memory beside another.
        if (applying_ == Applying::late || rows > most_rows) TRY(finish());
    }
    waiting_rows_ += rows;
    waiting_.push_back(std::move(batch));
    for (auto& record : waiting_.back().records) {
        records_.erase(record.key);  // its key is a view of an older record
        records_.emplace(record.key, &record);
    }
    if (applying_ == Applying::at_once) return settle();
    if (applying_ == Applying::late || is_busy()) return {};
    TRY(finish());
    start();
    return {};
}

void Applier::start() {
    batches_ = std::exchange(waiting_, {});
    waiting_rows_ = 0;
    auto policy = applying_ == Applying::beside ? std::launch::async : std::launch::deferred;
    under_way_ = std::async(policy, [this] { return memory_.apply(batches_); });
}

Result<void> Applier::finish() {
    if (!under_way_.valid()) return {};
    auto applied = under_way_.get();
    if (!applied) {
        waiting_.clear();
        waiting_rows_ = 0;
        records_.clear();
        batches_.clear();
        return std::unexpected(std::move(applied).error());
    }
    for (auto& batch : batches_)
        for (auto& record : batch.records)
            if (auto known = records_.find(record.key); known != records_.end() && known->second == &record) records_.erase(known);
    batches_.clear();
    applied_ += *applied;
    if (applied->refused_unknown_person > 0)
        log::warning("{} events named a person that no source ever brought", applied->refused_unknown_person);
    return {};
}

Result<void> Applier::settle() {
    TRY(finish());
    if (waiting_.empty()) return {};
    start();
    return finish();
}

}  // namespace regulars::sources
