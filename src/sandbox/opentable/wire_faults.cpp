// The rates of faults.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/opentable/wire_faults.hpp"

namespace regulars::sandbox::opentable {

WireFault WireFaults::draw(Faults level, std::uint64_t chance, std::string_view request) {
    if (level == Faults::none) return WireFault::none;
    auto fault = choose<WireFault>({{WireFault::lost, 0.005, 0.04},
                                    {WireFault::cut_short, 0.005, 0.04},
                                    {WireFault::truncated_body, 0.003, 0.03},
                                    {WireFault::too_many, 0.01, 0.05},
                                    {WireFault::broken, 0.01, 0.07},
                                    {WireFault::token_revoked, 0.002, 0.02},
                                    {WireFault::stale_page, 0.005, 0.05},
                                    {WireFault::more_promised, 0.05, 0.30}},
                                   level, chance);
    return may_refuse(request, fault != WireFault::none) ? fault : WireFault::none;
}

RowFaults WireFaults::draw_row(Faults level, std::uint64_t chance, std::uint32_t row) {
    if (level == Faults::none) return {};
    Dice dice(mix(chance, row));
    RowFaults f;
    f.without_z = dice.chance(rate(level, 0.01, 0.08));
    f.numbers_as_texts = dice.chance(rate(level, 0.002, 0.03));
    f.unknown_key = dice.chance(rate(level, 0.01, 0.10));
    f.fewer_keys = dice.chance(rate(level, 0.01, 0.10));
    f.blanks_vary = dice.chance(rate(level, 0.02, 0.20));
    f.wrong_calling_code = dice.chance(rate(level, 0.01, 0.10));
    return f;
}

bool WireFaults::is_strange(Faults level, std::uint32_t look, std::uint32_t sequence) {
    return level != Faults::none && Dice(mix(look, sequence)).chance(rate(level, 0.02, 0.15));
}

}  // namespace regulars::sandbox::opentable
