// How badly the simulated vendors behave on the wire.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.hpp"

namespace regulars::sandbox {

enum class Faults : std::uint8_t { none, light, heavy };
std::string_view name_of(Faults level);
/// Errors: invalid.
Result<Faults> faults_named(std::string_view name);
/// The rate that belongs to a level; nothing ever happens at `none`.
constexpr double rate(Faults level, double light, double heavy) {
    return level == Faults::none ? 0 : level == Faults::light ? light : heavy;
}

}  // namespace regulars::sandbox
