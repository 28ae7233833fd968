// Which orders count, whose they are and when they are fulfilled; docs/decisions/0005 is the
// specification.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "sources/toast/names.hpp"
#include "sources/toast/order.hpp"
#include "sources/toast/settings.hpp"

namespace regulars::sources::toast {

/// GUIDs of the customers of all checks, in order, each once; at most 100.
std::vector<std::string> guests_of(const Order& order);
/// "toast:{guid}", or by email or phone where the customer has no GUID. `country` is the
/// restaurant's, for phones that say none; empty: such a phone's digits are taken as they are.
std::string person_key(const Customer& customer, std::string_view country);
/// Best first: with its country's calling code, as far as that is known, and as given.
std::vector<std::string> phones_of(const Customer& customer, std::string_view country);

/// Why the order makes no event, whoever's it is: the reasons before no_contact; or empty.
std::string_view flaw_of(const Order& order, const Settings& settings);
/// The lines that count: not voided, of live checks.
std::vector<const Selection*> live_selections(const Order& order);
/// How many more there are than were read.
std::size_t left_out_of(const Order& order);
std::vector<const Payment*> live_payments(const Order& order);

/// When the order was fulfilled as far as this version shows, and when it may be worth another
/// look.
struct Fulfilment {
    std::optional<Instant> at;
    std::optional<Instant> look_again;  // later than `now`
};
Fulfilment fulfilment_of(const Order& order, Behavior behavior, FulfilledWhen rule, Instant now);

}  // namespace regulars::sources::toast
