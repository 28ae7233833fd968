// An account, its vendor, its memory and its vault: for tests only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "sources/lightspeed/imposter_test.hpp"
#include "sources/set_up.hpp"

namespace regulars::sources::lightspeed {

/// Applies Batches in memory by ingest's rules, as far as a connector can see them.
class FakeMemory final : public Memory {
  public:
    struct StoredEvent {
        Instant time;
        std::string person, metric, properties;
        std::optional<Money> value;
        bool operator==(const StoredEvent&) const = default;
    };
    std::map<std::string, StoredEvent> events;
    std::map<std::string, ingest::PersonUpsert> people;
    std::set<std::string> forgotten;
    std::map<std::string, model::SourceRecord> records;
    std::map<std::string, model::Cursor> cursor_by_stream;
    std::string notice;
    model::Run finished;
    std::optional<Instant> next_sync_at;
    model::IntegrationStatus status = model::IntegrationStatus::active;
    int refused_unknown = 0, event_writes = 0;
    /// Fails the apply with this number (from 1): before it happens, or after (the answer is lost).
    int fail_before = 0, fail_after = 0, applies = 0;

    explicit FakeMemory(VirtualClock& clock) : clock_(clock) {}
    Result<std::vector<model::Cursor>> cursors(AccountId, IntegrationId) override {
        std::vector<model::Cursor> all;
        for (auto& [stream, cursor] : cursor_by_stream) all.push_back(cursor);
        return all;
    }
    Result<Remembered> recall(AccountId, IntegrationId,
                              std::span<const std::string> keys) override {
        Remembered found;
        for (auto& key : keys) {
            auto record = records.find(key);
            found.push_back(record == records.end() ? std::nullopt : std::optional(record->second));
        }
        return found;
    }
    Result<ingest::Applied> apply(std::span<const ingest::Batch> batches) override {
        ingest::Applied applied;
        for (auto& batch : batches) applied += TRY(apply_one(batch));
        return applied;
    }
    Result<ingest::Applied> apply_one(const ingest::Batch& batch) {
        if (++applies == fail_before) return fail(ErrorKind::internal, "crashed before the commit");
        for (auto& cursor : batch.cursors)
            if (cursor.version != cursor_by_stream[cursor.stream].version)
                return fail(ErrorKind::conflict, "the cursor moved");
        for (auto& cursor : batch.cursors)
            cursor_by_stream[cursor.stream] = {cursor.stream, cursor.version + 1, cursor.state};
        for (auto& person : batch.people)
            if (!forgotten.contains(person.key) &&
                !(people.contains(person.key) && people[person.key].as_of > person.as_of))
                people[person.key] = person;
        for (auto& erasure : batch.erasures) {
            forgotten.insert(erasure.key);
            people.erase(erasure.key);
            std::erase_if(events, [&](auto& event) { return event.second.person == erasure.key; });
        }
        ingest::Applied applied;
        for (auto& id : batch.retractions)
            applied.events_retracted += std::int64_t(events.erase(id));
        for (auto& event : batch.events) {
            ++event_writes;
            if (forgotten.contains(event.person)) continue;
            if (!people.contains(event.person)) {
                ++refused_unknown;
                continue;
            }
            auto [stored, is_new] = events.try_emplace(
                event.unique_id, StoredEvent{event.time, {}, event.metric, {}, {}});
            applied.events_created += is_new;
            if (event.timing == ingest::Timing::moves) stored->second.time = event.time;
            stored->second.person = event.person;
            stored->second.properties = event.properties;
            stored->second.value = event.value;
        }
        for (auto& record : batch.records) records[record.key] = record;
        if (batch.notice) notice = *batch.notice;
        if (applies == fail_after) return fail(ErrorKind::internal, "crashed after the commit");
        return applied;
    }
    Result<model::Run> start_run(AccountId, IntegrationId integration,
                                 model::RunKind kind) override {
        return model::Run{
            .id = RunId{1}, .integration = integration, .kind = kind, .started_at = clock_.now()};
    }
    Result<void> finish_run(AccountId, const model::Run& run, std::optional<Instant> next,
                            model::IntegrationStatus new_status) override {
        finished = run;
        next_sync_at = next;
        status = new_status;
        return {};
    }
    std::string exclusion(std::string_view key) const {
        auto record = records.find(std::string(key));
        return record == records.end() ? "(unknown)" : record->second.exclusion;
    }
    /// Everything that must not depend on how it was read.
    std::string picture() const {
        std::string text;
        for (auto& [id, event] : events)
            text += fmt::format("{} {} {} {} {}\n", id, event.person, format_iso(event.time),
                                event.value ? event.value->minor : -1, event.properties);
        for (auto& [key, person] : people)
            text += fmt::format("{} {} {}\n", key, person.fields.email, format_iso(person.as_of));
        for (auto& [key, record] : records)
            text += fmt::format("{} {} {} {} {}\n", key, record.version, record.state,
                                record.exclusion, record.memo);
        return text;
    }

