// Decides what each kind of answer means: use it, renew the token, wait, or give up.
// SPDX-License-Identifier: Apache-2.0
#include "sources/exchange.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "net/retry.hpp"

namespace regulars::sources {
namespace {

/// What an answer that nobody could use says; a success says by its body that it is none.
model::RunFailure failure_of(const net::HttpResponse& response) {
    bool is_success = response.status >= 200 && response.status < 300;
    if (is_success) return {model::RunTrouble::unexpected_answer, {}};
    return {model::trouble_of(response.status), response.status};
}

/// How often one who waits for another's sign-in looks whether it is done.
constexpr Duration look_again = 200ms;

std::unexpected<Error> stopped() { return fail(ErrorKind::cancelled, "asked to stop"); }

}  // namespace

Verdict verdict_by(int status) {
    if (status >= 200 && status < 300) return Verdict::use;
    if (status == 401) return Verdict::renew_token;
    if (status == 403) return Verdict::refuse;
    return status == 408 || status == 425 || status == 429 || status >= 500 ? Verdict::ask_again
                                                                            : Verdict::fail;
}

Result<void> Exchange::pause(Instant until) {
    if (until > clock_.now()) clock_.sleep_until(until, stop_);
    if (stop_.stop_requested()) return stopped();
    return {};
}

Result<void> Exchange::ensure_token() {
    if (token_ && clock_.now() < token_->renew_at) return {};
    token_.reset();
    auto key = vendor_.token_key();
    if (!keeper_ || key.empty()) return sign_in();
    auto turn = TRY(turn_to_sign_in(key));
    if (!turn) return {};
    TRY(sign_in());
    auto kept = keeper_->keep_token(key, *token_, clock_.now());
    if (!kept) log::warning("the next start signs in anew: {}", kept.error().text());
    return {};
}

/// Null when there is a token by now: what is kept, or what somebody else signed in for. Waits no
/// longer than that one tries.
Result<std::unique_ptr<Lease>> Exchange::turn_to_sign_in(const std::string& key) {
    for (;;) {
        auto turn = TRY(keeper_->try_sign_in(key));
        auto kept = keeper_->token(key, clock_.now());
        if (kept && kept->value != refused_) {
            token_ = std::move(*kept);
            return nullptr;
        }
        if (turn) return turn;
        TRY(pause(clock_.now() + look_again));
    }
}

Result<void> Exchange::sign_in() {
    net::Backoff backoff(limits_.first_wait, limits_.most_wait, random_);
    for (int attempt = 1;; ++attempt) {
        auto response = client_.send(vendor_.token_request(), limits_.http, stop_);
        if (stop_.stop_requested()) return stopped();
        Error error;
        Duration wait = backoff.next();
        if (response) {
            auto token = vendor_.token_from(*response, clock_.now());
            if (token) {
                failure_.reset();
                if (!token->credentials.empty()) TRY(renewed_(token->credentials));
                token_ = std::move(*token);
                return {};
            }
            error = token.error();
            failure_ = failure_of(*response);
            if (error.kind == ErrorKind::unauthorized)
                failure_->trouble = model::RunTrouble::credentials_wrong;
            wait = std::max(wait, net::retry_after(*response, clock_.now()).value_or(Duration(0)));
        } else {
            error = response.error();
            failure_ = {model::RunTrouble::unreachable, {}};
        }
        if (error.kind == ErrorKind::unauthorized) is_refused_ = true;
        if (error.kind != ErrorKind::unavailable || attempt >= limits_.attempts)
            return std::unexpected(error);
        TRY(pause(clock_.now() + wait));
    }
}

Result<void> Exchange::send(const Ask& ask, Started& started) {
    TRY(ensure_token());
    net::HttpRequest request = ask.request;
    vendor_.authorize(request, *token_);
    net::HttpLimits limits = limits_.http;
    if (ask.max_body_bytes > 0) limits.max_body_bytes = ask.max_body_bytes;
    started.token = token_->value;
    started.call = client_.start(std::move(request), limits, stop_);
    return {};
}

/// A place in the pace, not before `earliest` nor before the vendor allows.
Instant Exchange::reserve(const Ask& ask, Instant earliest) {
    Instant now = clock_.now();
    return std::max({earliest, now + pace_.wait_for(now), vendor_.earliest(ask, now)});
}

Result<Started> Exchange::start(const Ask& ask) {
    Instant now = clock_.now();
    Started started{reserve(ask, now), nullptr};
    // A token that must be got first is got in finish(), where waiting is expected.
    if (started.at <= now && token_ && now < token_->renew_at) TRY(send(ask, started));
    return started;
}

Result<void> Exchange::finish(const Ask& ask, Started started, Absence absence, const Use& use) {
    net::Backoff backoff(limits_.first_wait, limits_.most_wait, random_);
    bool renewed = false;
    failure_.reset();
    for (int attempt = 1;; ++attempt) {
        if (!started.call) {
            // What was heard since its place was reserved holds for it too.
            TRY(pause(std::max(started.at, vendor_.earliest(ask, clock_.now()))));
            TRY(send(ask, started));
        }
        auto response = std::exchange(started.call, nullptr)->wait();
        if (stop_.stop_requested()) return stopped();
        Error error;
        Duration wait{0};
        if (!response) {
            error = response.error();
            failure_ = {model::RunTrouble::unreachable, {}};
            if (error.kind != ErrorKind::unavailable) return std::unexpected(error);
        } else if (response->status == 401 && token_ && started.token != token_->value) {
            // Another request had the token renewed while this one was under way.
            started.at = reserve(ask, clock_.now());
            continue;
        } else {
            vendor_.heard(ask, *response, clock_.now());
            bool is_absence = response->status == 404 && absence == Absence::is_answer;
            failure_ = failure_of(*response);
            switch (is_absence ? Verdict::use : vendor_.judge(ask, *response)) {
                case Verdict::use: {
                    auto used = use(*response);
                    if (used) {
                        failure_.reset();
                        return {};
                    }
                    error = used.error();
                    if (error.kind == ErrorKind::unauthorized) {
                        is_refused_ = true;
                        failure_->trouble = model::RunTrouble::access_revoked;
                    }
                    if (error.kind != ErrorKind::unavailable) return std::unexpected(error);
                    break;
                }
                case Verdict::renew_token:
                    refused_ = started.token;
                    token_.reset();
                    if (renewed)
                        return fail(ErrorKind::unauthorized, vendor_.explain(*response), ask.about);
                    renewed = true;
                    started.at = reserve(ask, clock_.now());
                    continue;
                case Verdict::refuse:
                    is_refused_ = true;
                    if (response->status != 401)
                        failure_->trouble = model::RunTrouble::access_revoked;
                    return fail(ErrorKind::unauthorized, vendor_.explain(*response), ask.about);
                case Verdict::ask_again:
                    error = {ErrorKind::unavailable, vendor_.explain(*response), ask.about};
                    wait = net::retry_after(*response, clock_.now()).value_or(Duration(0));
                    break;
                case Verdict::fail:
                    return fail(ErrorKind::invalid, vendor_.explain(*response), ask.about);
            }
        }
        if (error.where.empty()) error.where = ask.about;
        if (attempt >= limits_.attempts) return std::unexpected(error);
        log::debug("asking again after: {}", error.text());
        started.at = reserve(ask, clock_.now() + std::max(wait, backoff.next()));
    }
}

}  // namespace regulars::sources
