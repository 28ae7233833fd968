// The passes over a file: checking, importing, undoing.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/import_runner.hpp"

#include <future>
#include <unordered_set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "ingest/import_store.hpp"

namespace regulars::ingest {
namespace {

using model::ImportState;

/// An error of the file itself, which another attempt would meet again.
bool is_files(const Error& error) {
    return error.kind == ErrorKind::invalid || error.kind == ErrorKind::not_found ||
           error.kind == ErrorKind::exhausted;
}

}  // namespace

Result<model::Import> ImportRunner::advance(AccountId account, ImportId id,
                                            const Progress& progress, std::stop_token stop) {
    auto [owner, import] = TRY(owned(account, id));
    auto done = [&]() -> Result<void> {
        bool is_events = import.plan.format == model::ImportFormat::event_lines;
        if (import.state == ImportState::checking)
            return is_events ? check_events(owner, import, progress, stop)
                             : check(owner, import, progress, stop);
        if (import.state == ImportState::importing) return run(owner, import, progress, stop);
        if (import.state == ImportState::undoing) return undo(owner, import, progress, stop);
        return {};
    }();
    if (!done && done.error().kind != ErrorKind::cancelled) return std::unexpected(done.error());
    TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
        import = TRY(found(tx, account, id));
        return {};
    }));
    return import;
}

Result<void> ImportRunner::end(const model::Account& account, model::Import& import,
                               ImportState state, std::string error) {
    TRY(change(
        account.id, import.id,
        [&](store::Transaction&, model::Import& stored) -> Result<void> {
            if (stored.state != import.state)
                return fail(ErrorKind::cancelled, "something else was asked of the import");
            stored.state = state;
            stored.error = std::move(error);
            stored.checked = import.checked;
            if (state != ImportState::ready) stored.ended_at = clock_.now();
            return {};
        },
        &import));
    if (state != ImportState::ready) folder_.remove(import);
    return {};
}

Result<void> ImportRunner::check(const model::Account& account, model::Import& import,
                                 const Progress& progress, std::stop_token stop) {
    model::ImportCounts counts;
    std::unordered_set<std::uint64_t>
        seen;  // hashes of keys: two people under one would be told as one
    TRY(store_.write([&](store::Transaction& tx) {
        return tx.imports().remove_problems(account.id, import.id);
    }));
    auto rows = ImportRows::open(folder_.file_of(import), import.plan, account, clock_.now());
    std::int64_t kept = 0;
    while (rows && !stop.stop_requested()) {
        auto some = rows->next(steps_.checked);
        if (!some) {
            rows = std::unexpected(some.error());
            break;
        }
        if (some->rows == 0) {
            import.checked = std::move(counts);
            return end(account, import, ImportState::ready, {});
        }
        add(counts, *some);
        if (counts.rows > most_import_rows) {
            rows = fail(ErrorKind::exhausted,
                        fmt::format("the file has more than {} rows: cut it into several",
                                    most_import_rows));
            break;
        }
        std::vector<model::Identifier> asked;
        std::vector<std::size_t> ends;
        for (auto& person : some->people) {
            if (!seen.insert(std::hash<std::string>()(person.key)).second) {
                ++counts.repeated;
                continue;
            }
            ++counts.people;
            for (auto& said : person.consents)
                ++(said.said == SaidConsent::granted ? counts.subscribed : counts.unsubscribed);
            asked.insert(asked.end(), person.identifiers.begin(), person.identifiers.end());
            ends.push_back(asked.size());
        }
        TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
            auto owners = TRY(tx.profiles().owners(account.id, asked));
            std::size_t at = 0;
            for (auto to : ends) {
                bool is_known = false;
                for (; at < to; ++at) is_known |= owners[at].has_value();
                ++(is_known ? counts.updated : counts.created);
            }
            return {};
        }));
        import.position = counts.rows;
        TRY(store_.write([&](store::Transaction& tx) -> Result<void> {
            auto stored = TRY(found(tx, account.id, import.id));
            if (stored.state != ImportState::checking || stored.plan != import.plan)
                return fail(ErrorKind::cancelled, "the import was changed meanwhile");
            stored.position = counts.rows;
            TRY(tx.imports().update(account.id, stored));
            for (auto& problem : some->problems) {
                if (kept++ >= most_kept_problems) break;
                TRY(tx.imports().add_problem(account.id, import.id, problem));
            }
            return {};
        }));
        if (progress) progress(import);
    }
    if (rows) return fail(ErrorKind::cancelled, "stopped");
    if (!is_files(rows.error())) return std::unexpected(rows.error());
    return end(account, import, ImportState::failed, rows.error().text());
}

