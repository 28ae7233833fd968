// Fills pages.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/page.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "sources/toast/elements.hpp"
#include "sources/toast/mapping.hpp"
#include "sources/toast/rules.hpp"
#include "sources/toast/settings.hpp"

namespace regulars::sources::toast {
namespace {

constexpr std::size_t most_orders = 1'000;     // the vendor shows 100
constexpr std::size_t most_payments = 10'000;  // refunded on one day at one restaurant

}  // namespace

void add_order(ToastPage& page, Order order) {
    page.add_key(order_record_key(order));
    for (auto& guest : guests_of(order)) page.add_key(guest_record_key(guest));
    for (auto& check : order.checks)
        for (auto& payment : check.payments)
            if (payment.refunded && !payment.guid.empty())
                page.add_key(refund_record_key(payment.guid));
    auto known = order.guid.empty() ? page.orders.end()
                                    : std::ranges::find(page.orders, order.guid, &Order::guid);
    if (known == page.orders.end())
        page.orders.push_back(std::move(order));
    else if (!known->modified || (order.modified && *order.modified >= *known->modified))
        *known = std::move(order);
}

Result<void> cut_orders(ToastPage& page, std::string_view body) {
    page.rows.clear();
    return each_element(body, most_orders, [&](std::string_view text) -> Result<void> {
        page.rows.push_back(text);
        return {};
    });
}

std::vector<std::int64_t> read_rows(ToastPage& page, int currency_exponent, KnownTexts& texts) {
    std::vector<std::int64_t> rows;
    for (auto text : std::exchange(page.rows, {})) {
        auto hash = std::hash<std::string_view>{}(text);
        if (auto known = texts.find(hash); known != texts.end()) {
            rows.push_back(known->second);
            ++page.known;
            continue;
        }
        Order order = order_from(text, currency_exponent);
        rows.push_back(hash64(
            order.guid.empty()
                ? order.excerpt
                : fmt::format("{} {}", order.guid, order.modified ? order.modified->us : 0)));
        texts.emplace(hash, rows.back());
        add_order(page, std::move(order));
    }
    std::string().swap(page.body);  // an assignment would keep its memory
    return rows;
}

Result<std::vector<std::int64_t>> read_orders(ToastPage& page, std::string_view body,
                                              int currency_exponent, KnownTexts& texts) {
    TRY(cut_orders(page, body));
    return read_rows(page, currency_exponent, texts);
}

Result<void> read_payments(ToastPage& page, std::string_view body) {
    return each_element(body, most_payments, [&](std::string_view text) -> Result<void> {
        if (text.size() < 2 || text.front() != '"' || text.back() != '"')
            return fail(ErrorKind::unavailable, "Toast's list of payments holds something else");
        std::string guid(text.substr(1, text.size() - 2));
        if (!is_guid(guid)) return {};  // nothing that could be asked for
        page.add_key(refund_record_key(guid));
        page.payments.push_back(std::move(guid));
        return {};
    });
}

}  // namespace regulars::sources::toast
