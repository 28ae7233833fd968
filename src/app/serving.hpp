// A running server: the API over HTTP, the schedule that keeps integrations synced, and reading
// ahead for charts.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <thread>

#include "api/api.hpp"
#include "app/audience_service.hpp"
#include "app/data_folder.hpp"
#include "app/import_service.hpp"
#include "app/reconciler.hpp"
#include "app/sync_control.hpp"
#include "app/sync_service.hpp"
#include "base/env.hpp"
#include "net/http_server.hpp"

namespace regulars::app {

struct ServingOptions {
    std::string listen = "127.0.0.1:8080";
    bool behind_proxy = false;
    bool is_demo = false;
    double clock_speed = 1;  // how many seconds of the clock pass in one of a person's
    std::string vendor_url;  // where all vendors are simulated; empty: the vendors themselves
};

/// Serves from construction until destroyed. The folder, client, clock and random outlive it.
class Serving {
  public:
    /// Errors: conflict (another server runs on this folder, or the address is in use), and those
    /// of listening.
    static Result<std::unique_ptr<Serving>> start(DataFolder& folder, net::HttpClient& client,
                                                  Clock& clock, Random& random,
                                                  const ServingOptions& options);
    ~Serving();
    std::string url() const { return server_->url(); }
    SyncService& service() { return service_; }

  private:
    Serving(DataFolder& folder, net::HttpClient& client, Clock& clock, Random& random,
            const ServingOptions& options, FileLock lock);
    FileLock lock_;
    SyncService service_;
    Reconciler reconciler_;
    SyncControl control_;
    ImportService imports_;
    AudienceService audiences_;
    api::Api api_;
    std::unique_ptr<net::HttpServer> server_;
    std::jthread schedule_, importing_, nightly_, following_;
};

}  // namespace regulars::app
