// Which order at the tills paid for which reservation: a pure matching, and who follows it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/ingest.hpp"

namespace regulars::ingest {

/// A completed reservation of one party, or an order that somebody of it paid for.
struct Visit {
    std::string unique_id;
    Instant at;  // the reservation's scheduled time, or the order's
    bool operator==(const Visit&) const = default;
};

/// How long before and after a reservation's scheduled time an order may be its own.
struct MatchWindow {
    Duration before = 30min, after = 6h;
};

/// Whether an order may be a reservation's at all, by their indices.
using Fits = std::function<bool(std::size_t reservation, std::size_t order)>;

/// For each reservation that has one the index of its order, of those that fit (null: all do): the
/// nearest pairs first, ties by unique id, each order once. By reservation's index. A pure function
/// of the two, whatever their order.
std::map<std::size_t, std::size_t> match_visits(std::span<const Visit> reservations,
                                                std::span<const Visit> orders,
                                                const Fits& fits = nullptr,
                                                MatchWindow window = {});

/// Orders that may say what reservations were worth.
struct OrderSource {
    IntegrationId orders;
    std::string place;  // which of them are meant: where it is another, everybody is looked at anew
    std::function<bool(const model::Event& order)> fits;
};
/// What one integration with reservations takes values from.
struct MatchWish {
    IntegrationId reservations;
    std::vector<OrderSource> from;
};

// What a matched event says of its value, behind its other properties.
inline constexpr std::string_view value_source_property = "Value Source";
inline constexpr std::string_view value_source_word = "Matched POS order";
inline constexpr std::string_view matched_order_property = "Matched Order";

/// Properties with the mark of a match, and without it.
std::string marked(std::string_view properties, std::string_view order_unique_id);
std::string_view unmarked(std::string_view properties);
inline bool is_marked(std::string_view properties) {
    return unmarked(properties).size() != properties.size();
}

/// Gives completed reservations that have no value of OpenTable's own the value of the same party's
/// order: of the same person, or of one with the same phone; each order once in the account. It
/// follows the account's change log and keeps its place as the cursor "pos_match" of the first
/// integration with reservations, moved in the transaction that changes events. A change in what is
/// wished looks at everybody again; without any wish, what was matched is taken back. Thread-safe
/// as far as its store is.
class PosMatcher {
  public:
    PosMatcher(store::Store& store, Clock& clock) : store_(store), clock_(clock) {}

    struct Followed {
        std::int64_t matched = 0, changed = 0, taken_back = 0;
    };
    /// Until it has caught up. `wishes`: of all integrations with reservations, also of those that
    /// take no values, always in the same order. Errors: conflict (somebody else follows),
    /// cancelled, and the store's.
    Result<Followed> follow(AccountId account, std::vector<MatchWish> wishes,
                            std::stop_token stop = {});

  private:
    store::Store& store_;
    Clock& clock_;
};

}  // namespace regulars::ingest
