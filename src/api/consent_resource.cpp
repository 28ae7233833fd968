// Consent: what a person agreed to; subscribing, unsubscribing and suppressing many; the account's
// rules.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "api/consent_written.hpp"
#include "api/fields.hpp"
#include "api/list_written.hpp"
#include "api/profile_written.hpp"
#include "api/router.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

constexpr std::size_t most_body_bytes = 4u << 20;

Answer read_consent(Call& call) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        TRY(write_consent_detail(out, tx, call.account_id(), TRY(profile_in(tx, call)),
                                 call.now()));
        return {};
    }));
    return json_response(out);
}

/// Which of the body's people are what; those that are wrong are refused by index and left out.
struct People {
    std::vector<ingest::Subscriber> people;
    std::vector<std::size_t> index;  // in the body
    std::vector<ingest::Refusal> refused;
};

std::optional<std::string> fault_of(JsonNode node, ingest::Subscriber& person, Instant now) {
    auto text = [&](const char* name, std::string& into, std::size_t most) {
        auto member = node[name];
        if (member.is_nothing()) return true;
        auto given = member.string();
        if (!given || given->size() > most) return false;
        into = trimmed(*given);
        return true;
    };
    if (!node.is_object()) return "is an object";
    if (!text("profile_id", person.who.profile_id, 60)) return "'profile_id' is a profile's id";
    if (!text("email", person.who.email, 400)) return "'email' is a text of at most 400 bytes";
    if (!text("phone", person.who.phone, 60)) return "'phone' is a text of at most 60 bytes";
    if (!text("first_name", person.first_name, 200) || !text("last_name", person.last_name, 200))
        return "a name is a text of at most 200 bytes";
    if (auto channels = node["channels"]; !channels.is_nothing()) {
        person.email = person.sms = false;
        bool known = channels.is_array();
        channels.each([&](JsonNode channel) {
            person.email |= channel.string() == "email";
            person.sms |= channel.string() == "sms";
            known &= channel.string() == "email" || channel.string() == "sms";
        });
        if (!known || (!person.email && !person.sms))
            return "'channels' is a list of email and sms";
    } else {
        person.sms = !person.who.phone.empty();
        person.email = !person.who.email.empty() || !person.sms;
    }
    if (auto at = node["consented_at"]; !at.is_nothing()) {
        auto instant = parse_instant(at.string().value_or(""));
        // The field knows no consent before 1990 (klaviyo-product §4.3).
        if (!instant || *instant > now || *instant < Instant::from_seconds(631'152'000))
            return "'consented_at' is an instant from 1990 to now";
        person.consented_at = *instant;
    }
    return std::nullopt;
}

People people_in(Fields& fields, Instant now) {
    People found;
    auto node = fields["people"];
    if (!node.is_array() || node.size() == 0 || node.size() > ingest::most_people_at_once) {
        fields.wrong("people",
                     fmt::format("is a list of 1 to {} people", ingest::most_people_at_once));
        return found;
    }
    std::size_t index = 0;
    node.each([&](JsonNode item) {
        ingest::Subscriber person;
        if (auto fault = fault_of(item, person, now)) {
            found.refused.push_back({index, "invalid", *fault});
        } else {
            found.people.push_back(std::move(person));
            found.index.push_back(index);
        }
        ++index;
    });
    return found;
}

Outcome<ListId> list_id_in(const Call& call, const Fields& fields) {
    auto node = fields["list_id"];
    if (node.is_nothing()) return ListId{};
    auto id = node.string();
    if (!id) return refuse(Problem(400, "invalid", "is a list's id, or null").at("/list_id"));
    return call.read([&](store::Transaction& tx) -> Outcome<ListId> {
        auto list = TRY(tx.lists().find(call.account_id(), *id));
        if (!list) return refuse(Problem(400, "invalid", "There is no such list.").at("/list_id"));
        return list->id;
    });
}

