// The events of one transaction on their way in: added once, changed, taken back, counted.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "base/env.hpp"
#include "ingest/people.hpp"

namespace regulars::ingest {

/// Writes events of one integration (0: the product's own) and notes them in the change log. Lives
/// as long as its transaction.
class EventWriter {
  public:
    EventWriter(store::Transaction& tx, AccountId account, IntegrationId integration, Instant now,
                Random& random, People& people, Applied& applied)
        : tx_(tx),
          account_(account),
          integration_(integration),
          now_(now),
          random_(random),
          people_(people),
          applied_(applied) {}

    /// Errors: exhausted (its properties are too large).
    Result<void> upsert(const EventUpsert& upsert);
    Result<void> retract(const std::string& unique_id);
    /// Notes what was new, and counts. Call once, last.
    Result<void> finish();

  private:
    store::Maybe<model::Event> add_once(const EventUpsert& upsert, model::Event& event);
    Result<MetricId> metric(const std::string& name, bool listed);

    store::Transaction& tx_;
    AccountId account_;
    IntegrationId integration_;
    Instant now_;
    Random& random_;
    People& people_;
    Applied& applied_;
    std::map<std::string, MetricId, std::less<>> metrics_;
    std::map<MetricId, std::int64_t> counts_;
    EventId first_new_;
    std::int64_t new_ = 0;
};

}  // namespace regulars::ingest
