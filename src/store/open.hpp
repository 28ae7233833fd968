// Opens the store that a data folder or a connection URL names.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.hpp"

namespace regulars::store {

struct SqliteOptions {
    std::filesystem::path file;
    int readers = 4;                       // read connections
    std::size_t cache_bytes = 32u << 20;   // of the writer; readers take a quarter each
    Duration busy_timeout = 10s;           // waiting for another process's write
};

/// Opens or makes the database and brings its schema up to date. Errors: unavailable (cannot be
/// opened or written: the message says what to do), conflict (made by a newer version).
Result<std::unique_ptr<Store>> open_sqlite(SqliteOptions options);

}  // namespace regulars::store