/// Runs `edit(subscriptions, people)` and answers a ConsentEdited.
template <class Edit>
Answer edit_people(Call& call, Fields& fields, Edit edit) {
    auto people = people_in(fields, call.now());
    TRY(fields.done());
    ingest::Edited edited;
    if (!people.people.empty())
        edited = TRY(edit(call.services.ingest.subscriptions(), people.people));
    for (auto& refusal : edited.refused) {
        refusal.index = people.index[refusal.index];
        people.refused.push_back(refusal);
    }
    std::ranges::sort(people.refused, {}, &ingest::Refusal::index);
    JsonWriter out;
    out.begin_object()
        .member("changed", edited.changed)
        .member("unchanged", edited.unchanged)
        .member("pending", edited.pending)
        .member("created", edited.created);
    write_refusals(out, people.refused);
    return json_response(out.end_object());
}

/// A source that is given takes the place of who says so; the proof then keeps who that was.
ingest::Act act_in(const Call& call, Fields& fields) {
    auto act = act_of(call);
    act.proof = fields.maybe_text("proof", {0, 400}).value_or("");
    if (auto source = fields.maybe_text("source", {0, 200}); source && !source->empty()) {
        act.proof += fmt::format("{}recorded by {}", act.proof.empty() ? "" : "; ", act.source);
        act.source = *source;
    }
    return act;
}

Answer subscribe(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto act = act_in(call, fields);
    auto asking = fields["historical"].boolean().value_or(false) ? ingest::Asking::never
                                                                 : ingest::Asking::as_set_up;
    auto list = TRY(list_id_in(call, fields));
    if (asking == ingest::Asking::never)
        fields["people"].each([&](JsonNode person) {
            if (person["consented_at"].is_nothing())
                fields.wrong("people",
                             "each names consented_at where the subscriptions are historical");
        });
    return edit_people(call, fields, [&](auto&& doing, auto& people) {
        return doing.subscribe(call.account_id(), people, list, act, asking);
    });
}

std::optional<model::UnsubscribeFrom> reach_in(Fields& fields) {
    auto word = fields.maybe_text("unsubscribe_from", {1, 20});
    if (!word) return std::nullopt;
    if (auto reach = model::unsubscribe_from_named(*word)) return *reach;
    fields.wrong("unsubscribe_from", "is all or list");
    return std::nullopt;
}

Answer unsubscribe(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto act = act_in(call, fields);
    auto list = TRY(list_id_in(call, fields));
    auto reach = reach_in(fields);
    return edit_people(call, fields, [&](auto&& doing, auto& people) {
        return doing.unsubscribe(call.account_id(), people, list, act, reach);
    });
}

Outcome<model::SuppressionReason> reason_in(Fields& fields) {
    auto word = fields.maybe_text("reason", {1, 40});
    if (!word) return model::SuppressionReason::user_suppressed;
    auto reason = model::suppression_reason_named(*word);
    if (!reason) return refuse(Problem(400, "invalid", reason.error().message).at("/reason"));
    return *reason;
}

Answer suppress(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto reason = TRY(reason_in(fields));
    auto act = act_of(call);
    return edit_people(call, fields, [&](auto&& doing, auto& people) {
        return doing.suppress(call.account_id(), people, reason, act);
    });
}

Answer unsuppress(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto reason = TRY(reason_in(fields));
    auto act = act_of(call);
    return edit_people(call, fields, [&](auto&& doing, auto& people) {
        return doing.unsuppress(call.account_id(), people, reason, act);
    });
}

