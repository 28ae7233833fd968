// Opens the store that a data folder or a connection URL names.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/crypto.hpp"
#include "store/store.hpp"

namespace regulars::store {

using Hash = std::int64_t (*)(std::string_view);

struct SqliteOptions {
    std::filesystem::path file;
    int readers = 4;                      // read connections
    std::size_t cache_bytes = 32u << 20;  // of the writer; readers take a quarter each
    Duration busy_timeout = 10s;          // waiting for another process's write
    std::int64_t max_bytes = 0;           // a larger file is refused as a full disk is; 0: no limit
    std::int64_t fold_after = 32'768;     // recent entries of an account before they are folded
    Hash hash = &hash64;                  // of unique keys; another one only in tests of collisions
};

/// Opens or makes the database and brings its schema up to date. Errors: unavailable (cannot be
/// opened or written: the message says what to do), conflict (made by a newer version).
Result<std::unique_ptr<Store>> open_sqlite(SqliteOptions options);

}  // namespace regulars::store
