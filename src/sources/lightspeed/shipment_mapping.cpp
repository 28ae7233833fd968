// Maps shipments to shipped orders.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/crypto.hpp"
#include "sources/lightspeed/mapping.hpp"
#include "sources/lightspeed/properties.hpp"

namespace regulars::sources::lightspeed {

std::string shipment_record_key(std::string_view shipment_id) {
    return std::string("shipment/").append(shipment_id);
}

std::string shipped_id(const Settings& settings, std::string_view shipment_id) {
    return fmt::format("lsr:{}:ship:{}", settings.account, shipment_id);
}

void Mapper::shipment(const Shipment& shipment, const Sale* sale, const model::SourceRecord* before,
                      const Buyer& buyer) {
    if (!shipment.fault.empty())
        return malformed("shipment", shipment, before,
                         to_json(ShipmentMemo{.excerpt = shipment.excerpt}));
    // Shipped once is shipped for good: the button may be pressed again and again.
    if (!shipment.shipped && !before) return;
    if (before && shipment.updated_at->us < before->version) return;
    ShipmentMemo was = before ? shipment_memo_from(before->memo) : ShipmentMemo{};
    ShipmentMemo now{.at = was.at ? was.at : shipment.updated_at};
    if (!shipment.shipped && !was.at) return;

    std::int64_t value = sale ? sale->total.money(settings_.currency).minor : 0;
    std::string exclusion;
    bool is_reachable = buyer.status == CustomerStatus::known ||
                        (buyer.status == CustomerStatus::lost && was.given);
    if (shipment.customer.empty())
        exclusion = "shipment_without_customer";
    else if (!sale || (value == 0 && !settings_.include_zero_value))
        exclusion = "shipment_zero_value";
    else if (!is_reachable)
        exclusion = "no_email";
    else if (*now.at < history_since_)
        exclusion = "before_history";
    now.given = exclusion.empty() && (shipment.shipped || was.given);
    if (!shipment.shipped) exclusion.clear();  // nothing is missing of what is not shipped

    ingest::EventUpsert event;
    event.unique_id = shipped_id(settings_, shipment.id);
    event.metric = "Shipped Order";
    event.person = person_key(settings_, shipment.customer);
    event.time = *now.at;
    if (now.given) {
        event.value = sale->total.money(settings_.currency);
        event.properties = shipped_properties(*sale, catalogue_);
    }
    std::string memo = to_json(now);
    std::int64_t hash = hash64(fmt::format("{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}", exclusion, memo,
                                           event.person, event.time.us, value, event.properties));
    if (before && before->content_hash == hash) return;
    if (was.given && !now.given) out_.retractions.push_back(event.unique_id);
    if (now.given) out_.events.push_back(std::move(event));
    out_.records.push_back({.key = shipment_record_key(shipment.id),
                            .version = shipment.updated_at->us,
                            .updated_at = *shipment.updated_at,
                            .state = shipment.shipped ? "shipped" : "waiting",
                            .content_hash = hash,
                            .exclusion = std::move(exclusion),
                            .memo = std::move(memo)});
}

}  // namespace regulars::sources::lightspeed
