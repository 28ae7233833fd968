// One webhook of a simulated vendor, and where it goes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/json.hpp"
#include "base/time.hpp"
#include "net/http.hpp"

namespace regulars::sandbox {

struct Delivery {
    Instant due;
    std::size_t location = 0;  // of the world
    int attempt = 1;           // 1 … 3
    net::Headers headers;
    std::string body;
};

enum class Notifier : std::uint8_t { opentable, toast };

/// Who wants to hear of changes. OpenTable tells of one restaurant, with the secret that its
/// subscriber chose; Toast tells of all of them, and signs with its own.
struct Subscription {
    Notifier vendor = Notifier::toast;
    std::size_t location = 0;  // of the world; OpenTable's
    std::string url, secret;
    bool operator==(const Subscription&) const = default;
};

/// Appends {"due","attempt","headers":{},"body"}.
void write(JsonWriter& out, const Delivery& delivery);

}  // namespace regulars::sandbox
