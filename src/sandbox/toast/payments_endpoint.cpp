// Payments: the guids of a business day, and one by one.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <set>

#include "sandbox/toast/guid.hpp"
#include "sandbox/toast/server.hpp"

namespace regulars::sandbox::toast {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

/// The day on which what the parameter names happened to a payment; 0 when it did not.
std::int32_t day_of(const Place& place, const Payment& payment, std::string_view what) {
    Millis at = what == "paidBusinessDate"     ? payment.paid
                : what == "refundBusinessDate" ? payment.refunded_at
                                               : payment.voided_at;
    return at == 0 ? 0 : Book::business_date(place, at);
}

}  // namespace

net::HttpResponse Server::payments(const Call& call) const {
    std::string_view what, value;
    int given = 0;
    for (std::string_view name : {"paidBusinessDate", "refundBusinessDate", "voidBusinessDate"}) {
        auto text = call.target.parameter(name);
        if (!text) continue;
        ++given, what = name, value = *text;
    }
    if (given != 1)
        return error_answer(
            call.x, 400,
            "Exactly one of paidBusinessDate, refundBusinessDate and voidBusinessDate is required",
            10025);
    std::int32_t date = 0;
    auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), date);
    LocalDate day{date / 10'000, date / 100 % 100, date % 100};
    if (error != std::errc() || end != value.data() + value.size() || value.size() != 8 ||
        !is_valid(day)) {
        return error_answer(call.x, 400, "The business date must have the format yyyyMMdd", 10025);
    }
    // Whatever happened that day made a version then, though it need not be the newest.
    Lag lag = WireFaults::lag(call.x.level);
    Millis from = day_number(day) * day_ms;
    std::set<std::uint32_t> orders;
    book_.each_version(call.place, from - day_ms, from + 3 * day_ms, [&](const Entry& e) {
        if (std::int64_t(e.at) + lag(e.order) <= call.x.now.seconds()) orders.insert(e.order);
    });
    JsonWriter out;
    out.begin_array();
    for (std::uint32_t index : orders) {
        Plan plan = book_.plan(call.place, index);
        auto version = Book::version_at(plan, index, call.x.now, lag);
        if (!version) continue;
        Order order = plan.at(*version);
        for (auto& check : order.checks) {
            for (auto& payment : check.payments) {
                if (day_of(call.place, payment, what) != date) continue;
                out.value(guid_of(book_.world().options().seed, Named::payment, call.place.location,
                                  index * 8 + payment.number));
            }
        }
    }
    out.end_array();
    return json_answer(call.x, out.take());
}

net::HttpResponse Server::single_payment(const Call& call, std::string_view guid) const {
    auto number =
        number_of(book_.world().options().seed, Named::payment, call.place.location, guid);
    std::uint32_t index = number.value_or(0) / 8;
    if (number && index < call.place.orders.size()) {
        Plan plan = book_.plan(call.place, index);
        auto version = Book::version_at(plan, index, call.x.now, WireFaults::lag(call.x.level));
        Order order = version ? plan.at(*version) : Order{};
        for (auto& check : order.checks) {
            for (auto& payment : check.payments) {
                if (payment.number != *number % 8) continue;
                JsonWriter out;
                write_payment(out, showing(call, 0), order, check, payment);
                return json_answer(call.x, out.take());
            }
        }
    }
    return error_answer(call.x, 404, "Payment not found", 10040);
}

}  // namespace regulars::sandbox::toast
