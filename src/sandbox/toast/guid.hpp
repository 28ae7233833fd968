// The guids of everything Toast names.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace regulars::sandbox::toast {

/// What a guid names; each kind has guids of its own.
enum class Named : std::uint8_t {
    group,
    restaurant,
    order,
    check,
    selection,
    payment,
    customer,
    item,
    menu_group,
    menu,
    option_group,
    dining_option,
    revenue_center,
    service,
    service_charge,
    discount,
    applied,
    tax_rate,
    sales_category,
    employee,
    loyalty,
    device,
    webhook,
    table
};

/// The guid of the `number`-th thing of a kind, within `scope` (a location, or an order's check).
std::string guid_of(std::uint64_t seed, Named named, std::uint64_t scope, std::uint32_t number);
/// The only number whose guid this is; nothing when it is none.
std::optional<std::uint32_t> number_of(std::uint64_t seed, Named named, std::uint64_t scope,
                                       std::string_view guid);

}  // namespace regulars::sandbox::toast
