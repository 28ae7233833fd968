// Names of roles.
// SPDX-License-Identifier: Apache-2.0
#include "model/account.hpp"

#include "model/naming.hpp"

namespace regulars::model {
namespace {
constexpr Names<Role, 3> roles{{{Role::owner, "owner"}, {Role::admin, "admin"}, {Role::analyst, "analyst"}}};
}

std::string_view name_of(Role role) { return roles.name(role); }
Result<Role> role_named(std::string_view name) { return roles.find(name, "role"); }

}  // namespace regulars::model
