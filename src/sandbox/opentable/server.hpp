// OpenTable's OAuth, Sync, Directory and POS endpoints over a world.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "net/http.hpp"
#include "sandbox/opentable/errors.hpp"
#include "sandbox/opentable/naming.hpp"
#include "sandbox/opentable/wire_faults.hpp"
#include "sandbox/target.hpp"

namespace regulars::sandbox::opentable {

struct ServerOptions {
    std::vector<Tier> tiers;          // by location; the last holds for the rest
    double requests_per_second = 10;  // 0 for no limit
    double burst = 20;
    std::vector<int> denied;  // locations that granted nothing
};

/// Thread-safe as long as nobody advances the world meanwhile.
class Server {
  public:
    Server(const World& world, ServerOptions options);

    net::HttpResponse handle(const net::HttpRequest& request, Instant now, Faults level);

    const std::string& client_id() const { return client_id_; }
    const std::string& client_secret() const { return client_secret_; }
    Tier tier(std::size_t location) const;
    bool is_granted(std::size_t location) const;
    /// Later answers to this restaurant are 403, or are no longer.
    void grant(std::size_t location, bool granted);

  private:
    struct Page {
        std::vector<std::uint32_t> indices;
        std::int64_t offset = 0, limit = 1000;
        bool has_next = false;
    };

    // server.cpp
    net::HttpResponse answer(const net::HttpRequest& request, const Target& target, Exchange& x,
                             WireFault& fault);
    net::HttpResponse token(const net::HttpRequest& request, const Target& target, Exchange& x);
    bool is_token(std::string_view token, Instant now);
    std::optional<std::int64_t> wait_for_turn_s(Instant now);

    // pages.cpp
    net::HttpResponse sync(const Target& target, Exchange& x, WireFault& fault);
    net::HttpResponse single(const Target& target, Book book, std::string_view id, Exchange& x);
    net::HttpResponse list(const Target& target, std::string_view what, Exchange& x,
                           WireFault& fault);
    void append_row(std::string& out, std::string_view what, std::size_t location,
                    std::uint32_t index, Exchange& x, std::uint32_t row) const;

    // directory.cpp
    net::HttpResponse directory(const Target& target, Exchange& x) const;
    net::HttpResponse pos_restaurants(Exchange& x) const;

    const World& world_;
    ServerOptions options_;
    std::string client_id_, client_secret_;
    WireFaults faults_;
    mutable std::mutex mutex_;                            // guards what follows
    std::map<std::string, Instant, std::less<>> tokens_;  // with their ends; at most 1,000
    std::vector<bool> granted_;
    double allowance_;
    Instant allowance_at_;
};

}  // namespace regulars::sandbox::opentable
