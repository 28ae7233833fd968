// The encoding of a CSV file, where somebody says it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/csv.hpp"

namespace regulars {

/// By its name, whatever its case, blanks and hyphens. Errors: invalid, naming them all.
Result<CsvEncoding> csv_encoding_named(std::string_view name);
/// The form of a file in that encoding: reads its beginning only. Errors: invalid (empty), and the
/// source's.
Result<CsvForm> csv_form_in(ByteSource& source, CsvEncoding encoding);

}  // namespace regulars
