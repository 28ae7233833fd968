// Reads the limit headers and says when the next request fits.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/allowance.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "base/text.hpp"

namespace regulars::sources::lightspeed {
namespace {

constexpr double usual_cost = 2;  // of a read with relations, before one was heard
constexpr Duration burst_window = 1s;
constexpr Duration blind_wait = 60s;  // after a refusal that says nothing: what older clients slept
constexpr Duration longest_wait = 10min;

std::optional<double> number_in(std::string_view text) {
    text = trimmed(text);
    double number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number) ||
        number < 0 || number > 1e9)
        return std::nullopt;
    return number;
}

std::optional<double> number_in(const net::HttpResponse& response, std::string_view name) {
    auto text = net::header(response.headers, name);
    return text ? number_in(*text) : std::nullopt;
}

struct Fraction {
    double level, size;
};

/// "92.57/90".
std::optional<Fraction> fraction_in(const net::HttpResponse& response, std::string_view name) {
    auto text = net::header(response.headers, name);
    if (!text) return std::nullopt;
    auto slash = text->find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    auto level = number_in(text->substr(0, slash)), size = number_in(text->substr(slash + 1));
    if (!level || !size || *size <= 0) return std::nullopt;
    return Fraction{*level, *size};
}

Duration seconds(double s) {
    double us = std::ceil(s * 1e6);
    return us >= double(longest_wait.count()) ? longest_wait
                                              : Duration(std::int64_t(std::max(us, 0.0)));
}

}  // namespace

double Allowance::cost_of(std::string_view kind) const {
    auto known = costs_.find(kind);
    return known == costs_.end() ? usual_cost : known->second;
}

void Allowance::heard(std::string_view kind, const net::HttpResponse& response, Instant now) {
    auto cost = number_in(response, "X-LS-Api-Request-Cost");
    bool is_refusal = response.status == 429;
    if (cost && *cost > 0 && !is_refusal && costs_.size() < 64)
        costs_.insert_or_assign(std::string(kind), *cost);
    auto level = fraction_in(response, "X-LS-Api-Bucket-Level");
    auto drip = number_in(response, "X-LS-Api-Drip-Rate");
    if (level) {
        double known_drip = bucket_ ? bucket_->drip : 1;
        bucket_ = Bucket{now, level->level, level->size, drip && *drip > 0 ? *drip : known_drip};
    }
    // The window's beginning is not told: after its last place it is waited out.
    auto burst = fraction_in(response, "X-LS-Api-Burst-Level");
    bool is_burst_over = burst && burst->level + 1 > burst->size;
    auto type = net::header(response.headers, "X-LS-API-RateLimit-Type");
    bool is_burst_refusal = is_refusal && type && type->find("burst") != std::string_view::npos;
    if (is_burst_over || is_burst_refusal) not_before_ = std::max(not_before_, now + burst_window);
    if (is_refusal && !is_burst_refusal && !level && !net::header(response.headers, "Retry-After"))
        not_before_ = std::max(not_before_, now + blind_wait);
}

Instant Allowance::earliest(std::string_view kind, Instant now) const {
    Instant at = std::max(now, not_before_);
    if (!bucket_) return at;
    // A request dearer than the whole bucket goes out when the bucket is empty.
    double cost = std::min(cost_of(kind), bucket_->size);
    double free = bucket_->size - bucket_->level;
    if (cost > free) at = std::max(at, bucket_->at + seconds((cost - free) / bucket_->drip));
    return at;
}

}  // namespace regulars::sources::lightspeed
