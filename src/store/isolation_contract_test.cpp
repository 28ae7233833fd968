// The contract of tenancy: no operation on one account sees or changes another's rows.
// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "store/contract.hpp"

namespace regulars::store {
namespace {

constexpr ProfileId first_profile{1}, second_profile{2};
constexpr IntegrationId integration{1};
const model::Identifier email{model::IdentifierKind::email, "same@example.com"};

/// Fills an account so that both accounts have the same ids, keys and hashes; only texts that hold
/// `mark` differ.
void fill(Transaction& t, AccountId account, const std::string& mark) {
    model::User user{{}, "same@example.com", mark, model::Role::owner, "", at(0)};
    must(t.users().add(account, user));
    must(t.sessions().add(account, {user.id, "same", mark, at(0), at(100)}));
    model::ApiKey key{{}, mark, "same", "", at(0), {}};
    must(t.api_keys().add(account, key));
    model::Integration i;
    i.public_id = "same", i.name = "same", i.notice = mark;
    must(t.integrations().add(account, i));
    must(t.integrations().move_cursor(account, i.id, {"same", 0, mark}));
    model::Run run;
    run.integration = i.id, run.progress = mark;
    must(t.integrations().add_run(account, run));
    must(t.integrations().count(account, i.id, "same", mark, 1));
    model::ReconciledDay reconciled{
        .place = mark, .difference_count = 1, .differences = {{.label = mark}}};
    must(t.reconciliations().replace(account, i.id, {}, {}, {&reconciled, 1}));
    must(t.source_records().put(account, i.id, {"same", 1, at(0), mark, 0, "same", ""}));
    for (auto name : {"one", "two", "three"}) {
        model::Profile profile{{}, name, {}, at(0), at(0)};
        profile.fields.first_name = mark;
        must(t.profiles().add(account, profile));
    }
    model::Facet facet;
    facet.profile = first_profile, facet.key = "same", facet.said.last_name = mark;
    must(t.profiles().add_facet(account, facet));
    must(t.profiles().assign(account, email, first_profile));
    must(t.profiles().forget_key(account, "forgotten by " + mark, at(0)));
    auto metric = must(t.events().metric(account, i.id, "same", true, [&] { return mark; }));
    model::Event event;
    event.unique_id = "same", event.metric = metric.id, event.profile = first_profile,
    event.facet = facet.id;
    event.properties = "{\"mark\":\"" + mark + "\"}";
    must(t.events().add(account, event));
    must(t.events().count_metric(account, metric.id, 1));
    model::List list{{}, "same", mark, {}, at(0)};
    must(t.lists().add(account, list));
    must(t.lists().join(account, {list.id, first_profile, at(0), mark}));
    must(t.lists().join(account, {list.id, ProfileId{3}, at(0), mark}));
    must(t.lists().leave(account, list.id, ProfileId{3}, at(mark == "first" ? 2'000 : 4'000)));
    must(t.consents().set_rules(
        account, {model::UnsubscribeFrom::the_list,
                  mark == "first" ? model::OptIn::single_opt_in : model::OptIn::double_opt_in}));
    must(t.suppressions().put(account, {model::Channel::email,
                                        email.value,
                                        model::SuppressionReason::user_suppressed,
                                        at(0),
                                        {},
                                        mark,
                                        mark}));
    must(t.confirmations().add(
        account,
        {"same", list.id, {.email = email.value}, mark, mark, mark, "en", at(0), at(100), {}}));
    model::OutgoingMail mail{0, mark, email.value, "en", "{}", at(0), at(100)};
    must(t.outgoing().add(account, mail));
    model::ConsentEntry entry;
    entry.profile = first_profile, entry.source = mark, entry.at = at(0);
    must(t.consents().add(account, entry));
    model::ConsentEntry only[] = {entry};
    must(t.consents().set(account, first_profile, model::Channel::email, model::derive(only)));
    must(t.merges().note_duplicate(account, {first_profile, second_profile, mark}));
    Merge merge{.from = *must(t.profiles().find(account, second_profile)), .into = first_profile};
    must(t.merges().add(account, merge));
    model::Import import;
    import.public_id = import.name = "same", import.made_by = mark;
    must(t.imports().add(account, import));
    must(t.imports().add_problem(account, import.id, {.line = 2, .value = mark}));
    must(t.changes().append(account, ChangeKind::profile, mark == "first" ? 1 : 2, 1, at(0)));
}

/// Everything that every reading operation says of an account.
std::multiset<std::string> everything(Transaction& t, AccountId account) {
    std::multiset<std::string> said;
    auto say = [&](std::string_view what, const std::string& text) {
        said.insert(std::string(what) + ": " + text);
    };
    auto number = [](auto n) { return std::to_string(n); };
    for (auto& user : must(t.users().all(account))) say("user", user.name);
    if (auto user = must(t.users().find(account, "same@example.com")))
        say("user found", user->name);
    if (auto user = must(t.users().find(account, UserId{1}))) say("user by id", user->name);
    if (auto session = must(t.sessions().find(account, "same")))
        say("session", session->csrf_token + number(session->expires_at.us));
    for (auto& key : must(t.api_keys().all(account)))
        say("key", key.name + (key.revoked_at ? " revoked" : ""));
    if (auto key = must(t.api_keys().find(account, "same"))) say("key found", key->name);
    for (auto& i : must(t.integrations().all(account))) say("integration", i.notice);
    if (auto i = must(t.integrations().find(account, integration)))
        say("integration by id", i->notice);
    if (auto i = must(t.integrations().find(account, "same")))
        say("integration by name", i->notice);
    for (auto& removed : must(t.integrations().removed(account)))
        say("integration removed", removed.name);
    for (auto& c : must(t.integrations().cursors(account, integration)))
        say("cursor", c.state + number(c.version));
    for (auto& run : must(t.integrations().runs(account, integration, 9))) say("run", run.progress);
    if (auto run = must(t.integrations().find_run(account, integration, RunId{1})))
        say("run found", run->progress);
    for (auto& count : must(t.integrations().counts(account, integration)))
        say("count", count.name + number(count.n));
    for (auto& day : must(t.reconciliations().days(account, integration, {}, {})))
        say("reconciled", day.place);
    for (auto& day : must(t.reconciliations().day(account, integration, {})))
        say("difference", day.differences.at(0).label);
    say("differing", number(must(t.reconciliations().differing(account, integration, 9)).size()));
    if (auto record = must(t.source_records().find(account, integration, "same")))
        say("record", record->state);
    for (auto& import : must(t.imports().all(account, 9))) say("import", import.made_by);
    if (auto import = must(t.imports().find(account, ImportId{1})))
        say("import by id", import->made_by);
    if (auto import = must(t.imports().find(account, "same")))
        say("import by public id", import->made_by);
    for (auto& problem : must(t.imports().problems(account, ImportId{1}, 9)))
        say("problem", problem.value);
    say("problems", number(must(t.imports().count_problems(account, ImportId{1}))));
    say("owners",
        must(t.profiles().owners(account, std::span(&email, 1))).front() ? "one" : "none");
    for (auto& f : must(t.profiles().facets_of(account, ImportId{1}, 9)))
        say("facet of import", f.said.last_name);
    for (auto& r : must(t.source_records().excluded(account, integration, "same", 9)))
        say("excluded", r.state);
    must(t.profiles().each(account, {}, [&](auto& p) -> Result<void> {
        say("profile", p.public_id + p.fields.first_name);
        return {};
    }));
    for (auto id : {first_profile, second_profile}) {
        if (auto p = must(t.profiles().find(account, id)))
            say("profile by id", p->fields.first_name);
        for (auto& i : must(t.profiles().identifiers(account, id)))
            say("identifier of " + number(id.value), i.value);
        for (auto& f : must(t.profiles().facets(account, id)))
            say("facet of " + number(id.value), f.said.last_name);
        for (auto& e : must(t.events().of_profile(account, id, at(9), 9)))
            say("event of " + number(id.value), e.properties);
        for (auto& e : must(t.events().timeline(account, id, std::nullopt, std::nullopt, 9)))
            say("timeline of " + number(id.value), e.properties);
        for (auto& sum : must(t.events().sums(account, id)))
            say("sum of " + number(id.value), number(sum.events));
        for (auto& pair : must(t.merges().duplicates_of(account, id)))
            say("duplicate of " + number(id.value),
                number(pair.b.value) + (pair.told_apart_at ? " apart" : ""));
        for (auto& e : must(t.events().of_facet(account, id, FacetId{1})))
            say("event of facet", e.properties);
        for (auto& m : must(t.lists().of_profile(account, id)))
            say("member " + number(id.value), m.source);
        for (auto& e : must(t.consents().ledger(account, id)))
            say("ledger of " + number(id.value), e.source);
        say("consent of " + number(id.value),
            must(t.consents().of(account, id, model::Channel::email)).source);
    }
    if (auto p = must(t.profiles().find(account, "one")))
        say("profile by public id", p->fields.first_name);
    say("profiles", number(must(t.profiles().count(account))));
    if (auto owner = must(t.profiles().owner(account, email))) say("owner", number(owner->value));
    if (auto facet = must(t.profiles().find_facet(account, "same")))
        say("facet found", facet->said.last_name);
    for (auto& f : must(t.profiles().facets_of(account, IntegrationId{}, 9)))
        say("facet of none", f.said.last_name);
    for (auto key : {"forgotten by first", "forgotten by second", "forgotten later"})
        if (must(t.profiles().is_forgotten(account, key))) say("forgotten", key);
    for (auto& pair : must(t.merges().duplicates(account, {}, 9)))
        say("duplicate", number(pair.a.value) + number(pair.b.value));
    if (auto pair = must(t.merges().find_duplicate(account, first_profile, second_profile)))
        say("duplicate found", pair->why);
    for (auto id : {MergeId{1}, MergeId{2}})
        if (auto merge = must(t.merges().find(account, id)))
            say("merge", merge->from.fields.first_name + (merge->undone_at ? " undone" : ""));
    say("duplicates", number(must(t.merges().count_duplicates(account))));
    for (auto order :
         {ProfileOrder::name, ProfileOrder::email, ProfileOrder::created, ProfileOrder::last_seen})
        for (auto id : must(t.directory().find(account, {.order = order})).profiles)
            say("in the directory", number(id.value));
    for (auto text : {"f", "s", "c"})
        say("found", text + number(must(t.directory().find(account, {.text = text})).total));
    say("new people", number(must(t.charts().new_people(account, at(-1), at(1)))));
    for (auto& e : must(t.events().feed(account, MetricId{1}, std::nullopt, 9)))
        say("feed", e.properties);
    for (auto& day : must(t.charts().days(account, std::nullopt, -1, 1'000'000)))
        say("day", number(day.metric.value) + number(day.events) + number(day.stamp));
    must(t.charts().occurrences(account, MetricId{1}, at(-1), at(1'000),
                                [&](auto& o) -> Result<void> {
                                    say("occurrence", number(o.profile.value));
                                    return {};
                                }));
    must(t.charts().events(account, MetricId{1}, at(-1), at(1'000), [&](auto& e) -> Result<void> {
        say("charted", e.properties);
        return {};
    }));
    if (auto time = must(t.charts().last_time(account, MetricId{1})))
        say("latest", number(time->us));
    if (auto time = must(t.charts().first_time(account, MetricId{1})))
        say("earliest", number(time->us));
    for (auto& m : must(t.events().metrics(account))) say("metric", m.public_id + number(m.events));
    if (auto e = must(t.events().find(account, "same"))) say("event found", e->properties);
    must(t.events().each(account, {}, [&](auto& e) -> Result<void> {
        say("event", e.properties);
        return {};
    }));
    must(t.events().each_shown(account, [&](auto& e) -> Result<void> {
        say("event shown", std::string(e.properties));
        return {};
    }));
    say("events", number(must(t.events().count(account))));
    for (auto& list : must(t.lists().all(account))) say("list", list.name);
    if (auto list = must(t.lists().find(account, "same"))) say("list found", list->name);
    if (auto list = must(t.lists().find(account, ListId{1}))) say("list by id", list->name);
    say("list size", number(must(t.lists().size(account, ListId{1}))));
    if (auto m = must(t.lists().membership(account, ListId{1}, first_profile)))
        say("membership", m->source);
    for (auto& m :
         must(t.lists().members(account, ListId{1}, JoinOrder::newest_first, std::nullopt, 9)))
        say("member", m.source + number(m.profile.value));
    for (auto& m : must(t.lists().movements(account, ListId{1})))
        say("movement", number(m.from.us) + " " + number(m.joined) + number(m.left));
    for (auto& d : must(t.lists().departures(account, ListId{1})))
        say("departure", number(d.profile.value) + number(d.left_at.us));
    say("rules",
        std::string(model::name_of(must(t.consents().rules(account)).opt_in)) +
            std::string(model::name_of(must(t.consents().rules(account)).unsubscribe_from)));
    for (auto& s : must(t.suppressions().of_address(account, model::Channel::email, email.value)))
        say("suppression", s.source + (s.lifted_at ? " lifted" : ""));
    for (auto& s : must(t.suppressions().page(account, model::Channel::email, "", std::nullopt, 9)))
        say("suppressed", s.source);
    must(t.suppressions().each_profile(account, [&](auto& found) -> Result<void> {
        say("suppressed profile", found.suppression.source + number(found.profile.value));
        return {};
    }));
    if (auto c = must(t.confirmations().find(account, "same")))
        say("confirmation", c->source + (c->confirmed_at ? " confirmed" : ""));
    for (auto& c : must(t.confirmations().of_email(account, email.value)))
        say("confirmation of email", c.source);
    for (auto& m : must(t.outgoing().after(account, 0, 9))) say("outgoing", m.kind);
    say("outgoing count", number(must(t.outgoing().count(account))));
    if (auto into = must(t.merges().whereabouts(account, "two")))
        say("whereabouts", number(into->value));
    for (auto& change : must(t.changes().after(account, 0, 9)))
        say("change", number(change.subject));
    say("last change", number(must(t.changes().last(account))));
    if (auto a = must(t.accounts().find(account))) say("account", a->name);
    return said;
}

struct Operation {
    const char* name;
    std::function<Result<void>(Transaction&, AccountId)> perform;
};

template <class T>
Result<void> without_value(Result<T> result) {
    TRY(std::move(result));
    return {};
}

const Operation operations[] = {
    {"accounts.update",
     [](Transaction& t, AccountId a) -> Result<void> {
         auto account = *TRY(t.accounts().find(a));
         account.name = "renamed";
         return t.accounts().update(account);
     }},
    {"users.add",
     [](Transaction& t, AccountId a) {
         model::User user{{}, "new@example.com", "new", {}, "", at(0)};
         return t.users().add(a, user);
     }},
    {"users.update",
     [](Transaction& t, AccountId a) -> Result<void> {
         auto user = *TRY(t.users().find(a, UserId{1}));
         user.name = "changed";
         return t.users().update(a, user);
     }},
    {"users.remove", [](Transaction& t, AccountId a) { return t.users().remove(a, UserId{1}); }},
    {"sessions.extend", [](Transaction& t, AccountId a) { return t.sessions().extend(a, "same", at(500)); }},
    {"sessions.remove", [](Transaction& t, AccountId a) { return t.sessions().remove(a, "same"); }},
    {"sessions.remove_of", [](Transaction& t, AccountId a) { return t.sessions().remove_of(a, UserId{1}, ""); }},
    {"sessions.remove_expired", [](Transaction& t, AccountId a) { return t.sessions().remove_expired(a, at(200)); }},
    {"accounts.update, another zone",
     [](Transaction& t, AccountId a) -> Result<void> {
         auto account = *TRY(t.accounts().find(a));
         account.time_zone = "Asia/Seoul";
         return t.accounts().update(account);
     }},
    {"api_keys.add",
     [](Transaction& t, AccountId a) {
         model::ApiKey key{{}, "new", "new", "", at(0), {}};
         return t.api_keys().add(a, key);
     }},
    {"api_keys.revoke", [](Transaction& t, AccountId a) { return t.api_keys().revoke(a, ApiKeyId{1}, at(1)); }},
    {"imports.add",
     [](Transaction& t, AccountId a) {
         model::Import import;
         import.public_id = import.name = import.made_by = "new";
         return t.imports().add(a, import);
     }},
    {"imports.update",
     [](Transaction& t, AccountId a) -> Result<void> {
         auto import = *TRY(t.imports().find(a, ImportId{1}));
         import.made_by = "changed";
         return t.imports().update(a, import);
     }},
    {"imports.remove", [](Transaction& t, AccountId a) { return t.imports().remove(a, ImportId{1}); }},
    {"imports.add_problem", [](Transaction& t, AccountId a) { return t.imports().add_problem(a, ImportId{1}, {.line = 3, .value = "new"}); }},
    {"imports.remove_problems", [](Transaction& t, AccountId a) { return t.imports().remove_problems(a, ImportId{1}); }},
    {"consents.remove_of", [](Transaction& t, AccountId a) { return without_value(t.consents().remove_of(a, first_profile, a == AccountId{1} ? "first" : "second")); }},
    {"profiles.add_newcomers",
     [](Transaction& t, AccountId a) {
         TestFolder folder;  // an operation does not see its store; another one makes ready as well
         auto newcomers = must(sqlite_backend.open(folder.path(), &hash64))->prepare(1, [](std::size_t) {
             Newcomer one;
             one.profile.public_id = one.facet.key = "newcomer";
             one.facet.import = ImportId{1};
             return one;
         });
         auto ids = t.profiles().add_newcomers(a, *newcomers);
         return ids ? Result<void>() : std::unexpected(ids.error());
     }},
    {"integrations.add",
     [](Transaction& t, AccountId a) {
         model::Integration i;
         i.public_id = "new", i.name = "new";
         return t.integrations().add(a, i);
     }},
    {"integrations.update",
     [](Transaction& t, AccountId a) -> Result<void> {
         auto i = *TRY(t.integrations().find(a, integration));
         i.notice = "changed";
         return t.integrations().update(a, i);
     }},
    {"integrations.remove", [](Transaction& t, AccountId a) { return t.integrations().remove(a, integration); }},
    {"integrations.remember", [](Transaction& t, AccountId a) { return t.integrations().remember(a, integration, at(5)); }},
    {"integrations.move_cursor",
     [](Transaction& t, AccountId a) { return t.integrations().move_cursor(a, integration, {"same", 1, "moved"}); }},
    {"integrations.add_run",
     [](Transaction& t, AccountId a) {
         model::Run run;
         run.integration = integration;
         return t.integrations().add_run(a, run);
     }},
    {"integrations.update_run",
     [](Transaction& t, AccountId a) -> Result<void> {
         auto run = *TRY(t.integrations().find_run(a, integration, RunId{1}));
         run.progress = "changed";
         return t.integrations().update_run(a, run);
     }},
    {"reconciliations.replace",
     [](Transaction& t, AccountId a) { return t.reconciliations().replace(a, integration, {}, {}, {}); }},
    {"integrations.count",
     [](Transaction& t, AccountId a) { return t.integrations().count(a, integration, "same", "first", 5); }},
    {"source_records.put",
     [](Transaction& t, AccountId a) -> Result<void> {
         TRY(t.source_records().put(a, integration, {"same", 2, at(5), "changed", 0, "same", ""}));
         return {};
     }},
    {"profiles.add",
     [](Transaction& t, AccountId a) {
         model::Profile profile{{}, "new", {}, at(0), at(0)};
         return t.profiles().add(a, profile);
     }},
    {"profiles.update",
     [](Transaction& t, AccountId a) -> Result<void> {
         auto profile = *TRY(t.profiles().find(a, first_profile));
         profile.fields.first_name = "changed";
         return t.profiles().update(a, profile);
     }},
    {"profiles.remove", [](Transaction& t, AccountId a) { return t.profiles().remove(a, second_profile); }},
    {"profiles.assign", [](Transaction& t, AccountId a) { return t.profiles().assign(a, email, second_profile); }},
    {"profiles.release", [](Transaction& t, AccountId a) { return t.profiles().release(a, email); }},
    {"profiles.add_facet",
     [](Transaction& t, AccountId a) {
         model::Facet facet;
         facet.profile = first_profile, facet.key = "new";
         return t.profiles().add_facet(a, facet);
     }},
    {"profiles.update_facet",
     [](Transaction& t, AccountId a) -> Result<void> {
         auto facet = *TRY(t.profiles().find_facet(a, "same"));
         facet.profile = second_profile;
         return t.profiles().update_facet(a, facet);
     }},
    {"profiles.remove_facet", [](Transaction& t, AccountId a) { return t.profiles().remove_facet(a, FacetId{1}); }},
    {"profiles.forget_key",
     [](Transaction& t, AccountId a) { return t.profiles().forget_key(a, "forgotten later", at(0)); }},
    {"profiles.restore",
     [](Transaction& t, AccountId a) {
         model::Profile profile{ProfileId{7}, "seven", {}, at(0), at(0)};
         return t.profiles().restore(a, profile);
     }},
    {"merges.note_duplicate", [](Transaction& t, AccountId a) { return t.merges().note_duplicate(a, {second_profile, ProfileId{3}, "phone"}); }},
    {"merges.tell_apart", [](Transaction& t, AccountId a) { return without_value(t.merges().tell_apart(a, first_profile, second_profile, at(1))); }},
    {"merges.add",
     [](Transaction& t, AccountId a) {
         Merge merge{.from = *must(t.profiles().find(a, second_profile)), .into = first_profile};
         return t.merges().add(a, merge);
     }},
    {"merges.note_undone", [](Transaction& t, AccountId a) { return t.merges().note_undone(a, MergeId{1}, at(1)); }},
    {"consents.move_entry", [](Transaction& t, AccountId a) { return t.consents().move_entry(a, first_profile, 1, second_profile); }},
    {"events.metric",
     [](Transaction& t, AccountId a) {
         return without_value(t.events().metric(a, integration, "new", true, [] { return "new"; }));
     }},
    {"events.count_metric", [](Transaction& t, AccountId a) { return t.events().count_metric(a, MetricId{1}, 5); }},
    {"events.add",
     [](Transaction& t, AccountId a) {
         model::Event event;
         event.unique_id = "new", event.metric = MetricId{1}, event.profile = first_profile;
         return without_value(t.events().add(a, event));
     }},
    {"events.update",
     [](Transaction& t, AccountId a) -> Result<void> {
         auto event = *TRY(t.events().find(a, "same"));
         event.properties = "{}";
         return t.events().update(a, event);
     }},
    {"events.remove", [](Transaction& t, AccountId a) { return t.events().remove(a, EventId{1}); }},
    {"events.move",
     [](Transaction& t, AccountId a) {
         return without_value(t.events().move(a, first_profile, second_profile, FacetId{1}));
     }},
    {"lists.add",
     [](Transaction& t, AccountId a) {
         model::List list{{}, "new", "new", {}, at(0)};
         return t.lists().add(a, list);
     }},
    {"lists.join",
     [](Transaction& t, AccountId a) {
         return without_value(t.lists().join(a, {ListId{1}, second_profile, at(0), "new"}));
     }},
    {"lists.leave",
     [](Transaction& t, AccountId a) { return without_value(t.lists().leave(a, ListId{1}, first_profile, at(3))); }},
    {"lists.take_back", [](Transaction& t, AccountId a) { return without_value(t.lists().take_back(a, ListId{1}, first_profile)); }},
    {"lists.update", [](Transaction& t, AccountId a) { return t.lists().update(a, {ListId{1}, "same", "changed", {}, at(0)}); }},
    {"lists.remove", [](Transaction& t, AccountId a) { return t.lists().remove(a, ListId{1}); }},
    {"consents.set_rules", [](Transaction& t, AccountId a) { return t.consents().set_rules(a, {}); }},
    {"suppressions.put",
     [](Transaction& t, AccountId a) {
         return without_value(t.suppressions().put(a, {model::Channel::email, email.value, model::SuppressionReason::user_suppressed, {}, at(9), "", ""}));
     }},
    {"suppressions.remove", [](Transaction& t, AccountId a) { return t.suppressions().remove(a, model::Channel::email, email.value); }},
    {"confirmations.add",
     [](Transaction& t, AccountId a) {
         return t.confirmations().add(a, {"new", {}, {.email = email.value}, "", "new", "", "en", at(0), at(100), {}});
     }},
    {"confirmations.note_confirmed", [](Transaction& t, AccountId a) { return t.confirmations().note_confirmed(a, "same", at(1)); }},
    {"confirmations.remove_of", [](Transaction& t, AccountId a) { return t.confirmations().remove_of(a, email.value); }},
    {"confirmations.remove_expired", [](Transaction& t, AccountId a) { return t.confirmations().remove_expired(a, at(200)); }},
    {"outgoing.add",
     [](Transaction& t, AccountId a) {
         model::OutgoingMail mail{0, "new", email.value, "en", "{}", at(0), at(100)};
         return t.outgoing().add(a, mail);
     }},
    {"outgoing.remove", [](Transaction& t, AccountId a) { return t.outgoing().remove(a, 1); }},
    {"outgoing.remove_to", [](Transaction& t, AccountId a) { return t.outgoing().remove_to(a, email.value); }},
    {"outgoing.remove_expired", [](Transaction& t, AccountId a) { return t.outgoing().remove_expired(a, at(200)); }},
    {"lists.move", [](Transaction& t, AccountId a) { return t.lists().move(a, first_profile, second_profile); }},
    {"consents.add",
     [](Transaction& t, AccountId a) {
         model::ConsentEntry entry;
         entry.profile = first_profile;
         return t.consents().add(a, entry);
     }},
    {"consents.set",
     [](Transaction& t, AccountId a) {
         return t.consents().set(a, first_profile, model::Channel::email, {{}, "x", "changed", {}});
     }},
    {"consents.move", [](Transaction& t, AccountId a) { return t.consents().move(a, first_profile, second_profile); }},
    {"consents.remove", [](Transaction& t, AccountId a) { return t.consents().remove(a, first_profile); }},
    {"changes.append",
     [](Transaction& t, AccountId a) { return t.changes().append(a, ChangeKind::merge, 9, 1, at(0)); }},
};

class IsolationContract : public Contract {};
REGULARS_CONTRACT(IsolationContract);

TEST_P(IsolationContract, NoOperationCrossesAccounts) {
    write([&](Transaction& t) {
        fill(t, account, "first");
        fill(t, other_account, "second");
    });
    for (auto& operation : operations) {
        std::multiset<std::string> mine, others, mine_after, others_after;
        read([&](Transaction& t) {
            mine = everything(t, account), others = everything(t, other_account);
        });
        for (auto& text : mine) EXPECT_EQ(text.find("second"), text.npos) << text;
        for (auto& text : others) EXPECT_EQ(text.find("first"), text.npos) << text;
        // Tried and taken back, so that each operation finds the same rows.
        auto tried = try_write([&](Transaction& t) -> Result<void> {
            TRY(operation.perform(t, account));
            mine_after = everything(t, account), others_after = everything(t, other_account);
            return fail(ErrorKind::cancelled, "only tried");
        });
        ASSERT_EQ(tried.error().kind, ErrorKind::cancelled)
            << operation.name << ": " << tried.error().text();
        EXPECT_EQ(others_after, others) << operation.name << " changed another account";
        EXPECT_NE(mine_after, mine) << operation.name << " did nothing";
        read([&](Transaction& t) {
            EXPECT_EQ(everything(t, account), mine) << operation.name << " was not undone";
        });
    }
    EXPECT_TRUE(must(store->check()).empty());
}

}  // namespace
}  // namespace regulars::store
