// What a vendor's connector is: a pure description of how to read one integration.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "ingest/batch.hpp"
#include "model/integration.hpp"
#include "net/http.hpp"

namespace regulars::sources {

/// One integration with its unsealed credentials.
struct Connection {
    AccountId account;
    model::Integration integration;
    std::string credentials;  // the connector's own JSON object
};

/// A vendor's access token; kept in memory only.
struct Token {
    std::string value;
    Instant renew_at;
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
    std::string about;  // for people and logs: "reservations of 2026-03"
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

/// Reads one integration, as a state machine without input or output: the runner asks it what to
/// send, gives it what came, and applies what it makes of it. Not thread-safe.
///
/// For each page: next, read, missing (each answered with supply), next, map. The second
/// `next` comes before `map` so that the following request is under way meanwhile; it answers
/// nothing where that depends on what the page changes.
class Reader {
  public:
    virtual ~Reader() = default;

    virtual net::HttpRequest token_request() const = 0;
    /// Errors: unauthorized (the vendor refuses the credentials), unavailable (ask again), invalid.
    virtual Result<Token> token_from(const net::HttpResponse& response, Instant now) const = 0;
    virtual void authorize(net::HttpRequest& request, const Token& token) const = 0;
    /// A sentence for a person about an answer that is no success.
    virtual std::string explain(const net::HttpResponse& response) const = 0;
    virtual Pace pace() const = 0;

    /// The next request, or nothing: all is read, or (while a page is unmapped) not known yet.
    virtual std::optional<Ask> next(Instant now) = 0;
    /// Understands the answer to the last `next` and moves past it. Errors: unavailable (not what
    /// the vendor sends when well, such as a cut body: ask again), exhausted.
    virtual Result<std::unique_ptr<Page>> read(const net::HttpResponse& response, Instant now) = 0;
    /// Requests for records that the page names but nobody has read. What was supplied may name
    /// more: asked until it answers nothing.
    virtual std::vector<Ask> missing(Page& page, const Remembered& remembered) = 0;
    /// The answer to the `index`-th of them: a success, or 404. Errors: as of `read`.
    virtual Result<void> supply(Page& page, std::size_t index, const net::HttpResponse& response) = 0;
    /// What the page makes true. The Batch is complete but for account, integration, run and the
    /// cursors' versions; it is empty when the page holds nothing new.
    virtual Result<ingest::Batch> map(Page& page, const Remembered& remembered, Instant now) = 0;

    /// For people: "reservations: 2026-03 (9 of 25 months)".
    virtual std::string progress() const = 0;
    /// 0 … 1 of the backfill.
    virtual double done() const = 0;
    virtual bool is_backfilling() const = 0;
    /// What a person should know of this integration, or empty.
    virtual std::string notice() const = 0;
};

/// Makes Readers of one kind of integration. Thread-safe.
class Connector {
  public:
    virtual ~Connector() = default;
    /// Errors: invalid (settings, credentials or cursors; `where` names the field).
    virtual Result<std::unique_ptr<Reader>> open(const Connection& connection, std::span<const model::Cursor> cursors) const = 0;
    /// How long after a run the next one begins. Errors: invalid.
    virtual Result<Duration> interval(const Connection& connection) const = 0;
};

}  // namespace regulars::sources