  private:
    VirtualClock& clock_;
};

/// Keeps credentials as a vault would.
class FakeKeeper final : public CredentialKeeper {
  public:
    std::string kept;
    int replacements = 0;
    std::function<void()> before_replacing;  // somebody else is faster
    Result<void> replace(AccountId, IntegrationId, const std::string& before,
                         const std::string& after) override {
        if (before_replacing) before_replacing();
        if (kept != before)
            return fail(ErrorKind::conflict,
                        "the credentials were changed by somebody else meanwhile");
        replacements += before != after;
        kept = after;
        return {};
    }
};

/// Account 7, with a vendor of one shop here and one at the beach.
struct World {
    explicit World(int page_size = 10, std::string_view more_settings = "") {
        connection.account = AccountId{1};
        connection.integration = {
            .id = IntegrationId{5}, .kind = model::IntegrationKind::lightspeed, .name = "Shop"};
        connection.integration.settings = fmt::format(
            R"({{"auth_url":"http://127.0.0.1:1","api_url":"http://127.0.0.1:2","account":7,"country":"US","page_size":{}{}}})",
            page_size, more_settings);
        keeper.kept = to_json(Credentials{"me", "secret", "r0"});
        restart();
    }
    /// A new process: nothing but the memory and the vault is left.
    void restart() {
        runner = std::make_unique<Runner>(memory, vendor, clock, random, RunnerLimits{}, &keeper);
        runner->add(model::IntegrationKind::lightspeed, std::make_unique<Lightspeed>());
    }
    model::Run sync(std::stop_token stop = {}) {
        connection.credentials = keeper.kept;
        auto run = runner->sync_once(connection, model::RunKind::scheduled, {}, stop);
        REGULARS_ASSERT(run.has_value(), "the memory of a test does not fail outside a run");
        return *run;
    }
    /// A person changes settings, and what that sends back to its beginning.
    void change(std::string_view settings) {
        auto cursors = memory.cursors({}, {}).value();
        auto changed = with_settings(connection.integration, settings, cursors);
        REGULARS_ASSERT(changed.has_value(), "a test's settings are right");
        connection.integration = changed->integration;
        for (auto& cursor : changed->cursors)
            memory.cursor_by_stream[cursor.stream] = {cursor.stream, cursor.version + 1,
                                                      cursor.state};
    }
    /// `n` customers, each with one sale of two lines, completed an hour apart.
    void populate(int n) {
        for (int i = 1; i <= n; ++i) {
            vendor.customers[i] = {.id = i, .email = fmt::format("c{}@Example.com", i)};
            VendorSale sale{.id = 100 + i, .customer = i, .total = "22.97"};
            sale.completed_at = sale.stamp = sale.updated =
                format_iso(at("2026-10-01T00:00:00Z") + std::chrono::hours(i));
            sale.lines = {{.id = 1'000 + 2 * i}, {.id = 1'001 + 2 * i}};
            vendor.sales[sale.id] = sale;
        }
    }
    std::string now() const { return format_iso(clock.now().floor_seconds()); }
    /// The vendor's sale changes now.
    VendorSale& touch(std::int64_t id) {
        vendor.sales[id].updated = now();
        return vendor.sales[id];
    }
    const FakeMemory::StoredEvent* event(std::string_view id) const {
        auto found = memory.events.find(fmt::format("lsr:7:{}", id));
        return found == memory.events.end() ? nullptr : &found->second;
    }

    VirtualClock clock{at("2026-11-21T12:00:00Z")};
    SeededRandom random{7};
    Imposter vendor{clock};
    FakeMemory memory{clock};
    FakeKeeper keeper;
    Connection connection;
    std::unique_ptr<Runner> runner;
};

}  // namespace regulars::sources::lightspeed
