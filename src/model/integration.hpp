// An integration (one connection to a vendor), its cursors, remembered records and runs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/ids.hpp"

namespace regulars::model {

enum class IntegrationKind { opentable, toast, lightspeed };
std::string_view name_of(IntegrationKind kind);       // "opentable", as the command line says it
std::string_view display_name(IntegrationKind kind);  // "OpenTable"
Result<IntegrationKind> integration_kind_named(std::string_view name);
/// What consent that integrations of this kind bring carries as its method's detail:
/// "regulars-opentable".
std::string consent_detail_of(IntegrationKind kind);

enum class IntegrationStatus {
    active,
    paused,  // by a person
    stopped  // by the vendor's refusal (access revoked, credentials wrong): a person must act
};
std::string_view name_of(IntegrationStatus status);

/// Why a run failed, by what a person can do about it.
enum class RunTrouble {
    unreachable,
    credentials_wrong,
    access_revoked,
    rate_limited,
    vendor_failing,
    unexpected_answer,
    interrupted,
    internal
};
std::string_view name_of(RunTrouble trouble);
/// What an HTTP status that is no success says.
RunTrouble trouble_of(int http_status);

struct RunFailure {
    RunTrouble trouble = RunTrouble::internal;
    std::optional<int> http_status;  // of the vendor's answer, where that is what failed
    bool operator==(const RunFailure&) const = default;
};

/// How far a backfill has come. Only shops have shipments apart.
enum class RunStage { people, history, finishing, shipments };
std::string_view name_of(
    RunStage stage);  // "guests", "reservations", "finishing", "shipments", as the API says it
struct RunReach {
    RunStage stage = RunStage::people;
    std::string
        month;  // being read, YYYY-MM; empty where none is, or the vendor is not read by months
    int months_done = 0, months_total = 0;  // 0 likewise
    bool operator==(const RunReach&) const = default;
};

struct Integration {
    IntegrationId id;
    std::string public_id;  // ULID
    IntegrationKind kind = IntegrationKind::opentable;
    std::string name;  // what users filter by; unique in the account without case
    IntegrationStatus status = IntegrationStatus::active;
    std::string settings;  // the connector's own JSON object: addresses, rid, restaurant, zone …
    std::string sealed_credentials;
    ListId list;  // new opt-ins join it; 0 for none
    Instant created_at;
    Instant history_since;                // nothing older becomes an event
    std::optional<Instant> last_sync_at;  // end of the last run that succeeded
    std::optional<Instant> next_sync_at;
    std::optional<Instant> hinted_at;  // a webhook asked for an early poll
    std::string notice;      // what a person should know ("no email at this tier"), or empty
    std::string last_error;  // of the last run, or empty
    std::optional<RunFailure> last_failure;  // there when last_error is
    bool operator==(const Integration&) const = default;
};

/// A stream's place in the vendor's data: the connector's own JSON, and how often it was moved.
/// Version 0 means never written; a Batch that moves it names the version it read.
struct Cursor {
    std::string stream;
    std::int64_t version = 0;
    std::string state = "{}";
    bool operator==(const Cursor&) const = default;
};

/// What a connector keeps of one vendor record to see differences.
struct SourceRecord {
    std::string key;  // unique in the integration, with the stream in front ("reservation/…")
    std::int64_t version = 0;  // the vendor's; a lower one is old news
    Instant updated_at;        // the vendor's
    std::string state;         // the vendor's word
    std::int64_t content_hash = 0;
    std::string exclusion;  // why the record made no event ("walk_in_without_guest"), or empty
    std::string memo;       // the connector's own JSON, such as first-seen times
    bool operator==(const SourceRecord&) const = default;
};

enum class RunKind { backfill, scheduled, manual, hinted };
std::string_view name_of(RunKind kind);
enum class RunOutcome { running, succeeded, failed, interrupted };
std::string_view name_of(RunOutcome outcome);

struct Run {
    RunId id;
    IntegrationId integration;
    RunKind kind = RunKind::scheduled;
    RunOutcome outcome = RunOutcome::running;
    Instant started_at;
    std::optional<Instant> ended_at;
    std::int64_t pages = 0, records = 0;  // read from the vendor
    std::int64_t profiles_created = 0, profiles_updated = 0;
    std::int64_t events_created = 0, events_updated = 0, events_retracted = 0;
    std::string progress;  // for people: "reservations: 2026-03 (9 of 25 months)"
    double done = 0;       // 0 … 1 of a backfill
    double done_before =
        0;  // of which when this run began: an interrupted backfill goes on where it was
    RunReach reach;
    std::string error;                  // why it failed, or empty
    std::optional<RunFailure> failure;  // there when error is
    bool operator==(const Run&) const = default;
};

}  // namespace regulars::model
