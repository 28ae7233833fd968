// Backoff and Retry-After.
// SPDX-License-Identifier: Apache-2.0
#include "net/retry.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "net/http_date.hpp"

namespace regulars::net {

Backoff::Backoff(Duration first, Duration most, Random& random)
    : first_(std::min(first, most)), most_(most), ceiling_(first_), random_(&random) {
    REGULARS_ASSERT(first > Duration(0) && most > Duration(0),
                    "a backoff waits for a positive time");
}

Duration Backoff::next() {
    Duration wait(std::int64_t(random_->below(std::uint64_t(ceiling_.count()) + 1)));
    ceiling_ = ceiling_ > most_ / 2 ? most_ : ceiling_ * 2;
    return wait;
}

std::optional<Duration> retry_after(const HttpResponse& response, Instant now, Duration most) {
    auto found = header(response.headers, "Retry-After");
    if (!found) return std::nullopt;
    std::string_view text = trimmed(*found);
    if (text.empty()) return std::nullopt;
    if (std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
        std::int64_t seconds = 0;
        const std::int64_t enough = most.count() / 1'000'000 + 1;
        for (char c : text) seconds = std::min(seconds * 10 + (c - '0'), enough);
        return std::min(Duration(seconds * 1'000'000), most);
    }
    auto date = parse_http_date(text, now);
    if (!date) return std::nullopt;
    return std::clamp(*date - now, Duration(0), most);
}

}  // namespace regulars::net
