// What is remembered of a sale, a shipment and a customer between readings.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace regulars::sources::lightspeed {

/// Which events a sale was given, so that they can be taken back.
struct SaleMemo {
    std::string buyer;   // the customer its events belong to, or would
    std::string domain;  // of the buyer's email
    bool placed = false, refunded = false;
    std::vector<std::string> products;  // ids of the lines that were given one
    std::string excerpt;                // of a malformed version

    bool has_events() const { return placed || refunded; }
    bool operator==(const SaleMemo&) const = default;
};
std::string to_json(const SaleMemo& memo);
/// Reads what to_json wrote; what it cannot read is as if never written.
SaleMemo sale_memo_from(std::string_view json);

struct ShipmentMemo {
    std::optional<Instant> at;  // when it was first seen shipped, by the vendor's time; stays
    bool given = false;
    std::string excerpt;
    bool operator==(const ShipmentMemo&) const = default;
};
std::string to_json(const ShipmentMemo& memo);
ShipmentMemo shipment_memo_from(std::string_view json);

struct CustomerMemo {
    std::string domain;  // of the email
    std::string excerpt;
    bool operator==(const CustomerMemo&) const = default;
};
std::string to_json(const CustomerMemo& memo);
CustomerMemo customer_memo_from(std::string_view json);

}  // namespace regulars::sources::lightspeed
