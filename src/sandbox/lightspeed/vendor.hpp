// The simulated Lightspeed as a whole: shops that live, the servers that show them, and the truth.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <shared_mutex>
#include <string>

#include "sandbox/lightspeed/server.hpp"
#include "sandbox/lightspeed/truth.hpp"
#include "sandbox/world.hpp"

namespace regulars::sandbox::lightspeed {

struct VendorOptions {
    bool is_on = true;
    int shops = 3;               // 1 … 6
    double sales_per_guest = 1;  // over the history, till sales without customer among them
    int days = 1460;             // of history
    bool has_limits = true;      // leaky bucket and burst
    /// Where consent may send people besides any loopback address.
    std::string redirect_uri = "http://127.0.0.1:8080/oauth/lightspeed";
};

/// Thread-safe. The shops are made at the first request that needs them. The people are those whom
/// the restaurants' world knows when this is made.
class Vendor {
  public:
    Vendor(VendorOptions options, const World& world, double oddity);

    /// Whether a path is Lightspeed's: /auth/oauth/… or /API/….
    static bool owns(std::string_view path) {
        return path.starts_with("/auth/oauth/") || path.starts_with("/API/");
    }
    net::HttpResponse handle(const net::HttpRequest& request, Instant now, Faults level);

    bool is_on() const { return options_.is_on; }
    std::uint64_t account() const;
    OAuth& oauth() { return oauth_; }
    /// {"auth_url","api_url","account","client_id","client_secret","refresh_token", …}.
    void write_credentials(JsonWriter& out, std::string_view origin, Instant now);
    /// GET /sandbox/truth/{what}?vendor=lightspeed. `what` is events, profiles, consents, summary
    /// or days.
    net::HttpResponse truth(std::string_view what, const TruthRules& rules, std::size_t offset,
                            std::size_t limit, Instant now);

    std::vector<TruthEvent> truth_events(const TruthRules& rules, Instant now);
    std::vector<TruthProfile> truth_profiles(const TruthRules& rules, Instant now);
    TruthCounts truth_summary(const TruthRules& rules, Instant now);
    std::vector<TruthDay> truth_days(const TruthRules& rules, Instant now);

    /// The shops at `now`. For use while nobody else calls.
    const ShopWorld& world(Instant now);

  private:
    /// Calls `look(world, seconds)` while the shops stand at `now` or later.
    template <class Look>
    auto at_present(Instant now, Look look);

    VendorOptions options_;
    ShopOptions shop_options_;
    std::vector<Person> people_;  // until the shops are made
    OAuth oauth_;
    WireFaults token_faults_;
    std::shared_mutex mutex_;  // guards what follows: shared to look, alone to make or advance
    std::unique_ptr<ShopWorld> world_;
    std::unique_ptr<Server> server_;
};

}  // namespace regulars::sandbox::lightspeed