ImportRunner::NextStep ImportRunner::people_steps(const model::Account& account,
                                                  const model::Import& import, ImportRows rows) {
    return [this, &account, import,
            rows = std::make_shared<ImportRows>(std::move(rows))](Random& chance) -> Result<Step> {
        auto some = TRY(rows->next(steps_.imported));
        auto count = some.rows;
        auto newcomers = prepare_newcomers(store_, import, some, clock_.now(), chance);
        return Step{
            count, [this, &account, some = std::move(some), newcomers = std::move(newcomers)](
                       store::Transaction& tx, model::Import& stored) {
                return apply_import(tx, account, stored, some, *newcomers, clock_.now(), random_);
            }};
    };
}

Result<ImportRunner::NextStep> ImportRunner::steps_of(const model::Account& account,
                                                      const model::Import& import) {
    if (import.plan.format == model::ImportFormat::event_lines)
        return event_steps(account, import, TRY(FileSource::open(folder_.file_of(import))));
    auto rows =
        TRY(ImportRows::open(folder_.file_of(import), import.plan, account, *import.started_at));
    TRY(rows.pass_over(import.position));
    return people_steps(account, import, std::move(rows));
}

Result<void> ImportRunner::run(const model::Account& account, model::Import& import,
                               const Progress& progress, std::stop_token stop) {
    auto next = steps_of(account, import);
    if (next) return work_off(account, import, *next, progress, stop);
    return is_files(next.error()) ? end(account, import, ImportState::failed, next.error().text())
                                  : std::unexpected(next.error());
}

/// One step is written while the next one is read and made ready.
Result<void> ImportRunner::work_off(const model::Account& account, model::Import& import,
                                    const NextStep& next, const Progress& progress,
                                    std::stop_token stop) {
    auto most = import.plan.format == model::ImportFormat::event_lines ? most_event_lines
                                                                       : most_import_rows;
    auto write = [&](Step step) -> Result<model::Import> {
        model::Import now;
        TRY(change(
            account.id, import.id,
            [&](store::Transaction& tx, model::Import& stored) -> Result<void> {
                if (stored.state != ImportState::importing || stored.position != import.position)
                    return fail(ErrorKind::cancelled, "something else was asked of the import");
                return step.apply(tx, stored);
            },
            &now));
        return now;
    };
    std::future<Result<model::Import>> writing;
    auto seed = random_.next();
    auto settle = [&]() -> Result<void> {
        if (!writing.valid()) return {};
        import = TRY(writing.get());
        if (progress) progress(import);
        return {};
    };
    while (!stop.stop_requested()) {
        // The step that is being written draws from random_: what is made ready meanwhile has
        // chance of its own.
        SeededRandom chance(seed);
        auto step = next(chance);
        TRY(settle());
        if (!step)
            return is_files(step.error())
                       ? end(account, import, ImportState::failed, step.error().text())
                       : std::unexpected(step.error());
        if (step->rows == 0) return end(account, import, ImportState::imported, {});
        if (import.position + step->rows > most)
            return end(account, import, ImportState::failed,
                       fmt::format("the file has more than {} rows: cut it into several", most));
        seed = random_.next();
        writing = std::async(std::launch::async, write, std::move(*step));
    }
    TRY(settle());
    return fail(ErrorKind::cancelled, "stopped");
}

Result<void> ImportRunner::undo(const model::Account& account, model::Import& import,
                                const Progress& progress, std::stop_token stop) {
    for (bool more = true; more;) {
        if (stop.stop_requested()) return fail(ErrorKind::cancelled, "stopped");
        TRY(change(
            account.id, import.id,
            [&](store::Transaction& tx, model::Import& stored) -> Result<void> {
                if (stored.state != ImportState::undoing)
                    return fail(ErrorKind::cancelled, "something else was asked of the import");
                more = TRY(undo_import(tx, account, stored, steps_.undone, clock_.now(), random_));
                if (!more) TRY(tx.imports().remove_problems(account.id, stored.id));
                return {};
            },
            &import));
        if (progress) progress(import);
    }
    return end(account, import, ImportState::undone, {});
}

}  // namespace regulars::ingest
