// What asks a person to confirm a subscription, and the mail that waits to be sent.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/profile.hpp"

namespace regulars::model {

/// How long a confirmation's link works (klaviyo-product §4.2).
inline constexpr Duration confirmation_lasts = std::chrono::hours(72);

/// A subscription that waits for its address's owner to confirm it. It makes nobody's profile.
struct Confirmation {
    std::string public_id;  // ULID; the link names it
    ListId list;            // 0 for none
    PersonFields said;      // email, and what else was given; a phone: texts are agreed to as well
    std::string method, source, proof;
    std::string language;  // en, es, fr, ko
    Instant asked_at, expires_at;
    std::optional<Instant> confirmed_at;
    bool operator==(const Confirmation&) const = default;
};

/// A mail of the product itself that waits to be sent.
struct OutgoingMail {
    std::int64_t id = 0;    // per account, in the order added
    std::string kind;       // "confirmation"
    std::string recipient;  // address
    std::string language;
    std::string payload = "{}";  // a JSON object; never a link that works: the sender makes it
    Instant created_at, expires_at;
    bool operator==(const OutgoingMail&) const = default;
};

}  // namespace regulars::model
