// The organization: name, zone, currency, country, language, and where the days of segments begin.
// SPDX-License-Identifier: Apache-2.0
#include "api/fields.hpp"
#include "api/router.hpp"
#include "api/written.hpp"

namespace regulars::api {
namespace {

Answer read_organization(Call& call) {
    JsonWriter out;
    write(out, call.account());
    return json_response(out);
}

/// Where their days begin elsewhere now, every segment is asked anew, as after an edit: whoever
/// comes or goes by it starts no flow.
Result<void> ask_segments_anew(store::Transaction& tx, const Call& call) {
    for (auto& segment : TRY(tx.segments().all(call.account_id()))) {
        ++segment.version;
        TRY(tx.segments().update(call.account_id(), segment));
        TRY(tx.changes().append(call.account_id(), store::ChangeKind::segment, segment.id.value, 1,
                                call.now()));
    }
    return {};
}

Answer change_organization(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto revision = fields.text("revision", {1, 40});
    auto name = fields.maybe_text("name", {1, 100});
    std::optional<std::string> zone, country, locale;
    std::optional<Currency> currency;
    if (fields.has("time_zone")) zone = time_zone_in(fields, "time_zone");
    if (fields.has("currency")) currency = currency_in(fields, "currency");
    if (fields.has("country")) country = country_in(fields, "country");
    if (fields.has("locale")) locale = locale_in(fields, "locale");
    std::optional<model::SegmentDays> segment_days;
    if (auto named = fields.maybe_text("segment_days", {1, 20})) {
        auto known = model::segment_days_named(*named);
        if (known)
            segment_days = *known;
        else
            fields.wrong("segment_days", "is account or utc");
    }
    TRY(fields.done());
    model::Account account;
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        auto stored = TRY(tx.accounts().find(call.account_id()));
        if (!stored) return not_found("There is no such organization.");
        account = *stored;
        if (revision_of(account) != revision)
            return refuse(409, "changed_meanwhile",
                          "Somebody else changed the organization; look at it again.");
        if (name) account.name = *name;
        if (zone) account.time_zone = *zone;
        if (currency) account.currency = *currency;
        if (country) account.country = *country;
        if (locale) account.locale = *locale;
        if (segment_days) account.segment_days = *segment_days;
        TRY(tx.accounts().update(account));
        if (account.segment_zone() != stored->segment_zone()) TRY(ask_segments_anew(tx, call));
        return {};
    }));
    JsonWriter out;
    write(out, account);
    return json_response(out);
}

constexpr Route table[] = {
    {"GET", "/app/v1/settings/organization", Needs::analyst, "accounts:read", &read_organization},
    {"PATCH", "/app/v1/settings/organization", Needs::owner, "", &change_organization},
};

}  // namespace

std::span<const Route> organization_routes() { return table; }

}  // namespace regulars::api
