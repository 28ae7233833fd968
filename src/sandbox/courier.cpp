// Keeps time, and tries again.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/courier.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace regulars::sandbox {
namespace {

constexpr Duration patience = 2s, longest_gap = days(1);
constexpr Duration first_retry = 5min, second_retry = 10min;
constexpr int most_attempts = 3;

bool is_worth_another(const Result<net::HttpResponse>& answer) {
    return !answer || answer->status == 404 || answer->status == 429 || answer->status >= 500;
}

}  // namespace

void Courier::send(toast::Delivery delivery, Instant now, const std::stop_token& stop) {
    net::HttpRequest request{.method = "POST", .target = url_, .headers = delivery.headers, .body = delivery.body};
    auto answer = client_.send(std::move(request), {.timeout = patience}, stop);
    if (!is_worth_another(answer) || delivery.attempt >= most_attempts || again_.size() >= most_waiting) return;
    Instant due = now + (delivery.attempt == 1 ? first_retry : second_retry);
    ++delivery.attempt;
    for (auto& [name, value] : delivery.headers)
        if (name == "Toast-Attempt-Number") value = std::to_string(delivery.attempt);
    again_.push_back({due, std::move(delivery)});
}

int Courier::deliver(std::stop_token stop) {
    Instant now = sandbox_.now();
    auto url = sandbox_.webhook_url();
    if (url != url_ || url.empty()) {
        url_ = std::move(url);
        sent_until_ = now;
        again_.clear();
        return 0;
    }
    int sent = 0;
    auto fresh = sandbox_.toast_deliveries(std::max(*sent_until_, now - longest_gap), now);
    sent_until_ = now;
    std::deque<Sending> due;
    if (fresh)
        for (auto& delivery : *fresh) due.push_back({delivery.due, std::move(delivery)});
    for (auto& old : std::exchange(again_, {})) (old.due <= now ? due : again_).push_back(std::move(old));
    std::ranges::stable_sort(due, {}, &Sending::due);
    for (auto& one : due) {
        if (stop.stop_requested()) break;
        send(std::move(one.delivery), now, stop);
        ++sent;
    }
    return sent;
}

}  // namespace regulars::sandbox
