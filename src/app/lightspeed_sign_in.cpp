// One question for the address, one for the account.
// SPDX-License-Identifier: Apache-2.0
#include "app/lightspeed_sign_in.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "sources/lightspeed/answers.hpp"
#include "sources/lightspeed/oauth.hpp"

namespace regulars::app {

namespace lightspeed = sources::lightspeed;

namespace {

/// On standard error: standard output is the command's answer.
Result<void> ask(std::string_view question) {
    bool is_written = std::fwrite(question.data(), 1, question.size(), stderr) == question.size();
    if (!is_written) return fail(ErrorKind::unavailable, "nobody can be asked: no standard error");
    return {};
}

}  // namespace

Result<LightspeedSignedIn> sign_in_to_lightspeed(const LightspeedSignIn& wanted, std::istream& in,
                                                 net::HttpClient& client, Clock& clock,
                                                 Random& random) {
    auto proof = lightspeed::pkce(random);
    auto state = random_token(24);
    TRY(
        ask(fmt::format("Open this address, agree, and paste the address that you are sent to "
                        "(its code lives a minute):\n\n  {}\n\nAddress: ",
                        lightspeed::authorize_url(wanted.addresses, wanted.client_id,
                                                  wanted.redirect_url, state, proof.challenge))));
    std::string pasted;
    std::getline(in, pasted);
    net::HttpRequest back{.target = std::string(trimmed(pasted))};
    auto code = back.parameter("code");
    if (!code || code->empty())
        return fail(
            ErrorKind::invalid,
            fmt::format(
                "this address holds no code{}",
                back.parameter("error") ? ": Lightspeed says " + *back.parameter("error") : ""));
    if (!equals_in_constant_time(back.parameter("state").value_or(""), state))
        return fail(ErrorKind::invalid, "this address belongs to another attempt; begin again");
    auto tokens =
        TRY(lightspeed::tokens_from(TRY(client.send(lightspeed::code_request(
                                        wanted.addresses, wanted.client_id, wanted.client_secret,
                                        wanted.redirect_url, *code, proof.verifier))),
                                    clock.now()));
    if (tokens.refresh.empty())
        return fail(ErrorKind::unauthorized, "Lightspeed gave no refresh token");
    auto account = TRY(lightspeed::account_from(
        TRY(client.send(lightspeed::account_request(wanted.addresses, tokens.access)))));
    if (!wanted.account.empty()) {
        if (wanted.account != account.id)
            return fail(
                ErrorKind::invalid,
                fmt::format("you agreed for account {}, not {}", account.id, wanted.account),
                "account");
        return LightspeedSignedIn{tokens.refresh, account.id};
    }
    TRY(ask(
        fmt::format("Account {} ({}). Is this your account? [y/N] ", account.id, account.name)));
    std::string answer;
    std::getline(in, answer);
    if (trimmed(answer) != "y" && trimmed(answer) != "Y")
        return fail(ErrorKind::invalid, "not confirmed; nothing was connected");
    return LightspeedSignedIn{tokens.refresh, account.id};
}

}  // namespace regulars::app
