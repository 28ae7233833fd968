// /confirm, /unsubscribe and /preferences: looking changes nothing, the button does.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "api/hosted/person_link.hpp"
#include "api/router.hpp"
#include "ingest/subscriptions.hpp"

namespace regulars::api {
namespace {

using namespace hosted;

constexpr std::size_t most_body_bytes = 16u << 10;

// ---- confirm ------------------------------------------------------------------------------------

struct Asked {
    model::Account account;
    model::Confirmation confirmation;
    std::optional<model::List> list;  // where it still exists
};

Outcome<std::optional<Asked>> asked_at(const Call& call) {
    auto token = model::page_token_from(call.services.vault, model::Page::confirm, call.path[0]);
    if (!token) return std::nullopt;
    return call.read([&](store::Transaction& tx) -> Outcome<std::optional<Asked>> {
        auto account = TRY(tx.accounts().find(std::string_view(token->account)));
        if (!account) return std::nullopt;
        auto confirmation = TRY(tx.confirmations().find(account->id, token->subject));
        if (!confirmation) return std::nullopt;
        Asked asked{std::move(*account), std::move(*confirmation), std::nullopt};
        if (asked.confirmation.list)
            asked.list = TRY(tx.lists().find(asked.account.id, asked.confirmation.list));
        return asked;
    });
}

/// Says where a new link is to be had, where the list's page is open.
net::HttpResponse expired(const Reader& reader, const Asked& asked) {
    auto more = asked.list && asked.list->has_page
                    ? fmt::format(R"(<p><a href="/s/{}?lang={}">{}</a></p>)", asked.list->public_id,
                                  code_of(reader.language), reader.word(Word::subscribe_again))
                    : "";
    return notice(reader, 410, reader.word(Word::expired_title), reader.word(Word::expired_text),
                  more);
}

/// A link scanner that opens the link of a mail confirms nothing.
Answer show_confirm(Call& call) {
    auto asked = TRY(asked_at(call));
    if (!asked) return broken(call);
    auto reader = reader_of(call, asked->account);
    if (asked->confirmation.confirmed_at)
        return notice(reader, 200, Word::used_title, Word::used_text);
    if (asked->confirmation.expires_at <= call.now()) return expired(reader, *asked);
    return page(
        reader, 200, reader.word(Word::confirm_title),
        fmt::format(
            R"(<p>{}</p><form method="post" action="{}"><button type="submit">{}</button></form>)",
            reader.word(Word::confirm_text, asked->account.name), reader.action(),
            reader.word(Word::confirm_button)));
}

Answer confirm(Call& call) {
    auto asked = TRY(asked_at(call));
    if (!asked) return broken(call);
    auto reader = reader_of(call, asked->account);
    switch (TRY(call.services.ingest.subscriptions().confirm(asked->account.id,
                                                             asked->confirmation.public_id))) {
        case ingest::Confirmed::yes:
            return notice(reader, 200, Word::confirmed_title, Word::confirmed_text);
        case ingest::Confirmed::used:
            return notice(reader, 200, Word::used_title, Word::used_text);
        case ingest::Confirmed::expired:
            return expired(reader, *asked);
        case ingest::Confirmed::list_gone:
            return notice(reader, 410, Word::closed_title, Word::closed_text);
        case ingest::Confirmed::unknown:
            break;
    }
    return broken(call);
}

// ---- unsubscribe --------------------------------------------------------------------------------

/// Whether the button is about the link's list alone, or about everything.
Outcome<bool> is_about_list(const Call& call, const Person& person) {
    if (!person.list) return false;
    return call.read([&](store::Transaction& tx) -> Outcome<bool> {
        auto rules = TRY(tx.consents().rules(person.account.id));
        return rules.unsubscribe_from == model::UnsubscribeFrom::the_list &&
               TRY(ingest::is_or_was_on_list(tx, person.account.id, person.profile.id,
                                             person.list->id));
    });
}

Answer show_unsubscribe(Call& call) {
    auto person = TRY(person_at(call, model::Page::unsubscribe));
    if (!person) return broken(call);
    auto reader = reader_of(call, person->account);
    auto text = TRY(is_about_list(call, *person))
                    ? reader.word(Word::unsubscribe_list_text, person->list->name)
                    : reader.word(Word::unsubscribe_text, person->profile.fields.email);
    return page(
        reader, 200, reader.word(Word::unsubscribe_title),
        fmt::format(
            R"(<p>{}</p><form method="post" action="{}"><button type="submit">{}</button></form><p class="note"><a href="{}">{}</a></p>)",
            text, reader.action(), reader.word(Word::unsubscribe_button),
            preferences_path(call, *person, reader), reader.word(Word::change_preferences)));
}

/// RFC 8058: a mail provider posts List-Unsubscribe=One-Click, without cookies and without looking
/// first, and wants neither a redirect nor a further question. The body may be of either form type.
Answer unsubscribe(Call& call) {
    auto person = TRY(person_at(call, model::Page::unsubscribe));
    if (!person) return broken(call);
    auto reader = reader_of(call, person->account);
    bool is_one_click = call.http.body.find("List-Unsubscribe") != std::string::npos;
    ingest::Subscriber who{.who = {.profile_id = person->profile.public_id}};
    ingest::Act act{.method = is_one_click ? "one_click_unsubscribe" : "preference_page",
                    .source = "Unsubscribe page",
                    .how = model::JoinedBy::form};
    bool from_list = TRY(is_about_list(call, *person));
    auto edited = TRY(call.services.ingest.subscriptions().unsubscribe(
        person->account.id, {&who, 1}, person->list ? person->list->id : ListId{}, act));
    if (!edited.refused.empty()) return broken(call);
    return notice(reader, 200, reader.word(Word::unsubscribed_title),
                  from_list ? reader.word(Word::unsubscribed_list_text, person->list->name)
                            : reader.word(Word::unsubscribed_text),
                  fmt::format(R"(<p class="note"><a href="{}">{}</a></p>)",
                              preferences_path(call, *person, reader),
                              reader.word(Word::change_preferences)));
}

// ---- preferences --------------------------------------------------------------------------------

/// What a person may choose: lists they are on, or left by themselves; no other list's name is
/// told.
struct Choices {
    model::Consent email, sms;
    std::vector<std::pair<model::List, bool>> lists;  // and whether they are on it
};

Outcome<Choices> choices_of(const Call& call, const Person& person) {
    return call.read([&](store::Transaction& tx) -> Outcome<Choices> {
        auto account = person.account.id;
        Choices choices{TRY(tx.consents().of(account, person.profile.id, model::Channel::email)),
                        TRY(tx.consents().of(account, person.profile.id, model::Channel::sms)),
                        {}};
        std::set<ListId> on, known;
        for (auto& membership : TRY(tx.lists().of_profile(account, person.profile.id)))
            on.insert(membership.list);
        known = on;
        for (auto& entry : TRY(tx.consents().ledger(account, person.profile.id)))
            if (entry.list && entry.by == model::ConsentBy::person) known.insert(entry.list);
        for (auto id : known)
            if (auto list = TRY(tx.lists().find(account, id)); list && list->has_page)
                choices.lists.emplace_back(*list, on.contains(id));
        return choices;
    });
}

std::string check_box(const std::string& name, const std::string& label, bool is_on) {
    return fmt::format(
        R"(<label class="check"><input type="checkbox" name="{}" value="1"{}><span>{}</span></label>)",
        escaped(name), is_on ? " checked" : "", label);
}

net::HttpResponse preferences(const Reader& reader, const Person& person, const Choices& choices,
                              bool is_saved) {
    auto& fields = person.profile.fields;
    std::string body;
    if (is_saved)
        body += fmt::format(R"(<p class="alert" role="status">{}</p>)", reader.word(Word::saved));
    body += fmt::format(
        R"(<p>{}</p><form method="post" action="{}"><fieldset><legend>{}</legend>)",
        reader.word(Word::preferences_lead, fields.email.empty() ? fields.phone : fields.email),
        reader.action(), reader.word(Word::channels));
    body += check_box("email", reader.word(Word::email_marketing, person.account.name),
                      choices.email.state != model::ConsentState::unsubscribed);
    // A phone's owner agrees by text, not here; leaving is always possible.
    if (choices.sms.state == model::ConsentState::subscribed)
        body += check_box("sms", reader.word(Word::text_marketing, fields.phone), true);
    body += "</fieldset>";
    if (!choices.lists.empty()) {
        body += fmt::format("<fieldset><legend>{}</legend>", reader.word(Word::lists));
        for (auto& [list, is_on] : choices.lists)
            body += check_box("list." + list.public_id, escaped(list.name), is_on);
        body += fmt::format(R"(<p class="note">{}</p></fieldset>)", reader.word(Word::lists_note));
    }
    body += fmt::format(R"(<button type="submit">{}</button></form>)", reader.word(Word::save));
    return page(reader, 200, reader.word(Word::preferences_title), body);
}

Answer show_preferences(Call& call) {
    auto person = TRY(person_at(call, model::Page::preferences));
    if (!person) return broken(call);
    return preferences(reader_of(call, person->account), *person, TRY(choices_of(call, *person)),
                       false);
}

Answer save_preferences(Call& call) {
    auto person = TRY(person_at(call, model::Page::preferences));
    if (!person) return broken(call);
    auto fields = TRY(form_in(call));
    auto before = TRY(choices_of(call, *person));
    auto account = person->account.id;
    auto doing = call.services.ingest.subscriptions();
    ingest::Act act{
        .method = "preference_page", .source = "Preferences page", .how = model::JoinedBy::form};
    ingest::Subscriber by_email{.who = {.profile_id = person->profile.public_id}},
        by_text = by_email;
    by_text.email = false, by_text.sms = true;
    // Whoever opens a link that was sent to the address has shown that it is theirs: nobody is
    // asked to confirm again.
    bool wants_email = fields.contains("email"),
         had_email = before.email.state != model::ConsentState::unsubscribed;
    if (wants_email && !had_email)
        TRY(doing.subscribe(account, {&by_email, 1}, {}, act, ingest::Asking::never));
    for (auto& [list, was_on] : before.lists) {
        bool wants = fields.contains("list." + list.public_id);
        // Joining a list is agreeing to mail: not where the same form says no to all of it.
        if (wants && !was_on && wants_email)
            TRY(doing.subscribe(account, {&by_email, 1}, list.id, act, ingest::Asking::never));
        if (!wants && was_on)
            TRY(doing.unsubscribe(account, {&by_email, 1}, list.id, act,
                                  model::UnsubscribeFrom::the_list));
    }
    if (!wants_email && had_email) TRY(doing.unsubscribe(account, {&by_email, 1}, {}, act));
    if (before.sms.state == model::ConsentState::subscribed && !fields.contains("sms"))
        TRY(doing.unsubscribe(account, {&by_text, 1}, {}, act));
    return preferences(reader_of(call, person->account), *person, TRY(choices_of(call, *person)),
                       true);
}

constexpr Route table[] = {
    {"GET", "/confirm/{token}", Needs::nobody, "", &show_confirm},
    {"POST", "/confirm/{token}", Needs::nobody, "", &confirm, most_body_bytes},
    {"GET", "/unsubscribe/{token}", Needs::nobody, "", &show_unsubscribe},
    {"POST", "/unsubscribe/{token}", Needs::nobody, "", &unsubscribe, most_body_bytes},
    {"GET", "/preferences/{token}", Needs::nobody, "", &show_preferences},
    {"POST", "/preferences/{token}", Needs::nobody, "", &save_preferences, most_body_bytes},
};

}  // namespace

std::span<const Route> token_page_routes() { return table; }

}  // namespace regulars::api
