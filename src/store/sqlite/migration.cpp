// Applies migrations in one transaction and checks the references afterwards.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migration.hpp"

#include <fmt/format.h>

namespace regulars::store::sqlite {

extern const Migration migration_0001;
extern const Migration migration_0002;
extern const Migration migration_0003;
extern const Migration migration_0004;
extern const Migration migration_0005;
extern const Migration migration_0006;
extern const Migration migration_0007;
extern const Migration migration_0008;
extern const Migration migration_0009;
extern const Migration migration_0010;
extern const Migration migration_0011;

std::span<const Migration* const> migrations() {
    static constexpr const Migration* all[] = {&migration_0001, &migration_0002, &migration_0003,
                                               &migration_0004, &migration_0005, &migration_0006,
                                               &migration_0007, &migration_0008, &migration_0009,
                                               &migration_0010, &migration_0011};
    return all;
}

int newest_version() { return migrations().back()->version; }

namespace {

/// 0 for an empty database.
Result<int> version_of(Connection& db) {
    std::int64_t tables = 0, ours = 0;
    {
        Query query(
            db,
            "SELECT count(*), count(*) FILTER (WHERE name = 'schema_version') FROM sqlite_schema");
        TRY(query.next());
        query.into(tables, ours);
    }
    if (tables == 0) return 0;
    if (ours == 0)
        return fail(ErrorKind::conflict,
                    "is a database of another program: choose another data folder");
    Query query(db, "SELECT version FROM schema_version WHERE only = 1");
    if (!TRY(query.next()))
        return fail(ErrorKind::internal, "the database does not say its version: restore a backup");
    return int(query.integer(0));
}

Result<int> apply(Connection& db, int up_to) {
    int version = TRY(version_of(db));
    if (version > newest_version())
        return fail(
            ErrorKind::conflict,
            fmt::format(
                "was made by a newer version of Regulars: start that version, or restore an older "
                "backup (the database has schema {}, this program knows up to {})",
                version, newest_version()));
    if (version >= up_to) return version;
    for (const Migration* migration : migrations()) {
        if (migration->version <= version || migration->version > up_to) continue;
        TRY(db.execute(migration->sql));
        if (migration->fill) TRY(migration->fill(db));
    }
    TRY(run(db,
            "INSERT INTO schema_version (only, version) VALUES (1, ?) "
            "ON CONFLICT (only) DO UPDATE SET version = excluded.version",
            up_to));
    Query broken(db, "PRAGMA foreign_key_check");
    if (TRY(broken.next()))
        return fail(
            ErrorKind::internal,
            fmt::format("the migration left rows without their owner in {}", broken.text(0)));
    return up_to;
}

}  // namespace

Result<int> migrate(Connection& db, int up_to) {
    // Rebuilding a table drops the old one, which enforced references would turn into deletions.
    TRY(db.execute("PRAGMA foreign_keys = OFF"));
    TRY(db.begin());
    auto version = apply(db, up_to);
    if (!version) {
        db.rollback();
        return version;
    }
    TRY(db.commit());
    TRY(db.execute("PRAGMA foreign_keys = ON"));
    return version;
}

}  // namespace regulars::store::sqlite
