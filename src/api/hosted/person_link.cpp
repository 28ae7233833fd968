// From a token to a person.
// SPDX-License-Identifier: Apache-2.0
#include "api/hosted/person_link.hpp"

#include <fmt/format.h>

namespace regulars::api::hosted {

Outcome<std::optional<Person>> person_at(const Call& call, model::Page page) {
    auto token = model::page_token_from(call.services.vault, page, call.path[0]);
    if (!token) return std::nullopt;
    return call.read([&](store::Transaction& tx) -> Outcome<std::optional<Person>> {
        auto account = TRY(tx.accounts().find(std::string_view(token->account)));
        if (!account) return std::nullopt;
        auto profile = TRY(tx.profiles().find(account->id, std::string_view(token->subject)));
        if (!profile)
            if (auto into = TRY(tx.merges().whereabouts(account->id, token->subject)))
                profile = TRY(tx.profiles().find(account->id, *into));
        if (!profile) return std::nullopt;
        Person person{*token, std::move(*account), std::move(*profile), std::nullopt};
        if (!token->list.empty())
            person.list = TRY(tx.lists().find(person.account.id, std::string_view(token->list)));
        return person;
    });
}

std::string preferences_path(const Call& call, const Person& person, const Reader& reader) {
    auto token = model::page_token(
        call.services.vault,
        {model::Page::preferences, person.account.public_id, person.profile.public_id, {}});
    return fmt::format("/preferences/{}?lang={}", token, code_of(reader.language));
}

net::HttpResponse broken(const Call& call) {
    return notice(reader_of(call), 404, Word::broken_title, Word::broken_text);
}

}  // namespace regulars::api::hosted
