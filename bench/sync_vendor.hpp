// The simulated vendor of the sync benchmark: a sandbox in a process of its own, and what an
// integration of it needs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "app/child_process.hpp"
#include "base/json.hpp"
#include "model/integration.hpp"
#include "net/http.hpp"
#include "require.hpp"

namespace regulars::bench {

/// Of one location or account, without limits and without faults; its clock stands still.
class Vendor {
  public:
    /// About as many reservations, orders or sales as `records`.
    Vendor(model::IntegrationKind kind, std::int64_t records);

    struct Figure {
        std::int64_t certain = 0;
        std::int64_t uncertain = 0;  // depend on what of the record's past was seen
    };
    /// By metric, what a perfect sync holds.
    std::map<std::string, Figure> truth();
    /// Credentials as they are now; Lightspeed's serve once.
    std::string credentials();
    const model::Integration& integration() const { return integration_; }
    /// What its clock shows.
    Instant now() const;
    pid_t pid() const { return process_.pid(); }

    /// Visits the rows of a page as a loop does that needs each one's id and time of change; the
    /// stream is what ours remembers it under.
    using Look =
        std::function<void(std::string_view stream, std::string_view id, std::string_view time)>;
    void each_row(std::string_view body, const Look& look) const;

  private:
    JsonDocument get(const std::string& path);

    model::IntegrationKind kind_;
    app::ChildProcess process_;
    std::unique_ptr<net::HttpClient> client_;
    std::string url_;
    model::Integration integration_;
};

}  // namespace regulars::bench
