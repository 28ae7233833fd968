// What a restaurant calls itself, its dining options, revenue centers and services; the last known
// names stay.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/time.hpp"

namespace regulars::sources::toast {

enum class Behavior { unknown, dine_in, take_out, delivery };
/// "Dine In", "Take Out", "Delivery"; empty when unknown.
std::string_view words_of(Behavior behavior);

struct DiningOption {
    std::string name;  // empty: the vendor knows no such option
    Behavior behavior = Behavior::unknown;
    bool operator==(const DiningOption&) const = default;
};

enum class NameList { dining_options, revenue_centers, services };
/// "/config/v2/diningOptions", ….
std::string_view path_of(NameList list);

/// One restaurant's names. At most 1,000 of each list are kept.
class Names {
  public:
    /// Reads what state() wrote; what it cannot read is as if never known.
    static Names from(std::string_view state);
    std::string state() const;

    /// Of GET /restaurants/v1/restaurants/{guid}. Errors: unavailable (no restaurant).
    Result<void> take_restaurant(std::string_view body);
    /// A page of one list, or a single entry. Errors: unavailable (neither).
    Result<void> take(NameList list, std::string_view body);
    /// The vendor knows no such entry: it is not asked for again.
    void take_absence(NameList list, const std::string& guid);

    bool is_known() const { return !restaurant_.empty(); }
    const std::string& restaurant() const { return restaurant_; }
    const Zone& zone() const { return zone_; }
    int closeout_hour() const { return closeout_hour_; }
    const std::optional<Currency>& currency() const { return currency_; }
    /// ISO 3166-1 alpha-2 of its address; empty when it has none.
    const std::string& country() const { return country_; }
    bool knows(NameList list, const std::string& guid) const;
    DiningOption dining_option(const std::string& guid) const;
    /// Empty when unknown.
    std::string name(NameList list, const std::string& guid) const;
    /// The business day at `now`: it rolls at the close-out hour.
    LocalDate business_day(Instant now) const;

  private:
    void keep(NameList list, JsonNode entry);
    std::map<std::string, std::string>& names_in(NameList list) {
        return list == NameList::revenue_centers ? revenue_centers_ : services_;
    }

    std::string restaurant_;
    Zone zone_ = Zone::utc();
    int closeout_hour_ = 4;
    std::optional<Currency> currency_;
    std::string country_;
    std::map<std::string, DiningOption> dining_options_;
    std::map<std::string, std::string> revenue_centers_, services_;
};

}  // namespace regulars::sources::toast
