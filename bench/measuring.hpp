// What benchmarks share: what a stretch of work costs, one number out of a database.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

#include "require.hpp"

namespace regulars::bench {

/// Time on the wall, and processor time of all threads and of children that have ended.
struct Cost {
    double seconds = 0, cpu_seconds = 0;
    static Cost now();
    static Cost since(const Cost& start);
};

/// The first column of the first row.
std::int64_t number(const std::filesystem::path& database, const char* sql);
/// Runs the sqlite3 shell on a script, as one would by hand.
void run_sqlite_shell(const std::filesystem::path& database, const std::filesystem::path& script);

}  // namespace regulars::bench
