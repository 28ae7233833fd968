// What the API needs from the application around it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/integration.hpp"
#include "sources/connector.hpp"

namespace regulars::ingest {
class ImportRunner;
}

namespace regulars::analytics {
class LiveAudience;
}

namespace regulars::api {

/// A check of an integration's days that waits, is under way, or failed.
struct Check {
    LocalDate from, to;
    std::string stage;  // waiting, syncing, asking, comparing, failed
    std::string error;  // why it failed, or empty
    int failures = 0;   // checks of this integration that failed in a row, until now
};

/// The runs of integrations. Thread-safe; never calls back into the API.
class SyncControl {
  public:
    virtual ~SyncControl() = default;
    /// Asks for a run as soon as may be; also after an integration was made, changed or resumed.
    virtual Result<void> request_sync(AccountId account, IntegrationId integration) = 0;
    /// Ends what is under way and returns when nothing of it will be written any more. Called
    /// before an integration is removed.
    virtual Result<void> stop(AccountId account, IntegrationId integration) = 0;
    /// Tries settings and credentials (the connector's JSON) without keeping them. Takes as long as
    /// the vendor; errors: invalid (`where` is the field's JSON pointer), unavailable.
    virtual Result<sources::Trial> try_connection(model::IntegrationKind kind,
                                                  const std::string& settings,
                                                  const std::string& credentials) = 0;
    /// The newest word of a run under way, which the store may not have yet; none: no run of this
    /// process.
    virtual std::optional<model::Run> under_way(AccountId account, IntegrationId integration) = 0;
    /// Sends one request to a vendor, as connecting an account needs. Errors: unavailable,
    /// exhausted.
    virtual Result<net::HttpResponse> ask_vendor(net::HttpRequest request) = 0;
    /// Compares these business days with the vendor in the background. Errors: conflict (a check of
    /// this integration waits or is under way), exhausted (too many wait).
    virtual Result<void> request_check(AccountId account, IntegrationId integration, LocalDate from,
                                       LocalDate to) = 0;
    virtual std::optional<Check> check(AccountId account, IntegrationId integration) = 0;
};

/// The imports of this server. Thread-safe; never calls back into the API.
class ImportControl {
  public:
    virtual ~ImportControl() = default;
    virtual ingest::ImportRunner& runner() = 0;
    /// Something was asked of an import: it is done beside, as soon as may be.
    virtual void wake() = 0;
};

/// The audiences of this server. Thread-safe.
class AudienceControl {
  public:
    virtual ~AudienceControl() = default;
    /// None until it has been read for the first time.
    virtual std::shared_ptr<const analytics::LiveAudience> audience(AccountId account) = 0;
};

}  // namespace regulars::api
