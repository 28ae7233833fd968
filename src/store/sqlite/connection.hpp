// One SQLite connection, its cached statements, and typed binding and reading of rows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "base/error.hpp"
#include "base/id.hpp"
#include "base/time.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace regulars::store::sqlite {

enum class Access { read, write };

/// A statement's SQL; must be a literal, because statements are cached by its address.
using Sql = const char*;

/// Bytes that are not text.
struct Blob {
    std::string_view bytes;
};

/// One connection, for one thread at a time.
class Connection {
  public:
    /// Opens (for writing: makes) the file. Errors: unavailable, internal (not a database).
    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file,
                                                    Access access, Duration busy_timeout);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Runs statements without parameters or rows, uncached.
    Result<void> execute(const std::string& script);
    /// Begins a transaction; for writing it waits for other processes at most the busy timeout.
    Result<void> begin();
    /// Commits, or rolls back and says why not.
    Result<void> commit();
    void rollback();
    /// Whether a transaction is open and nothing made SQLite abandon it.
    bool is_in_transaction() const;
    /// Errors: what made SQLite abandon the transaction.
    Result<void> still_open() const;

    /// Rows changed by the last statement that ran to its end.
    std::int64_t changes() const;
    /// From now on commits leave the log to others, and tell its pages instead: see log_pages.
    void leave_log();
    /// Pages in the write-ahead log after the last commit.
    int log_pages() const { return log_pages_; }
    sqlite3* handle() const { return handle_; }
    Error failure(int code) const;

  private:
    friend class Query;
    friend class Statement;
    Connection(sqlite3* handle, Access access, std::filesystem::path file)
        : handle_(handle), access_(access), file_(std::move(file)) {}
    /// Remembers when SQLite itself rolled the transaction back (disk full, input or output error),
    /// so that what follows cannot run outside of it.
    Error failed(int code);

    struct Cached {
        sqlite3_stmt* statement = nullptr;
        bool is_busy = false;
    };
    sqlite3* handle_;
    Access access_;
    std::filesystem::path file_;
    bool began_ = false;
    int log_pages_ = 0;
    std::optional<Error> abandoned_;
    std::unordered_map<Sql, Cached> cache_;
};

/// Says that what is bound outlives the statement's run, so that texts need not be copied.
struct Lasting {};

/// One use of a cached statement; resets it at the end. A second use of the same statement while
/// the first still walks gets a statement of its own.
class Query {
  public:
    template <class... Args>
    Query(Connection& connection, Sql sql, const Args&... args) : connection_(connection) {
        start(sql);
        (bind(args), ...);
    }
    template <class... Args>
    Query(Connection& connection, Lasting, Sql sql, const Args&... args)
        : connection_(connection), copies_texts_(false) {
        start(sql);
        (bind(args), ...);
    }
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    /// Steps to the next row; false at the end.
    Result<bool> next();
    /// Runs to the end and tells how many rows it changed.
    Result<std::int64_t> run();

    /// Reads the row's columns from the left.
    template <class... Fields>
    void into(Fields&... fields) {
        int column = 0;
        (read(column++, fields), ...);
    }
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    /// Valid until the next step.
    std::string_view text(int column) const;

  private:
    void start(Sql sql);
    void bind(std::int64_t n);
    void bind(int n) { bind(std::int64_t(n)); }
    void bind(bool flag) { bind(std::int64_t(flag)); }
    void bind(double n);
    void bind(std::nullopt_t);
    void bind(std::string_view text);
    void bind(Blob blob);
    void bind(const std::string& text) { bind(std::string_view(text)); }
    void bind(const char* text) { bind(std::string_view(text)); }
    void bind(Instant t) { bind(t.us); }
    template <class Tag>
    void bind(Id<Tag> id) {
        bind(id.value);
    }
    template <class T>
    void bind(const std::optional<T>& maybe) {
        maybe ? bind(*maybe) : bind(std::nullopt);
    }
    template <class E>
    requires std::is_enum_v<E>
    void bind(E e) { bind(std::int64_t(e)); }

    double real(int column) const;
    void read(int column, std::int64_t& n) const { n = integer(column); }
    void read(int column, int& n) const { n = int(integer(column)); }
    void read(int column, bool& flag) const { flag = integer(column) != 0; }
    void read(int column, double& n) const { n = real(column); }
    void read(int column, std::string& text_out) const { text_out.assign(text(column)); }
    void read(int column, Instant& t) const { t.us = integer(column); }
    template <class Tag>
    void read(int column, Id<Tag>& id) const {
        id.value = integer(column);
    }
    template <class T>
    void read(int column, std::optional<T>& maybe) const {
        if (is_null(column)) return maybe.reset();
        read(column, maybe.emplace());
    }
    template <class E>
    requires std::is_enum_v<E>
    void read(int column, E& e) const { e = E(integer(column)); }

    Connection& connection_;
    sqlite3_stmt* statement_ = nullptr;
    Connection::Cached* cached_ = nullptr;  // null when the statement is this query's own
    int bound_ = 0;
    bool copies_texts_ = true;
    std::optional<Error> failed_;
};

/// Runs one statement to its end; the number of rows it changed.
template <class... Args>
Result<std::int64_t> run(Connection& connection, Sql sql, const Args&... args) {
    return Query(connection, Lasting{}, sql, args...).run();
}

}  // namespace regulars::store::sqlite
