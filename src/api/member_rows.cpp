// Writes members as rows.
// SPDX-License-Identifier: Apache-2.0
#include "api/member_rows.hpp"

#include <fmt/format.h>

#include "base/csv.hpp"
#include "base/json.hpp"

namespace regulars::api {
namespace {

Result<model::Profile> profile_of(store::Transaction& tx, AccountId account,
                                  const model::Membership& member) {
    auto profile = TRY(tx.profiles().find(account, member.profile));
    if (!profile) return fail(ErrorKind::internal, "a membership belongs to no profile");
    return std::move(*profile);
}

}  // namespace

Result<std::string> csv_line(store::Transaction& tx, AccountId account,
                             const model::Membership& member) {
    auto profile = TRY(profile_of(tx, account, member));
    auto& fields = profile.fields;
    auto consent = TRY(tx.consents().of(account, member.profile, model::Channel::email));
    return fmt::format("{},{},{},{},{},{},{},{},{}\r\n", profile.public_id, csv_field(fields.email),
                       csv_field(fields.phone), csv_field(fields.first_name),
                       csv_field(fields.last_name), format_iso(member.joined_at),
                       model::name_of(member.how), csv_field(member.source),
                       model::name_of(consent.state));
}

Result<std::string> json_line(store::Transaction& tx, AccountId account,
                              const model::Membership& member) {
    auto profile = TRY(profile_of(tx, account, member));
    auto& fields = profile.fields;
    JsonWriter out;
    auto or_null = [&](const char* name, const std::string& text) {
        out.member(name, text.empty() ? std::nullopt : std::optional<std::string_view>(text));
    };
    out.begin_object().member("profile_id", profile.public_id);
    or_null("email", fields.email);
    or_null("phone", fields.phone);
    or_null("first_name", fields.first_name);
    or_null("last_name", fields.last_name);
    out.member("joined_at", format_iso(member.joined_at))
        .member("how", model::name_of(member.how))
        .member("source", member.source);
    out.member("email_consent",
               model::name_of(
                   TRY(tx.consents().of(account, member.profile, model::Channel::email)).state))
        .end_object();
    return out.take() + "\n";
}

}  // namespace regulars::api
