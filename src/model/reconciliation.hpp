// What a vendor holds of a business day, record by record, to be compared with what we hold.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/money.hpp"
#include "base/time.hpp"

namespace regulars::model {

/// One of the vendor's records (a reservation, an order, a sale).
struct VendorRow {
    std::string record;     // the key under which it is remembered (SourceRecord::key)
    std::string unique_id;  // of the event that stands for it where it makes one ("toast:…:placed")
    std::string label;      // what a person looks it up by at the vendor ("Sale 1042")
    std::string place;      // the location's name
    LocalDate day;          // its business day at that location
    std::optional<Money> value;
    bool operator==(const VendorRow&) const = default;
};

}  // namespace regulars::model
