// Connections and statements over SQLite's C interface.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/connection.hpp"

#include <sqlite3.h>

#include "store/sqlite/failure.hpp"

namespace regulars::store::sqlite {
namespace {

/// SQLite counts each allocation under one lock of the whole process unless told not to before its
/// first use; nobody reads those counts.
void stop_counting_memory() {
    [[maybe_unused]] static const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file,
                                                     Access access, Duration busy_timeout) {
    stop_counting_memory();
    // Readers open for writing too: WAL needs its shared memory; query_only keeps them from
    // writing.
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (access == Access::write) flags |= SQLITE_OPEN_CREATE;
    sqlite3* handle = nullptr;
    int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
    std::unique_ptr<Connection> connection(new Connection(handle, access, file));
    if (code != SQLITE_OK) return std::unexpected(connection->failure(code));
    sqlite3_busy_timeout(
        handle, int(std::chrono::duration_cast<std::chrono::milliseconds>(busy_timeout).count()));
    return connection;
}

Connection::~Connection() {
    for (auto& [sql, cached] : cache_) sqlite3_finalize(cached.statement);
    int code = sqlite3_close(handle_);
    REGULARS_ASSERT(code == SQLITE_OK, "a statement outlived its connection");
}

Error Connection::failure(int code) const {
    return sqlite::failure(code, handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code), file_);
}

Error Connection::failed(int code) {
    Error error = failure(code);
    if (began_ && sqlite3_get_autocommit(handle_)) abandoned_ = error;
    return error;
}

Result<void> Connection::execute(const std::string& script) {
    int code = sqlite3_exec(handle_, script.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return std::unexpected(failed(code));
    return {};
}

Result<void> Connection::begin() {
    abandoned_.reset();
    began_ = false;
    TRY(run(*this, access_ == Access::write ? "BEGIN IMMEDIATE" : "BEGIN"));
    began_ = true;
    return {};
}

Result<void> Connection::commit() {
    auto committed = run(*this, "COMMIT");
    if (!committed) {
        rollback();
        return std::unexpected(std::move(committed).error());
    }
    began_ = false;
    return {};
}

void Connection::rollback() {
    began_ = false;
    abandoned_.reset();
    if (sqlite3_get_autocommit(handle_)) return;
    auto rolled_back = run(*this, "ROLLBACK");
    // Without a way back the next commit would carry a part of what failed.
    REGULARS_ASSERT(rolled_back || sqlite3_get_autocommit(handle_),
                    "a transaction cannot be rolled back");
}

bool Connection::is_in_transaction() const { return began_ && !sqlite3_get_autocommit(handle_); }

Result<void> Connection::still_open() const {
    if (abandoned_) return std::unexpected(*abandoned_);
    return {};
}

void Connection::leave_log() {
    auto note = [](void* self, sqlite3*, const char*, int pages) {
        static_cast<Connection*>(self)->log_pages_ = pages;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(handle_, note, this);
}

std::int64_t Connection::changes() const { return sqlite3_changes64(handle_); }

void Query::start(Sql sql) {
    Connection& c = connection_;
    if (c.abandoned_) {
        failed_ = c.abandoned_;
        return;
    }
    auto& cached = c.cache_[sql];
    if (!cached.statement || cached.is_busy) {
        int code =
            sqlite3_prepare_v3(c.handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
        if (code != SQLITE_OK) {
            failed_ = c.failed(code);
            return;
        }
        if (cached.is_busy) return;
        cached.statement = statement_;
    }
    REGULARS_ASSERT(c.access_ == Access::write || sqlite3_stmt_readonly(cached.statement),
                    "a read transaction must not write");
    cached.is_busy = true;
    cached_ = &cached;
    statement_ = cached.statement;
}

Query::~Query() {
    if (!cached_) {
        sqlite3_finalize(statement_);
        return;
    }
    sqlite3_reset(statement_);  // its code repeats the step's, which was passed on then
    sqlite3_clear_bindings(statement_);
    cached_->is_busy = false;
}

Result<bool> Query::next() {
    if (failed_) return std::unexpected(*failed_);
    int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    failed_ = connection_.failed(code);
    return std::unexpected(*failed_);
}

Result<std::int64_t> Query::run() {
    while (TRY(next())) {
    }
    return connection_.changes();
}

void Query::bind(std::int64_t n) {
    if (statement_) sqlite3_bind_int64(statement_, ++bound_, n);
}
void Query::bind(double n) {
    if (statement_) sqlite3_bind_double(statement_, ++bound_, n);
}
void Query::bind(std::nullopt_t) { ++bound_; }  // parameters start as NULL
void Query::bind(std::string_view text) {
    if (!statement_) return;
    int code =
        sqlite3_bind_text64(statement_, ++bound_, text.data() ? text.data() : "", text.size(),
                            copies_texts_ ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8);
    if (code != SQLITE_OK) failed_ = connection_.failed(code);
}
void Query::bind(Blob blob) {
    if (!statement_) return;
    int code =
        sqlite3_bind_blob64(statement_, ++bound_, blob.bytes.data() ? blob.bytes.data() : "",
                            blob.bytes.size(), copies_texts_ ? SQLITE_TRANSIENT : SQLITE_STATIC);
    if (code != SQLITE_OK) failed_ = connection_.failed(code);
}

bool Query::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_, column); }
double Query::real(int column) const { return sqlite3_column_double(statement_, column); }
std::string_view Query::text(int column) const {
    auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (!bytes) {
        REGULARS_ASSERT(is_null(column), "memory ran out while a text was read");
        return {};
    }
    return {bytes, std::size_t(sqlite3_column_bytes(statement_, column))};
}

}  // namespace regulars::store::sqlite
