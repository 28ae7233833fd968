// Writes sales with their lines, payments, customers and shipments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sandbox/lightspeed/rows.hpp"

namespace regulars::sandbox::lightspeed {

/// Each appends an object, under `key` when it is not empty. `prefix` is what the relations' names
/// begin with when the record hangs on another ("SaleLines.").
void append_sale(Dialect& d, std::string_view key, const ShopWorld& world, Id id, Seconds now,
                 const Relations& relations);
void append_sale_line(Dialect& d, std::string_view key, const ShopWorld& world, Id id, Seconds now,
                      const Relations& relations, std::string_view prefix);
void append_customer(Dialect& d, std::string_view key, const ShopWorld& world, Id id, Seconds now,
                     const Relations& relations, std::string_view prefix);
void append_item(Dialect& d, std::string_view key, const ShopWorld& world, Id id, Seconds now,
                 const Relations& relations);
void append_ship_to_of_sale(Dialect& d, const ShopWorld& world, Id id, Seconds now,
                            const Relations& relations);

/// "220000000277".
std::string ticket_number(Id sale);

}  // namespace regulars::sandbox::lightspeed
