// Opens, follows and keeps the audiences; a failure is logged once and tried again.
// SPDX-License-Identifier: Apache-2.0
#include "app/audience_service.hpp"

#include <algorithm>
#include <fstream>

#include "base/log.hpp"

namespace regulars::app {
namespace {

constexpr Duration look_again = 1s;  // other processes write to the store, too
constexpr Duration between_saves = 600s;
constexpr Duration after_failure = 5s;

}  // namespace

std::shared_ptr<const analytics::LiveAudience> AudienceService::audience(AccountId account) {
    std::lock_guard lock(mutex_);
    auto found = shown_.find(account);
    return found == shown_.end() ? nullptr : found->second;
}

Result<void> AudienceService::open_new(std::stop_token stop) {
    std::vector<model::Account> accounts;
    TRY(folder_.store().read([&](store::Transaction& tx) -> Result<void> {
        accounts = TRY(tx.accounts().all());
        return {};
    }));
    for (auto& account : accounts) {
        if (kept_.contains(account.id)) continue;
        Kept kept{.audience = std::make_shared<analytics::LiveAudience>(folder_.store(), account.id,
                                                                        clock_),
                  .folder = folder_.audience_folder(account)};
        if (auto read = kept.audience->read_postal_codes(folder_.path() / "postal-codes.csv");
            !read)
            log::error("postal codes are not used: {}", read.error().text());
        auto started = clock_.now();
        TRY(kept.audience->open(kept.folder, stop));
        log::info("audience: {} people and {} events in {} ms, {} MB", kept.audience->people(),
                  kept.audience->events(), (clock_.now() - started).count() / 1'000,
                  kept.audience->memory_bytes() >> 20);
        kept.saved_at = clock_.now();
        {
            std::lock_guard lock(mutex_);
            shown_[account.id] = kept.audience;
        }
        kept_.emplace(account.id, std::move(kept));
    }
    return {};
}

void AudienceService::save(Kept& kept) {
    auto sequence = kept.audience->sequence();
    if (sequence == kept.saved_sequence) return;
    kept.saved_at = clock_.now();
    if (auto saved = kept.audience->save(kept.folder); !saved)
        return log::error("the audience's snapshot was not kept: {}", saved.error().text());
    kept.saved_sequence = sequence;
}

void AudienceService::run(std::stop_token stop) {
    std::uint64_t commits = 0;
    bool is_failing = false;
    while (!stop.stop_requested()) {
        auto done = [&]() -> Result<void> {
            TRY(open_new(stop));
            for (auto& [id, kept] : kept_) {
                while (!stop.stop_requested() && TRY(kept.audience->follow())) {
                }
                auto next = kept.audience->next();
                if (next && *next <= clock_.now()) TRY(kept.audience->tick());
                if (kept.audience->is_sum_due()) TRY(kept.audience->sum_up());
                if (clock_.now() - kept.saved_at > between_saves) save(kept);
            }
            return {};
        }();
        if (!done && done.error().kind != ErrorKind::cancelled && !std::exchange(is_failing, true))
            log::error("segments are not kept now: {}", done.error().text());
        if (!done) {
            clock_.sleep_for(after_failure, stop);
            continue;
        }
        is_failing = false;
        Duration wait = look_again;
        for (auto& [id, kept] : kept_)
            if (auto next = kept.audience->next())
                wait = std::clamp(*next - clock_.now(), Duration(0), wait);
        if (wait > Duration(0)) commits = folder_.store().wait_for_commit(commits, wait);
    }
    for (auto& [id, kept] : kept_) save(kept);
}

}  // namespace regulars::app
