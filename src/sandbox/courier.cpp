// Keeps time, and tries again.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/courier.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace regulars::sandbox {
namespace {

constexpr Duration longest_gap = days(1);
constexpr int most_attempts = 3;

/// How a vendor goes about it.
struct Manner {
    Duration patience, first_retry, second_retry;
};
constexpr Manner manner_of(Notifier vendor) {
    return vendor == Notifier::toast
               ? Manner{.patience = 2s, .first_retry = 5min, .second_retry = 10min}
               : Manner{.patience = 5s, .first_retry = 30s, .second_retry = 60s};
}

bool is_worth_another(Notifier vendor, const Result<net::HttpResponse>& answer) {
    if (!answer) return true;
    if (vendor == Notifier::opentable) return answer->status / 100 != 2;
    return answer->status == 404 || answer->status == 429 || answer->status >= 500;
}

}  // namespace

void Courier::send(Sending sending, Instant now, const std::stop_token& stop) {
    auto& [to, delivery] = sending;
    auto manner = manner_of(to.vendor);
    net::HttpRequest request{
        .method = "POST", .target = to.url, .headers = delivery.headers, .body = delivery.body};
    auto answer = client_.send(std::move(request), {.timeout = manner.patience}, stop);
    if (!is_worth_another(to.vendor, answer) || delivery.attempt >= most_attempts ||
        again_.size() >= most_waiting)
        return;
    delivery.due = now + (delivery.attempt == 1 ? manner.first_retry : manner.second_retry);
    ++delivery.attempt;
    for (auto& [name, value] : delivery.headers)
        if (name == "Toast-Attempt-Number") value = std::to_string(delivery.attempt);
    again_.push_back(std::move(sending));
}

int Courier::deliver(std::stop_token stop) {
    Instant now = sandbox_.now();
    std::vector<Round> before = std::exchange(rounds_, {});
    std::deque<Sending> due;
    for (auto& to : sandbox_.subscriptions()) {
        auto known = std::ranges::find(before, to, &Round::to);
        if (known != before.end())
            for (auto& delivery :
                 sandbox_.deliveries(to, std::max(known->sent_until, now - longest_gap), now))
                due.push_back({to, std::move(delivery)});
        rounds_.push_back({std::move(to), now});
    }
    for (auto& old : std::exchange(again_, {})) {
        bool is_wanted = std::ranges::find(rounds_, old.to, &Round::to) != rounds_.end();
        if (is_wanted) (old.delivery.due <= now ? due : again_).push_back(std::move(old));
    }
    std::ranges::stable_sort(due, {}, [](const Sending& one) { return one.delivery.due; });
    int sent = 0;
    for (auto& one : due) {
        if (stop.stop_requested()) break;
        send(std::move(one), now, stop);
        ++sent;
    }
    return sent;
}

}  // namespace regulars::sandbox
