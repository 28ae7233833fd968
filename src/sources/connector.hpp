// What a vendor's connector is: a pure description of how to read one integration.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "ingest/batch.hpp"
#include "model/integration.hpp"
#include "model/reconciliation.hpp"
#include "net/http.hpp"
#include "sources/setting_fields.hpp"

namespace regulars::sources {

/// One integration with its unsealed credentials.
struct Connection {
    AccountId account;
    model::Integration integration;
    std::string credentials;  // the connector's own JSON object
};

/// A vendor's access token; kept in memory only, unless the Dialect has a token_key.
struct Token {
    std::string value;
    Instant renew_at;
    /// The connector's credentials as they are from now on, where the vendor replaced them with
    /// this token (a rotated refresh token): kept durably before the token is first used. Else
    /// empty.
    std::string credentials;
};

/// How fast a vendor may be asked. Connections with the same key share one allowance.
struct Pace {
    std::string key;
    double per_second = 0;  // 0: no limit
    int burst = 1;
};

/// A request to the vendor, without its token.
struct Ask {
    net::HttpRequest request;
    std::string about;               // for people and logs: "reservations of 2026-03"
    std::size_t max_body_bytes = 0;  // of the answer; 0: the runner's limit
    bool operator==(const Ask&) const = default;
};

/// One answer, understood. Each connector derives its own.
class Page {
  public:
    virtual ~Page() = default;
    /// Vendor records on it.
    virtual std::int64_t records() const = 0;
    /// Keys of the remembered records that `map` needs; each once.
    virtual std::span<const std::string> keys() const = 0;
};

using Remembered = std::vector<std::optional<model::SourceRecord>>;

/// What an answer means for the one who asked.
enum class Verdict {
    use,          // it is read, whatever its status
    ask_again,    // the vendor is busy or sick for now
    renew_token,  // once; then it is an error
    refuse,       // a person must act: the integration stops
    fail          // asking again would not help: the run fails
};
/// By the status alone: 2xx use, 401 renew_token, 403 refuse, 408, 425, 429 and 5xx ask_again, else
/// fail.
Verdict verdict_by(int status);

/// The part of a vendor's dialect that is the same whatever is asked. Not thread-safe.
class Dialect {
  public:
    virtual ~Dialect() = default;

    virtual net::HttpRequest token_request() const = 0;
    /// For vendors that count sign-ins: whoever has the same key shares one token, which outlives a
    /// restart. It holds no secret in the clear. Empty: the token is this integration's alone.
    virtual std::string token_key() const { return {}; }
    /// Errors: unauthorized (the vendor refuses the credentials), unavailable (ask again), invalid.
    virtual Result<Token> token_from(const net::HttpResponse& response, Instant now) = 0;
    virtual void authorize(net::HttpRequest& request, const Token& token) const = 0;
    /// A sentence for a person about an answer that is no success.
    virtual std::string explain(const net::HttpResponse& response) const = 0;
    virtual Pace pace() const = 0;
    virtual Verdict judge(const Ask&, const net::HttpResponse& response) const {
        return verdict_by(response.status);
    }
    /// Every answer but those about tokens, used or not, and what it answers: for vendors that tell
    /// in headers how fast they may be asked.
    virtual void heard(const Ask&, const net::HttpResponse&, Instant /*now*/) {}
    /// The earliest instant at which this may go out by what was heard; asked before each sending.
    virtual Instant earliest(const Ask&, Instant now) const { return now; }
};

/// Reads one integration, as a state machine without input or output: the runner asks it what to
/// send, gives it what came, and applies what it makes of it. Not thread-safe.
///
/// For each page: next, read, digest, missing (each answered with supply), next, map. The second
/// `next` comes before `map`, or right behind `read` where the reader can ask ahead, so that the
/// following request is under way meanwhile; it answers nothing where that depends on what the page
/// changes.
class Reader : public Dialect {
  public:
    /// The next request, or nothing: all is read, or (while a page is unmapped) not known yet.
    virtual std::optional<Ask> next(Instant now) = 0;
    /// Understands the answer to the last `next`, whose body it may keep, and moves past it.
    /// Errors: unavailable (not what the vendor sends when well, such as a cut body: ask again),
    /// exhausted, unauthorized (nothing is left that may be read: the integration stops).
    virtual Result<std::unique_ptr<Page>> read(net::HttpResponse& response, Instant now) = 0;
    /// Whether `next` may be asked before `digest` and `missing`: neither changes what it answers.
    virtual bool can_ask_ahead() const { return false; }
    /// A request that `next` will answer before long, whatever the answer to the last one brings:
    /// it may travel at once. Nothing where there is none, or the vendor would be asked too fast.
    virtual std::optional<Ask> following(Instant /*now*/) { return std::nullopt; }
    /// Understands what `read` could leave for later, and lets the body go.
    virtual void digest(Page&) {}
    /// The answer to the last `next` was larger than its limit. Whether a smaller one can be asked
    /// for: then the following `next` asks it.
    virtual bool shrink() { return false; }
    /// Requests for records that the page names but nobody has read. What was supplied may name
    /// more: asked until it answers nothing.
    virtual std::vector<Ask> missing(Page& page, const Remembered& remembered) = 0;
    /// The answer to the `index`-th of them: a success, or 404. Errors: as of `read`.
    virtual Result<void> supply(Page& page, std::size_t index,
                                const net::HttpResponse& response) = 0;
    /// What the page makes true. The Batch is complete but for account, integration, run and the
    /// cursors' versions; it is empty when the page holds nothing new.
    virtual Result<ingest::Batch> map(Page& page, const Remembered& remembered, Instant now) = 0;

