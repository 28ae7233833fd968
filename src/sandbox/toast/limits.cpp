// Counts requests in slices.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/limits.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace regulars::sandbox::toast {
namespace {
constexpr std::int64_t global_per_second = 20, global_per_quarter = 10'000, quarter_s = 900;
constexpr std::int64_t menus_per_second = 1, logins_per_hour = 2;
constexpr std::size_t most_slices = 4096;
}  // namespace

std::int64_t Limits::count(const std::string& key, std::int64_t most, std::int64_t length_s,
                           std::int64_t now_s) {
    if (slices_.size() > most_slices) slices_.clear();
    Slice& slice = slices_[key];
    if (now_s >= slice.begins + length_s) slice = {now_s - now_s % length_s, 0};
    return most - ++slice.count;
}

Turn Limits::take(std::string_view restaurant, std::string_view endpoint, Instant now) {
    std::int64_t now_s = now.seconds();
    Turn turn{.reset = now_s + 1};
    if (endpoint == "menus") turn.by = "ENDPOINT", turn.remaining = 0;
    if (orders_per_second_ <= 0) return turn;
    std::lock_guard lock(mutex_);
    turn.remaining = global_per_second;
    auto narrow = [&](std::string_view by, std::int64_t most, std::int64_t length_s,
                      std::string_view what) {
        std::int64_t left =
            count(fmt::format("{}/{}/{}", by, restaurant, what), most, length_s, now_s);
        if (left >= turn.remaining) return;
        turn.by = by;
        turn.remaining = std::max<std::int64_t>(left, 0);
        turn.reset = now_s - now_s % length_s + length_s;
        if (left < 0) turn.allowed = false, turn.wait_s = turn.reset - now_s;
    };
    narrow("GLOBAL", global_per_second, 1, "second");
    narrow("API", global_per_quarter, quarter_s, "quarter");
    if (endpoint == "ordersBulk")
        narrow("ENDPOINT", std::max<std::int64_t>(1, std::int64_t(orders_per_second_)), 1,
               endpoint);
    if (endpoint == "menus") narrow("ENDPOINT", menus_per_second, 1, endpoint);
    return turn;
}

bool Limits::take_login(std::string_view address, Instant now) {
    if (orders_per_second_ <= 0) return true;
    std::lock_guard lock(mutex_);
    return count(fmt::format("login/{}", address), logins_per_hour, 3600, now.seconds()) >= 0;
}

void Limits::add_headers(net::HttpResponse& response, const Turn& turn) {
    response.headers.emplace_back("X-Toast-RateLimit-By", std::string(turn.by));
    response.headers.emplace_back("X-Toast-RateLimit-Remaining", std::to_string(turn.remaining));
    response.headers.emplace_back("X-Toast-RateLimit-Reset", std::to_string(turn.reset));
}

}  // namespace regulars::sandbox::toast
