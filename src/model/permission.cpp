// The order of reasons against sending.
// SPDX-License-Identifier: Apache-2.0
#include "model/permission.hpp"

namespace regulars::model {

std::string_view why_not(const Permission& permission) {
    if (permission.address.empty()) return "no_address";
    if (!permission.suppressions.empty()) return name_of(permission.suppressions.front().reason);
    auto state = permission.consent.state;
    bool may = state == ConsentState::subscribed ||
               (state == ConsentState::never_subscribed && permission.channel == Channel::email);
    return may ? std::string_view{} : name_of(state);
}

}  // namespace regulars::model
