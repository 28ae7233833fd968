// Maps SQLite's result codes to kinds and sentences that say what to do.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/failure.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace regulars::store::sqlite {

namespace {
constexpr std::string_view held =
    "another process holds the database: wait for it to finish, then try again";
}

bool is_held_by_another(const Error& error) {
    return error.kind == ErrorKind::unavailable && error.message.starts_with(held);
}

Error failure(int code, std::string_view detail, const std::filesystem::path& file) {
    auto error = [&](ErrorKind kind, std::string_view sentence) {
        return Error{kind, fmt::format("{} ({})", sentence, detail), file.string()};
    };
    switch (code & 0xff) {
        case SQLITE_FULL:
            return error(ErrorKind::unavailable,
                         "the disk is full: nothing was written; free space where the database is, "
                         "then try again");
        case SQLITE_IOERR:
            return error(ErrorKind::unavailable,
                         "the disk does not read or write: check the disk that holds the database, "
                         "then try again");
        case SQLITE_READONLY:
            return error(ErrorKind::unavailable,
                         "the database cannot be written: give this user write access to the file "
                         "and its folder");
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return error(ErrorKind::unavailable,
                         "the database cannot be opened: its folder must exist and be writable by "
                         "this user");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return error(ErrorKind::unavailable, held);
        case SQLITE_NOMEM:
            return error(ErrorKind::unavailable, "memory ran out: try again with more");
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return error(ErrorKind::internal,
                         "the database is damaged or not one of ours: restore the latest backup in "
                         "its place");
        case SQLITE_CONSTRAINT:
            if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
                return error(ErrorKind::conflict,
                             "names something that does not exist, or is still in use");
            if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
                return error(ErrorKind::conflict, "is taken already");
            return error(ErrorKind::internal, "a rule of the database was broken");
        case SQLITE_TOOBIG:
            return error(ErrorKind::exhausted, "is larger than the database can hold in one value");
        default:
            return error(ErrorKind::internal, "the database refused a statement");
    }
}

}  // namespace regulars::store::sqlite
