// Writes records as the vendor shows them, with the relations that were asked for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/lightspeed/contacts.hpp"
#include "sandbox/lightspeed/dialect.hpp"

namespace regulars::sandbox::lightspeed {

enum class Resource : std::uint8_t { sale, sale_line, customer, ship_to, item, category, shop };
std::string_view name_of(Resource resource);     // "Sale", also the key of its rows
std::string_view id_name_of(Resource resource);  // "saleID"
/// In a path: exactly the name.
std::optional<Resource> resource_named(std::string_view name);

/// Relations to load, dotted ("SaleLines.Item"); a nested one is there with all those above it.
class Relations {
  public:
    /// What the vendor allows; sorted.
    static const std::vector<std::string_view>& allowed(Resource resource);
    /// Reads load_relations: `all`, or a JSON array of names. Errors: invalid, with the vendor's
    /// words.
    static Result<Relations> parse(Resource resource, std::string_view text);

    bool has(std::string_view name) const { return names_.contains(name); }
    std::size_t count() const { return names_.size(); }

  private:
    std::set<std::string, std::less<>> names_;
};

/// Appends the object of one record, with its key when it is given. The record is visible.
void append_row(std::string& out, const ShopWorld& world, Resource resource, Id id, Seconds now,
                const Relations& relations, const DialectFaults& faults);

/// How many records there are, visible or not; ids are 1 … count.
std::size_t count_of(const ShopWorld& world, Resource resource);
bool is_visible(const ShopWorld& world, Resource resource, Id id, Seconds now);
bool is_archived(const ShopWorld& world, Resource resource, Id id, Seconds now);

}  // namespace regulars::sandbox::lightspeed
