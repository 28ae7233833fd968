// Who orders, and what Toast learns of them: the world's people under a guid, with or without
// address.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sandbox/toast/order.hpp"
#include "sandbox/world.hpp"

namespace regulars::sandbox::toast {

/// How a person shows themselves; the same for all of their orders, so that who is one person never
/// depends on the order of reading.
struct Habit {
    bool has_guid = true;
    /// A member of a loyalty programme: known by guid only, until `known_from`.
    bool is_member = false;
    bool has_email = false, has_phone = false;
    Seconds known_from = 0;
};

/// Thread-safe once made.
class Patrons {
  public:
    Patrons(const World& world, Seconds begins, Seconds ends);

    Habit habit(std::uint32_t person) const;
    std::string guid(std::uint32_t person) const;
    std::string first_name(std::uint32_t person) const;
    std::string last_name(std::uint32_t person) const;  // may be empty
    std::string email(std::uint32_t person) const;      // as typed; in one way for a person
    /// National digits, with dashes where they are wished and usual.
    std::string phone(std::uint32_t person, bool dashes) const;
    std::string e164(std::uint32_t person) const;
    std::string_view calling_code(std::uint32_t person) const;
    const Person& person(std::uint32_t index) const { return world_.people()[index]; }

  private:
    std::uint64_t look(std::uint32_t person) const;
    const World& world_;
    Seconds begins_, ends_;
    std::uint32_t founders_;                    // people there were before the first day
    std::vector<std::uint32_t> last_of_homes_;  // founders who may yet come to share a phone
};

}  // namespace regulars::sandbox::toast
