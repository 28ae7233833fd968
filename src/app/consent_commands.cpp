// consent: what somebody agreed to, and recording agreeing, unsubscribing and suppressing.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "api/consent_written.hpp"
#include "app/subscribing.hpp"
#include "base/json.hpp"
#include "ingest/contact.hpp"
#include "store/permission.hpp"

namespace regulars::app {
namespace {

struct Options {
    std::vector<std::string> people;
    std::string who, list, channel = "email", reason = "user_suppressed", source, proof,
                           consented_at;
    bool ask = false;
};

/// The profile that an email, a phone or an id names.
Result<model::Profile> profile_of(store::Transaction& tx, const model::Account& account,
                                  const std::string& text) {
    auto who = who_in(text);
    store::Maybe<model::Profile> found = std::nullopt;
    if (!who.profile_id.empty()) {
        found = TRY(tx.profiles().find(account.id, std::string_view(who.profile_id)));
    } else {
        auto address = who.email.empty() ? ingest::normalized_phone(who.phone, account.country)
                                         : ingest::normalized_email(who.email);
        if (!address)
            return fail(ErrorKind::invalid, "is neither an email, nor a phone, nor a profile's id",
                        text);
        auto kind = who.email.empty() ? model::IdentifierKind::phone : model::IdentifierKind::email;
        if (auto owner = TRY(tx.profiles().owner(account.id, {kind, *address})))
            found = TRY(tx.profiles().find(account.id, *owner));
    }
    if (!*found) return fail(ErrorKind::not_found, "nobody is known by this", text);
    return **found;
}

std::string described(const model::Permission& permission) {
    auto& consent = permission.consent;
    auto why = model::why_not(permission);
    std::string text = fmt::format("{}  {}  {}", model::name_of(permission.channel),
                                   permission.address.empty() ? "-" : permission.address,
                                   model::name_of(consent.state));
    if (consent.at)
        text += fmt::format(" since {} ({}, {})", format_iso(*consent.at), consent.method,
                            consent.source);
    text += why.empty() ? "; may be sent marketing\n"
                        : fmt::format("; may not be sent marketing: {}\n", why);
    for (auto& s : permission.suppressions)
        text += fmt::format("  suppressed: {} ({}) since {} by {}\n", model::name_of(s.reason),
                            s.address, format_iso(*s.suppressed_at), s.source);
    return text;
}

Result<std::string> described(store::Transaction& tx, AccountId account,
                              const model::Profile& profile) {
    std::string text = fmt::format("{}  {} {}\n", profile.public_id, profile.fields.first_name,
                                   profile.fields.last_name);
    for (auto channel : {model::Channel::email, model::Channel::sms})
        text += described(TRY(store::permission_of(tx, account, profile, channel)));
    auto name_of_list = [&](ListId id) -> Result<std::string> {
        auto list = TRY(tx.lists().find(account, id));
        return list ? list->name : "a deleted list";
    };
    for (auto& left : TRY(store::lists_left(tx, account, profile.id)))
        text += fmt::format("left the list {} at {}\n", TRY(name_of_list(left.list)),
                            format_iso(left.entry.at));
    for (auto& e : TRY(tx.consents().ledger(account, profile.id))) {
        text +=
            fmt::format("  {}  {} {} by the {} ({}, {})", format_iso(e.at),
                        model::name_of(e.channel), model::name_of(e.state),
                        e.by == model::ConsentBy::person ? "person" : "vendor", e.method, e.source);
        if (e.list) text += fmt::format(", list {}", TRY(name_of_list(e.list)));
        text += e.proof.empty() ? "\n" : fmt::format(", proof: {}\n", e.proof);
    }
    return text;
}

Result<void> show(CommandLine& line, const Options& options) {
    auto bench = TRY(Bench::open(line));
    std::string text;
    TRY(bench->folder.store().read([&](store::Transaction& tx) -> Result<void> {
        auto profile = TRY(profile_of(tx, bench->account, options.who));
        if (!line.json) {
            text = TRY(described(tx, bench->account.id, profile));
            return {};
        }
        JsonWriter out;
        TRY(api::write_consent_detail(out, tx, bench->account.id, profile, bench->clock.now()));
        text = out.take() + "\n";
        return {};
    }));
    return print(text);
}

/// Runs `edit(bench, people, list)` over portions of the people.
template <class Edit>
Result<void> edit_people(CommandLine& line, const Options& options, const char* done, Edit edit) {
    auto bench = TRY(Bench::open(line));
    ListId list;
    if (!options.list.empty()) list = TRY(bench->list(options.list)).id;
    std::optional<Instant> consented_at;
    if (!options.consented_at.empty()) consented_at = TRY(parse_instant(options.consented_at));
    if (consented_at && *consented_at > bench->clock.now())
        return fail(ErrorKind::invalid, "nobody agreed in the future", "--consented-at");
    auto act = bench->act();
    if (!options.source.empty()) act.source = options.source;
    act.proof = options.proof;
    Tally tally;
    for (auto& some : in_portions(options.people)) {
        std::vector<ingest::Subscriber> people;
        for (auto& text : some)
            people.push_back({.who = who_in(text),
                              .email = options.channel == "email",
                              .sms = options.channel == "sms",
                              .consented_at = consented_at});
        tally.add(TRY(edit(*bench, people, list, act)), some);
    }
    return tally.report(line, done);
}

Result<void> subscribe(CommandLine& line, const Options& options) {
    return edit_people(line, options, "subscribed",
                       [&](Bench& bench, auto& people, ListId list, auto& act) {
                           return bench.subscriptions().subscribe(
                               bench.account.id, people, list, act,
                               options.ask ? ingest::Asking::as_set_up : ingest::Asking::never);
                       });
}

Result<void> unsubscribe(CommandLine& line, const Options& options) {
    return edit_people(
        line, options, "unsubscribed", [](Bench& bench, auto& people, ListId list, auto& act) {
            return bench.subscriptions().unsubscribe(bench.account.id, people, list, act);
        });
}

Result<void> suppress(CommandLine& line, const Options& options) {
    auto reason = TRY(model::suppression_reason_named(options.reason));
    return edit_people(
        line, options, "suppressed", [&](Bench& bench, auto& people, ListId, auto& act) {
            return bench.subscriptions().suppress(bench.account.id, people, reason, act);
        });
}

Result<void> unsuppress(CommandLine& line, const Options& options) {
    auto reason = TRY(model::suppression_reason_named(options.reason));
    return edit_people(
        line, options, "unsuppressed", [&](Bench& bench, auto& people, ListId, auto& act) {
            return bench.subscriptions().unsuppress(bench.account.id, people, reason, act);
        });
}

}  // namespace

void add_consent_commands(CommandLine& line) {
    auto options = std::make_shared<Options>();
    auto* consent = line.add(line.root, "consent", "Who may be sent marketing, and why",
                             "regulars consent show ana@x.example --data data", {});
    consent->require_subcommand(1);
    auto add = [&](const char* name, const char* what, const char* example, auto action) {
        auto* command = line.add(*consent, name, what, example,
                                 [&line, options, action] { return action(line, *options); });
        line.takes_data(command);
        line.takes_json(command);
        return command;
    };
    auto* shown = add("show", "Show state, suppressions and ledger of a person",
                      "regulars consent show ana@x.example --data data", &show);
    shown->add_option("who", options->who, "Email, phone (+...) or profile id")->required();

    auto takes_people = [&](CLI::App* command) {
        command->add_option("people", options->people, "Emails, phones (+...) or profile ids")
            ->required();
        command->add_option("--channel", options->channel, "email or sms")
            ->check(CLI::IsMember({"email", "sms"}))
            ->capture_default_str();
    };
    auto* agree = add(
        "subscribe", "Record that people agreed to marketing",
        "regulars consent subscribe ana@x.example --list Diners --source 'Paper form' --data data",
        &subscribe);
    takes_people(agree);
    agree->add_option("--list", options->list, "They join this list (id or name)");
    agree->add_option("--source", options->source, "Where they agreed");
    agree->add_option("--proof", options->proof, "What shows it");
    agree->add_option("--consented-at", options->consented_at, "When they agreed (ISO 8601); now");
    agree->add_flag("--ask", options->ask,
                    "Ask them to confirm first where the list or the account is double opt-in");
    auto* leave =
        add("unsubscribe", "Record that people want no more marketing",
            "regulars consent unsubscribe ana@x.example --list Diners --data data", &unsubscribe);
    takes_people(leave);
    leave->add_option(
        "--list", options->list,
        "From this list alone (id or name), where the account's unsubscriptions are by list");
    leave->add_option("--source", options->source, "Where they said so");
    auto* stop = add("suppress", "Stop marketing to addresses, whatever they agreed to",
                     "regulars consent suppress ana@x.example --data data", &suppress);
    auto* lift = add("unsuppress", "Lift suppressions by hand; it creates no consent",
                     "regulars consent unsuppress ana@x.example --data data", &unsuppress);
    for (auto* command : {stop, lift}) {
        takes_people(command);
        command
            ->add_option("--reason", options->reason,
                         "hard_bounce, soft_bounces, invalid_email, spam_complaint, "
                         "user_suppressed or prior_esp")
            ->capture_default_str();
    }
}

}  // namespace regulars::app
