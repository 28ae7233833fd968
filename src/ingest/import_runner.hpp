// Imports from upload to undo: what an import's state asks for is done in steps, each one a
// transaction.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>

#include "base/env.hpp"
#include "base/lines.hpp"
#include "ingest/import_rows.hpp"
#include "store/store.hpp"

namespace regulars::ingest {

inline constexpr std::int64_t most_import_bytes = 512 << 20;  // of a file
inline constexpr std::int64_t most_import_rows = 5'000'000;
inline constexpr std::int64_t most_event_lines = 100'000'000;

/// Where uploaded files lie until they are imported.
class ImportFolder {
  public:
    explicit ImportFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path file_of(const model::Import& import) const {
        return path_ / (import.public_id + "." + std::string(model::name_of(import.plan.format)));
    }
    /// Appends to the file, which must be `received` bytes long; makes folder and file. Errors:
    /// conflict (the file has another length), unavailable (disk full).
    Result<void> append(const model::Import& import, std::string_view bytes) const;
    void remove(const model::Import& import) const;

  private:
    std::filesystem::path path_;
};

/// Of one transaction. More rows write fewer pages (each commit writes every page that it touched,
/// and rows fall all over the indexes), fewer keep others waiting less: 50,000 new people take two
/// to three seconds, 50,000 events of known people one.
struct ImportSteps {
    std::int64_t imported = 50'000, checked = 5'000;
    int undone = 500;
};

/// What would come of a file, and what would be left out of it.
struct Rehearsed {
    model::ImportCounts counts;
    std::vector<model::ImportProblem> problems;  // the first most_kept_problems
};

/// Thread-safe as far as its store is; one import is dealt with by one thread at a time, which the
/// caller sees to.
class ImportRunner {
  public:
    using Progress = std::function<void(const model::Import&)>;

    ImportRunner(store::Store& store, Clock& clock, Random& random, std::filesystem::path folder,
                 ImportSteps steps = {})
        : store_(store),
          clock_(clock),
          random_(random),
          folder_(std::move(folder)),
          steps_(steps) {}

    const ImportFolder& folder() const { return folder_; }
    /// Makes an import that waits for its file. Its name is made unique. Errors: exhausted (too
    /// large).
    Result<model::Import> begin(AccountId account, std::string_view file_name, std::int64_t bytes,
                                std::string_view made_by,
                                model::ImportFormat format = model::ImportFormat::csv);
    /// The next bytes of the file, from `offset` on; after the last one the import is ready and its
    /// columns are guessed, or it has failed, and `error` says why. A part that came already
    /// changes nothing. `encoding`: a CSV file's, where it is known; it counts with the last part.
    /// Errors: not_found, conflict (not uploading, or the offset leaves a gap), exhausted (more
    /// than was announced), invalid (JSON is always UTF-8).
    Result<model::Import> receive(AccountId account, ImportId id, std::int64_t offset,
                                  std::string_view bytes,
                                  std::optional<CsvEncoding> encoding = std::nullopt);
    /// The plan and list, while nothing was imported. Errors: not_found, conflict, invalid (the
    /// plan cannot be meant, or the list is double opt-in: nobody confirms by a file).
    Result<model::Import> map(AccountId account, ImportId id, const model::ImportPlan& plan,
                              ListId list);
    /// Reads a CSV file in another encoding, while nothing was imported; columns whose headers stay
    /// keep their mapping. Reads the whole file. Errors: not_found, conflict, invalid (a file that
    /// is not in it, with the line; nothing is changed then).
    Result<model::Import> read_as(AccountId account, ImportId id, CsvEncoding encoding);
    /// Asks for another state: checking and importing from ready, undoing from importing, imported
    /// and failed. Errors: not_found, conflict.
    Result<model::Import> ask(AccountId account, ImportId id, model::ImportState state);
    /// Forgets an import that brought nothing (any more), and its file. Errors: not_found,
    /// conflict.
    Result<void> remove(AccountId account, ImportId id);

    /// Does what the state asks until it is done, or `stop`; then calling it again goes on where it
    /// was. A file that cannot be read is an import that failed, not an error.
    Result<model::Import> advance(AccountId account, ImportId id, const Progress& progress,
                                  std::stop_token stop);
    /// Imports events as they come, to their end: an import that has begun when this is called and
    /// is over when it returns. Stopped half way it has failed; what was read is in, and giving the
    /// same file again adds what is missing. Where there are a thousand imports, the oldest one of
    /// events is forgotten, and can be undone no longer. Errors: invalid (no line at all, or
    /// another encoding), exhausted (too many lines), cancelled (stopped), the source's and the
    /// store's; but for the first nothing that is in goes again.
    Result<model::Import> import_events(AccountId account, std::string_view name,
                                        std::unique_ptr<ByteSource> source,
                                        const Progress& progress, std::stop_token stop);
    /// Reads events to their end and writes nothing. Memory: 16 bytes an event.
    Result<Rehearsed> rehearse_events(AccountId account, std::unique_ptr<ByteSource> source,
                                      const Progress& progress, std::stop_token stop);

    /// The oldest import that has something to be done.
    store::Maybe<std::pair<AccountId, ImportId>> due();

  private:
    /// Under a name of its own.
    Result<void> enter(AccountId account, std::string_view file_name, model::Import& import);
    Result<model::Import> found(store::Transaction& tx, AccountId account, ImportId id);
    struct Owned {
        model::Account account;
        model::Import import;
    };
    Result<Owned> owned(AccountId account, ImportId id);
    Result<void> change(
        AccountId account, ImportId id,
        const std::function<Result<void>(store::Transaction&, model::Import&)>& change,
        model::Import* changed);
    Result<void> check(const model::Account& account, model::Import& import,
                       const Progress& progress, std::stop_token stop);
    /// One step of a file: what it was made of, and how it is written.
    struct Step {
        std::int64_t rows = 0;  // 0: the file is over
        std::move_only_function<Result<void>(store::Transaction&, model::Import&)> apply;
    };
    using NextStep = std::function<Result<Step>(Random& chance)>;
    Result<NextStep> steps_of(const model::Account& account, const model::Import& import);
    NextStep people_steps(const model::Account& account, const model::Import& import,
                          ImportRows rows);
    NextStep event_steps(const model::Account& account, const model::Import& import,
                         std::unique_ptr<ByteSource> source);
    Result<void> run(const model::Account& account, model::Import& import, const Progress& progress,
                     std::stop_token stop);
    Result<void> work_off(const model::Account& account, model::Import& import,
                          const NextStep& next, const Progress& progress, std::stop_token stop);
    Result<void> check_events(const model::Account& account, model::Import& import,
                              const Progress& progress, std::stop_token stop);
    Result<Rehearsed> rehearse(
        const model::Account& account, std::unique_ptr<ByteSource> source, std::stop_token stop,
        const std::function<Result<void>(const model::ImportCounts&)>& on_step);
    Result<void> undo(const model::Account& account, model::Import& import,
                      const Progress& progress, std::stop_token stop);
    Result<void> end(const model::Account& account, model::Import& import, model::ImportState state,
                     std::string error);

    store::Store& store_;
    Clock& clock_;
    Random& random_;
    ImportFolder folder_;
    ImportSteps steps_;
};

}  // namespace regulars::ingest
