// The rates of faults.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/wire_faults.hpp"

namespace regulars::sandbox::toast {
namespace {

int light_lag(std::uint32_t order) {
    std::uint64_t bits = mix(order, 0x6c6167);
    return bits % 20 == 0 ? int(bits >> 8 & 7) : 0;
}

// Up to forty seconds late, or a clock that runs up to three seconds ahead of the vendor's own.
int heavy_lag(std::uint32_t order) {
    std::uint64_t bits = mix(order, 0x6c6167);
    return bits % 4 == 0 ? int((bits >> 8) % 44) - 3 : 0;
}

}  // namespace

Lag WireFaults::lag(Faults level) {
    return level == Faults::none ? no_lag : level == Faults::light ? light_lag : heavy_lag;
}

WireFault WireFaults::draw(Faults level, std::uint64_t chance, std::string_view request) {
    if (level == Faults::none) return WireFault::none;
    auto fault = choose<WireFault>({{WireFault::lost, 0.005, 0.03},
                                    {WireFault::cut_short, 0.005, 0.03},
                                    {WireFault::truncated_body, 0.003, 0.02},
                                    {WireFault::too_many, 0.01, 0.05},
                                    {WireFault::broken, 0.01, 0.06},
                                    {WireFault::token_revoked, 0.001, 0.008},
                                    {WireFault::forbidden, 0.0005, 0.004},
                                    {WireFault::repeated_row, 0.01, 0.08},
                                    {WireFault::more_promised, 0.04, 0.20},
                                    {WireFault::joined_links, 0.05, 0.20},
                                    {WireFault::changed_config, 0.01, 0.10}},
                                   level, chance);
    if (fault >= WireFault::repeated_row && fault <= WireFault::joined_links)
        return fault;  // these refuse nothing
    return may_refuse(request, fault != WireFault::none) ? fault : WireFault::none;
}

RowFaults WireFaults::draw_row(Faults level, std::uint64_t chance, std::uint32_t row) {
    if (level == Faults::none) return {};
    Dice dice(mix(chance, row));
    RowFaults f;
    f.fewer_keys = dice.chance(rate(level, 0.02, 0.15));
    f.unknown_key = dice.chance(rate(level, 0.01, 0.10));
    f.decimal_zeros = dice.chance(rate(level, 0.05, 0.30));
    f.customer_absent = dice.chance(rate(level, 0.05, 0.30));
    return f;
}

}  // namespace regulars::sandbox::toast
