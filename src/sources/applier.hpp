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

#include "base/env.hpp"
#include "sources/connector.hpp"
#include "sources/port.hpp"
#include "sources/recollection.hpp"

namespace regulars::sources {

/// When a Batch is applied.
enum class Applying {
    at_once,  // before anything else happens
    late,  // when no more may wait: what `beside` does at its slowest, in one thread and repeatable
    beside  // in a thread of its own; the memory must be thread-safe
};

/// Not thread-safe. Batches that come while others are applied wait, and those that wait are
/// applied together, all or nothing: small pages would each cost a commit of their own, and each
/// commit writes the pages of every order by person or hash that its rows fall on. So a commit
/// waits for `enough_rows`, but no longer than `longest_wait` from the one before. What is
/// submitted is known to `recall`: it answers as if all of it were applied. After an error nothing
/// further may be submitted, and what waits is never applied.
class Applier {
  public:
    static constexpr std::size_t most_waiting = 128;  // Batches
    static constexpr std::size_t most_rows =
        32'000;  // people, events and records of them; a larger Batch waits alone
    static constexpr std::size_t most_bytes = 32u << 20;  // of the events' properties
    static constexpr std::size_t enough_rows = 16'000;
    static constexpr Duration longest_wait = 1s;

    /// The clock is asked with `beside` alone. Nobody else may change the integration's records
    /// meanwhile.
    Applier(Memory& memory, const Clock& clock, AccountId account, IntegrationId integration,
            Applying applying,
            Recollection::Beginning beginning = Recollection::Beginning::with_some)
        : memory_(memory),
          clock_(clock),
          account_(account),
          integration_(integration),
          applying_(applying),
          known_(beginning) {}
    ~Applier();
    Applier(const Applier&) = delete;
    Applier& operator=(const Applier&) = delete;

    Result<Remembered> recall(std::span<const std::string> keys);
    /// Waits only while too much waits already, and with a Batch of more than most_rows until
    /// nothing is under way. Errors: of an earlier Batch, and with at_once its own.
    Result<void> submit(ingest::Batch batch);
    /// Waits until all is applied. Errors: of what was not.
    Result<void> settle();
    /// What the applied Batches changed.
    const ingest::Applied& applied() const { return applied_; }
    /// Whether some are being applied now.
    bool is_busy() const;

  private:
    /// What waits is under way from now on; nothing was.
    void start();
    /// Waits for what is under way.
    Result<void> finish();

    /// Whether those that wait are applied now; nothing is under way.
    bool is_time() const;

    Memory& memory_;
    const Clock& clock_;
    Instant began_;  // what was last applied
    AccountId account_;
    IntegrationId integration_;
    Applying applying_;
    ingest::Applied applied_;
    std::vector<ingest::Batch> waiting_,
        batches_;  // batches_: under way, read by their thread and by recall, written by neither
    struct Size {
        std::size_t rows = 0, bytes = 0;
    };
    static Size size_of(const ingest::Batch& batch);
    Size waiting_size_;
    Recollection known_;  // of what was applied
    std::unordered_map<std::string_view, const model::SourceRecord*>
        records_;  // the newest of each key in both
    std::future<Result<ingest::Applied>> under_way_;
};

}  // namespace regulars::sources
