// Asks the kernel what was used, and SQLite what is there.
// SPDX-License-Identifier: Apache-2.0
#include "measuring.hpp"

#include <chrono>

#include <sqlite3.h>
#include <sys/resource.h>

namespace regulars::bench {

Cost Cost::now() {
    double cpu = 0;
    for (int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage usage{};
        getrusage(who, &usage);
        for (auto& time : {usage.ru_utime, usage.ru_stime})
            cpu += double(time.tv_sec) + double(time.tv_usec) / 1e6;
    }
    return {
        std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(),
        cpu};
}

Cost Cost::since(const Cost& start) {
    Cost end = now();
    return {end.seconds - start.seconds, end.cpu_seconds - start.cpu_seconds};
}

std::int64_t number(const std::filesystem::path& database, const char* sql) {
    sqlite3* db = nullptr;
    sqlite3_stmt* statement = nullptr;
    require(sqlite3_open(database.c_str(), &db) == SQLITE_OK &&
                sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW,
            sql);
    auto n = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return n;
}

void run_sqlite_shell(const std::filesystem::path& database, const std::filesystem::path& script) {
    require(
        std::system(fmt::format("sqlite3 {} < {} > /dev/null", database.string(), script.string())
                        .c_str()) == 0,
        "the sqlite3 shell failed");
}

}  // namespace regulars::bench
