// The endpoints of all resources together.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/router.hpp"

namespace regulars::api {

/// Table by table; no two are of the same method and pattern.
const std::vector<Route>& all_routes();

}  // namespace regulars::api
