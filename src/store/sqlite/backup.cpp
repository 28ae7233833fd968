// Copies the database while it is in use.
// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include "store/sqlite/sqlite_store.hpp"

namespace regulars::store::sqlite {
namespace {

std::unexpected<Error> refused(const char* what, const std::filesystem::path& file) {
    return fail(ErrorKind::unavailable, fmt::format("{}: {}", what, std::strerror(errno)),
                file.string());
}

/// Writes what the system holds back of a file or folder to the disk.
Result<void> sync(const std::filesystem::path& path, int flags) {
    int fd = ::open(path.c_str(), flags | O_CLOEXEC);
    if (fd < 0) return refused("the backup cannot be opened", path);
    int code = ::fsync(fd);
    ::close(fd);
    if (code != 0) return refused("the backup cannot be written to the disk", path);
    return {};
}

/// The source's pages as of one snapshot, into an empty database.
Result<void> copy(Connection& source, Connection& target) {
    sqlite3_backup* backup = sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
    if (!backup) return std::unexpected(target.failure(sqlite3_extended_errcode(target.handle())));
    // All pages in one step: it holds one snapshot, and in WAL mode nobody waits for it.
    int code = sqlite3_backup_step(backup, -1);
    int finished = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE) return std::unexpected(target.failure(code));
    if (finished != SQLITE_OK) return std::unexpected(target.failure(finished));
    return {};
}

Result<void> write_copy(const SqliteOptions& from, const std::filesystem::path& part) {
    auto source = TRY(open_connection(from, Access::read));
    auto target = TRY(Connection::open(part, Access::write, from.busy_timeout));
    // The file is synced as a whole afterwards, and nobody sees it before.
    TRY(target->execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"));
    TRY(copy(*source, *target));
    target.reset();
    return sync(part, O_RDONLY);
}

}  // namespace

Result<void> back_up(const SqliteOptions& from, const std::filesystem::path& to) {
    std::error_code ignored_reason;
    if (std::filesystem::exists(to, ignored_reason))
        return fail(ErrorKind::conflict, "there is a file of that name: choose another",
                    to.string());
    std::string part = to.string() + ".XXXXXX";
    int fd = ::mkostemp(part.data(), O_CLOEXEC);
    if (fd < 0) return refused("the backup cannot be made", to);
    ::close(fd);
    auto written = write_copy(from, part);
    // link refuses an existing file, which rename would replace.
    if (written && ::link(part.c_str(), to.c_str()) != 0)
        written =
            errno == EEXIST
                ? Result<void>(fail(ErrorKind::conflict,
                                    "there is a file of that name: choose another", to.string()))
                : Result<void>(refused("the backup cannot be named", to));
    ::unlink(part.c_str());
    TRY(std::move(written));
    auto folder = to.parent_path();
    return sync(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
}

}  // namespace regulars::store::sqlite
