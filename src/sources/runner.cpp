// The loop over pages, and what a run's end means for its integration.
// SPDX-License-Identifier: Apache-2.0
#include "sources/runner.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "sources/exchange.hpp"

namespace regulars::sources {

void Runner::add(model::IntegrationKind kind, std::unique_ptr<Connector> connector) {
    connectors_[kind] = std::move(connector);
}

namespace {

/// Of a page's body in bytes: a larger one is let go before the next page is asked for, and two
/// others travel only behind one of no more than most_beside_two.
constexpr std::size_t most_beside_another = 16u << 20, most_beside_two = 4u << 20;

std::string hash_of(const Connection& connection) {
    return sha256_hex(connection.integration.settings + '\n' + connection.credentials);
}

}  // namespace

Result<Connector*> Runner::connector(model::IntegrationKind kind) {
    auto found = connectors_.find(kind);
    if (found == connectors_.end())
        return fail(ErrorKind::invalid,
                    fmt::format("no connector for {}", model::display_name(kind)));
    return found->second.get();
}

std::function<Result<void>(const std::string&)> Runner::renewal(Connection& connection) {
    return [this, &connection](const std::string& credentials) -> Result<void> {
        REGULARS_ASSERT(keeper_, "a runner of vendors that replace credentials has a keeper");
        TRY(keeper_->replace(connection.account, connection.integration.id, connection.credentials,
                             credentials));
        connection.credentials = credentials;
        return {};
    };
}

bool Runner::is_superseded(const Connection& connection) {
    if (!keeper_) return false;
    auto kept = keeper_->replace(connection.account, connection.integration.id,
                                 connection.credentials, connection.credentials);
    return !kept && kept.error().kind == ErrorKind::conflict;
}

Runner::Slot Runner::slot(const Connection& connection) {
    std::string hash = hash_of(connection);
    std::lock_guard lock(mutex_);
    Slot known = slots_[{connection.account, connection.integration.id}];
    if (known.secrets_hash != hash) known = {.secrets_hash = hash};
    return known;
}

void Runner::keep(const Connection& connection, Slot slot) {
    slot.secrets_hash = hash_of(connection);  // renewed meanwhile, perhaps
    std::lock_guard lock(mutex_);
    slots_[{connection.account, connection.integration.id}] = std::move(slot);
}

std::shared_ptr<net::RateLimit> Runner::allowance(const Pace& pace) {
    std::lock_guard lock(mutex_);
    auto& [known, limit] = allowances_[pace.key];
    if (!limit || known.per_second != pace.per_second || known.burst != pace.burst) {
        known = pace;
        limit = std::make_shared<net::RateLimit>(pace.per_second, pace.burst);
    }
    return limit;
}

/// One run of one integration.
class SyncRun {
  public:
    SyncRun(Runner& runner, Connection& connection, Reader& reader,
            std::span<const model::Cursor> cursors, model::Run& run, std::optional<Token>& token,
            const Runner::Progress& progress, std::stop_token stop)
        : runner_(runner),
          connection_(connection),
          reader_(reader),
          run_(run),
          progress_(progress),
          stop_(stop),
          pace_(runner.allowance(reader.pace())),
          notice_(connection.integration.notice),
          exchange_(reader, token, runner.renewal(connection), runner.keeper_, *pace_,
                    runner.client_, runner.clock_, runner.random_, runner.limits_, stop),
          applier_(runner.memory_, runner.clock_, connection.account, connection.integration.id,
                   runner.limits_.applying,
                   cursors.empty() ? Recollection::Beginning::with_nothing
                                   : Recollection::Beginning::with_some) {
        for (auto& cursor : cursors) versions_[cursor.stream] = cursor.version;
    }

    /// Whatever ends the reading, the Batch under way is waited for.
    Result<void> read_all() {
        auto read = read_pages();
        auto settled = applier_.settle();
        count();
        if (!read && !settled)
            log::warning("the last page was not committed either: {}", settled.error().text());
        if (!read) return read;
        if (settled && progress_) progress_(run_);
        return settled;
    }

    bool is_refused() const { return exchange_.is_refused(); }

    /// Why reading ended so.
    model::RunFailure failure(const Error& error) const {
        if (error.kind == ErrorKind::cancelled) return {model::RunTrouble::interrupted, {}};
        return exchange_.failure().value_or(model::RunFailure{});
    }

