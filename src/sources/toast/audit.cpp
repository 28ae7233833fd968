// Walks restaurants and days.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/audit.hpp"

#include <fmt/format.h>

#include "sources/toast/answers.hpp"
#include "sources/toast/links.hpp"
#include "sources/toast/mapping.hpp"

namespace regulars::sources::toast {
namespace {

constexpr std::size_t most_rows = 1'000'000;
constexpr std::size_t largest_page = 96u << 20;

LocalDate day_after(LocalDate day) { return date_of_day(day_number(day) + 1); }

std::string label_of(const Order& order) {
    if (!order.display_number.empty()) return "Order " + order.display_number;
    for (auto& check : order.checks)
        if (!check.display_number.empty()) return "Order " + check.display_number;
    return "Order " + order.guid;
}

}  // namespace

ToastAudit::ToastAudit(std::unique_ptr<Settings> settings, Credentials credentials, LocalDate from,
                       LocalDate to)
    : Speaking<Audit>(*settings, std::move(credentials)),
      settings_(std::move(settings)),
      from_(from),
      to_(to),
      day_(from),
      walk_(settings_->page_size) {
    if (to_ < from_) location_ = settings_->restaurants.size();
}

std::optional<Ask> ToastAudit::next(Instant) {
    if (location_ >= settings_->restaurants.size()) return std::nullopt;
    const std::string& restaurant = settings_->restaurants[location_];
    if (!names_)
        return Ask{get(*settings_, restaurant, "/restaurants/v1/restaurants/" + restaurant),
                   "the restaurant", 0};
    std::string path =
        fmt::format("/orders/v2/ordersBulk?businessDate={:04}{:02}{:02}&pageSize={}&page={}",
                    day_.year, day_.month, day_.day, walk_.page_size(), walk_.page());
    return Ask{get(*settings_, restaurant, std::move(path)),
               fmt::format("orders of {}", format_iso(day_)), largest_page};
}

Result<void> ToastAudit::take(const net::HttpResponse& response, Instant) {
    bool is_success = response.status >= 200 && response.status < 300;
    const std::string& restaurant = settings_->restaurants[location_];
    if (!names_) {
        // Without a scope for its name the restaurant goes by its GUID.
        Names names;
        if (is_success)
            TRY(names.take_restaurant(response.body));
        else if (response.status != 403 && response.status != 404)
            return fail(ErrorKind::unavailable, explain(response));
        if (!zone_ && names.is_known()) zone_ = names.zone();
        names_ = std::move(names);
        return {};
    }
    if (response.status == 403)
        return fail(
            ErrorKind::unauthorized,
            fmt::format("Toast refuses to show the orders of {}. {}",
                        names_->is_known() ? names_->restaurant() : restaurant, explain(response)));
    if (!is_success)
        return fail(response.status == 409 ? ErrorKind::unavailable : ErrorKind::invalid,
                    explain(response));
    return take_orders(response);
}

Result<void> ToastAudit::take_orders(const net::HttpResponse& response) {
    const std::string& restaurant = settings_->restaurants[location_];
    Currency currency =
        names_->currency() ? *names_->currency() : settings_->currency.value_or(Currency{});
    ToastPage page;
    auto hashes = TRY(read_orders(page, response.body, currency.exponent(), walk_.texts()));
    for (auto& order : page.orders) {
        Instant version = order.modified.value_or(Instant{});
        std::string record = order_record_key(order);
        model::VendorRow row{
            .record = record,
            .unique_id = order.guid.empty() ? "" : placed_id(restaurant, order.guid),
            .label = label_of(order),
            .place = names_->is_known() ? names_->restaurant() : restaurant,
            .day = day_of(order.business_day).value_or(day_),
            .zone = names_->zone(),
            .value =
                order.fault.empty() ? std::optional(Money{order.value(), currency}) : std::nullopt,
            .changed_at = order.modified};
        auto [known, is_new] = rows_.try_emplace(std::move(record), version, row);
        if (!is_new && known->second.first <= version) known->second = {version, std::move(row)};
    }
    if (rows_.size() > most_rows)
        return fail(ErrorKind::exhausted,
                    fmt::format("these days hold more than {} orders", most_rows));
    if (!TRY(walk_.take(hashes, has_next_link(response.headers)))) return {};
    walk_.restart(settings_->page_size);
    if (day_ < to_) {
        day_ = day_after(day_);
    } else {
        day_ = from_;
        names_.reset();
        ++location_;
    }
    return {};
}

std::vector<model::VendorRow> ToastAudit::rows() {
    std::vector<model::VendorRow> rows;
    rows.reserve(rows_.size());
    for (auto& [record, row] : rows_) rows.push_back(std::move(row.second));
    rows_.clear();
    return rows;
}

}  // namespace regulars::sources::toast