    /// For people: "reservations: 2026-03 (9 of 25 months)".
    virtual std::string progress() const = 0;
    /// 0 … 1 of the backfill.
    virtual double done() const = 0;
    virtual model::RunReach reach() const = 0;
    virtual bool is_backfilling() const = 0;
    /// What a person should know of this integration, or empty.
    virtual std::string notice() const = 0;
};

/// A location that the vendor did not show.
struct UnreadPlace {
    std::string id;    // the vendor's, as in EventTrace::place
    std::string name;  // its name, else its id
    std::string why;   // for a person
};

/// Asks the vendor what it holds of some business days, for reconciliation. Not thread-safe.
class Audit : public Dialect {
  public:
    /// The next request, or nothing: all is known.
    virtual std::optional<Ask> next(Instant now) = 0;
    /// The answer to the last `next`. Errors: as of Reader::read.
    virtual Result<void> take(const net::HttpResponse& response, Instant now) = 0;
    /// Each record of those days once, by the vendor's word alone; at most 1,000,000.
    virtual std::vector<model::VendorRow> rows() = 0;
    /// Locations that the vendor refuses to show; none of their records are in `rows`.
    virtual std::vector<UnreadPlace> unread() const { return {}; }
    /// By which the location's days begin, once all is known; of several locations the first's.
    virtual Zone zone() const = 0;
};

/// What an Audit found.
struct Audited {
    std::vector<model::VendorRow> rows;
    Zone zone;
    std::vector<UnreadPlace> unread = {};
};

/// What trying a connection found, in the order tried. The words are those of the OpenAPI file's
/// CheckResult.
struct Trial {
    enum class Outcome { passed, failed, warning, skipped };
    struct Step {
        std::string step;  // reach, sign_in, restaurant, guests
        Outcome outcome = Outcome::skipped;
        std::string detail;  // for a person; empty where it passed without a word
    };
    std::string code = "ok";  // of the first step that failed or warns: unreachable, rate_limited,
                              // credentials_wrong, restaurant_not_granted, no_email_at_tier
    std::vector<Step> steps;
    bool is_ok() const {
        return std::ranges::none_of(steps, [](auto& s) { return s.outcome == Outcome::failed; });
    }
};

/// One kind of integration. Thread-safe.
class Connector {
  public:
    virtual ~Connector() = default;
    /// All there are.
    virtual std::span<const SettingName> settings() const = 0;
    /// Errors: invalid (`where` is the field's JSON pointer; no value of a credential is shown).
    virtual Result<void> check_settings(std::string_view settings) const = 0;
    virtual Result<void> check_credentials(std::string_view credentials) const = 0;
    /// Where the history of an integration added `now` begins. Errors: invalid.
    virtual Result<Instant> history_since(std::string_view settings, Instant now) const = 0;
    /// Errors: invalid (settings, credentials or cursors; `where` names the field).
    virtual Result<std::unique_ptr<Reader>> open(const Connection& connection,
                                                 std::span<const model::Cursor> cursors) const = 0;
    /// How long after a run the next one begins. Errors: invalid.
    virtual Result<Duration> interval(const Connection& connection) const = 0;
    /// Of the business days `from` to `to`, both inclusive. Errors: invalid.
    virtual Result<std::unique_ptr<Audit>> audit(const Connection& connection, LocalDate from,
                                                 LocalDate to) const = 0;
    /// How our events lead back to the records of an Audit. Errors: invalid.
    virtual Result<model::Tracer> tracer(const Connection& connection) const = 0;
    /// Cursors with which the next run reads again what differed on these days, whatever the vendor
    /// marks as changed: the days whole, or the records that are named; none where that is not
    /// needed or the history is still being read.
    virtual std::vector<model::Cursor> reread(
        std::span<const model::Cursor> cursors, LocalDate from, LocalDate to,
        std::span<const model::Difference> differences) const = 0;
    /// The cursors with which the next run reads everything again, where `after` gives what was
    /// read with the settings `before` another meaning: so that old records and new ones are told
    /// of alike. None where what was read stays right. Each names the version that was read.
    virtual std::vector<model::Cursor> read_again(std::string_view before, std::string_view after,
                                                  std::span<const model::Cursor> cursors) const = 0;
    /// Tries settings and credentials without keeping anything: a few requests, no retries, none
    /// that a vendor answers with new credentials. Errors: invalid (a field; `where` is its JSON
    /// pointer), cancelled.
    virtual Result<Trial> try_connection(std::string_view settings, std::string_view credentials,
                                         net::HttpClient& client, const Clock& clock,
                                         std::stop_token stop) const = 0;
};

}  // namespace regulars::sources
