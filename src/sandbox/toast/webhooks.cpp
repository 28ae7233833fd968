// Writes the envelope, signs it, and decides when it comes.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/webhooks.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "sandbox/toast/guid.hpp"

namespace regulars::sandbox::toast {
namespace {

constexpr int latest_s = 900;
constexpr Duration retry_after = 5min;
constexpr Duration longest = days(1);

Delivery delivery(const Book& book, std::string_view secret, const Place& place, const Plan& plan,
                  std::size_t version, bool is_forged) {
    std::uint64_t seed = book.world().options().seed;
    Order order = plan.at(version);
    std::string timestamp = format_iso_ms(instant_of(order.modified + 210));
    JsonWriter out;
    out.begin_object()
        .member("timestamp", timestamp)
        .member("eventCategory", "order_updated")
        .member("eventType", "order_updated");
    out.member("guid", guid_of(seed, Named::webhook, place.location << 8 | version, order.index));
    out.key("details").begin_object().member("restaurantGuid", place.guid).key("order");
    write_order(out, {.book = book, .place = place, .faults = {}, .is_webhook = true}, order);
    out.member("appliedPackagingInfo", nullptr).end_object().end_object();
    Delivery d{
        .due = {}, .location = place.location, .attempt = 1, .headers = {}, .body = out.take()};
    d.headers = {
        {"Content-Type", "application/json"},
        {"Toast-Signature", signature(is_forged ? "another secret" : secret, d.body, timestamp)},
        {"Toast-Event-Type", "order_updated"},
        {"Toast-Event-Category", "order_updated"},
        {"Toast-Restaurant-External-ID", place.guid}};
    return d;
}

}  // namespace

std::string signature(std::string_view secret, std::string_view body, std::string_view timestamp) {
    return base64(hmac_sha256(secret, std::string(body).append(timestamp)));
}

Result<std::vector<Delivery>> deliveries(const Book& book, std::string_view secret, Instant from,
                                         Instant to, Faults level) {
    if (to - from > longest)
        return fail(ErrorKind::invalid,
                    "webhook deliveries are given out for at most a day at once");
    std::vector<Delivery> all;
    for (auto& place : book.places()) {
        book.each_version(
            place, from.us / 1000 - 2 * latest_s * 1000, to.us / 1000, [&](const Entry& e) {
                Dice dice(mix(mix(book.world().options().seed, 0x776562686f6f6b),
                              mix(std::uint64_t(e.order) << 8 | e.version, place.location)));
                int late_s = dice.chance(rate(level, 0.02, 0.2)) ? dice.between(60, latest_s)
                                                                 : dice.between(1, 6);
                bool is_forged = dice.chance(rate(level, 0.002, 0.03)),
                     twice = dice.chance(rate(level, 0.02, 0.15));
                std::vector<std::pair<Instant, int>> times{
                    {instant_of(e.time()) + std::chrono::seconds(late_s), 1}};
                // Either the very same again, or a retry of one whose answer came too late.
                if (twice && dice.chance(0.5))
                    times.push_back({times.front().first + 2s, 1});
                else if (twice)
                    times.push_back({times.front().first + retry_after, 2});
                for (auto& [due, attempt] : times) {
                    if (due < from || due >= to) continue;
                    Delivery d = delivery(book, secret, place, book.plan(place, e.order), e.version,
                                          is_forged);
                    d.due = due;
                    d.attempt = attempt;
                    d.headers.emplace_back("Toast-Attempt-Number", std::to_string(attempt));
                    all.push_back(std::move(d));
                }
            });
    }
    std::ranges::stable_sort(all, {}, &Delivery::due);
    return all;
}

}  // namespace regulars::sandbox::toast
