// One request on its way through an endpoint: who asks, for what, with which parameters.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/problem.hpp"
#include "api/services.hpp"
#include "base/json.hpp"
#include "model/account.hpp"

namespace regulars::api {

/// Who asks: a person with a session, or a program with a key.
struct Caller {
    model::Account account;
    std::optional<model::User> user;
    std::optional<model::Session> session;
    std::optional<model::ApiKey> key;
};

class Call {
  public:
    Call(Shared& shared_, const net::HttpRequest& http_)
        : shared(shared_), services(shared_.services), http(http_) {}
    Shared& shared;
    Services& services;
    const net::HttpRequest& http;
    std::vector<std::string> path;  // what stood where the pattern has {…}
    std::map<std::string, std::string, std::less<>> query;
    std::optional<Caller> caller;

    /// Only in endpoints that ask for a role.
    const model::Account& account() const { return caller->account; }
    AccountId account_id() const { return caller->account.id; }
    Instant now() const { return services.clock.now(); }
    std::string address() const;  // of the one who asks
    bool is_https() const;
    std::optional<std::string_view> header(std::string_view name) const;
    std::optional<std::string_view> cookie(std::string_view name) const;

    /// Query parameters. Errors: invalid, with the parameter's name.
    Outcome<std::string> required(std::string_view name, std::size_t most_bytes = 400) const;
    Outcome<std::string> optional(std::string_view name, std::size_t most_bytes = 400) const;
    Outcome<int> integer(std::string_view name, int least, int most, int otherwise) const;

    /// Runs on a snapshot of the store; what `work` refuses is passed on.
    template <class F>
    auto read(F&& work) const {
        return within(work, [&](const store::Work& w) { return services.store.read(w); });
    }
    /// Runs in one transaction; nothing of it happens when `work` refuses.
    template <class F>
    auto write(F&& work) const {
        return within(work, [&](const store::Work& w) { return services.store.write(w); });
    }

  private:
    template <class F, class Run>
    static auto within(F& work, Run run) -> std::invoke_result_t<F&, store::Transaction&> {
        std::optional<std::invoke_result_t<F&, store::Transaction&>> outcome;
        auto done = run([&](store::Transaction& tx) -> Result<void> {
            outcome.emplace(work(tx));
            if (!*outcome) return fail(ErrorKind::cancelled, "refused");
            return {};
        });
        if (outcome && !*outcome) return std::move(*outcome);
        if (!done) return std::unexpected(Problem(done.error()));
        return std::move(*outcome);
    }
};

/// Reads a target's query. Errors: invalid (too long, too many, the same twice).
Outcome<std::map<std::string, std::string, std::less<>>> query_from(std::string_view target);

net::HttpResponse json_response(int status, std::string body);
inline net::HttpResponse json_response(JsonWriter& out, int status = 200) {
    return json_response(status, out.take());
}
inline net::HttpResponse no_content() { return {.status = 204}; }

/// Ten hexadecimal digits that change with the content.
std::string revision_of(std::string_view content);
/// The number that an id in a path or parameter stands for, or 0.
std::int64_t number_in(std::string_view id);

}  // namespace regulars::api