    /// Tells people what they should know, as far as it is not known already.
    Result<void> tell(std::string notice) {
        if (notice == notice_) return {};
        ingest::Batch batch;
        batch.notice = std::move(notice);
        TRY(apply(std::move(batch)));
        return applier_.settle();
    }

  private:
    Instant now() const { return runner_.clock_.now(); }

    Result<void> read_pages() {
        struct Sent {
            Ask ask;
            Started started;
        };
        Started started;
        std::optional<Ask> ask;
        std::optional<Sent> sent;  // before its turn
        bool may_send = false;
        auto go_on = [&]() -> Result<void> {
            ask = reader_.next(now());
            if (!ask) return {};
            if (sent && sent->ask == *ask) {
                started = std::move(sent->started);
                sent.reset();
            } else {
                started = TRY(exchange_.start(*ask));
            }
            if (sent || !may_send) return {};
            if (auto following = reader_.following(now()))
                sent = Sent{*following, TRY(exchange_.start(*following))};
            return {};
        };
        TRY(go_on());
        while (ask) {
            if (stop_.stop_requested()) return fail(ErrorKind::cancelled, "asked to stop");
            std::unique_ptr<Page> page;
            bool is_ahead = false;
            auto answered = exchange_.finish(*ask, std::move(started), Exchange::Absence::is_error,
                                             [&](net::HttpResponse& response) -> Result<void> {
                                                 is_ahead =
                                                     reader_.can_ask_ahead() &&
                                                     response.body.size() <= most_beside_another;
                                                 may_send = response.body.size() <= most_beside_two;
                                                 page = TRY(reader_.read(response, now()));
                                                 return {};
                                             });
            if (!answered && answered.error().kind == ErrorKind::exhausted && reader_.shrink()) {
                TRY(go_on());
                continue;
            }
            TRY(answered);
            // The next request travels while this page is understood and mapped, and the one before
            // is committed; and one more, where it is known already.
            if (is_ahead) TRY(go_on());
            reader_.digest(*page);
            auto remembered = TRY(applier_.recall(page->keys()));
            TRY(fetch_missing(*page, remembered));
            if (!is_ahead) TRY(go_on());
            auto batch = TRY(reader_.map(*page, remembered, now()));
            ++run_.pages;
            run_.records += page->records();
            TRY(commit(std::move(batch)));
            if (!ask) TRY(go_on());
        }
        return commit({});
    }

    Result<void> fetch_missing(Page& page, const Remembered& remembered) {
        constexpr int most_rounds =
            4;  // one for what the page names, the others for what those name
        for (int round = 0; round < most_rounds; ++round) {
            auto asks = reader_.missing(page, remembered);
            if (asks.empty()) return {};
            for (std::size_t i = 0; i < asks.size(); ++i)
                TRY(exchange_.finish(asks[i], TRY(exchange_.start(asks[i])),
                                     Exchange::Absence::is_answer,
                                     [&](net::HttpResponse& response) {
                                         return reader_.supply(page, i, response);
                                     }));
        }
        return {};
    }

    Result<void> commit(ingest::Batch batch) {
        if (auto notice = reader_.notice(); notice != notice_) batch.notice = notice;
        run_.progress = reader_.progress();
        run_.done = reader_.done();
        run_.reach = reader_.reach();
        bool is_empty = batch.people.empty() && batch.erasures.empty() && batch.events.empty() &&
                        batch.retractions.empty() && batch.records.empty() &&
                        batch.cursors.empty() && !batch.notice;
        if (!is_empty) TRY(apply(std::move(batch)));
        count();
        if (progress_) progress_(run_);
        return {};
    }

    /// What is applied, as far as it is known to be.
    void count() {
        auto& applied = applier_.applied();
        run_.profiles_created = applied.profiles_created;
        run_.profiles_updated = applied.profiles_updated;
        run_.events_created = applied.events_created;
        run_.events_updated = applied.events_updated;
        run_.events_retracted = applied.events_retracted;
    }

    Result<void> apply(ingest::Batch batch) {
        batch.account = connection_.account;
        batch.integration = connection_.integration.id;
        batch.run = run_;
        // Batches are applied in order and none after one that failed, so these are known
        // beforehand.
        for (auto& cursor : batch.cursors) cursor.version = versions_[cursor.stream]++;
        if (batch.notice) notice_ = *batch.notice;
        return applier_.submit(std::move(batch));
    }

