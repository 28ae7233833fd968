// How fast Lightspeed may be asked, by what its answers' headers say.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "net/http.hpp"

namespace regulars::sources::lightspeed {

/// Follows the vendor's leaky bucket and its burst window. Nothing is assumed of their sizes (they
/// differ between accounts, hours and years, and other clients share them): only live headers
/// count. Source: vendor facts §4 (rate limits of March 2026 and before). Not thread-safe.
class Allowance {
  public:
    /// `kind` is what was asked ("Sale"): each kind has its own cost.
    void heard(std::string_view kind, const net::HttpResponse& response, Instant now);
    /// When a request of this kind fits into the bucket and the burst window.
    Instant earliest(std::string_view kind, Instant now) const;

  private:
    struct Bucket {
        Instant at;        // of the header
        double level = 0;  // may exceed the size
        double size = 0;
        double drip = 1;  // a second
    };
    double cost_of(std::string_view kind) const;
    std::optional<Bucket> bucket_;
    Instant not_before_;  // after a refusal, or until the burst window is over
    std::map<std::string, double, std::less<>> costs_;
};

}  // namespace regulars::sources::lightspeed
