// What every simulated vendor's wire faults share: how they are drawn, and how they spoil an
// answer.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "net/http.hpp"
#include "sandbox/dice.hpp"
#include "sandbox/faults.hpp"

namespace regulars::sandbox {

/// How often a fault comes, of all requests.
template <class Fault>
struct FaultShare {
    Fault fault;
    double light, heavy;
};

/// Numbers requests, and keeps refusals of the same one short. Thread-safe. The same seed and order
/// of requests give the same faults.
class FaultDealer {
  public:
    explicit FaultDealer(std::uint64_t seed) : seed_(seed) {}

    /// A number for each request, from which all its chance follows.
    std::uint64_t begin_request() { return mix(seed_, requests_++); }

  protected:
    /// One of the faults by its share, or Fault::none.
    template <class Fault>
    static Fault choose(std::initializer_list<FaultShare<Fault>> shares, Faults level,
                        std::uint64_t chance) {
        double u = Dice(chance).unit();
        for (auto& share : shares) {
            double part = rate(level, share.light, share.heavy);
            if (u < part) return share.fault;
            u -= part;
        }
        return Fault::none;
    }
    /// Whether the request may be refused once more: at most four times in a row. One that is
    /// answered begins anew.
    bool may_refuse(std::string_view request, bool is_refused);

  private:
    std::uint64_t seed_;
    std::atomic<std::uint64_t> requests_ = 0;
    std::mutex mutex_;
    std::unordered_map<std::uint64_t, int> refused_in_a_row_;  // at most 4,096 requests
};

/// Loses an answer, breaks it off, or ends its JSON half-way, as the fault says.
template <class Fault>
void spoil(net::HttpResponse& response, Fault fault) {
    if (fault == Fault::lost) response.delivery = net::Delivery::lost;
    if (fault == Fault::cut_short) response.delivery = net::Delivery::cut_short;
    if (fault == Fault::truncated_body) response.body.resize(response.body.size() / 2);
}

}  // namespace regulars::sandbox
