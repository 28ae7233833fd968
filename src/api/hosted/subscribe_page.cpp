// GET and POST /s/{list}: a list's public subscribe page, and the pages' style sheet.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "api/hosted/html.hpp"
#include "api/hosted/style.hpp"
#include "api/router.hpp"
#include "base/text.hpp"
#include "ingest/contact.hpp"

namespace regulars::api {
namespace {

using namespace hosted;

constexpr std::size_t most_body_bytes = 16u << 10, most_name_bytes = 200;

struct OpenList {
    model::Account account;
    model::List list;
};

/// The list that the path names, if its page is open. Ids are unique in an account; should two
/// accounts have one, the older account's counts. Cost: a look-up an account.
Outcome<OpenList> list_at(const Call& call) {
    return call.read([&](store::Transaction& tx) -> Outcome<OpenList> {
        for (auto& account : TRY(tx.accounts().all()))
            if (auto list = TRY(tx.lists().find(account.id, std::string_view(call.path[0])));
                list && list->has_page)
                return OpenList{account, *list};
        return not_found("There is no such list, or its page is closed.");
    });
}

struct Filled {
    std::string email, first_name;
    bool is_bad_email = false;
};

net::HttpResponse form(const Reader& reader, const OpenList& open, int status,
                       const Filled& filled) {
    auto error = filled.is_bad_email
                     ? fmt::format(R"(<p class="error" id="email-error" role="alert">{}</p>)",
                                   reader.word(Word::bad_email))
                     : "";
    auto body = fmt::format(
        R"(<p>{lead}</p>
<form method="post" action="{action}">
<div class="field"><label for="email">{email}</label><input type="email" id="email" name="email" required autocomplete="email" inputmode="email" maxlength="254" value="{email_value}"{invalid}>{error}</div>
<div class="field"><label for="first_name">{first_name} <span>({optional})</span></label><input type="text" id="first_name" name="first_name" autocomplete="given-name" maxlength="60" value="{name_value}"></div>
<div class="trap" aria-hidden="true"><label for="website">{trap}</label><input type="text" id="website" name="website" tabindex="-1" autocomplete="off"></div>
<button type="submit">{button}</button>
<p class="note">{note}</p>
</form>)",
        fmt::arg("lead", reader.word(Word::subscribe_lead, open.account.name)),
        fmt::arg("action", reader.action()), fmt::arg("email", reader.word(Word::email)),
        fmt::arg("email_value", escaped(filled.email)),
        fmt::arg("invalid", filled.is_bad_email
                                ? R"( aria-invalid="true" aria-describedby="email-error" autofocus)"
                                : ""),
        fmt::arg("error", error), fmt::arg("first_name", reader.word(Word::first_name)),
        fmt::arg("optional", reader.word(Word::optional)),
        fmt::arg("name_value", escaped(filled.first_name)),
        fmt::arg("trap", reader.word(Word::leave_empty)),
        fmt::arg("button", reader.word(Word::subscribe_button)),
        fmt::arg("note", reader.word(Word::consent_note, open.account.name)));
    return page(reader, status, reader.word(Word::subscribe_title, open.list.name), body);
}

/// The same for everybody, whether the address is known or not, a person's or a program's.
net::HttpResponse thanks(const Reader& reader, const model::List& list) {
    bool asks = list.opt_in == model::OptIn::double_opt_in;
    return notice(reader, 200, asks ? Word::check_mail_title : Word::thanks_title,
                  asks ? Word::check_mail_text : Word::thanks_text);
}

Answer show_form(Call& call) {
    auto open = TRY(list_at(call));
    return form(reader_of(call, open.account), open, 200, {});
}

Answer take_form(Call& call) {
    auto open = TRY(list_at(call));
    auto reader = reader_of(call, open.account);
    auto fields = TRY(form_in(call));
    if (!call.shared.pages.admit(call.address(), call.now())) {
        auto refused = page(reader, 429, reader.word(Word::trouble_title),
                            fmt::format(R"(<p class="alert bad" role="alert">{}</p>)",
                                        reader.word(Word::too_many)));
        refused.headers.emplace_back("Retry-After", "60");
        return refused;
    }
    Filled filled{
        .email = std::string(trimmed(fields["email"])),
        .first_name = std::string(clipped(trimmed(fields["first_name"]), most_name_bytes))};
    filled.is_bad_email = !ingest::normalized_email(filled.email);
    if (filled.is_bad_email) return form(reader, open, 400, filled);
    // Nobody sees the field that only programs fill in.
    if (!fields["website"].empty()) return thanks(reader, open.list);
    ingest::Subscriber person{.who = {.email = filled.email}, .first_name = filled.first_name};
    ingest::Act act{.method = "form",
                    .source = "Subscribe page: " + open.list.name,
                    .proof = "from " + call.address(),
                    .how = model::JoinedBy::form,
                    .language = std::string(code_of(reader.language))};
    auto edited = TRY(call.services.ingest.subscriptions().subscribe(open.account.id, {&person, 1},
                                                                     open.list.id, act));
    if (!edited.refused.empty()) {
        auto busy = notice(reader, 503, Word::trouble_title, Word::trouble_text);
        busy.headers.emplace_back("Retry-After", "600");
        return busy;
    }
    return thanks(reader, open.list);
}

Answer read_style(Call&) {
    return net::HttpResponse{.status = 200,
                             .headers = {{"Content-Type", "text/css; charset=utf-8"},
                                         {"Cache-Control", "public, max-age=3600"}},
                             .body = std::string(style)};
}

constexpr Route table[] = {
    {"GET", "/pages/style.css", Needs::nobody, "", &read_style},
    {"GET", "/s/{list}", Needs::nobody, "", &show_form},
    {"POST", "/s/{list}", Needs::nobody, "", &take_form, most_body_bytes},
};

}  // namespace

std::span<const Route> subscribe_page_routes() { return table; }

}  // namespace regulars::api
