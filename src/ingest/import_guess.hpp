// What the columns of a file probably are, by their headers and first cells.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ingest/import_cells.hpp"
#include "model/import.hpp"

namespace regulars::ingest {

/// Headers are known in English, Spanish, French and Korean, and as Klaviyo, Mailchimp, Toast and
/// OpenTable export them. A field goes to the first column that names it; other columns become
/// properties named by their header, of the type that all their first cells have. `samples` are
/// rows.
std::vector<model::ImportColumn> guess_columns(std::span<const std::string> headers,
                                               std::span<const std::vector<std::string>> samples,
                                               const CellRules& rules);

}  // namespace regulars::ingest
