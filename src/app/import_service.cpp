// Waits for imports and advances them under a lock that other processes see.
// SPDX-License-Identifier: Apache-2.0
#include "app/import_service.hpp"

#include "base/log.hpp"

namespace regulars::app {
namespace {

constexpr auto look_again = std::chrono::seconds(15);  // for what another process left
constexpr auto after_trouble = std::chrono::seconds(5);

}  // namespace

ImportService::ImportService(DataFolder& folder, Clock& clock, Random& random)
    : folder_(folder), runner_(folder.store(), clock, random, folder.path() / "imports") {}

Result<FileLock> ImportService::lock() {
    auto held = TRY(FileLock::try_acquire(folder_.path() / "import.lock"));
    if (!held) return fail(ErrorKind::conflict, "another import is under way in this data folder");
    return std::move(*held);
}

void ImportService::wake() {
    {
        std::lock_guard lock(mutex_);
        is_awake_ = true;
    }
    woken_.notify_one();
}

Result<model::Import> ImportService::advance(AccountId account, ImportId id,
                                             const ingest::ImportRunner::Progress& progress,
                                             std::stop_token stop) {
    auto held = TRY(lock());
    return runner_.advance(account, id, progress, std::move(stop));
}

Result<model::Import> ImportService::import_events(AccountId account, std::string_view name,
                                                   std::unique_ptr<ByteSource> source,
                                                   const ingest::ImportRunner::Progress& progress,
                                                   std::stop_token stop) {
    auto held = TRY(lock());
    return runner_.import_events(account, name, std::move(source), progress, std::move(stop));
}

void ImportService::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        auto due = runner_.due();
        bool has_trouble = !due;
        if (due && *due) {
            auto import = advance((*due)->first, (*due)->second, {}, stop);
            if (import) {
                log::info("import {}: {}, {} rows, {} people, {} skipped", import->public_id,
                          name_of(import->state), import->done.rows, import->done.people,
                          import->done.skipped);
                continue;
            }
            has_trouble = true;
            if (import.error().kind != ErrorKind::conflict)
                log::error("an import cannot go on: {}", import.error().text());
        } else if (!due) {
            log::error("imports cannot be looked for: {}", due.error().text());
        }
        std::unique_lock lock(mutex_);
        if (has_trouble) is_awake_ = false;
        woken_.wait_for(lock, stop, has_trouble ? after_trouble : look_again,
                        [&] { return is_awake_; });
        is_awake_ = false;
    }
}

}  // namespace regulars::app
