// Works off imports beside the server: one at a time in a data folder.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "api/ports.hpp"
#include "app/data_folder.hpp"
#include "base/env.hpp"
#include "ingest/import_runner.hpp"

namespace regulars::app {

/// Thread-safe.
class ImportService final : public api::ImportControl {
  public:
    ImportService(DataFolder& folder, Clock& clock, Random& random);
    ingest::ImportRunner& runner() override { return runner_; }
    void wake() override;
    /// Does what is due until stopped; what another process began and left, too.
    void run(std::stop_token stop);
    /// Events as they come. Errors: as advance, and ingest::ImportRunner::import_events.
    Result<model::Import> import_events(AccountId account, std::string_view name,
                                        std::unique_ptr<ByteSource> source,
                                        const ingest::ImportRunner::Progress& progress,
                                        std::stop_token stop);
    /// One import, until its state asks for nothing more. Errors: conflict (another process is
    /// importing into this folder), and the runner's.
    Result<model::Import> advance(AccountId account, ImportId id,
                                  const ingest::ImportRunner::Progress& progress,
                                  std::stop_token stop);

  private:
    Result<FileLock> lock();

    DataFolder& folder_;
    ingest::ImportRunner runner_;
    std::mutex mutex_;  // guards is_awake_
    std::condition_variable_any woken_;
    bool is_awake_ = true;
};

}  // namespace regulars::app
