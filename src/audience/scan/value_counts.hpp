// Which values a property really has, and how many events or people have each.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audience/columns/columns.hpp"
#include "audience/index.hpp"

namespace regulars::audience {

/// See Index::values.
std::vector<ValueCount> values_of(const Columns& columns, const ValueQuestion& question);

}  // namespace regulars::audience
