// The arithmetic of checks, and the vendor's words.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/order.hpp"

namespace regulars::sandbox::toast {

std::string_view name_of(Source source) {
    constexpr std::string_view names[] = {"Online",
                                          "Toast Pickup App",
                                          "Toast Local",
                                          "Branded Online Ordering",
                                          "Branded Mobile App",
                                          "Catering Online Ordering",
                                          "eCommerce Online ordering",
                                          "Google",
                                          "In Store",
                                          "Order-and-Pay-at-Table",
                                          "Toast Tables",
                                          "Kiosk",
                                          "Caller Id",
                                          "Invoice",
                                          "Catering",
                                          "API",
                                          "Drive Thru Lane"};
    return names[std::size_t(source)];
}
std::string_view name_of(Approval approval) {
    constexpr std::string_view names[] = {"NEEDS_APPROVAL", "APPROVED", "FUTURE", "NOT_APPROVED"};
    return names[std::size_t(approval)];
}
std::string_view name_of(Fulfillment status) {
    constexpr std::string_view names[] = {"NEW", "HOLD", "SENT", "READY"};
    return names[std::size_t(status)];
}
std::string_view name_of(DeliveryState state) {
    constexpr std::string_view names[] = {"", "PENDING", "IN_PROGRESS", "PICKED_UP", "DELIVERED"};
    return names[std::size_t(state)];
}
std::string_view name_of(CheckStatus status) {
    constexpr std::string_view names[] = {"OPEN", "PAID", "CLOSED"};
    return names[std::size_t(status)];
}
std::string_view name_of(PaymentType type) {
    constexpr std::string_view names[] = {"CASH", "CREDIT", "GIFTCARD", "OTHER"};
    return names[std::size_t(type)];
}
std::string_view name_of(PaymentStatus status) {
    constexpr std::string_view names[] = {"", "AUTHORIZED", "CAPTURED", "VOIDED", "DENIED"};
    return names[std::size_t(status)];
}
std::string_view name_of(RefundStatus status) {
    constexpr std::string_view names[] = {"NONE", "PARTIAL", "FULL"};
    return names[std::size_t(status)];
}

Minor Check::amount() const {
    Minor sum = 0;
    for (auto& selection : selections) sum += selection.voided ? 0 : selection.price;
    for (auto& charge : charges) sum += charge.is_gratuity ? 0 : charge.amount;
    return sum;
}

Minor Check::tax() const {
    Minor sum = 0;
    for (auto& selection : selections) sum += selection.voided ? 0 : selection.tax;
    return sum;
}

Minor Check::gratuity() const {
    Minor sum = 0;
    for (auto& charge : charges) sum += charge.is_gratuity ? charge.amount : 0;
    return sum;
}

Minor Check::tips() const {
    Minor sum = 0;
    for (auto& payment : payments) sum += payment.holds() ? payment.tip : 0;
    return sum;
}

Minor Order::value() const {
    Minor sum = 0;
    for (auto& check : checks) sum += check.is_live() ? check.due() : 0;
    return sum;
}

}  // namespace regulars::sandbox::toast
