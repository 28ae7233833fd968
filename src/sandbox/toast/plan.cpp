// What each step does to an order.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/plan.hpp"

#include <algorithm>

namespace regulars::sandbox::toast {
namespace {

void set_status(Check& check, Fulfillment status, Millis now) {
    for (auto& selection : check.selections) {
        if (selection.voided) continue;
        selection.status = status;
        selection.modified = now;
        for (auto& modifier : selection.modifiers) modifier.status = status;
    }
}

Minor paid_of(const Check& check) {
    Minor sum = 0;
    for (auto& payment : check.payments) {
        if (payment.holds()) sum += payment.amount;
    }
    return sum;
}

/// Pays what is still due.
void add_payment(const Order& order, Check& check, PaymentType type, Millis now) {
    Minor missing = check.due() - paid_of(check);
    if (missing <= 0) return;
    Payment payment{.type = type, .amount = missing, .paid = now};
    for (auto& other : order.checks) payment.number += std::uint32_t(other.payments.size());
    if (type == PaymentType::credit) payment.status = PaymentStatus::authorized;
    check.payments.push_back(payment);
}

void void_selection(Selection& selection, Millis now) {
    selection.voided = true;
    selection.voided_at = selection.modified = now;
    for (auto& modifier : selection.modifiers) void_selection(modifier, now);
}

void close(Order& order, Check& check, Millis now) {
    if (check.status == CheckStatus::closed || !check.is_live()) return;
    check.status = CheckStatus::closed;
    check.closed = now;
    check.modified = now;
    bool all = std::ranges::all_of(
        order.checks, [](auto& c) { return !c.is_live() || c.status == CheckStatus::closed; });
    if (all) order.closed = now;
}

void refund(Check& check, Payment& payment, const Step& step, Millis now) {
    if (payment.refund_status == RefundStatus::full) return;
    payment.refunded = std::min(payment.amount, payment.refunded + step.amount);
    payment.tip_refunded = std::min(payment.tip, payment.tip_refunded + step.tip);
    payment.refunded_at = now;
    payment.refund_status =
        payment.refunded >= payment.amount ? RefundStatus::full : RefundStatus::partial;
    // The money goes back for one line, where one is worth as much.
    for (auto& selection : check.selections) {
        if (selection.refunded != 0 || selection.price + selection.tax < step.amount) continue;
        selection.refunded = step.amount;
        break;
    }
}

void apply(Order& order, const Step& step, const std::vector<Check>& moved) {
    Millis now = step.time();
    order.modified = std::max(order.modified, now);
    Check* check = step.check < order.checks.size() ? &order.checks[step.check] : nullptr;
    if (check != nullptr) check->modified = now;
    // The first payment that holds.
    auto payment = [&]() -> Payment* {
        if (check == nullptr) return nullptr;
        auto found = std::ranges::find_if(check->payments, &Payment::holds);
        return found == check->payments.end() ? nullptr : &*found;
    };
    switch (step.kind) {
        case StepKind::create:
        case StepKind::touch:
            break;
        case StepKind::approve:
            order.approval = Approval::approved;
            break;
        case StepKind::refuse:
            order.approval = Approval::not_approved;
            break;
        case StepKind::pay:
            for (auto& one : order.checks) {
                if (!one.is_live() || one.status != CheckStatus::open) continue;
                one.modified = one.paid = now;
                add_payment(order, one, PaymentType(step.part), now);
                one.status = CheckStatus::paid;
            }
            order.paid = now;
            break;
        case StepKind::close:
            for (auto& one : order.checks) close(order, one, now);
            break;
        case StepKind::close_out:
            for (auto& one : order.checks) {
                one.modified = now;
                close(order, one, now);
                for (auto& p : one.payments) {
                    if (p.status == PaymentStatus::authorized) p.status = PaymentStatus::captured;
                }
            }
            break;
        case StepKind::reopen:
            if (check == nullptr || !check->is_live()) break;
            check->status = CheckStatus::open;
            check->closed = order.closed = 0;
            break;
        case StepKind::start:
            for (auto& one : order.checks) set_status(one, Fulfillment::sent, now);
            break;
        case StepKind::ready:
            for (auto& one : order.checks) set_status(one, Fulfillment::ready, now);
            break;
        case StepKind::ready_one:
            if (check != nullptr && step.part < check->selections.size()) {
                check->selections[step.part].status = Fulfillment::ready;
                check->selections[step.part].modified = now;
            }
            break;
        case StepKind::dispatch:
            order.delivery = DeliveryState::picked_up;
            order.dispatched = now;
            break;
        case StepKind::deliver:
            order.delivery = DeliveryState::delivered;
            order.delivered = now;
            break;
        case StepKind::tip:
            if (auto* p = payment(); p != nullptr && p->tip == 0) p->tip = step.amount;
            break;
        case StepKind::loyalty:
            if (check != nullptr) check->loyalty = std::uint32_t(step.amount);
            break;
        case StepKind::contact:
            if (check != nullptr) check->customer.contact = Contact::details;
            break;
        case StepKind::void_selection:
            if (check != nullptr && step.part < check->selections.size())
                void_selection(check->selections[step.part], now);
            break;
        case StepKind::void_check:
            if (check == nullptr) break;
            check->voided = true;
            check->voided_at = now;
            for (auto& selection : check->selections) void_selection(selection, now);
            if (std::ranges::all_of(order.checks, [](auto& c) { return c.voided; })) {
                order.voided = true;
                order.voided_at = now;
            }
            break;
        case StepKind::void_payment:
            if (auto* p = payment(); p != nullptr && p->refunded == 0) {
                p->status = PaymentStatus::voided;
                p->voided_at = now;
                add_payment(order, *check, PaymentType::cash, now);
            }
            break;
        case StepKind::refund:
            if (auto* p = payment()) refund(*check, *p, step, now);
            break;
        case StepKind::absorb:
            for (Check one : moved) {
                one.modified = now;
                for (auto& selection : one.selections) selection.modified = now;
                order.checks.push_back(std::move(one));
            }
            break;
        case StepKind::remove:
            order.deleted = true;
            order.deleted_at = now;
            for (auto& one : order.checks) {
                one.deleted = true;
                one.deleted_at = one.modified = now;
            }
            break;
    }
}

}  // namespace

void Plan::each_version(std::size_t count,
                        const std::function<void(const Order&, const Step&)>& visit) const {
    Order order = first;
    for (std::size_t i = 0; i < count && i < steps.size(); ++i) {
        if (i > 0) apply(order, steps[i], moved);
        visit(order, steps[i]);
    }
}

Order Plan::at(std::size_t version) const {
    Order order = first;
    for (std::size_t i = 1; i <= version && i < steps.size(); ++i) apply(order, steps[i], moved);
    return order;
}

}  // namespace regulars::sandbox::toast
