// One integration's conversation with its vendor: token, pace and retries around each request.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/env.hpp"
#include "net/http.hpp"
#include "net/rate_limit.hpp"
#include "sources/connector.hpp"
#include "sources/port.hpp"
#include "sources/runner.hpp"

namespace regulars::sources {

/// A request whose place in the vendor's pace is reserved and which may be under way already.
struct Started {
    Instant at;                           // when it may go out
    std::unique_ptr<net::HttpCall> call;  // or null: not sent yet
    std::string token = {};               // it was sent with
};

class Exchange {
  public:
    /// Makes use of an answer, which it may keep. An error of kind unavailable asks the vendor
    /// again.
    using Use = std::function<Result<void>(net::HttpResponse&)>;
    /// Keeps credentials that came with a token, before the token is used.
    using Renewed = std::function<Result<void>(const std::string& credentials)>;

    /// Without a keeper, tokens are kept nowhere but in `token`.
    Exchange(Dialect& vendor, std::optional<Token>& token, Renewed renewed,
             CredentialKeeper* keeper, net::RateLimit& pace, net::HttpClient& client, Clock& clock,
             Random& random, const RunnerLimits& limits, std::stop_token stop)
        : vendor_(vendor),
          renewed_(std::move(renewed)),
          keeper_(keeper),
          token_(token),
          pace_(pace),
          client_(client),
          clock_(clock),
          random_(random),
          limits_(limits),
          stop_(std::move(stop)) {}

    /// Reserves a place for the request, and sends it if that is now. Never sleeps.
    Result<Started> start(const Ask& ask);
    /// Sends (unless `started` did) and lets `use` have the answer: what the vendor's dialect
    /// judges to be one, or a 404 where that is an answer. Errors: unauthorized (refused:
    /// is_refused), unavailable (the vendor failed too often), invalid, cancelled.
    enum class Absence { is_error, is_answer };
    Result<void> finish(const Ask& ask, Started started, Absence absence, const Use& use);

    /// The vendor said that a person must act.
    bool is_refused() const { return is_refused_; }
    /// What the vendor did when the last request came to nothing; nothing when it was answered.
    const std::optional<model::RunFailure>& failure() const { return failure_; }

  private:
    Result<void> ensure_token();
    Result<void> sign_in();
    Result<std::unique_ptr<Lease>> turn_to_sign_in(const std::string& key);
    Result<void> send(const Ask& ask, Started& started);
    Result<void> pause(Instant until);
    Instant reserve(const Ask& ask, Instant earliest);

    Dialect& vendor_;
    Renewed renewed_;
    CredentialKeeper* keeper_;
    std::optional<Token>& token_;
    std::string refused_;  // the token that the vendor answered 401 to last
    net::RateLimit& pace_;
    net::HttpClient& client_;
    Clock& clock_;
    Random& random_;
    const RunnerLimits& limits_;
    std::stop_token stop_;
    bool is_refused_ = false;
    std::optional<model::RunFailure> failure_;
};

}  // namespace regulars::sources
