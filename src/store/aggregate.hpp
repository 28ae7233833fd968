// What all aggregates of the store have in common.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "base/error.hpp"

namespace regulars::store {

template <class T>
using Maybe = Result<std::optional<T>>;
/// Receives rows one at a time; an error stops the walk and is passed on.
template <class T>
using Visit = std::function<Result<void>(const T&)>;

// Every operation names its account; none can reach another's rows. Lists come back in a stated
// order. `add` fills in the id. Errors of all: unavailable (disk full, database locked, read-only),
// internal (the database is damaged); `add` and `update` also conflict (a unique name is taken).

}  // namespace regulars::store
