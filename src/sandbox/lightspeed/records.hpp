// What the shops' registers hold. A record carries its whole life; how it stands at an instant is
// asked of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>

#include "sandbox/records.hpp"

namespace regulars::sandbox::lightspeed {

/// Whether something planned for `at` has happened by `now`; 0 never does.
constexpr bool has_come(Seconds at, Seconds now) { return at != 0 && at <= now; }
/// The latest of the given times that has come; 0 for none.
constexpr Seconds latest_of(std::initializer_list<Seconds> times, Seconds now) {
    Seconds latest = 0;
    for (Seconds at : times) {
        if (has_come(at, now)) latest = std::max(latest, at);
    }
    return latest;
}

/// Ids are indices + 1 in every table; 0 stands for none.
using Id = std::uint32_t;

/// The version of an address that a correction gives: another local part at the same domain.
constexpr std::uint32_t corrected_email = 7;

struct Customer {
    std::uint32_t person = 0;
    Seconds created = 0;
    Seconds email_gained = 0;  // until then it had none
    Seconds email_corrected = 0;
    Seconds edited = 0;  // something of the contact that a sync does not read
    Seconds archived = 0;
    Seconds anonymized = 0;
    std::uint32_t look = 0;  // random bits that choose texts and forms
    bool has_email = false;  // from the start
    bool settled = false;    // its address never changes: it may have a twin

    bool is_visible(Seconds now) const { return has_come(created, now); }
    bool is_archived(Seconds now) const {
        return has_come(archived, now) || has_come(anonymized, now);
    }
    bool is_anonymized(Seconds now) const { return has_come(anonymized, now); }
    /// Of the person's addresses; 0 for none.
    std::uint32_t email_version(Seconds now) const {
        if (is_anonymized(now)) return 0;
        if (!has_email) return has_come(email_gained, now) ? 1 : 0;
        return has_come(email_corrected, now) ? corrected_email : 1;
    }
    Seconds contact_stamp(Seconds now) const {
        return latest_of({created, email_gained, email_corrected, edited, anonymized}, now);
    }
    /// Whether an edit of the contact moves the customer's own time stamp too.
    bool moves_with_contact() const { return look % 10 < 3; }
    Seconds stamp(Seconds now) const {
        Seconds own = latest_of({created, archived, anonymized}, now);
        return moves_with_contact() ? std::max(own, contact_stamp(now)) : own;
    }
};

enum class LineKind : std::uint8_t { plain, layaway, workorder, special_order };

struct SaleLine {
    Seconds created = 0;
    Id sale = 0;
    Id item = 0;                       // 0: miscellaneous, named by its note
    Id parent = 0;                     // the line it returns; may be one that nobody ever shows
    std::int32_t quantity = 100;       // hundredths; negative for a return
    std::int32_t price = 0;            // minor units
    std::int32_t normal_price = 0;     // minor units before a price rule; 0 without one
    std::int32_t discount_amount = 0;  // minor units off the line
    std::uint8_t discount_percent = 0;
    std::uint8_t discount = 0;
    std::uint8_t note = 0;  // of a miscellaneous line; 0 for none
    LineKind kind = LineKind::plain;
    bool taxable = true;
};

enum class Paid : std::uint8_t { cash, card, cash_and_card, store_credit };

struct Sale {
    Seconds created = 0;
    Seconds completed = 0;     // 0: stays open
    Seconds backdated = 0;     // when somebody changed the completion time …
    Seconds backdated_to = 0;  // … to this
    Seconds attached = 0;      // when the customer was named; 0: at once
    Seconds changed = 0;       // when another customer took it over
    Seconds voided = 0, archived = 0;
    Seconds edited = 0;  // something a sync does not read
    Id customer = 0, changed_to = 0;
    Id ship_to = 0;
    std::uint32_t first_line = 0;
    std::uint32_t look = 0;
    std::int32_t deposit = 0;  // minor units put on a gift card
    std::uint8_t line_count = 0;
    std::uint8_t shop = 0;              // index
    std::uint8_t discount_percent = 0;  // of the whole sale
    std::uint8_t discount = 0;
    Paid paid = Paid::cash;
    bool returns = false;          // has lines that return something
    bool returned = false;         // somebody brought something of it back
    bool lines_come_late = false;  // while it is open it shows none
    bool is_online = false;

    bool is_visible(Seconds now) const { return created <= now; }
    bool is_completed(Seconds now) const { return has_come(completed, now); }
    bool is_voided(Seconds now) const { return has_come(voided, now); }
    bool is_archived(Seconds now) const { return has_come(archived, now); }
    Id customer_at(Seconds now) const {
        if (has_come(changed, now)) return changed_to;
        return attached != 0 && now < attached ? 0 : customer;
    }
    std::uint32_t lines_shown(Seconds now) const {
        return lines_come_late && !is_completed(now) ? 0 : line_count;
    }
    /// 0 while it is open.
    Seconds complete_time(Seconds now) const {
        if (!is_completed(now)) return 0;
        return has_come(backdated, now) ? backdated_to : completed;
    }
    std::array<Seconds, 8> touches() const {
        return {created, completed, backdated, attached, changed, voided, archived, edited};
    }
    Seconds updated(Seconds now) const {
        return latest_of(
            {created, completed, backdated, attached, changed, voided, archived, edited}, now);
    }
    /// The legacy stamp: last modified while open, from completion on the moment of that.
    Seconds stamp(Seconds now) const { return is_completed(now) ? completed : updated(now); }
};

struct ShipTo {
    Id sale = 0, customer = 0;
    Seconds created = 0;
    Seconds shipped = 0, unshipped = 0, shipped_again = 0;
    Seconds edited = 0;
    std::uint32_t look = 0;

    bool is_visible(Seconds now) const { return created <= now; }
    bool is_shipped(Seconds now) const {
        return has_come(shipped_again, now) ||
               (has_come(shipped, now) && !has_come(unshipped, now));
    }
    Seconds stamp(Seconds now) const {
        return latest_of({created, shipped, unshipped, shipped_again, edited}, now);
    }
};

}  // namespace regulars::sandbox::lightspeed
