// Applies a run's Batches in order while the next pages are read and mapped.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sources/connector.hpp"
#include "sources/port.hpp"

namespace regulars::sources {

/// When a Batch is applied.
enum class Applying {
    at_once,  // before anything else happens
    late,     // when no more may wait: what `beside` does at its slowest, in one thread and repeatable
    beside    // in a thread of its own; the memory must be thread-safe
};

/// Not thread-safe. Batches that come while others are applied wait, and those that wait are applied
/// together, all or nothing: small pages would each cost a commit of their own. What is submitted is
/// known to `recall`: it answers as if all of it were applied. After an error nothing further may be
/// submitted, and what waits is never applied.
class Applier {
  public:
    static constexpr std::size_t most_waiting = 16;    // Batches
    static constexpr std::size_t most_rows = 4'000;    // people, events and records of them; a larger Batch waits alone

    Applier(Memory& memory, AccountId account, IntegrationId integration, Applying applying)
        : memory_(memory), account_(account), integration_(integration), applying_(applying) {}
    ~Applier();
    Applier(const Applier&) = delete;
    Applier& operator=(const Applier&) = delete;

    Result<Remembered> recall(std::span<const std::string> keys);
    /// Waits only while too much waits already, and with a Batch of more than most_rows until nothing is under way. Errors: of an earlier Batch, and with at_once its own.
    Result<void> submit(ingest::Batch batch);
    /// Waits until all is applied. Errors: of what was not.
    Result<void> settle();
    /// What the applied Batches changed.
    const ingest::Applied& applied() const { return applied_; }

  private:
    bool is_busy() const;
    /// What waits is under way from now on; nothing was.
    void start();
    /// Waits for what is under way.
    Result<void> finish();

    Memory& memory_;
    AccountId account_;
    IntegrationId integration_;
    Applying applying_;
    ingest::Applied applied_;
    std::vector<ingest::Batch> waiting_, batches_;  // batches_: under way, read by their thread and by recall, written by neither
    std::size_t waiting_rows_ = 0;
    std::unordered_map<std::string_view, const model::SourceRecord*> records_;  // the newest of each key in both
    std::future<Result<ingest::Applied>> under_way_;
};

}  // namespace regulars::sources