    Runner& runner_;
    const Connection& connection_;
    Reader& reader_;
    model::Run& run_;
    const Runner::Progress& progress_;
    std::stop_token stop_;
    std::shared_ptr<net::RateLimit> pace_;
    std::string notice_;  // as the store has it, or soon will
    Exchange exchange_;
    Applier applier_;
    std::map<std::string, std::int64_t> versions_;
};

Result<Audited> Runner::audit(const Connection& asked, LocalDate from, LocalDate to,
                              std::stop_token stop) {
    Connection connection = asked;
    auto audit = TRY(TRY(connector(connection.integration.kind))->audit(connection, from, to));
    Slot slot = this->slot(connection);
    auto pace = allowance(audit->pace());
    Exchange exchange(*audit, slot.token, renewal(connection), keeper_, *pace, client_, clock_,
                      random_, limits_, stop);
    auto read = [&]() -> Result<void> {
        while (auto ask = audit->next(clock_.now()))
            TRY(exchange.finish(
                *ask, TRY(exchange.start(*ask)), Exchange::Absence::is_error,
                [&](net::HttpResponse& response) { return audit->take(response, clock_.now()); }));
        return {};
    };
    auto done = read();
    keep(connection, std::move(slot));
    if (!done) return std::unexpected(std::move(done).error());
    return Audited{audit->rows(), audit->zone(), audit->unread()};
}

Result<model::Run> Runner::sync_once(const Connection& asked, model::RunKind kind,
                                     const Progress& progress, std::stop_token stop) {
    Connection connection = asked;
    const model::Integration& integration = connection.integration;
    Connector& connector = *TRY(this->connector(integration.kind));
    auto cursors = TRY(memory_.cursors(connection.account, integration.id));
    auto reader = TRY(connector.open(connection, cursors));
    Duration interval = TRY(connector.interval(connection));
    if (reader->is_backfilling()) kind = model::RunKind::backfill;
    auto run = TRY(memory_.start_run(connection.account, integration.id, kind));
    run.done = run.done_before = reader->done();
    run.reach = reader->reach();
    run.progress = reader->progress();
    if (progress) progress(run);

    Slot slot = this->slot(connection);
    SyncRun sync(*this, connection, *reader, cursors, run, slot.token, progress, stop);
    auto read = sync.read_all();
    run.progress = reader->progress();
    run.done = reader->done();
    run.reach = reader->reach();
    Instant now = clock_.now();
    auto status = model::IntegrationStatus::active;
    std::optional<Instant> next_sync_at;
    if (read) {
        slot.failures = 0;
        run.outcome = model::RunOutcome::succeeded;
        next_sync_at = std::max(run.started_at + interval, now);
    } else if (read.error().kind == ErrorKind::cancelled && stop.stop_requested()) {
        run.outcome = model::RunOutcome::interrupted;
        next_sync_at = now;
    } else if (read.error().kind == ErrorKind::conflict && slot.failures == 0) {
        // Its settings, or its credentials, were changed meanwhile: the next reads with those.
        run.outcome = model::RunOutcome::interrupted;
        next_sync_at = now;
        ++slot.failures;
    } else {
        run.outcome = model::RunOutcome::failed;
        run.error = read.error().text();
        run.failure = sync.failure(read.error());
        if (sync.is_refused() && !is_superseded(connection)) {
            status = model::IntegrationStatus::stopped;
            auto told =
                sync.tell(fmt::format("{} Syncing of '{}' has stopped until somebody resumes it.",
                                      read.error().message, integration.name));
            if (!told)
                log::warning("the notice of a stopped integration was not kept: {}",
                             told.error().text());
        } else {
            Duration most = std::min(
                interval, limits_.first_retry * (std::int64_t(1) << std::min(slot.failures, 20)));
            Duration half = most / 2;
            next_sync_at =
                now + half + Duration(std::int64_t(random_.below(std::uint64_t(half.count()) + 1)));
            ++slot.failures;
        }
    }
    run.ended_at = now;
    keep(connection, std::move(slot));
    TRY(memory_.finish_run(connection.account, run, next_sync_at, status));
    return run;
}

}  // namespace regulars::sources
