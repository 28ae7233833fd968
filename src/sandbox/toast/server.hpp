// Toast's login, orders, payments, restaurants, configuration and menus over a book of orders.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "net/http.hpp"
#include "sandbox/target.hpp"
#include "sandbox/toast/book.hpp"
#include "sandbox/toast/errors.hpp"
#include "sandbox/toast/limits.hpp"
#include "sandbox/toast/wire_faults.hpp"

namespace regulars::sandbox::toast {

struct ServerOptions {
    double orders_per_second = 5;  // ordersBulk's limit per restaurant; 0 for no limits at all
    std::vector<int> denied;       // locations of the world that granted nothing
    /// What the client may read; empty: all of it. Without guest.pi:read checks have no customer.
    std::vector<std::string> scopes;
};

/// Thread-safe as long as nobody advances the book meanwhile.
class Server {
  public:
    Server(const Book& book, ServerOptions options);

    /// Whether a path is one of Toast's.
    static bool serves(std::string_view path);
    net::HttpResponse handle(const net::HttpRequest& request, Instant now, Faults level);

    const std::string& client_id() const { return client_id_; }
    const std::string& client_secret() const { return client_secret_; }
    const std::string& webhook_secret() const { return webhook_secret_; }
    const Book& book() const { return book_; }
    bool is_granted(std::size_t location) const;
    /// Later answers about this location of the world are 403, or are no longer. Where things go
    /// wrong, a location newly granted is refused for up to fifteen minutes more.
    void grant(std::size_t location, bool granted);

  private:
    struct Call {
        const Target& target;
        std::string_view raw_query;
        const Place& place;
        Exchange x;
        WireFault fault;
    };

    // server.cpp
    net::HttpResponse answer(const net::HttpRequest& request, const Target& target,
                             const Exchange& x, WireFault fault);
    net::HttpResponse route(const Call& call);
    const Place* place_of(std::string_view guid) const;
    bool is_refused(const Place& place, const Exchange& x);
    bool may(std::string_view scope) const;
    Showing showing(const Call& call, std::uint32_t row) const;

    // login.cpp
    net::HttpResponse login(const net::HttpRequest& request, const Exchange& x);
    std::string write_token(const Exchange& x, std::int64_t end_s) const;
    bool is_token(std::string_view token, Instant now);
    void revoke(std::string_view token);

    // orders_endpoint.cpp
    net::HttpResponse orders_bulk(const Call& call) const;
    net::HttpResponse order_guids(const Call& call) const;
    net::HttpResponse single_order(const Call& call, std::string_view guid) const;

    // payments_endpoint.cpp
    net::HttpResponse payments(const Call& call) const;
    net::HttpResponse single_payment(const Call& call, std::string_view guid) const;

    // config_endpoint.cpp
    net::HttpResponse restaurant(const Call& call, std::string_view guid) const;
    net::HttpResponse restaurants_of_group(const Call& call, std::string_view guid) const;
    net::HttpResponse config(const Call& call, std::string_view what) const;

    // menus_endpoint.cpp
    net::HttpResponse menus(const Call& call) const;
    net::HttpResponse menus_metadata(const Call& call) const;

    const Book& book_;
    ServerOptions options_;
    std::string client_id_, client_secret_, webhook_secret_;
    WireFaults faults_;
    Limits limits_;
    mutable std::mutex mutex_;  // guards what follows
    std::string token_;         // the newest; earlier ones have ended or were revoked
    std::int64_t token_end_s_ = 0;
    std::uint32_t tokens_made_ = 0;
    std::vector<bool> granted_;               // by location of the world
    std::vector<std::int64_t> granted_at_s_;  // -1: since ever; -2: at the next request
};

}  // namespace regulars::sandbox::toast
