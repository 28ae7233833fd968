// What the API is made of and what it shares between requests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "api/growth_memory.hpp"
#include "api/guess_limiter.hpp"
#include "api/message_memory.hpp"
#include "api/page_limiter.hpp"
#include "api/ports.hpp"
#include "base/crypto.hpp"
#include "base/env.hpp"
#include "ingest/ingest.hpp"
#include "model/integration.hpp"
#include "sources/vendors.hpp"
#include "store/store.hpp"

namespace regulars::api {

/// Everything referred to outlives the Api.
struct Services {
    store::Store& store;
    ingest::Ingest& ingest;
    const Vault& vault;
    Clock& clock;
    Random& random;  // used under a lock
    SyncControl& sync;
    std::string version;
    /// Whether POST /app/v1/setup may make the first owner; otherwise the command line must.
    bool allow_setup = true;
    /// A proxy in front says who asks (X-Forwarded-For) and how (X-Forwarded-Proto). Believed only
    /// then.
    bool behind_proxy = false;
    bool is_demo = false;
    /// How many seconds of `clock` pass in one of a person who waits: a demo's time runs ahead.
    double clock_speed = 1;
    /// Which vendors can be connected here.
    std::vector<model::IntegrationKind> kinds = sources::vendors();
    /// Where all vendors are simulated, for new integrations; empty: the vendors' own addresses.
    std::string vendor_url;
    /// None: the server keeps no segments.
    AudienceControl* audiences = nullptr;
    /// None: the server takes no imports.
    ImportControl* imports = nullptr;
};

/// What requests share. Thread-safe.
struct Shared {
    explicit Shared(Services services_)
        : services(std::move(services_)), started_at(services.clock.now()) {}
    std::string new_ulid() {
        std::lock_guard lock(random_mutex);
        return make_ulid(services.clock.now(), services.random);
    }
    std::string new_short_id() {
        std::lock_guard lock(random_mutex);
        return make_short_id(services.random);
    }

    Services services;
    Instant started_at;
    GuessLimiter guesses;
    PageLimiter pages;
    MessageMemory webhooks;
    GrowthMemory growth;      // of segments
    std::mutex random_mutex;  // guards services.random
};

}  // namespace regulars::api
