// The rates of faults.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/wire_faults.hpp"

namespace regulars::sandbox::lightspeed {

WireFault WireFaults::draw(Faults level, std::uint64_t chance, std::string_view request) {
    if (level == Faults::none) return WireFault::none;
    auto fault = choose<WireFault>({{WireFault::lost, 0.004, 0.03},
                                    {WireFault::cut_short, 0.006, 0.04},
                                    {WireFault::truncated_body, 0.002, 0.02},
                                    {WireFault::too_many, 0.005, 0.03},
                                    {WireFault::broken, 0.01, 0.06},
                                    {WireFault::try_later, 0.008, 0.05},
                                    {WireFault::token_revoked, 0.001, 0.01},
                                    {WireFault::token_doubted, 0.001, 0.01},
                                    {WireFault::old_unauthorized, 0.001, 0.01},
                                    {WireFault::looping_next, 0.005, 0.04},
                                    {WireFault::foreign_next, 0.003, 0.02},
                                    {WireFault::older_attributes, 0.02, 0.15}},
                                   level, chance);
    return may_refuse(request, fault != WireFault::none) ? fault : WireFault::none;
}

WireFault WireFaults::draw_for_token(Faults level, std::uint64_t chance) {
    Dice dice(mix(chance, 0x746f6b));
    if (dice.chance(rate(level, 0.04, 0.2))) return WireFault::lost;
    if (dice.chance(rate(level, 0.01, 0.05))) return WireFault::broken;
    return WireFault::none;
}

DialectFaults WireFaults::draw_row(Faults level, std::uint64_t chance, std::uint32_t id) {
    if (level == Faults::none) return {};
    Dice dice(mix(chance, id));
    DialectFaults f;
    f.real_scalars = dice.chance(rate(level, 0.01, 0.06));
    f.other_spelling = dice.chance(rate(level, 0.05, 0.3));
    f.always_arrays = dice.chance(rate(level, 0.02, 0.15));
    f.blank_objects = dice.chance(rate(level, 0.1, 0.4));
    f.nulls = dice.chance(rate(level, 0.01, 0.06));
    f.unknown_key = dice.chance(rate(level, 0.01, 0.1));
    return f;
}

}  // namespace regulars::sandbox::lightspeed
