// What a page teaches of guests, and what was remembered of them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ingest/batch.hpp"
#include "sources/toast/memo.hpp"
#include "sources/toast/order.hpp"

namespace regulars::sources::toast {

std::string guest_record_key(std::string_view guid);  // "guest/{guid}"

/// The guests of one page. Orders are shown first, all of them; then mapped. Not thread-safe.
class Guests {
  public:
    using Recall = std::function<const model::SourceRecord*(const std::string& guid)>;
    struct Contact {
        Customer customer;
        Instant as_of;
        OrderPlace shown_by;
        std::string country;  // of the restaurant that shows it; empty when it has told none
    };

    explicit Guests(Recall recall) : recall_(std::move(recall)) {}

    /// Notes every guest of whom the order shows an email or phone, whether it counts or not.
    void show(const Order& order, const std::string& restaurant, const std::string& country);
    /// As shown on this page, or null.
    const Contact* contact(const std::string& guid) const;
    /// A person stands under this guest's key already.
    bool is_person(const std::string& guid);
    /// Of one whose contact is known: it has an email.
    bool has_email(const std::string& guid);
    /// The order that shows this guest's contact, where it must be asked for.
    std::optional<OrderPlace> shown_by(const std::string& guid);

    /// A person is made of the guest in this Batch.
    void make_person(const std::string& guid);
    /// The order is to be read again when a contact is known; nothing where one is.
    void wait(const std::string& guid, const OrderPlace& order);
    /// Remembers what changed; adds the orders that waited for it to `again`, and counts those that
    /// waited beyond the most that are remembered.
    std::int64_t finish(ingest::Batch& out, std::vector<OrderPlace>& again);

  private:
    struct Entry {
        std::optional<GuestState> state;
        GuestMemo memo;
        std::int64_t version = 0;
        std::optional<Contact> contact;
        bool is_changed = false;
    };
    Entry& entry(const std::string& guid);

    Recall recall_;
    std::map<std::string, Entry> entries_;
};

}  // namespace regulars::sources::toast
