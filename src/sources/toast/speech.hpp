// How one talks to Toast, whatever is asked: login, limits, refusals.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "sources/connector.hpp"
#include "sources/toast/settings.hpp"

namespace regulars::sources::toast {

/// What Dialect asks for; Reader and Audit speak through it. Not thread-safe.
class Speech {
  public:
    /// Logins that a run may make because of answers 401: the vendor wants two in an hour at most.
    static constexpr int most_renewals = 2;

    Speech(const Settings& settings, Credentials credentials)
        : settings_(settings), credentials_(std::move(credentials)) {}

    net::HttpRequest token_request() const;
    void authorize(net::HttpRequest& request, const Token& token) const;
    /// The client's, for all its restaurants: two logins an hour are the vendor's most.
    std::string token_key() const;
    Pace pace() const;
    /// 403, 404 and 409 are answers: they are about one restaurant, record or list.
    Verdict judge(const net::HttpResponse& response) const;
    void heard(const Ask& ask, const net::HttpResponse& response, Instant now);
    Instant earliest(const Ask& ask, Instant now) const;
    /// Whether this may go out beside another of its kind whose answer is waited for: by the last
    /// answer there is room for both and for one more.
    bool has_room_beside(const Ask& ask) const;

    /// False: the token says that it shows no guests' names, emails and phones.
    std::optional<bool> shows_guests() const { return shows_guests_; }

  private:
    const Settings& settings_;
    Credentials credentials_;
    int renewals_ = 0;
    mutable std::string looked_at_;  // the token whose scopes were looked at
    mutable std::optional<bool> shows_guests_;
    Instant hold_;                                   // nothing goes out before
    std::map<std::string, Instant> holds_;           // by restaurant and path
    std::map<std::string, std::int64_t> remaining_;  // so too: in a slice, as the last answer said
};

/// A Reader or an Audit that speaks to Toast through `speech_`.
template <class Base>
class Speaking : public Base {
  public:
    Speaking(const Settings& settings, Credentials credentials)
        : speech_(settings, std::move(credentials)) {}
    net::HttpRequest token_request() const override { return speech_.token_request(); }
    Result<Token> token_from(const net::HttpResponse& response, Instant now) override;
    void authorize(net::HttpRequest& request, const Token& token) const override {
        speech_.authorize(request, token);
    }
    std::string token_key() const override { return speech_.token_key(); }
    std::string explain(const net::HttpResponse& response) const override;
    Pace pace() const override { return speech_.pace(); }
    Verdict judge(const Ask&, const net::HttpResponse& response) const override {
        return speech_.judge(response);
    }
    void heard(const Ask& ask, const net::HttpResponse& response, Instant now) override {
        speech_.heard(ask, response, now);
    }
    Instant earliest(const Ask& ask, Instant now) const override {
        return speech_.earliest(ask, now);
    }

  protected:
    Speech speech_;
};

}  // namespace regulars::sources::toast
