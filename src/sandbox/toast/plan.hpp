// The life of one order, planned whole when its day is planned: how it began, and every later
// change.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sandbox/records.hpp"
#include "sandbox/toast/order.hpp"

namespace regulars::sandbox::toast {

enum class StepKind : std::uint8_t {
    create,
    approve,
    refuse,
    pay,        // whatever is not paid yet; `part` is the PaymentType
    close,      // checks that are paid or open
    close_out,  // the nightly one: captures, and closes what nobody closed
    reopen,
    start,
    ready,      // the kitchen takes the lines, and has them ready
    ready_one,  // `part`: the selection
    dispatch,
    deliver,
    tip,             // `amount` on the first payment that holds
    loyalty,         // `amount`: account + 1
    contact,         // the guest's details come to the check
    void_selection,  // `part`: its place in the check
    void_check,
    void_payment,  // takes the first payment that holds back, and pays anew in cash
    refund,        // `amount` more of the first payment that holds; `tip` of its tip
    absorb,        // another order's check comes to this one
    remove,        // this order is deleted
    touch          // a new version and nothing to see
};

/// One change, which makes one version. Times ascend and differ by at least a second.
struct Step {
    Seconds at = 0;
    std::uint16_t ms = 0;
    StepKind kind = StepKind::touch;
    std::uint8_t check = 0, part = 0;
    Minor amount = 0, tip = 0;

    Millis time() const { return Millis(at) * 1000 + ms; }
};

struct Plan {
    Order first;               // as the first step leaves it
    std::vector<Step> steps;   // the first is `create`; at most 40
    std::vector<Check> moved;  // the check that `absorb` brings, at most one

    /// The order after the steps 0 … `version`.
    Order at(std::size_t version) const;
    /// Visits the order as it was after each of the first `count` steps.
    void each_version(std::size_t count,
                      const std::function<void(const Order&, const Step&)>& visit) const;
};

}  // namespace regulars::sandbox::toast