Answer read_suppressions(Call& call) {
    auto word = TRY(call.optional("channel", 10));
    if (!word.empty() && word != "email" && word != "sms")
        return refuse(Problem(400, "invalid", "is email or sms").in("channel"));
    auto channel = word == "sms" ? model::Channel::sms : model::Channel::email;
    int limit = TRY(call.integer("limit", 1, 100, 50));
    // `next` is the last line's reason and address.
    auto after = TRY(call.optional("after", 400));
    std::optional<model::SuppressionReason> after_reason;
    std::string after_address;
    if (!after.empty()) {
        auto colon = after.find(':');
        auto reason = model::suppression_reason_named(after.substr(0, colon));
        if (colon == after.npos || !reason)
            return refuse(Problem(400, "invalid", "is not the `next` of a page").in("after"));
        after_reason = *reason;
        after_address = after.substr(colon + 1);
    }
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto lines = TRY(tx.suppressions().page(call.account_id(), channel, after_address,
                                                after_reason, limit + 1));
        bool has_more = lines.size() > std::size_t(limit);
        if (has_more) lines.pop_back();
        out.begin_object().key("data").begin_array();
        for (auto& line : lines) {
            out.begin_object()
                .member("address", line.address)
                .member("channel", model::name_of(channel))
                .member("reason", model::name_of(line.reason));
            write_instant(out, "at", line.suppressed_at);
            out.member("method", line.method).member("source", line.source).key("profile");
            auto kind = channel == model::Channel::email ? model::IdentifierKind::email
                                                         : model::IdentifierKind::phone;
            std::optional<model::Profile> profile;
            if (auto owner = TRY(tx.profiles().owner(call.account_id(), {kind, line.address})))
                profile = TRY(tx.profiles().find(call.account_id(), *owner));
            if (profile)
                write_profile_ref(out, *profile);
            else
                out.value(nullptr);
            out.end_object();
        }
        out.end_array();
        out.member("next", has_more ? std::optional(fmt::format("{}:{}",
                                                                model::name_of(lines.back().reason),
                                                                lines.back().address))
                                    : std::nullopt)
            .end_object();
        return {};
    }));
    return json_response(out);
}

Answer read_rules(Call& call) {
    auto rules = TRY(call.read([&](store::Transaction& tx) -> Outcome<model::ConsentRules> {
        return TRY(tx.consents().rules(call.account_id()));
    }));
    JsonWriter out;
    write(out, rules);
    return json_response(out);
}

Answer change_rules(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto revision = fields.text("revision", {1, 40});
    auto reach = reach_in(fields);
    auto opt_in = fields.maybe_text("opt_in", {1, 20});
    if (opt_in && !model::opt_in_named(*opt_in)) fields.wrong("opt_in", "is single or double");
    TRY(fields.done());
    model::ConsentRules rules;
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        rules = TRY(tx.consents().rules(call.account_id()));
        if (revision_of(rules) != revision)
            return refuse(409, "changed_meanwhile",
                          "Somebody else changed these settings; look at them again.");
        if (reach) rules.unsubscribe_from = *reach;
        if (opt_in) rules.opt_in = TRY(model::opt_in_named(*opt_in));
        TRY(tx.consents().set_rules(call.account_id(), rules));
        return {};
    }));
    JsonWriter out;
    write(out, rules);
    return json_response(out);
}

constexpr Route table[] = {
    {"GET", "/app/v1/profiles/{id}/consent", Needs::analyst, "subscriptions:read", &read_consent},
    {"POST", "/app/v1/consent/subscribe", Needs::admin, "subscriptions:write", &subscribe,
     most_body_bytes},
    {"POST", "/app/v1/consent/unsubscribe", Needs::admin, "subscriptions:write", &unsubscribe,
     most_body_bytes},
    {"POST", "/app/v1/consent/suppress", Needs::admin, "subscriptions:write", &suppress,
     most_body_bytes},
    {"POST", "/app/v1/consent/unsuppress", Needs::admin, "subscriptions:write", &unsuppress,
     most_body_bytes},
    {"GET", "/app/v1/consent/suppressions", Needs::analyst, "subscriptions:read",
     &read_suppressions},
    {"GET", "/app/v1/settings/consent", Needs::analyst, "subscriptions:read", &read_rules},
    {"PATCH", "/app/v1/settings/consent", Needs::admin, "subscriptions:write", &change_rules},
};

}  // namespace

std::span<const Route> consent_routes() { return table; }

}  // namespace regulars::api
