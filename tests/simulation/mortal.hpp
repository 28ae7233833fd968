// What may die: a memory and a client of a process that ends at any step, and a vendor's clock
// beside ours.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "base/env.hpp"
#include "ingest/ingest.hpp"
#include "net/http.hpp"
#include "simulation.hpp"
#include "sources/port.hpp"

namespace regulars::simulation {

template <class T>
T must(Result<T> result) {
    REGULARS_ASSERT(result.has_value(), result ? "" : result.error().text().c_str());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// Where the process dies: at a request, or before or after a commit. A dead process does nothing
/// more, so every further operation fails the same way until the next start.
class Fate {
  public:
    Fate(Random& random, double per_step) : random_(random), per_step_(per_step) {}
    void settle() { per_step_ = 0; }
    void restart() { dead_ = false; }
    bool is_dead() const { return dead_; }
    /// One step of the process; false when it died here or before.
    bool step() {
        if (!dead_ && per_step_ > 0 && random_.chance(per_step_)) dead_ = true, ++deaths;
        return !dead_;
    }
    int deaths = 0;

  private:
    Random& random_;
    double per_step_;
    bool dead_ = false;
};

inline std::unexpected<Error> died() { return fail(ErrorKind::cancelled, "the process died here"); }

class MortalMemory final : public sources::Memory {
  public:
    MortalMemory(ingest::Ingest& ingest, Fate& fate) : memory_(ingest), fate_(fate) {}
    Result<std::vector<model::Cursor>> cursors(AccountId account,
                                               IntegrationId integration) override {
        if (!fate_.step()) return died();
        return memory_.cursors(account, integration);
    }
    Result<std::vector<std::optional<model::SourceRecord>>> recall(
        AccountId account, IntegrationId integration, std::span<const std::string> keys) override {
        if (!fate_.step()) return died();
        return memory_.recall(account, integration, keys);
    }
    Result<ingest::Applied> apply(std::span<const ingest::Batch> batches) override {
        if (!fate_.step()) return died();
        auto applied = memory_.apply(batches);
        if (!fate_.step()) return died();  // committed, and nobody heard of it
        return applied;
    }
    Result<model::Run> start_run(AccountId account, IntegrationId integration,
                                 model::RunKind kind) override {
        if (!fate_.step()) return died();
        return memory_.start_run(account, integration, kind);
    }
    Result<void> finish_run(AccountId account, const model::Run& run, std::optional<Instant> next,
                            model::IntegrationStatus status) override {
        if (!fate_.step()) return died();
        return memory_.finish_run(account, run, next, status);
    }

  private:
    sources::MemoryOver<ingest::Ingest> memory_;
    Fate& fate_;
};

class MortalClient final : public net::HttpClient {
  public:
    MortalClient(net::HttpClient& client, Fate& fate, Outcome& outcome)
        : client_(client), fate_(fate), outcome_(outcome) {}
    std::unique_ptr<net::HttpCall> start(net::HttpRequest request, net::HttpLimits limits,
                                         std::stop_token stop) override {
        struct Answered final : net::HttpCall {
            explicit Answered(Result<net::HttpResponse> a) : answer(std::move(a)) {}
            Result<net::HttpResponse> wait() override { return std::move(answer); }
            Result<net::HttpResponse> answer;
        };
        if (!fate_.step()) return std::make_unique<Answered>(died());
        ++outcome_.requests;
        auto answer = client_.start(std::move(request), limits, std::move(stop))->wait();
        if (!answer || answer->status >= 400) ++outcome_.faults;
        return std::make_unique<Answered>(std::move(answer));
    }

  private:
    net::HttpClient& client_;
    Fate& fate_;
    Outcome& outcome_;
};

/// The vendor's clock: some seconds off ours, until it stands still for the comparison.
class VendorClock final : public Clock {
  public:
    VendorClock(Clock& ours, Duration skew) : ours_(ours), skew_(skew) {}
    Instant now() const override { return stopped_ ? *stopped_ : ours_.now() + skew_; }
    void sleep_until(Instant until, std::stop_token stop) override {
        ours_.sleep_until(until - skew_, std::move(stop));
    }
    void stop() { stopped_ = now(); }

  private:
    Clock& ours_;
    Duration skew_;
    std::optional<Instant> stopped_;
};

}  // namespace regulars::simulation
