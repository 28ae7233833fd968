// Opens the file, keeps the writer and the readers, and notices calls from inside a callback.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/sqlite_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <thread>

#include "store/sqlite/failure.hpp"
#include "store/sqlite/migration.hpp"
#include "store/sqlite/newcomers.hpp"
#include "store/sqlite/stored_enums.hpp"

namespace regulars::store {

Result<std::unique_ptr<Store>> open_sqlite(SqliteOptions options) {
    return sqlite::SqliteStore::open(std::move(options));
}

namespace sqlite {
namespace {

// Events are about 500 bytes. Measured over 360,000: pages of 8 KiB write a fifth more bytes than
// those of 4 KiB for 6 % less processor time; see docs/decisions/0003-ingest-speed.md.
constexpr int page_bytes = 4096;

/// The store whose callback this thread runs.
thread_local const SqliteStore* running = nullptr;

/// Makes the file readable by its owner alone before SQLite makes it for everybody; the log and
/// the shared memory take its permissions. What cannot be made SQLite reports when it opens it.
void make_private(const std::filesystem::path& file) {
    if (int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600); fd >= 0)
        ::close(fd);
}

/// How long to wait before asking again for what SQLite does not wait for itself.
constexpr Duration pause = 10ms;

Result<void> use_wal(Connection& db, Duration busy_timeout) {
    TRY(db.execute(fmt::format("PRAGMA page_size = {}", page_bytes)));
    auto change = [&]() -> Result<std::string> {
        Query query(db, "PRAGMA journal_mode = WAL");
        TRY(query.next());
        return std::string(query.text(0));
    };
    // It is refused at once while another process opens the file.
    auto mode = change();
    for (Duration waited{}; !mode && is_held_by_another(mode.error()) && waited < busy_timeout;
         waited += pause) {
        std::this_thread::sleep_for(pause);
        mode = change();
    }
    if (TRY(std::move(mode)) != "wal")
        return fail(ErrorKind::unavailable,
                    "this file system cannot share memory between processes: keep the database on "
                    "a local disk");
    return {};
}

}  // namespace

Result<std::unique_ptr<Connection>> open_connection(const SqliteOptions& options, Access access) {
    if (access == Access::write) make_private(options.file);
    auto db = TRY(Connection::open(options.file, access, options.busy_timeout));
    if (access == Access::write) TRY(use_wal(*db, options.busy_timeout));
    std::size_t cache = access == Access::write ? options.cache_bytes : options.cache_bytes / 4;
    TRY(db->execute(
        fmt::format("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cache_size = -{}; "
                    "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = {}; "
                    "PRAGMA journal_size_limit = {};",
                    cache >> 10, checkpoint_pages, 2 * checkpoint_pages * page_bytes)));
    if (access == Access::write && options.max_bytes > 0)
        TRY(db->execute(fmt::format("PRAGMA max_page_count = {}", options.max_bytes / page_bytes)));
    if (access == Access::read) TRY(db->execute("PRAGMA query_only = ON"));
    return db;
}

Result<std::unique_ptr<Store>> SqliteStore::open(SqliteOptions options) {
    REGULARS_ASSERT(options.readers > 0, "a store needs a read connection");
    auto located = [&](Error error) {
        if (error.where.empty()) error.where = options.file.string();
        return std::unexpected(std::move(error));
    };
    auto opened = [&]() -> Result<std::unique_ptr<Store>> {
        auto db = TRY(open_connection(options, Access::write));
        int version = TRY(migrate(*db));
        db->leave_log();
        auto checkpointer = TRY(open_connection(options, Access::write));
        auto writer = std::make_unique<Seat>(std::move(db), options);
        std::vector<std::unique_ptr<Seat>> readers;
        for (int i = 0; i < options.readers; ++i)
            readers.push_back(
                std::make_unique<Seat>(TRY(open_connection(options, Access::read)), options));
        return std::unique_ptr<Store>(new SqliteStore(options, version, std::move(writer),
                                                      std::move(checkpointer), std::move(readers)));
    }();
    if (!opened) return located(std::move(opened).error());
    return opened;
}

Work SqliteStore::guarded(const Work& work) const {
    REGULARS_ASSERT(running != this, "the store was called from inside its own read or write");
    return [this, &work](Transaction& transaction) {
        const SqliteStore* outer = std::exchange(running, this);
        auto result = work(transaction);
        running = outer;
        return result;
    };
}

Result<void> SqliteStore::write(const Work& work) { return writer_.write(guarded(work)); }
Result<void> SqliteStore::read(const Work& work) { return readers_.read(guarded(work)); }
std::unique_ptr<PreparedNewcomers> SqliteStore::prepare(
    std::size_t count, const std::function<Newcomer(std::size_t)>& newcomer) const {
    return std::make_unique<SqliteNewcomers>(count, newcomer, options_.hash);
}
Result<void> SqliteStore::backup(const std::filesystem::path& file) {
    return back_up(options_, file);
}
Result<std::vector<std::string>> SqliteStore::check() { return findings(options_); }

}  // namespace sqlite
}  // namespace regulars::store
