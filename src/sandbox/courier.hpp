// Brings the simulated vendors' webhooks to whoever subscribed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <stop_token>
#include <vector>

#include "net/http.hpp"
#include "sandbox/sandbox.hpp"

namespace regulars::sandbox {

/// POSTs what OpenTable and Toast would POST, as they do: each notice once it is due, and twice
/// again where that goes wrong. Toast gives 2 s and tries 5 and then 10 minutes later where nobody
/// answers, or 404, 429 or 5xx; OpenTable says only that it waits longer each time, which is 30 s
/// and then a minute here, for any answer but 2xx. Faults of the sandbox make notices come late,
/// twice, out of order, and Toast's with a wrong signature. Not thread-safe.
class Courier {
  public:
    static constexpr std::size_t most_waiting =
        1'000;  // to be sent again; what is more is lost, as at the vendor

    Courier(Sandbox& sandbox, net::HttpClient& client) : sandbox_(sandbox), client_(client) {}

    /// Sends what became due since the last time, at most a day of it, and what is due again; of a
    /// new subscriber from now on. Says how many went out.
    int deliver(std::stop_token stop = {});

  private:
    struct Round {
        Subscription to;
        Instant sent_until;
    };
    struct Sending {
        Subscription to;
        Delivery delivery;  // with the time it is due now
    };
    void send(Sending sending, Instant now, const std::stop_token& stop);

    Sandbox& sandbox_;
    net::HttpClient& client_;
    std::vector<Round> rounds_;  // one a subscription
    std::deque<Sending> again_;
};

}  // namespace regulars::sandbox
