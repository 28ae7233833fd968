// Nelder and Mead's search for a minimum, without derivatives.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "audience/purchase_models.hpp"

namespace regulars::audience {

std::optional<std::vector<double>> minimum(
    const std::function<double(std::span<const double>)>& value, std::vector<double> start,
    int most_steps) {
    struct Corner {
        std::vector<double> at;
        double value;
    };
    std::size_t n = start.size();
    std::vector<Corner> corners;
    auto corner = [&](std::vector<double> at) {
        double there = value(at);
        return Corner{std::move(at), std::isfinite(there) ? there : 1e300};
    };
    corners.push_back(corner(start));
    for (std::size_t i = 0; i < n; i++) {
        auto moved = start;
        moved[i] += 1;
        corners.push_back(corner(std::move(moved)));
    }
    for (int step = 0; step < most_steps; step++) {
        std::ranges::sort(corners, {}, &Corner::value);
        double best = corners.front().value, worst = corners.back().value;
        double wide = 0;
        for (std::size_t i = 0; i < n; i++)
            wide = std::max(wide, std::abs(corners.back().at[i] - corners.front().at[i]));
        if (worst - best <= 1e-9 * (std::abs(best) + 1e-9) && wide < 1e-3)
            return corners.front().at;
        std::vector<double> middle(n, 0);
        for (std::size_t c = 0; c < n; c++)
            for (std::size_t i = 0; i < n; i++) middle[i] += corners[c].at[i] / double(n);
        auto along = [&](double factor) {
            std::vector<double> at(n);
            for (std::size_t i = 0; i < n; i++)
                at[i] = middle[i] + factor * (corners.back().at[i] - middle[i]);
            return corner(std::move(at));
        };
        auto reflected = along(-1);
        if (reflected.value < best) {
            auto expanded = along(-2);
            corners.back() = expanded.value < reflected.value ? expanded : reflected;
        } else if (reflected.value < corners[n - 1].value) {
            corners.back() = reflected;
        } else {
            auto contracted = along(reflected.value < worst ? -0.5 : 0.5);
            if (contracted.value < std::min(reflected.value, worst)) {
                corners.back() = contracted;
                continue;
            }
            for (std::size_t c = 1; c <= n; c++) {
                auto at = corners[c].at;
                for (std::size_t i = 0; i < n; i++)
                    at[i] = corners[0].at[i] + (at[i] - corners[0].at[i]) / 2;
                corners[c] = corner(std::move(at));
            }
        }
    }
    std::ranges::sort(corners, {}, &Corner::value);
    if (corners.back().value - corners.front().value > 1e-7 * std::abs(corners.front().value))
        return std::nullopt;
    return corners.front().at;
}

}  // namespace regulars::audience
