// Brings the simulated vendor's webhooks to whoever subscribed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <optional>
#include <stop_token>

#include "net/http.hpp"
#include "sandbox/sandbox.hpp"

namespace regulars::sandbox {

/// POSTs what Toast would POST, as Toast does: each notice once it is due, and again 5 and then 10
/// minutes later where nobody answers within 2 s, or 404, 429 or 5xx. Faults of the sandbox make them come late,
/// twice, out of order or with a wrong signature. Not thread-safe.
class Courier {
  public:
    static constexpr std::size_t most_waiting = 1'000;  // to be sent again; what is more is lost, as at the vendor

    Courier(Sandbox& sandbox, net::HttpClient& client) : sandbox_(sandbox), client_(client) {}

    /// Sends what became due since the last time, at most a day of it, and what is due again; of a new subscriber
    /// from now on. Says how many went out.
    int deliver(std::stop_token stop = {});

  private:
    struct Sending {
        Instant due;
        toast::Delivery delivery;
    };
    void send(toast::Delivery delivery, Instant now, const std::stop_token& stop);

    Sandbox& sandbox_;
    net::HttpClient& client_;
    std::string url_;               // of the subscriber that `sent_until_` is of
    std::optional<Instant> sent_until_;
    std::deque<Sending> again_;
};

}  // namespace regulars::sandbox
