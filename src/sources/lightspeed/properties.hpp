// The properties of the four events, as docs/decisions/0006 lists them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sources/lightspeed/catalogue.hpp"
#include "sources/lightspeed/records.hpp"

namespace regulars::sources::lightspeed {

/// Products told of one sale: a batch holds 40,000 events, a page 100 sales.
constexpr std::size_t most_products = 390;

/// JSON objects of less than 64 kB each: lists that are longer are cut, and "… Left Out" says by
/// how many entries. `domain` is the email's; null where it is empty.
std::string placed_properties(const Sale& sale, const Catalogue& catalogue,
                              std::string_view domain);
std::string product_properties(const Sale& sale, const SaleLine& line, const Catalogue& catalogue,
                               std::string_view domain);
/// `given_back`: what of its value no placed order has taken off already.
std::string refunded_properties(const Sale& sale, const Catalogue& catalogue,
                                std::string_view domain, Decimal given_back);
std::string shipped_properties(const Sale& sale, const Catalogue& catalogue);

}  // namespace regulars::sources::lightspeed
