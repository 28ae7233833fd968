// Whether marketing may be sent to somebody on a channel, and why not.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/consent.hpp"
#include "model/suppression.hpp"

namespace regulars::model {

/// What is known of one person and channel now.
struct Permission {
    Channel channel = Channel::email;
    std::string address;  // where it would be sent, as given; empty: nowhere
    Consent consent;
    std::vector<Suppression> suppressions;  // that hold, the strongest first
    bool operator==(const Permission&) const = default;
};

/// Empty where marketing may be sent: email to who has not unsubscribed, texts to who subscribed
/// (klaviyo-product §4.3). Else the strongest reason: "no_address", a suppression's name,
/// "unsubscribed", "never_subscribed".
std::string_view why_not(const Permission& permission);

}  // namespace regulars::model
