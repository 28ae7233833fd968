// The part of Lightspeed's dialect that readers and audits share: tokens, verdicts and the
// allowance.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "sources/connector.hpp"
#include "sources/lightspeed/allowance.hpp"
#include "sources/lightspeed/answers.hpp"
#include "sources/lightspeed/settings.hpp"

namespace regulars::sources::lightspeed {

/// "Sale+": the last part of a request's path, with a mark where relations are loaded; requests of
/// one kind cost about the same.
std::string kind_of(const net::HttpRequest& request);

/// A Reader or an Audit that speaks Lightspeed. Not thread-safe. What the vendor says of its bucket
/// is taken as of when it is heard, so answers are heard in the order in which they were asked for.
template <class Role>
class Speaker : public Role {
  public:
    Speaker(std::unique_ptr<Settings> settings, Credentials credentials)
        : settings_(std::move(settings)), credentials_(std::move(credentials)) {}

    net::HttpRequest token_request() const override {
        return refresh_request(*settings_, credentials_);
    }
    /// The refresh token that comes with it is the one sent from now on.
    Result<Token> token_from(const net::HttpResponse& response, Instant now) override {
        auto tokens = TRY(tokens_from(response, now));
        Token token{std::move(tokens.access), tokens.renew_at, {}};
        if (!tokens.refresh.empty() && tokens.refresh != credentials_.refresh_token) {
            credentials_.refresh_token = std::move(tokens.refresh);
            token.credentials = to_json(credentials_);
        }
        return token;
    }
    void authorize(net::HttpRequest& request, const Token& token) const override {
        request.headers.emplace_back("Authorization", "Bearer " + token.value);
    }
    std::string explain(const net::HttpResponse& response) const override {
        return lightspeed::explain(response);
    }
    /// None of its own: only live headers tell.
    Pace pace() const override {
        return {"lightspeed " + settings_->api_url + " " + settings_->account, 0, 1};
    }
    Verdict judge(const Ask&, const net::HttpResponse& response) const override {
        return lightspeed::judge(response);
    }
    void heard(const Ask& ask, const net::HttpResponse& response, Instant now) override {
        allowance_.heard(kind_of(ask.request), response, now);
    }
    Instant earliest(const Ask& ask, Instant now) const override {
        return allowance_.earliest(kind_of(ask.request), now);
    }

  protected:
    std::unique_ptr<Settings> settings_;

  private:
    Credentials credentials_;
    Allowance allowance_;
};

}  // namespace regulars::sources::lightspeed
