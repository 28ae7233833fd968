// A memory that applies Batches, for the connectors' tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/env.hpp"
#include "sources/runner.hpp"
#include "sources/set_up.hpp"

namespace regulars::sources {

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
    std::vector<ingest::Batch> batches;  // as they were applied
    model::Run finished;
    std::optional<Instant> next_sync_at;
    model::IntegrationStatus status = model::IntegrationStatus::active;
    int refused_unknown = 0, event_writes = 0;
    /// Fails the apply with this number (from 1): before it happens, or after (the answer is lost).
    int fail_before = 0, fail_after = 0;
    int applies = 0;

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
    Result<ingest::Applied> apply(std::span<const ingest::Batch> together) override {
        ingest::Applied applied;
        for (auto& batch : together) applied += TRY(apply_one(batch));
        return applied;
    }
    Result<ingest::Applied> apply_one(const ingest::Batch& batch) {
        if (++applies == fail_before) return fail(ErrorKind::internal, "crashed before the commit");
        for (auto& cursor : batch.cursors)
            if (cursor.version != cursor_by_stream[cursor.stream].version)
                return fail(ErrorKind::conflict, "the cursor moved");
        for (auto& cursor : batch.cursors)
            cursor_by_stream[cursor.stream] = {cursor.stream, cursor.version + 1, cursor.state};
        for (auto& person : batch.people) {
            auto known = people.find(person.key);
            bool is_older = known != people.end() && person.as_of < known->second.as_of;
            if (!forgotten.contains(person.key) && !is_older) people[person.key] = person;
        }
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
        batches.push_back(batch);
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
    /// A person changes an integration's settings, and what that sends back to its beginning.
    void change(model::Integration& integration, std::string_view settings) {
        auto changed = with_settings(integration, settings, cursors({}, {}).value());
        REGULARS_ASSERT(changed.has_value(), "a test's settings are right");
        integration = changed->integration;
        for (auto& cursor : changed->cursors)
            cursor_by_stream[cursor.stream] = {cursor.stream, cursor.version + 1, cursor.state};
    }
    /// Everything that must not depend on how it was read.
    std::string picture() const {
        std::string text;
        for (auto& [id, event] : events)
            text += fmt::format("{} {} {} {} {}\n", id, event.person, format_iso(event.time),
                                event.value ? event.value->minor : -1, event.properties);
        for (auto& [key, person] : people)
            text += fmt::format("{} {} {} {}\n", key, person.fields.email, format_iso(person.as_of),
                                person.same_as);
        for (auto& [key, record] : records)
            text += fmt::format("{} {} {} {} {}\n", key, record.version, record.state,
                                record.exclusion, record.memo);
        return text;
    }

  private:
    VirtualClock& clock_;
};

/// In worlds that `open` fills: settings changed after a sync leave what they would have left from
/// the beginning, and so does taking them back. What was left is what `picture_of` says.
template <class World>
void expect_as_from_the_beginning(void (*open)(World&), std::string (*picture_of)(const World&),
                                  std::string_view with, std::string_view without) {
    auto fresh = [&](std::string_view settings) {
        World world;
        open(world);
        world.change(settings);
        EXPECT_EQ(world.sync().error, "");
        return picture_of(world);
    };
    std::string plain = fresh("{}"), chosen = fresh(with);
    ASSERT_NE(plain, chosen) << with;

    World world;
    open(world);
    ASSERT_EQ(world.sync().error, "");
    ASSERT_EQ(picture_of(world), plain) << with;
    auto expect_after = [&](std::string_view settings, const std::string& expected) {
        world.clock.advance(5min);
        world.change(settings);
        auto run = world.sync();
        ASSERT_EQ(run.error, "") << settings;
        EXPECT_EQ(picture_of(world), expected) << settings;
    };
    expect_after(with, chosen);
    expect_after(without, plain);
}

}  // namespace regulars::sources
