// What is under way is a future: run by a thread, or by whoever waits for it.
// SPDX-License-Identifier: Apache-2.0
#include "sources/applier.hpp"

#include <chrono>
#include <utility>

#include "base/log.hpp"

namespace regulars::sources {

Applier::Size Applier::size_of(const ingest::Batch& batch) {
    Size size{batch.people.size() + batch.erasures.size() + batch.events.size() +
              batch.retractions.size() + batch.records.size()};
    for (auto& event : batch.events) size.bytes += event.properties.size();
    return size;
}

Applier::~Applier() {
    // Batches that nobody waited for are applied or not, as after a crash: the next run sees which.
    if (under_way_.valid() && applying_ == Applying::beside) under_way_.wait();
}

Result<Remembered> Applier::recall(std::span<const std::string> keys) {
    Remembered found(keys.size());
    std::vector<std::string> asked;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        // The memory may show what is under way or not; either way what it brings counts.
        if (auto newer = records_.find(keys[i]); newer != records_.end()) {
            found[i] = *newer->second;
        } else if (auto* known = known_.find(keys[i])) {
            found[i] = *known;
        } else if (!known_.is_new(keys[i])) {
            asked.push_back(keys[i]);
            places.push_back(i);
        }
    }
    if (asked.empty()) return found;
    auto answers = TRY(memory_.recall(account_, integration_, asked));
    for (std::size_t i = 0; i < asked.size(); ++i) {
        if (answers[i]) known_.hold(*answers[i]);
        found[places[i]] = std::move(answers[i]);
    }
    return found;
}

bool Applier::is_busy() const {
    return under_way_.valid() &&
           under_way_.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
}

Result<void> Applier::submit(ingest::Batch batch) {
    Size size = size_of(batch);
    if (waiting_.size() >= most_waiting || waiting_size_.rows + size.rows > most_rows ||
        waiting_size_.bytes + size.bytes > most_bytes) {
        TRY(finish());
        if (!waiting_.empty()) start();
        // A large one is not held in memory beside another.
        if (applying_ == Applying::late || size.rows > most_rows || size.bytes > most_bytes)
            TRY(finish());
    }
    waiting_size_ = {waiting_size_.rows + size.rows, waiting_size_.bytes + size.bytes};
    waiting_.push_back(std::move(batch));
    for (auto& record : waiting_.back().records) {
        records_.erase(record.key);  // its key is a view of an older record
        records_.emplace(record.key, &record);
    }
    if (applying_ == Applying::at_once) return settle();
    if (applying_ == Applying::late || is_busy()) return {};
    TRY(finish());
    if (is_time()) start();
    return {};
}

bool Applier::is_time() const {
    Instant now = clock_.now();
    return waiting_size_.rows >= enough_rows || now < began_ || now - began_ >= longest_wait;
}

void Applier::start() {
    if (applying_ == Applying::beside) began_ = clock_.now();
    batches_ = std::exchange(waiting_, {});
    waiting_size_ = {};
    auto policy = applying_ == Applying::beside ? std::launch::async : std::launch::deferred;
    under_way_ = std::async(policy, [this] { return memory_.apply(batches_); });
}

Result<void> Applier::finish() {
    if (!under_way_.valid()) return {};
    auto applied = under_way_.get();
    if (!applied) {
        waiting_.clear();
        waiting_size_ = {};
        records_.clear();
        batches_.clear();
        return std::unexpected(std::move(applied).error());
    }
    for (auto& batch : batches_) {
        for (auto& record : batch.records) {
            known_.applied(record);
            if (auto newest = records_.find(record.key);
                newest != records_.end() && newest->second == &record)
                records_.erase(newest);
        }
    }
    batches_.clear();
    applied_ += *applied;
    if (applied->refused_unknown_person > 0)
        log::warning("{} events named a person that no source ever brought",
                     applied->refused_unknown_person);
    return {};
}

Result<void> Applier::settle() {
    TRY(finish());
    if (waiting_.empty()) return {};
    start();
    return finish();
}

}  // namespace regulars::sources
