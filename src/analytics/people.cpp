// Reads people for segments: one with events, or many without.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/people.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "analytics/conditions.hpp"
#include "audience/tally.hpp"
#include "store/permission.hpp"

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

constexpr std::array channels{Channel::email, Channel::sms};

/// What Klaviyo's grammar calls a method.
std::string method_of(const model::Consent& consent) {
    if (consent.method == "import") return "manual_import";
    if (consent.method == "manual")
        return consent.state == ConsentState::unsubscribed ? "manual_remove" : "manual_add";
    return consent.method;
}

/// Of somebody's suppressions, the strongest first: the date of the strongest of these reasons, and
/// of several addresses the latest.
std::optional<Instant> suppressed_since(const std::vector<model::Suppression>& suppressions,
                                        std::initializer_list<model::SuppressionReason> reasons) {
    std::optional<Instant> since;
    std::optional<model::SuppressionReason> strongest;
    for (auto& suppression : suppressions) {
        if (std::ranges::find(reasons, suppression.reason) == reasons.end()) continue;
        if (strongest && suppression.reason != *strongest) break;
        strongest = suppression.reason;
        since = std::max(since, suppression.suppressed_at);
    }
    return since;
}

/// A spam complaint is of none of the three dates that the grammar knows.
PersonConsent consent_of(const model::Permission& permission) {
    using enum model::SuppressionReason;
    auto& consent = permission.consent;
    auto& suppressions = permission.suppressions;
    bool is_confirmed = consent.method_detail == model::confirmed_by_link;
    return {.channel = permission.channel,
            .state = consent.state,
            .can_receive = model::why_not(permission).empty(),
            .method = method_of(consent),
            .method_detail = consent.method_detail.empty() || is_confirmed ? consent.source
                                                                           : consent.method_detail,
            .custom_source = consent.source,
            .is_double_opt_in = is_confirmed,
            .status_at = consent.at,
            .bounced_at = suppressed_since(suppressions, {hard_bounce, soft_bounces, prior_esp}),
            .suppressed_at = suppressed_since(suppressions, {user_suppressed}),
            .invalid_at = suppressed_since(suppressions, {invalid_email})};
}

/// Of several external ids the first counts.
void identify(Person& person, std::string_view external_id) {
    person.details.try_emplace("external_id", std::string(external_id));
}

Person without_events(const model::Profile& profile) {
    return {.id = profile.id,
            .created_at = profile.created_at,
            .updated_at = profile.updated_at,
            .fields = profile.fields};
}

template <class Id>
Result<void> join(Person& person, const std::map<Id, std::string>& names, Id group, Instant at) {
    auto name = names.find(group);
    if (name == names.end())
        return fail(ErrorKind::internal, "somebody is in a group that is not there",
                    std::to_string(group.value));
    person.groups.push_back({name->second, at});
    return {};
}

/// Texts and flags show what they are; of all else it is noted how a chart writes it.
void keep_as_written(std::string_view key, JsonNode node, audience::PersonEvent& out) {
    bool shows_itself =
        node.is_nothing() || node.kind() == JsonKind::boolean || node.kind() == JsonKind::string;
    if (!shows_itself) out.written.emplace(key, audience::distinct(texts_of(node)));
}

}  // namespace

Result<GroupNames> group_names(store::Transaction& tx, AccountId account) {
    GroupNames names;
    for (auto& list : TRY(tx.lists().all(account))) names.lists.emplace(list.id, list.public_id);
    for (auto& segment : TRY(tx.segments().all(account)))
        names.segments.emplace(segment.id, segment.public_id);
    return names;
}

Result<audience::Catalog> catalog_of(store::Transaction& tx, const model::Account& account) {
    audience::Catalog catalog;
    catalog.day_zone = TRY(Zone::find(account.segment_zone()));
    catalog.country = account.country;
    std::map<IntegrationId, model::IntegrationKind> kinds;
    for (auto& integration : TRY(tx.integrations().all(account.id)))
        kinds.emplace(integration.id, integration.kind);
    for (auto& metric : TRY(tx.events().metrics(account.id))) {
        auto kind = kinds.find(metric.integration);
        catalog.metrics.push_back(
            {metric.id, metric.public_id, metric.name,
             kind == kinds.end() ? std::string() : std::string(model::name_of(kind->second))});
    }
    for (auto& list : TRY(tx.lists().all(account.id)))
        catalog.groups.push_back({list.public_id, list.name, false});
    for (auto& segment : TRY(tx.segments().all(account.id)))
        catalog.groups.push_back({segment.public_id, segment.name, true});
    return catalog;
}

