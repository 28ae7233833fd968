// The queue of checks, and which days are due.
// SPDX-License-Identifier: Apache-2.0
#include "app/reconciler.hpp"

#include <algorithm>

#include "analytics/business_day.hpp"
#include "base/log.hpp"

namespace regulars::app {
namespace {

constexpr std::size_t most_waiting = 16;
constexpr int days_back = 7;
constexpr int most_differing = 31;
constexpr Duration look_every = 1min;
constexpr Duration retry_after = 1h;
constexpr Duration tick = 1s;

}  // namespace

Result<void> Reconciler::request(AccountId account, IntegrationId integration, LocalDate from,
                                 LocalDate to) {
    std::lock_guard lock(mutex_);
    if (auto known = states_.find(integration);
        known != states_.end() && known->second.error.empty())
        return fail(ErrorKind::conflict, "days of this integration are being checked already");
    if (queue_.size() >= most_waiting)
        return fail(ErrorKind::exhausted, "too many checks wait; try again later");
    queue_.push_back({account, integration, from, to});
    states_.insert_or_assign(integration,
                             api::Check{from, to, "waiting", {}, failures_[integration]});
    return {};
}

std::optional<api::Check> Reconciler::state(IntegrationId integration) {
    std::lock_guard lock(mutex_);
    auto found = states_.find(integration);
    return found == states_.end() ? std::nullopt : std::optional(found->second);
}

void Reconciler::note(const Asked& asked, std::string stage, std::string error) {
    std::lock_guard lock(mutex_);
    int& failures = failures_[asked.integration];
    failures += !error.empty();
    states_.insert_or_assign(asked.integration, api::Check{asked.from, asked.to, std::move(stage),
                                                           std::move(error), failures});
}

bool Reconciler::check(const Asked& asked, std::stop_token stop) {
    note(asked, "syncing");
    auto days = service_.check_days(
        asked.account, asked.integration, asked.from, asked.to,
        [&](std::string_view stage) { note(asked, std::string(stage)); }, stop);
    if (!days) {
        note(asked, "failed", days.error().text());
        if (!stop.stop_requested())
            log::warning("the days {} to {} could not be checked: {}", format_iso(asked.from),
                         format_iso(asked.to), days.error().text());
        return false;
    }
    auto differing = std::ranges::count_if(*days, [](auto& day) { return !day.is_equal(); });
    log::info("checked the days {} to {}: {} differ", format_iso(asked.from), format_iso(asked.to),
              differing);
    std::lock_guard lock(mutex_);
    states_.erase(asked.integration);
    failures_.erase(asked.integration);
    return true;
}

Result<std::vector<Reconciler::Due>> Reconciler::due() {
    std::vector<Due> found;
    Instant now = clock_.now();
    TRY(folder_.store().read([&](store::Transaction& tx) -> Result<void> {
        for (auto& account : TRY(tx.accounts().all()))
            for (auto& integration : TRY(tx.integrations().all(account.id))) {
                if (integration.status != model::IntegrationStatus::active ||
                    !integration.last_sync_at)
                    continue;
                auto zone = TRY(analytics::zone_of(integration, account));
                auto last = analytics::last_closed_day(zone, now);
                Instant over =
                    zone.start_of(date_of_day(day_number(last) + 1)) + analytics::night_ends;
                auto begin = zone.to_local(integration.history_since).date();
                if (last < begin) continue;
                auto known = TRY(tx.reconciliations().days(account.id, integration.id, last, last));
                if (!known.empty() && known.front().checked_at >= over) continue;
                Due due{account.id,
                        integration,
                        std::max(begin, date_of_day(day_number(last) - days_back + 1)),
                        last,
                        {}};
                for (auto day : TRY(tx.reconciliations().differing(account.id, integration.id,
                                                                   most_differing)))
                    if (day < due.from) due.differing.push_back(day);
                found.push_back(std::move(due));
            }
        return {};
    }));
    return found;
}

Result<int> Reconciler::run_due(std::stop_token stop) {
    int checked = 0;
    for (auto& one : TRY(due())) {
        if (stop.stop_requested()) break;
        auto id = one.integration.id;
        {
            std::lock_guard lock(mutex_);
            if (auto wait = not_before_.find(id);
                wait != not_before_.end() && clock_.now() < wait->second)
                continue;
        }
        bool done = check({one.account, id, one.from, one.to}, stop);
        // Days that differed before the last week are looked at one by one: they may lie far apart.
        for (auto day : one.differing)
            if (done && !stop.stop_requested()) done = check({one.account, id, day, day}, stop);
        if (done) ++checked;
        std::lock_guard lock(mutex_);
        if (done)
            not_before_.erase(id);
        else
            not_before_.insert_or_assign(id, clock_.now() + retry_after);
    }
    return checked;
}

void Reconciler::run(std::stop_token stop) {
    Instant next_look = clock_.now();
    while (!stop.stop_requested()) {
        std::optional<Asked> asked;
        {
            std::lock_guard lock(mutex_);
            if (!queue_.empty()) asked = queue_.front(), queue_.pop_front();
        }
        if (asked) {
            check(*asked, stop);
        } else if (clock_.now() >= next_look) {
            if (auto done = run_due(stop); !done)
                log::error("the nightly check of days failed: {}", done.error().text());
            next_look = clock_.now() + look_every;
        } else {
            clock_.sleep_for(tick, stop);
        }
    }
}

}  // namespace regulars::app
