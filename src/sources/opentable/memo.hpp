// What is remembered of a reservation: which events it was given, and when they happened.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/money.hpp"
#include "base/time.hpp"

namespace regulars::sources::opentable {

/// Times of events once given; they never move. `value_given` is the unlisted value event.
struct Memo {
    std::string guest;  // the last guest it had, as in the payload
    std::optional<Instant> created, confirmed, completed, cancelled, no_show;
    std::optional<Money> value;
    bool value_given = false;
    std::string excerpt;  // of a malformed version

    bool has_events() const { return created || confirmed || completed || cancelled || no_show; }
    bool operator==(const Memo&) const = default;
};

std::string to_json(const Memo& memo);
/// Reads what to_json wrote; what it cannot read is as if never written.
Memo memo_from(std::string_view json);

}  // namespace regulars::sources::opentable
