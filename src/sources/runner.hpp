// Runs any connector: token, pace, retries, prefetch, checkpoints and the run's history.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/env.hpp"
#include "model/integration.hpp"
#include "net/http.hpp"
#include "net/rate_limit.hpp"
#include "sources/applier.hpp"
#include "sources/connector.hpp"
#include "sources/port.hpp"

namespace regulars::sources {

struct RunnerLimits {
    int attempts = 8;          // of one request, before the run fails
    Duration first_wait = 1s;  // between them: doubles, with full jitter
    Duration most_wait = 60s;
    Duration first_retry = 1min;  // of a failed run: doubles, up to the integration's interval
    net::HttpLimits http;
    /// `beside` commits a page while the next one is read and mapped; it needs a clock, a random
    /// and a memory that threads may share.
    Applying applying = Applying::at_once;
};

/// Syncs integrations. Thread-safe, if its memory, client, clock and random are; the same
/// integration must not be synced twice at once (its cursor would refuse one of them).
class Runner {
  public:
    using Progress = std::function<void(const model::Run&)>;

    /// Without a keeper, a vendor that replaces credentials cannot be read.
    Runner(Memory& memory, net::HttpClient& client, Clock& clock, Random& random,
           RunnerLimits limits = {}, CredentialKeeper* keeper = nullptr)
        : memory_(memory),
          client_(client),
          clock_(clock),
          random_(random),
          limits_(limits),
          keeper_(keeper) {}
    void add(model::IntegrationKind kind, std::unique_ptr<Connector> connector);

    /// Reads until nothing new comes: the unfinished backfill first, then what changed since. Each
    /// page is one Batch, its cursor inside, and Batches are applied in order, so whatever stops a
    /// run, the next one goes on behind the last page that was committed. A vendor's failure is no
    /// Error but a Run that failed and says why; a refusal (403, or wrong credentials) stops the
    /// integration with a notice; `stop` makes it interrupted. `progress` is called after each
    /// page, in this thread. Errors: invalid (settings), and the memory's.
    Result<model::Run> sync_once(const Connection& connection, model::RunKind kind,
                                 const Progress& progress = {}, std::stop_token stop = {});

    /// Asks the vendor what it holds of the business days `from` to `to`, both inclusive. Errors:
    /// as of the exchange with the vendor (unauthorized, unavailable, cancelled), invalid.
    Result<Audited> audit(const Connection& connection, LocalDate from, LocalDate to,
                          std::stop_token stop = {});

  private:
    friend class SyncRun;
    struct Slot {
        std::string secrets_hash;  // a token is for the settings and credentials it was got with
        std::optional<Token> token;
        int failures = 0;  // runs in a row
    };
    using Key = std::pair<AccountId, IntegrationId>;
    Result<Connector*> connector(model::IntegrationKind kind);
    Slot slot(const Connection& connection);
    void keep(const Connection& connection, Slot slot);
    /// For an Exchange: keeps renewed credentials, and makes them the connection's.
    std::function<Result<void>(const std::string&)> renewal(Connection& connection);
    /// Somebody else renewed or changed the credentials meanwhile: their refusal says nothing of
    /// the ones that are kept now.
    bool is_superseded(const Connection& connection);
    std::shared_ptr<net::RateLimit> allowance(const Pace& pace);

    Memory& memory_;
    net::HttpClient& client_;
    Clock& clock_;
    Random& random_;
    RunnerLimits limits_;
    CredentialKeeper* keeper_;
    std::map<model::IntegrationKind, std::unique_ptr<Connector>> connectors_;
    std::mutex mutex_;  // guards what follows
    std::map<Key, Slot> slots_;
    std::map<std::string, std::pair<Pace, std::shared_ptr<net::RateLimit>>> allowances_;
};

}  // namespace regulars::sources
