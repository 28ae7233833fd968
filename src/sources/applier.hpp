// Applies a run's Batches in order, at most one of them while the next page is read and mapped.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sources/connector.hpp"
#include "sources/port.hpp"

namespace regulars::sources {

/// When a Batch is applied.
enum class Applying {
    at_once,  // before anything else happens
    late,     // when the next one is there: what `beside` does at its slowest, in one thread and repeatable
    beside    // in a thread of its own; the memory must be thread-safe
};

/// Not thread-safe. A Batch under way is known to `recall`: it answers as if all that was
/// submitted were applied. After an error nothing further may be submitted.
class Applier {
  public:
    Applier(Memory& memory, AccountId account, IntegrationId integration, Applying applying)
        : memory_(memory), account_(account), integration_(integration), applying_(applying) {}
    ~Applier();
    Applier(const Applier&) = delete;
    Applier& operator=(const Applier&) = delete;

    Result<Remembered> recall(std::span<const std::string> keys);
    /// Waits for the Batch before this one. Errors: that one's, and with at_once its own.
    Result<void> submit(ingest::Batch batch);
    /// Waits until nothing is under way. Errors: of what was.
    Result<void> settle();
    /// What the applied Batches changed.
    const ingest::Applied& applied() const { return applied_; }

  private:
    Memory& memory_;
    AccountId account_;
    IntegrationId integration_;
    Applying applying_;
    ingest::Applied applied_;
    ingest::Batch batch_;  // the one under way: read by its thread and by recall, written by neither
    std::unordered_map<std::string_view, const model::SourceRecord*> records_;  // its records by key
    std::future<Result<ingest::Applied>> under_way_;
};

}  // namespace regulars::sources
