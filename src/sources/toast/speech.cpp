// Follows the vendor's rate limits by its headers.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/speech.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "net/http_date.hpp"
#include "sources/toast/answers.hpp"

namespace regulars::sources::toast {
namespace {

constexpr Duration longest_hold = 15min;  // the longest of the vendor's time slices
constexpr std::size_t most_holds = 1'000;

std::optional<std::int64_t> number_in(const net::Headers& headers, std::string_view name) {
    auto text = net::header(headers, name);
    if (!text) return std::nullopt;
    auto digits = trimmed(*text);
    std::int64_t value = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

/// The headers' newer or older name.
std::optional<std::int64_t> limit_in(const net::Headers& headers, std::string_view name) {
    auto value = number_in(headers, fmt::format("X-Toast-RateLimit-{}", name));
    return value ? value : number_in(headers, fmt::format("Toast-RateLimit-{}", name));
}

/// The restaurant and the path: what the limit of an endpoint is about.
std::string endpoint_of(const Ask& ask) {
    return fmt::format(
        "{} {}", net::header(ask.request.headers, "Toast-Restaurant-External-ID").value_or(""),
        ask.request.path());
}

bool is_of_endpoint_only(const net::Headers& headers) {
    auto by = net::header(headers, "X-Toast-RateLimit-By");
    if (!by) return false;
    auto words = split(*by, ',');
    return std::ranges::all_of(
        words, [](auto word) { return equals_ignoring_case(trimmed(word), "ENDPOINT"); });
}

}  // namespace

net::HttpRequest Speech::token_request() const {
    return toast::token_request(settings_, credentials_);
}

void Speech::authorize(net::HttpRequest& request, const Token& token) const {
    if (looked_at_ != token.value) {
        looked_at_ = token.value;
        shows_guests_ = has_scope(token.value, "guest.pi:read");
    }
    request.headers.emplace_back("Authorization", "Bearer " + token.value);
}

std::string Speech::token_key() const {
    return fmt::format("toast {} {}", settings_.api_url,
                       sha256_hex(credentials_.client_id + '\n' + credentials_.client_secret));
}

Pace Speech::pace() const {
    return {fmt::format("toast {} {}", settings_.api_url, credentials_.client_id),
            settings_.max_requests_per_second, 1};
}

Verdict Speech::judge(const net::HttpResponse& response) const {
    switch (response.status) {
        case 401:
            return renewals_ > most_renewals ? Verdict::fail : Verdict::renew_token;
        case 403:
            return is_web_page(response) ? Verdict::ask_again
                                         : Verdict::use;  // the CDN's is about nobody's rights
        case 404:
            return is_web_page(response) ? Verdict::ask_again : Verdict::use;
        case 409:
            return Verdict::use;
        default:
            return verdict_by(response.status);
    }
}

void Speech::heard(const Ask& ask, const net::HttpResponse& response, Instant now) {
    if (response.status == 401) ++renewals_;
    // None left is no error, but the next of its kind waits for the next slice.
    auto remaining = limit_in(response.headers, "Remaining"),
         reset = limit_in(response.headers, "Reset");
    if (remaining) {
        if (remaining_.size() >= most_holds) remaining_.clear();
        remaining_[endpoint_of(ask)] = *remaining;
    }
    if (!remaining || *remaining > 0 || !reset || *reset < 0 || *reset > 253'402'300'799) return;
    Instant vendor_now = now;  // the slice ends by the vendor's clock
    if (auto date = net::header(response.headers, "Date"))
        if (auto at = net::parse_http_date(*date, now)) vendor_now = *at;
    Duration wait =
        std::clamp(Instant::from_seconds(*reset) - vendor_now, Duration(0), longest_hold);
    if (!is_of_endpoint_only(response.headers)) {
        hold_ = std::max(hold_, now + wait);
        return;
    }
    if (holds_.size() >= most_holds)
        std::erase_if(holds_, [&](auto& hold) { return hold.second <= now; });
    if (holds_.size() < most_holds) holds_[endpoint_of(ask)] = now + wait;
}

Instant Speech::earliest(const Ask& ask, Instant now) const {
    auto hold = holds_.find(endpoint_of(ask));
    return std::max({now, hold_, hold == holds_.end() ? now : hold->second});
}

bool Speech::has_room_beside(const Ask& ask) const {
    auto remaining = remaining_.find(endpoint_of(ask));
    return remaining == remaining_.end() || remaining->second > 2;
}

template <class Base>
Result<Token> Speaking<Base>::token_from(const net::HttpResponse& response, Instant now) {
    return toast::token_from(response, now);
}

template <class Base>
std::string Speaking<Base>::explain(const net::HttpResponse& response) const {
    return toast::explain(response);
}

template class Speaking<Reader>;
template class Speaking<Audit>;

}  // namespace regulars::sources::toast
