// Walks restaurants and days.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/audit.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sources/toast/answers.hpp"
#include "sources/toast/links.hpp"
#include "sources/toast/mapping.hpp"
#include "sources/toast/rules.hpp"

namespace regulars::sources::toast {
namespace {

constexpr std::size_t most_rows = 1'000'000;
constexpr std::size_t largest_page = 96u << 20;
constexpr std::size_t most_single = 20'000;  // payments and orders asked for singly, a restaurant
// Before the audit began: what was to be fulfilled by then was read by the sync before it.
constexpr Duration fulfilled_before = 15min;

LocalDate day_after(LocalDate day) { return date_of_day(day_number(day) + 1); }
std::string compact(LocalDate day) {
    return fmt::format("{:04}{:02}{:02}", day.year, day.month, day.day);
}
bool is_success(const net::HttpResponse& response) {
    return response.status >= 200 && response.status < 300;
}

std::string label_of(const Order& order) {
    if (!order.display_number.empty()) return "Order " + order.display_number;
    for (auto& check : order.checks)
        if (!check.display_number.empty()) return "Order " + check.display_number;
    return "Order " + order.guid;
}

/// Keys of those whose the order may be, up to the first who is surely before the others. A guest
/// shown by GUID alone counts as what other orders show.
std::vector<std::string> persons_of(const Order& order, const std::string& country) {
    std::vector<std::string> persons;
    for (auto& check : order.checks) {
        if (!check.is_live() || !check.customer) continue;
        if (check.customer->guid.empty() && !check.customer->has_contact()) continue;
        persons.push_back(person_key(*check.customer, country));
        if (check.customer->has_email()) break;
    }
    return persons;
}

/// Whether it was, however it left the house: dining options are not looked up here.
bool is_surely_fulfilled(const Order& order, const Settings& settings, Instant now) {
    return std::ranges::all_of(
        std::array{Behavior::dine_in, Behavior::take_out}, [&](Behavior behavior) {
            return fulfilment_of(order, behavior, settings.fulfilled_when, now).at.has_value();
        });
}

}  // namespace

ToastAudit::ToastAudit(std::unique_ptr<Settings> settings, Credentials credentials,
                       Instant history_since, LocalDate from, LocalDate to)
    : Speaking<Audit>(*settings, std::move(credentials)),
      settings_(std::move(settings)),
      history_since_(history_since),
      from_(from),
      to_(to),
      day_(from),
      walk_(settings_->page_size) {
    if (to_ < from_) location_ = settings_->restaurants.size();
}

Currency ToastAudit::currency() const {
    return names_.currency() ? *names_.currency() : settings_->currency.value_or(Currency{});
}

std::optional<Ask> ToastAudit::next(Instant now) {
    if (!began_) began_ = now;
    if (location_ >= settings_->restaurants.size()) return std::nullopt;
    auto ask = [&](std::string path, std::string about, std::size_t max_body_bytes = 0) {
        return Ask{get(*settings_, restaurant(), std::move(path)), std::move(about),
                   max_body_bytes};
    };
    switch (step_) {
        case Step::restaurant:
            return ask("/restaurants/v1/restaurants/" + restaurant(), "the restaurant");
        case Step::orders:
            return ask(fmt::format("/orders/v2/ordersBulk?businessDate={}&pageSize={}&page={}",
                                   compact(day_), walk_.page_size(), walk_.page()),
                       "orders of " + format_iso(day_), largest_page);
        case Step::refunds:
            return ask("/orders/v2/payments?refundBusinessDate=" + compact(day_),
                       "refunds of " + format_iso(day_));
        case Step::payments:
            return ask("/orders/v2/payments/" + percent_encoded(payments_.front()),
                       "a refunded payment");
        case Step::single_orders:
            break;
    }
    return ask("/orders/v2/orders/" + percent_encoded(single_orders_.front()), "a refunded order");
}

Result<void> ToastAudit::take(const net::HttpResponse& response, Instant) {
    if (step_ == Step::restaurant) return take_restaurant(response);
    if (response.status == 403) return refuse(response);
    bool is_single = step_ == Step::payments || step_ == Step::single_orders;
    if (!is_success(response) && !(is_single && response.status == 404))
        return fail(response.status == 409 ? ErrorKind::unavailable : ErrorKind::invalid,
                    explain(response));
    switch (step_) {
        case Step::orders:
            return take_orders(response);
        case Step::refunds:
            return take_refunds(response);
        case Step::payments:
            return take_payment(response);
        default:
            return take_single_order(response);
    }
}

Result<void> ToastAudit::take_restaurant(const net::HttpResponse& response) {
    // Without a scope for its name the restaurant goes by its GUID.
    if (is_success(response))
        TRY(names_.take_restaurant(response.body));
    else if (response.status != 403 && response.status != 404)
        return fail(ErrorKind::unavailable, explain(response));
    if (!zone_ && names_.is_known()) zone_ = names_.zone();
    go_on(Step::orders);
    return {};
}

/// The others are still worth reading.
Result<void> ToastAudit::refuse(const net::HttpResponse& response) {
    unread_.push_back(
        {restaurant(), place(),
         fmt::format("Toast refuses to show the orders of {}. {}", place(), explain(response))});
    if (unread_.size() == settings_->restaurants.size())
        return fail(ErrorKind::unauthorized, unread_.front().why);
    rows_.clear();
    next_restaurant();
    return {};
}

Result<void> ToastAudit::take_orders(const net::HttpResponse& response) {
    ToastPage page;
    auto hashes = TRY(read_orders(page, response.body, currency().exponent(), walk_.texts()));
    for (auto& order : page.orders) add(order);
    if (all_.size() + rows_.size() > most_rows)
        return fail(ErrorKind::exhausted,
                    fmt::format("these days hold more than {} orders", most_rows));
    if (!TRY(walk_.take(hashes, has_next_link(response.headers)))) return {};
    walk_.restart(settings_->page_size);
    go_on_after_days(Step::refunds);
    return {};
}

Result<void> ToastAudit::take_refunds(const net::HttpResponse& response) {
    ToastPage page;
    TRY(read_payments(page, response.body));
    for (auto& payment : page.payments)
        if (!seen_.contains(payment)) payments_.push_back(payment);
    if (payments_.size() > most_single)
        return fail(ErrorKind::exhausted,
                    fmt::format("{} payments were refunded on these days: ask for fewer",
                                payments_.size()));
    go_on_after_days(Step::payments);
    return {};
}

Result<void> ToastAudit::take_payment(const net::HttpResponse& response) {
    if (is_success(response)) {
        auto payment = payment_from(response.body, currency().exponent());
        if (!payment) return fail(ErrorKind::unavailable, "Toast's answer is no payment");
        if (!payment->order.empty() && seen_.insert(payment->order).second)
            single_orders_.push_back(payment->order);
    }
    payments_.pop_front();
    go_on(Step::payments);
    return {};
}

Result<void> ToastAudit::take_single_order(const net::HttpResponse& response) {
    if (is_success(response)) {
        Order order = order_from(response.body, currency().exponent());
        if (order.fault == "cannot be read")
            return fail(ErrorKind::unavailable, "Toast's answer is no order");
        add(order);
    }
    single_orders_.pop_front();
    go_on(Step::single_orders);
    return {};
}

void ToastAudit::add(const Order& order) {
    const std::string& country = names_.country().empty() ? settings_->country : names_.country();
    bool is_fine = order.fault.empty();
    auto placed = order.placed();
    model::VendorRow row{
        .record = order_record_key(order),
        .unique_id = order.guid.empty() ? "" : placed_id(restaurant(), order.guid),
        .label = label_of(order),
        .place = place(),
        .day = day_of(order.business_day).value_or(day_),
        .zone = names_.zone(),
        .value = is_fine ? std::optional(Money{order.value(), currency()}) : std::nullopt,
        .persons = is_fine ? persons_of(order, country) : std::vector<std::string>{},
        .exclusion = placed && *placed < history_since_ ? "before_history" : "",
        .changed_at = order.modified};
    if (is_fine) {
        seen_.insert(order.guid);
        add_refunds(order, row);
        if (is_surely_fulfilled(order, *settings_, *began_ - fulfilled_before))
            row.also.push_back({fulfilled_id(restaurant(), order.guid), row.value, {}});
    }
    bool is_of_a_day = order.business_day != 0 || step_ == Step::orders;
    if (is_of_a_day && from_ <= row.day && row.day <= to_)
        put(order.modified.value_or(Instant{}), std::move(row));
}

/// Each refunded payment is a record of the day of its last refund.
void ToastAudit::add_refunds(const Order& order, const model::VendorRow& of) {
    for (auto& check : order.checks)
        for (auto& payment : check.payments) {
            if (!payment.refunded || payment.guid.empty()) continue;
            seen_.insert(payment.guid);
            auto day =
                day_of(payment.refund_day)
                    .value_or(names_.business_day(payment.refunded_at.value_or(*order.modified)));
            if (day < from_ || to_ < day) continue;
            auto row = of;
            row.record = refund_record_key(payment.guid);
            row.part_of = of.record;
            row.unique_id = refunded_id(restaurant(), order.guid, payment.guid, *payment.refunded);
            row.label += ", refund";
            row.day = day;
            row.value = Money{-*payment.refunded, currency()};
            put(*order.modified, std::move(row));
        }
}

void ToastAudit::put(Instant version, model::VendorRow row) {
    auto [known, is_new] = rows_.try_emplace(row.record, version, row);
    if (!is_new && known->second.first <= version) known->second = {version, std::move(row)};
}

/// Past what there is nothing of.
void ToastAudit::go_on_after_days(Step step) {
    if (day_ < to_)
        day_ = day_after(day_);
    else
        go_on(step);
}

void ToastAudit::go_on(Step step) {
    step_ = step;
    if (step_ == Step::refunds || step_ == Step::orders) day_ = from_;
    if (step_ == Step::payments && payments_.empty()) step_ = Step::single_orders;
    if (step_ == Step::single_orders && single_orders_.empty()) next_restaurant();
}

void ToastAudit::next_restaurant() {
    for (auto& [record, row] : rows_) all_.insert_or_assign(record, std::move(row));
    rows_.clear();
    seen_.clear();
    payments_.clear();
    single_orders_.clear();
    names_ = {};
    walk_.restart(settings_->page_size);
    step_ = Step::restaurant;
    ++location_;
}

std::vector<model::VendorRow> ToastAudit::rows() {
    std::vector<model::VendorRow> rows;
    rows.reserve(all_.size());
    for (auto& [record, row] : all_) rows.push_back(std::move(row.second));
    all_.clear();
    return rows;
}

}  // namespace regulars::sources::toast
