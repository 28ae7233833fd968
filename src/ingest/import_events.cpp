// Files of events: read from a stream or an upload, rehearsed, imported.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ranges>
#include <utility>

#include <fmt/format.h>

#include "ingest/event_rehearsal.hpp"
#include "ingest/event_store.hpp"
#include "ingest/import_runner.hpp"
#include "ingest/import_store.hpp"

namespace regulars::ingest {
namespace {

using model::ImportState;

Result<model::Account> account_of(store::Store& store, AccountId id) {
    std::optional<model::Account> account;
    TRY(store.read([&](store::Transaction& tx) -> Result<void> {
        account = TRY(tx.accounts().find(id));
        return {};
    }));
    if (!account) return fail(ErrorKind::not_found, "no such account");
    return *account;
}

}  // namespace

ImportRunner::NextStep ImportRunner::event_steps(const model::Account& account,
                                                 const model::Import& import,
                                                 std::unique_ptr<ByteSource> source) {
    struct Work {
        EventReading reading;
        EventSteps steps;
        std::int64_t to_pass_over;
    };
    auto work = std::make_shared<Work>(EventReading(store_, account, std::move(source)),
                                       EventSteps(store_, import.id), import.position);
    return [this, &account, work](Random& chance) -> Result<Step> {
        TRY(work->reading.pass_over(std::exchange(work->to_pass_over, 0)));
        auto step = work->steps.make(TRY(work->reading.next(steps_.imported, clock_.now())),
                                     clock_.now(), chance);
        auto rows = step.read.rows;
        return Step{rows, [this, &account, step = std::move(step)](store::Transaction& tx,
                                                                   model::Import& stored) {
                        return apply_events(tx, account, stored, step, clock_.now(), random_);
                    }};
    };
}

Result<model::Import> ImportRunner::import_events(AccountId id, std::string_view name,
                                                  std::unique_ptr<ByteSource> source,
                                                  const Progress& progress, std::stop_token stop) {
    auto account = TRY(account_of(store_, id));
    model::Import import{.public_id = make_ulid(clock_.now(), random_),
                         .state = ImportState::importing,
                         .created_at = clock_.now(),
                         .started_at = clock_.now()};
    import.plan.format = model::ImportFormat::event_lines;
    TRY(enter(id, name, import));
    auto done =
        work_off(account, import, event_steps(account, import, std::move(source)), progress, stop);
    // Nobody else has the source: what was not read to its end is over.
    if (!done && done.error().kind == ErrorKind::cancelled) {
        std::string told = "stopped: what was read so far is in; importing the file again goes on";
        if (import.state == ImportState::importing)
            TRY(end(account, import, ImportState::failed, told));
        return fail(ErrorKind::cancelled, told);
    }
    if (!done) {
        TRY(end(account, import, ImportState::failed, done.error().text()));
        return std::unexpected(std::move(done).error());
    }
    bool is_empty = import.position == 0;
    if (is_empty) TRY(remove(id, import.id));
    if (import.state == ImportState::failed) return fail(ErrorKind::invalid, import.error);
    if (is_empty) return fail(ErrorKind::invalid, "there are no lines");
    return import;
}

Result<Rehearsed> ImportRunner::rehearse(
    const model::Account& account, std::unique_ptr<ByteSource> source, std::stop_token stop,
    const std::function<Result<void>(const model::ImportCounts&)>& on_step) {
    EventReading reading(store_, account, std::move(source));
    EventRehearsal rehearsal(account.id);
    Rehearsed found;
    while (!stop.stop_requested()) {
        auto read = TRY(reading.next(steps_.checked, clock_.now()));
        found.counts = rehearsal.counts();
        if (read.rows == 0) return found;
        if (found.counts.rows + read.rows > most_event_lines)
            return fail(ErrorKind::exhausted,
                        fmt::format("the file has more than {} lines: cut it into several",
                                    most_event_lines));
        TRY(store_.read([&](store::Transaction& tx) { return rehearsal.add(tx, read); }));
        auto room = std::size_t(most_kept_problems) - found.problems.size();
        std::ranges::move(read.problems | std::views::take(room),
                          std::back_inserter(found.problems));
        TRY(on_step(rehearsal.counts()));
    }
    return fail(ErrorKind::cancelled, "stopped");
}

Result<Rehearsed> ImportRunner::rehearse_events(AccountId id, std::unique_ptr<ByteSource> source,
                                                const Progress& progress, std::stop_token stop) {
    auto account = TRY(account_of(store_, id));
    auto found = TRY(rehearse(
        account, std::move(source), stop, [&](const model::ImportCounts& counts) -> Result<void> {
            if (progress)
                progress(
                    {.state = ImportState::checking, .position = counts.rows, .checked = counts});
            return {};
        }));
    if (found.counts.rows == 0) return fail(ErrorKind::invalid, "there are no lines");
    return found;
}

Result<void> ImportRunner::check_events(const model::Account& account, model::Import& import,
                                        const Progress& progress, std::stop_token stop) {
    auto changed =
        [&](const std::function<Result<void>(store::Transaction&, model::Import&)>& what) {
            return change(
                account.id, import.id,
                [&](store::Transaction& tx, model::Import& stored) -> Result<void> {
                    if (stored.state != ImportState::checking)
                        return fail(ErrorKind::cancelled, "the import was changed meanwhile");
                    return what(tx, stored);
                },
                &import);
        };
    auto source = FileSource::open(folder_.file_of(import));
    if (!source) return end(account, import, ImportState::failed, source.error().text());
    auto found = rehearse(
        account, std::move(*source), stop, [&](const model::ImportCounts& counts) -> Result<void> {
            TRY(changed([&](store::Transaction&, model::Import& stored) -> Result<void> {
                stored.position = counts.rows;
                return {};
            }));
            if (progress) progress(import);
            return {};
        });
    if (!found &&
        (found.error().kind == ErrorKind::invalid || found.error().kind == ErrorKind::exhausted))
        return end(account, import, ImportState::failed, found.error().text());
    if (!found) return std::unexpected(std::move(found).error());
    TRY(changed([&](store::Transaction& tx, model::Import& stored) -> Result<void> {
        TRY(tx.imports().remove_problems(account.id, stored.id));
        for (auto& problem : found->problems)
            TRY(tx.imports().add_problem(account.id, stored.id, problem));
        return {};
    }));
    import.checked = std::move(found->counts);
    return end(account, import, ImportState::ready, {});
}

}  // namespace regulars::ingest
