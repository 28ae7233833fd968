// What SQLite's result codes mean to a person.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

#include "base/error.hpp"

namespace regulars::store::sqlite {

/// `code` is an extended result code; `detail` is SQLite's own words, which name tables and columns
/// but never values.
Error failure(int code, std::string_view detail, const std::filesystem::path& file);
/// Whether a failure passes when the other process is done.
bool is_held_by_another(const Error& error);

}  // namespace regulars::store::sqlite
