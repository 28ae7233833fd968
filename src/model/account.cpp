// Names of roles and of segments' days.
// SPDX-License-Identifier: Apache-2.0
#include "model/account.hpp"

#include "model/naming.hpp"

namespace regulars::model {
namespace {
constexpr Names<Role, 3> roles{
    {{Role::owner, "owner"}, {Role::admin, "admin"}, {Role::analyst, "analyst"}}};
constexpr Names<SegmentDays, 2> segment_days{
    {{SegmentDays::account, "account"}, {SegmentDays::utc, "utc"}}};
}  // namespace

std::string_view name_of(Role role) { return roles.name(role); }
Result<Role> role_named(std::string_view name) { return roles.find(name, "role"); }

std::string_view name_of(SegmentDays days) { return segment_days.name(days); }
Result<SegmentDays> segment_days_named(std::string_view name) {
    return segment_days.find(name, "zone of segments' days");
}

}  // namespace regulars::model
