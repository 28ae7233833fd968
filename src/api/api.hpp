// The server's face: the app's own endpoints, health, sign-in, and the web app's files.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "api/services.hpp"
#include "net/http.hpp"

namespace regulars::api {

/// Answers requests. Thread-safe. Never throws for what a request says.
class Api {
  public:
    explicit Api(Services services);
    ~Api();
    net::HttpResponse handle(const net::HttpRequest& request);

  private:
    std::unique_ptr<Shared> shared_;
};

/// What OpenTable must send with its webhooks of this integration: follows from the data folder's
/// key.
std::string webhook_secret(const Vault& vault, const model::Integration& integration);

}  // namespace regulars::api
