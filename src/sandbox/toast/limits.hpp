// Toast's rate limits: fixed slices of time, counted per restaurant.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "net/http.hpp"

namespace regulars::sandbox::toast {

struct Turn {
    bool allowed = true;
    std::string_view by = "API";  // whose limit was the narrowest: GLOBAL, API or ENDPOINT
    std::int64_t remaining = 19;
    std::int64_t reset = 0;  // seconds since 1970 at which the slice ends
    std::int64_t wait_s = 1;
};

/// Thread-safe. Time never goes back.
class Limits {
  public:
    /// `orders_per_second` is ordersBulk's limit per restaurant; 0 switches all limits off.
    explicit Limits(double orders_per_second) : orders_per_second_(orders_per_second) {}

    /// Counts one request. `endpoint` is "ordersBulk", "menus", or another without a limit of its
    /// own.
    Turn take(std::string_view restaurant, std::string_view endpoint, Instant now);
    /// Counts one login of an address: 2 an hour, as the vendor asks for.
    bool take_login(std::string_view address, Instant now);

    static void add_headers(net::HttpResponse& response, const Turn& turn);

  private:
    struct Slice {
        std::int64_t begins = 0;
        std::int64_t count = 0;
    };
    /// What is left of the slice after this request; negative when it is refused.
    std::int64_t count(const std::string& key, std::int64_t most, std::int64_t length_s,
                       std::int64_t now_s);

    double orders_per_second_;
    std::mutex mutex_;
    std::map<std::string, Slice> slices_;  // by key; at most 4,096
};

}  // namespace regulars::sandbox::toast
