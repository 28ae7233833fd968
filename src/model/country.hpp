// Which currency a country's restaurants charge in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "base/money.hpp"

namespace regulars::model {

/// By ISO 3166-1 alpha-2 code, for the countries OpenTable serves and their neighbours (ISO 4217,
/// 2026-01); nothing for others.
std::optional<Currency> currency_of(std::string_view country);

}  // namespace regulars::model
