// Suppression: why an address gets no marketing, whatever its owner agreed to.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "model/consent.hpp"

namespace regulars::model {

/// The strongest first: deliverability outranks people's words, which outrank other systems'.
enum class SuppressionReason {
    hard_bounce,
    soft_bounces,
    invalid_email,
    spam_complaint,
    user_suppressed,
    prior_esp
};
std::string_view name_of(SuppressionReason reason);
Result<SuppressionReason> suppression_reason_named(std::string_view name);

/// About mail that cannot arrive: agreeing again does not change that.
bool is_about_delivery(SuppressionReason reason);

/// What is known of one address and reason. Lines only ever move forward in time, so they may come
/// in any order. The address is in matching form: email lower-cased, phone in E.164.
struct Suppression {
    Channel channel = Channel::email;
    std::string address;
    SuppressionReason reason = SuppressionReason::user_suppressed;
    std::optional<Instant> suppressed_at;  // the latest time it was suppressed
    std::optional<Instant> lifted_at;      // the latest time it was lifted
    std::string method;                    // of what suppressed it: "api", "import" …
    std::string source;
    bool operator==(const Suppression&) const = default;
};

/// Whether it holds for somebody who last agreed to the channel at `agreed_at`. Lifted or agreed at
/// the same instant: it holds.
bool holds(const Suppression& suppression, std::optional<Instant> agreed_at);

/// The form in which suppressions have an address: email trimmed and lower-cased.
std::string matching_form(Channel channel, std::string_view address);
/// Whether a suppression of one of somebody's addresses counts where `address`, in matching form,
/// is written to: of what mail cannot reach it must be this one, of a person's words it may be any.
bool concerns(const Suppression& suppression, std::string_view address);

/// The person's own latest agreement to a channel in a ledger, whatever came after; lines of other
/// channels and vendors do not count.
std::optional<Instant> agreed_at(std::span<const ConsentEntry> ledger, Channel channel);

}  // namespace regulars::model
