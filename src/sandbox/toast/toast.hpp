// Toast over a world: its orders, its server, and the truth about them, as one part of the sandbox.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sandbox/toast/book.hpp"
#include "sandbox/toast/server.hpp"
#include "sandbox/toast/truth.hpp"
#include "sandbox/toast/webhooks.hpp"

namespace regulars::sandbox::toast {

struct ToastOptions {
    bool enabled = true;
    BookOptions orders;  // its oddity is multiplied by the sandbox's
    ServerOptions server;
};

/// As thread-safe as its parts: requests side by side, alone to advance.
class Toast {
  public:
    Toast(const World& world, const ToastOptions& options)
        : book_(world, options.orders), server_(book_, options.server) {}

    void advance(Instant now) { book_.advance(now); }
    Instant next_change() const { return book_.next_change(); }
    net::HttpResponse handle(const net::HttpRequest& request, Instant now, Faults level) {
        return server_.handle(request, now, level);
    }

    const Book& book() const { return book_; }
    Server& server() { return server_; }
    Truth truth(Instant now, TruthSettings settings) const {
        return Truth(book_, now, std::move(settings));
    }
    Result<std::vector<Delivery>> deliveries(Instant from, Instant to, Faults level) const {
        return toast::deliveries(book_, server_.webhook_secret(), from, to, level);
    }
    /// Appends {"api_url","client_id","client_secret","webhook_secret","locations":[…]}.
    void write_credentials(JsonWriter& out, std::string_view origin) const;

  private:
    Book book_;
    Server server_;
};

}  // namespace regulars::sandbox::toast
