// Reads people for segments: one with events, or many without.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/people.hpp"

#include <algorithm>
#include <limits>

namespace regulars::analytics {
namespace {

using audience::Person;
using audience::PersonConsent;
using model::Channel;
using model::ConsentState;

constexpr int all_events = std::numeric_limits<int>::max();

audience::Amount amount_of(Money money) {
    std::int64_t amount = money.minor;
    for (int digits = money.currency.exponent(); digits < 3; ++digits) amount *= 10;
    return amount;
}

/// Never asked is not a no for email; a text needs a yes (klaviyo-product §4.3).
bool may_receive(const model::PersonFields& fields, Channel channel, ConsentState state) {
    if (channel == Channel::sms) return !fields.phone.empty() && state == ConsentState::subscribed;
    return !fields.email.empty() && state != ConsentState::unsubscribed;
}

PersonConsent consent_of(const model::PersonFields& fields, Channel channel, const model::Consent& consent) {
    return {.channel = channel, .state = consent.state, .can_receive = may_receive(fields, channel, consent.state), .method = consent.method,
            .method_detail = consent.source, .status_at = consent.at};
}

void suppress(Person& person, const model::Suppression& suppression) {
    auto consent = std::ranges::find(person.consents, suppression.channel, &PersonConsent::channel);
    if (consent == person.consents.end()) return;
    consent->can_receive = false;
    using enum model::SuppressionReason;
    bool is_bounce = suppression.reason == hard_bounce || suppression.reason == soft_bounces;
    (is_bounce ? consent->bounced_at : suppression.reason == invalid_email ? consent->invalid_at : consent->suppressed_at) = suppression.suppressed_at;
}

Person without_events(const model::Profile& profile) {
    return {.id = profile.id, .created_at = profile.created_at, .updated_at = profile.updated_at, .fields = profile.fields};
}

void complete_consents(Person& person) {
    for (auto channel : {Channel::email, Channel::sms})
        if (std::ranges::none_of(person.consents, [&](auto& c) { return c.channel == channel; })) person.consents.push_back(consent_of(person.fields, channel, {}));
    std::ranges::sort(person.consents, {}, &PersonConsent::channel);
}

}  // namespace

Result<GroupNames> group_names(store::Transaction& tx, AccountId account) {
    GroupNames names;
    for (auto& list : TRY(tx.lists().all(account))) names.lists.emplace(list.id, list.public_id);
    for (auto& segment : TRY(tx.segments().all(account))) names.segments.emplace(segment.id, segment.public_id);
    return names;
}

Result<audience::Catalog> catalog_of(store::Transaction& tx, const model::Account& account) {
    audience::Catalog catalog;
    catalog.day_zone = TRY(Zone::find(account.segment_zone()));
    catalog.country = account.country;
    std::map<IntegrationId, model::IntegrationKind> kinds;
    for (auto& integration : TRY(tx.integrations().all(account.id))) kinds.emplace(integration.id, integration.kind);
    for (auto& metric : TRY(tx.events().metrics(account.id))) {
        auto kind = kinds.find(metric.integration);
        catalog.metrics.push_back({metric.id, metric.public_id, metric.name, kind == kinds.end() ? std::string() : std::string(model::name_of(kind->second))});
    }
    for (auto& list : TRY(tx.lists().all(account.id))) catalog.groups.push_back({list.public_id, list.name, false});
    for (auto& segment : TRY(tx.segments().all(account.id))) catalog.groups.push_back({segment.public_id, segment.name, true});
    return catalog;
}

store::Maybe<Person> person_of(store::Transaction& tx, AccountId account, const GroupNames& names, ProfileId profile) {
    auto found = TRY(tx.profiles().find(account, profile));
    if (!found) return std::nullopt;
    Person person = without_events(*found);
    for (auto& event : TRY(tx.events().of_profile(account, profile, Instant{std::numeric_limits<std::int64_t>::max()}, all_events)))
        person.events.push_back(person_event(event));
    std::ranges::reverse(person.events);
    for (auto& membership : TRY(tx.lists().of_profile(account, profile)))
        if (auto name = names.lists.find(membership.list); name != names.lists.end()) person.groups.push_back({name->second, membership.joined_at});
    for (auto& [segment, member] : TRY(tx.segments().of_profile(account, profile)))
        if (auto name = names.segments.find(segment); name != names.segments.end()) person.groups.push_back({name->second, member.joined_at});
    std::ranges::sort(person.groups, {}, &audience::PersonGroup::group);
    auto ledger = TRY(tx.consents().ledger(account, profile));
    for (auto channel : {Channel::email, Channel::sms}) {
        person.consents.push_back(consent_of(person.fields, channel, TRY(tx.consents().of(account, profile, channel))));
        auto agreed = model::agreed_at(ledger, channel);
        for (auto& identifier : TRY(tx.profiles().identifiers(account, profile))) {
            if (identifier.kind != (channel == Channel::email ? model::IdentifierKind::email : model::IdentifierKind::phone)) continue;
            for (auto& suppression : TRY(tx.suppressions().of_address(account, channel, identifier.value)))
                if (model::holds(suppression, agreed)) suppress(person, suppression);
        }
    }
    return person;
}

Result<Suppressed> suppressed_people(store::Transaction& tx, AccountId account) {
    Suppressed suppressed;
    TRY(tx.suppressions().each_profile(account, [&](const store::SuppressedProfile& found) -> Result<void> {
        if (model::holds(found.suppression, found.agreed_at)) suppressed.emplace(found.profile, found.suppression);
        return {};
    }));
    return suppressed;
}

Result<ProfileId> people_after(store::Transaction& tx, AccountId account, const GroupNames& names, const Suppressed& suppressed, ProfileId after, int limit,
                               const std::function<void(Person)>& visit) {
    std::vector<Person> people;
    // The walk ends by a refusal of its own, which is no error.
    constexpr auto enough = ErrorKind::cancelled;
    auto walked = tx.profiles().each(account, after, [&](const model::Profile& profile) -> Result<void> {
        people.push_back(without_events(profile));
        if (people.size() == std::size_t(limit)) return fail(enough, "enough");
        return {};
    });
    if (!walked && walked.error().kind != enough) return std::unexpected(walked.error());
    if (people.empty()) return ProfileId{};
    auto at = [&](ProfileId id) {
        auto found = std::ranges::lower_bound(people, id, {}, &Person::id);
        return found != people.end() && found->id == id ? &*found : nullptr;
    };
    auto first = people.front().id, last = people.back().id;
    for (auto& membership : TRY(tx.lists().between(account, first, last))) {
        auto name = names.lists.find(membership.list);
        if (auto* person = at(membership.profile); person && name != names.lists.end()) person->groups.push_back({name->second, membership.joined_at});
    }
    TRY(tx.consents().between(account, first, last, [&](ProfileId id, Channel channel, const model::Consent& consent) -> Result<void> {
        if (auto* person = at(id)) person->consents.push_back(consent_of(person->fields, channel, consent));
        return {};
    }));
    for (auto& person : people) {
        std::ranges::sort(person.groups, {}, &audience::PersonGroup::group);
        complete_consents(person);
        for (auto [at_hers, end] = suppressed.equal_range(person.id); at_hers != end; ++at_hers) suppress(person, at_hers->second);
        visit(std::move(person));
    }
    return last;
}

audience::PersonEvent person_event(const model::Event& event) {
    audience::PersonEvent made{.id = event.id, .metric = event.metric, .time = event.time, .properties = askable(event.properties)};
    if (event.value) made.value = amount_of(*event.value);
    return made;
}

model::Properties askable(std::string_view json) {
    model::Properties properties;
    auto document = JsonDocument::parse(json);
    if (!document) return properties;  // ingest keeps objects only
    document->root().each_member([&](std::string_view key, JsonNode node) {
        switch (node.kind()) {
            case JsonKind::missing:
            case JsonKind::null: return;
            case JsonKind::boolean: properties.emplace(key, *node.boolean()); return;
            case JsonKind::integer:
                if (auto n = node.integer()) properties.emplace(key, *n);
                else properties.emplace(key, *node.number());
                return;
            case JsonKind::number: properties.emplace(key, *node.number()); return;
            case JsonKind::string: properties.emplace(key, std::string(*node.string())); return;
            case JsonKind::array: {
                std::vector<std::string> texts;
                node.each([&](JsonNode item) {
                    if (auto text = item.string()) texts.emplace_back(*text);
                });
                properties.emplace(key, std::move(texts));
                return;
            }
            case JsonKind::object: properties.emplace(key, std::vector<std::string>{}); return;
        }
    });
    return properties;
}

}  // namespace regulars::analytics
