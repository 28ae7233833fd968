// Lightspeed's OAuth server: consent, codes, rotating tokens, and the employee they hang on.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sandbox/lightspeed/answers.hpp"
#include "sandbox/target.hpp"

namespace regulars::sandbox::lightspeed {

/// Thread-safe. Refresh tokens prove themselves by a signature, so a restarted sandbox knows those
/// it gave before; which of them have died it forgets.
class OAuth {
  public:
    OAuth(std::uint64_t seed, std::uint64_t account, std::string redirect_uri);

    /// `path` is below /auth/oauth/.
    net::HttpResponse handle(const net::HttpRequest& request, const Target& target,
                             std::string_view path, const Exchange& x);

    enum class Standing { good, unknown, revoked };
    /// Looks at the bearer of an API request. The first use of an access token ends the refresh
    /// token that it was got with.
    Standing use(std::string_view access_token, Instant now);
    /// Ends one access token early.
    void revoke_access(std::string_view access_token);
    /// A fresh refresh token, as if somebody had gone through consent.
    std::string grant(Instant now);
    void lock_employee(bool locked);
    bool is_locked() const;
    /// The scopes of an access token that is good.
    std::string scopes_of(std::string_view access_token) const;

    const std::string& client_id() const { return client_id_; }
    const std::string& client_secret() const { return client_secret_; }
    const std::string& redirect_uri() const { return redirect_uri_; }

  private:
    struct Code {
        Instant ends;
        std::string redirect_uri, challenge, scopes;
        bool is_plain = false;
    };
    struct Access {
        Instant ends;
        std::string scopes;
        std::string ends_refresh;  // dies with the first use; empty for none
        std::string refresh;       // the one that came with it
        bool revoked = false;
    };
    struct Asked {  // parameters of a request to the authorize page
        std::string redirect_uri, state, scopes, challenge, method;
    };

    net::HttpResponse authorize(const net::HttpRequest& request, const Target& target,
                                const Exchange& x);
    net::HttpResponse consent_page(const Asked& asked) const;
    net::HttpResponse token(const net::HttpRequest& request, const Exchange& x);
    net::HttpResponse revoke(const net::HttpRequest& request);
    net::HttpResponse pair(Instant now, const std::string& scopes, std::string ends_refresh,
                           std::int64_t lifetime_s);
    bool is_allowed(std::string_view redirect_uri) const;
    std::string new_refresh(Instant now);
    std::string signed_text(std::string_view text) const;
    /// When it was given; nothing for a token that nobody here gave.
    std::optional<Instant> given_at(std::string_view refresh_token) const;

    std::uint64_t seed_, account_;
    std::string client_id_, client_secret_, redirect_uri_;
    mutable std::mutex mutex_;  // guards what follows
    std::uint64_t serial_ = 0;
    bool locked_ = false;
    std::map<std::string, Code, std::less<>> codes_;                     // at most 1,000
    std::map<std::string, Access, std::less<>> access_;                  // at most 1,000
    std::set<std::string, std::less<>> dead_refreshes_;                  // at most 100,000
    std::map<std::string, std::string, std::less<>> scopes_of_refresh_;  // at most 10,000
    std::deque<Instant> refreshes_;                                      // of the last minute
};

}  // namespace regulars::sandbox::lightspeed