store::Maybe<Person> person_of(store::Transaction& tx, AccountId account, const GroupNames& names,
                               ProfileId profile) {
    auto found = TRY(tx.profiles().find(account, profile));
    if (!found) return std::nullopt;
    Person person = without_events(*found);
    TRY(tx.profiles().identifiers_between(account, model::IdentifierKind::external, profile,
                                          profile,
                                          [&](ProfileId, std::string_view id) -> Result<void> {
                                              identify(person, id);
                                              return {};
                                          }));
    for (auto& event : TRY(tx.events().of_profile(
             account, profile, Instant{std::numeric_limits<std::int64_t>::max()}, all_events)))
        person.events.push_back(person_event(event));
    std::ranges::reverse(person.events);
    for (auto& membership : TRY(tx.lists().of_profile(account, profile)))
        TRY(join(person, names.lists, membership.list, membership.joined_at));
    for (auto& [segment, member] : TRY(tx.segments().of_profile(account, profile)))
        TRY(join(person, names.segments, segment, member.joined_at));
    std::ranges::sort(person.groups, {}, &audience::PersonGroup::group);
    for (auto channel : channels)
        person.consents.push_back(
            consent_of(TRY(store::permission_of(tx, account, *found, channel))));
    return person;
}

Result<Suppressed> suppressed_people(store::Transaction& tx, AccountId account) {
    Suppressed suppressed;
    TRY(tx.suppressions().each_profile(account,
                                       [&](const store::SuppressedProfile& found) -> Result<void> {
                                           if (model::holds(found.suppression, found.agreed_at))
                                               suppressed.emplace(found.profile, found.suppression);
                                           return {};
                                       }));
    return suppressed;
}

Result<ProfileId> people_after(store::Transaction& tx, AccountId account, const GroupNames& names,
                               const Suppressed& suppressed, ProfileId after, int limit,
                               const std::function<void(Person)>& visit) {
    std::vector<Person> people;
    // The walk ends by a refusal of its own, which is no error.
    constexpr auto enough = ErrorKind::cancelled;
    auto walked =
        tx.profiles().each(account, after, [&](const model::Profile& profile) -> Result<void> {
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
        if (auto* person = at(membership.profile))
            TRY(join(*person, names.lists, membership.list, membership.joined_at));
    }
    TRY(tx.profiles().identifiers_between(
        account, model::IdentifierKind::external, first, last,
        [&](ProfileId id, std::string_view value) -> Result<void> {
            if (auto* person = at(id)) identify(*person, value);
            return {};
        }));
    std::map<std::pair<ProfileId, Channel>, model::Consent> consents;
    TRY(tx.consents().between(
        account, first, last,
        [&](ProfileId id, Channel channel, const model::Consent& consent) -> Result<void> {
            consents.emplace_hint(consents.end(), std::pair(id, channel), consent);
            return {};
        }));
    for (auto& person : people) {
        std::ranges::sort(person.groups, {}, &audience::PersonGroup::group);
        for (auto channel : channels) {
            model::Permission permission{
                .channel = channel,
                .address = channel == Channel::email ? person.fields.email : person.fields.phone};
            if (auto known = consents.find({person.id, channel}); known != consents.end())
                permission.consent = std::move(known->second);
            auto [theirs, end] = suppressed.equal_range(person.id);
            for (std::string current; theirs != end; ++theirs) {
                if (theirs->second.channel != channel) continue;
                if (current.empty()) current = model::matching_form(channel, permission.address);
                if (model::concerns(theirs->second, current))
                    permission.suppressions.push_back(theirs->second);
            }
            std::ranges::stable_sort(permission.suppressions, {}, &model::Suppression::reason);
            person.consents.push_back(consent_of(permission));
        }
        visit(std::move(person));
    }
    return last;
}

audience::PersonEvent without_properties(const store::ShownEvent& event) {
    audience::PersonEvent made{.id = event.id, .metric = event.metric, .time = event.time};
    if (event.value) made.value = amount_of(*event.value), made.currency = event.value->currency;
    return made;
}

audience::PersonEvent person_event(const model::Event& event) {
    auto made = without_properties(
        {event.id, event.metric, event.profile, event.time, event.value, event.properties});
    read_properties(event.properties, made);
    return made;
}

void read_properties(std::string_view json, audience::PersonEvent& out) {
    auto& properties = out.properties;
    auto document = JsonDocument::parse(json);
    if (!document) return;  // ingest keeps objects only
    document->root().each_member([&](std::string_view key, JsonNode node) {
        keep_as_written(key, node, out);
        switch (node.kind()) {
            case JsonKind::missing:
            case JsonKind::null:
                return;
            case JsonKind::boolean:
                properties.emplace(key, *node.boolean());
                return;
            case JsonKind::integer:
                if (auto n = node.integer())
                    properties.emplace(key, *n);
                else
                    properties.emplace(key, *node.number());
                return;
            case JsonKind::number:
                properties.emplace(key, *node.number());
                return;
            case JsonKind::string:
                properties.emplace(key, std::string(*node.string()));
                return;
            case JsonKind::array: {
                std::vector<std::string> texts;
                node.each([&](JsonNode item) {
                    if (auto text = item.string()) texts.emplace_back(*text);
                });
                properties.emplace(key, std::move(texts));
                return;
            }
            case JsonKind::object:
                properties.emplace(key, std::vector<std::string>{});
                return;
        }
    });
    std::erase_if(out.written, [&](auto& entry) {
        auto kept = properties.find(entry.first);
        return kept != properties.end() &&
               audience::texts_of(kept->second) == std::get<audience::Texts>(entry.second);
    });
}

}  // namespace regulars::analytics
