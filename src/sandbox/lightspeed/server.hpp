// Lightspeed Retail's API V3 over the shops.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sandbox/lightspeed/limiter.hpp"
#include "sandbox/lightspeed/list.hpp"
#include "sandbox/lightspeed/oauth.hpp"
#include "sandbox/lightspeed/wire_faults.hpp"

namespace regulars::sandbox::lightspeed {

/// Thread-safe as long as nobody advances the world meanwhile.
class Server {
  public:
    Server(const ShopWorld& world, OAuth& oauth, LimiterOptions limits);

    /// A request whose path begins with /API/.
    net::HttpResponse handle(const net::HttpRequest& request, Instant now, Faults level);

  private:
    net::HttpResponse answer(const net::HttpRequest& request, std::string_view path, Exchange& x,
                             WireFault fault);
    net::HttpResponse route(const net::HttpRequest& request, std::string_view path,
                            const Parameters& parameters, Exchange& x, WireFault fault);
    net::HttpResponse list(const net::HttpRequest& request, const ListRequest& wanted,
                           const Parameters& parameters, std::string_view path, const Exchange& x,
                           WireFault fault) const;
    net::HttpResponse single(Resource resource, std::string_view id, const Parameters& parameters,
                             const Exchange& x) const;
    net::HttpResponse account(const Exchange& x) const;

    const ShopWorld& world_;
    OAuth& oauth_;
    Limiter limiter_;
    WireFaults faults_;
};

}  // namespace regulars::sandbox::lightspeed
