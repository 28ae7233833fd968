// What a perfect sync of the simulated Lightspeed would hold now.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/lightspeed/contacts.hpp"
#include "sandbox/truth.hpp"

namespace regulars::sandbox::lightspeed {

/// What an integration is set to; the defaults are its own.
struct TruthRules {
    Instant since;  // history begins; the beginning of time for all
    bool include_zero_value = false;
    bool include_no_email = false;
};

/// Why a visible sale makes no event, by the first reason that applies; empty when it makes some.
std::string_view exclusion_of(const ShopWorld& world, Id sale, const TruthRules& rules,
                              Seconds now);
/// Why a shipment makes no event; empty when it makes one, and "shipment_not_shipped" is not
/// counted.
std::string_view exclusion_of_shipment(const ShopWorld& world, Id ship_to, const TruthRules& rules,
                                       Seconds now);

/// TruthEvent's `rid` is the shop's id, `reservation` the sale's. A shipment's `times` are all that
/// some version gives it. An event is not certain when only a version that has passed showed it, or
/// when it is the shipment of a sale that is open, voided or archived. Ordered by sale, then
/// shipments.
std::vector<TruthEvent> truth_events(const ShopWorld& world, const TruthRules& rules, Seconds now);
/// Customers who share an address are one. Ordered by first key.
std::vector<TruthProfile> truth_profiles(const ShopWorld& world, const TruthRules& rules,
                                         Seconds now);
/// One, for the account: `rid` is its number, `guests` are its customers, `reservations` its sales;
/// `excluded` counts sales and shipments together.
TruthCounts truth_summary(const ShopWorld& world, const TruthRules& rules, Seconds now);

/// A shop's business day by the shop's own clock: what the vendor's report shows, and what of it is
/// synced.
struct TruthDay {
    std::uint32_t shop = 0;
    LocalDate date;
    std::int64_t sales = 0;        // completed, neither voided nor archived
    std::int64_t total_minor = 0;  // of those, refunds taken away
    std::int64_t placed = 0, placed_minor = 0;
    std::int64_t refunded = 0, refunded_minor = 0;
    std::map<std::string, std::int64_t> excluded;  // sales completed that day, by reason
};
/// Ordered by shop and date.
std::vector<TruthDay> truth_days(const ShopWorld& world, const TruthRules& rules, Seconds now);
void write(JsonWriter& out, const TruthDay& day);

}  // namespace regulars::sandbox::lightspeed
