// The store in one SQLite file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/open.hpp"
#include "store/sqlite/readers.hpp"
#include "store/sqlite/writer.hpp"

namespace regulars::store::sqlite {

class SqliteStore final : public Store {
  public:
    static Result<std::unique_ptr<Store>> open(SqliteOptions options);

    Result<void> write(const Work& work) override;
    Result<void> read(const Work& work) override;
    std::unique_ptr<PreparedNewcomers> prepare(
        std::size_t count, const std::function<Newcomer(std::size_t)>& newcomer) const override;
    Result<void> backup(const std::filesystem::path& file) override;
    Result<std::vector<std::string>> check() override;
    std::uint64_t wait_for_commit(std::uint64_t seen, Duration at_most) override {
        return writer_.wait_for_commit(seen, at_most);
    }
    int schema_version() const override { return schema_version_; }

  private:
    SqliteStore(SqliteOptions options, int schema_version, std::unique_ptr<Seat> writer,
                std::unique_ptr<Connection> checkpointer,
                std::vector<std::unique_ptr<Seat>> readers)
        : options_(std::move(options)),
          schema_version_(schema_version),
          writer_(std::move(writer), std::move(checkpointer)),
          readers_(std::move(readers)) {}
    /// Runs work so that a call back into this store is noticed.
    Work guarded(const Work& work) const;

    SqliteOptions options_;
    int schema_version_;
    Writer writer_;
    Readers readers_;
};

/// Copies the database as it is now. Errors: conflict (the file exists), unavailable.
Result<void> back_up(const SqliteOptions& from, const std::filesystem::path& to);
/// Findings of an integrity check, one sentence each.
Result<std::vector<std::string>> findings(const SqliteOptions& options);
/// Opens a connection as the store's are: references on, cache and waiting time set.
Result<std::unique_ptr<Connection>> open_connection(const SqliteOptions& options, Access access);

}  // namespace regulars::store::sqlite
