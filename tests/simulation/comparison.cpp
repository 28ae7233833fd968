// Compares events, profiles, consents and counts.
// SPDX-License-Identifier: Apache-2.0
#include "comparison.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/crypto.hpp"
#include "base/json.hpp"

namespace regulars::simulation {
namespace {

constexpr std::size_t most_differences = 20;

using Members = std::map<std::string, std::string>;

Members members_of(const std::string& json) {
    Members members;
    auto document = JsonDocument::parse(json);
    if (document)
        document->root().each_member([&](std::string_view key, JsonNode value) {
            members[std::string(key)] = value.text();
        });
    return members;
}

std::string minute_of(Instant t) {
    return '"' + format_iso(t.floor_seconds()).substr(0, 16) + "Z\"";
}

std::string first_difference(const Members& held, const Members& truth) {
    for (auto& [key, value] : truth) {
        auto found = held.find(key);
        if (found == held.end()) return fmt::format("'{}' is absent, not {}", key, value);
        if (found->second != value)
            return fmt::format("'{}' is {}, not {}", key, found->second, value);
    }
    for (auto& [key, value] : held)
        if (!truth.contains(key)) return fmt::format("'{}' is {}, not absent", key, value);
    return {};
}

std::string text_of(const std::optional<Money>& money) {
    return money ? format_decimal(*money) + " " + std::string(money->currency.code()) : "nothing";
}

class Comparison {
  public:
    Comparison(store::Transaction& tx, AccountId account, Outcome& outcome)
        : tx_(tx), account_(account), outcome_(outcome) {}

    Result<void> people(const std::vector<sandbox::TruthProfile>& truth,
                        const std::vector<sandbox::TruthConsent>& consents) {
        TRY(tx_.profiles().each(account_, {}, [&](const model::Profile& profile) -> Result<void> {
            profiles_.emplace(profile.id, profile);
            for (auto& facet : TRY(tx_.profiles().facets(account_, profile.id)))
                owners_.emplace(facet.key, profile.id);
            return {};
        }));
        std::set<std::string> known;
        for (auto& person : truth) {
            known.insert(person.guests.begin(), person.guests.end());
            person_is_held(person);
        }
        for (auto& [key, owner] : owners_)
            if (!known.contains(key)) differ("guest {} is held but not true", key);
        if (profiles_.size() != truth.size())
            differ("{} profiles, not {}", profiles_.size(), truth.size());

        std::map<ProfileId, bool> subscribed;  // whether it is certain
        for (auto& consent : consents)
            if (auto owner = owners_.find(consent.guests.front()); owner != owners_.end())
                subscribed[owner->second] |= consent.certain;
        for (auto& [id, profile] : profiles_) {
            auto email = TRY(tx_.consents().of(account_, id, model::Channel::email));
            auto sms = TRY(tx_.consents().of(account_, id, model::Channel::sms));
            auto may = subscribed.find(id);
            bool is_subscribed = email.state == model::ConsentState::subscribed;
            if (is_subscribed && may == subscribed.end())
                differ("{} is subscribed, never having opted in", profile.fields.email);
            if (!is_subscribed && may != subscribed.end() && may->second)
                differ("{} opted in and is {}", profile.fields.email, name_of(email.state));
            if (sms.state != model::ConsentState::never_subscribed)
                differ("{} is subscribed to SMS", profile.fields.email);
        }
        return {};
    }

    Result<void> events(const std::vector<sandbox::TruthEvent>& truth) {
        std::map<MetricId, std::string> metrics;
        for (auto& metric : TRY(tx_.events().metrics(account_))) metrics[metric.id] = metric.name;
        std::map<std::string, model::Event> held;
        std::string all;
        TRY(tx_.events().each(account_, {}, [&](const model::Event& event) -> Result<void> {
            held.emplace(event.unique_id, event);
            all += fmt::format("{}|{}|{}|{}|{}\n", event.unique_id, event.time.us,
                               text_of(event.value), event.properties,
                               profiles_.at(event.profile).public_id);
            return {};
        }));
        for (auto& [id, profile] : profiles_)
            all += profile.public_id + to_json(profile.fields) + "\n";
        outcome_.fingerprint = hash64(all);
        outcome_.events = std::int64_t(held.size());
        outcome_.profiles = std::int64_t(profiles_.size());

        for (auto& expected : truth) {
            auto found = held.find(expected.unique_id);
            if (found == held.end()) {
                if (expected.certain) differ("{} is missing", expected.unique_id);
                continue;
            }
            event_is_true(found->second, metrics[found->second.metric], expected);
            held.erase(found);
        }
        for (auto& [unique_id, event] : held) differ("{} is held but not true", unique_id);
        return {};
    }

    Result<void> counts(const std::vector<sandbox::TruthCounts>& truth) {
        for (auto& integration : TRY(tx_.integrations().all(account_))) {
            auto expected = std::ranges::find(truth, integration.name, &sandbox::TruthCounts::name);
            if (expected == truth.end()) continue;
            // Reservations before the window are read only if something touches them, so where
            // there are such the totals say nothing. A guest who asks to be forgotten takes events
            // away, but the reservations themselves are not read again for it.
            if (expected->excluded.contains("before_history")) continue;
            std::map<std::string, std::int64_t> excluded, want;
            for (auto& [reason, n] : expected->excluded)
                if (n != 0 && reason != "guest_forgotten") want[reason] = n;
            std::int64_t guests = 0, reservations = 0;
            for (auto& count : TRY(tx_.integrations().counts(account_, integration.id))) {
                if (count.kind == "excluded" && count.name != "guest_forgotten")
                    excluded[count.name] = count.n;
                if (count.kind == "records" && count.name == "guest") guests = count.n;
                if (count.kind == "records" && count.name == "reservation") reservations = count.n;
            }
            if (excluded != want)
                differ("{}: excluded {}, not {}", integration.name, excluded, want);
            if (guests != expected->guests)
                differ("{}: {} guest records, not {}", integration.name, guests, expected->guests);
            if (reservations != expected->reservations)
                differ("{}: {} reservation records, not {}", integration.name, reservations,
                       expected->reservations);
        }
        return {};
    }

  private:
    template <class... Args>
    void differ(fmt::format_string<Args...> text, Args&&... args) {
        if (outcome_.differences.size() < most_differences)
            outcome_.differences.push_back(fmt::format(text, std::forward<Args>(args)...));
    }

    void person_is_held(const sandbox::TruthProfile& person) {
        auto first = owners_.find(person.guests.front());
        if (first == owners_.end()) return differ("guest {} is missing", person.guests.front());
        for (auto& guest : person.guests) {
            auto owner = owners_.find(guest);
            if (owner == owners_.end())
                differ("guest {} is missing", guest);
            else if (owner->second != first->second)
                differ("guests {} and {} are two profiles", person.guests.front(), guest);
        }
        auto& fields = profiles_.at(first->second).fields;
        auto same = [&](const char* what, const std::string& is, const std::string& should) {
            if (is != should)
                differ("guest {}: {} is '{}', not '{}'", person.guests.front(), what, is, should);
        };
        same("email", fields.email, person.email);
        same("phone", fields.phone, person.phone);
        same("first name", fields.first_name, person.first_name);
        same("last name", fields.last_name, person.last_name);
        JsonWriter properties;
        model::write(properties, fields.properties);
        if (auto what =
                first_difference(members_of(properties.text()), members_of(person.properties));
            !what.empty())
            differ("guest {}: {}", person.guests.front(), what);
    }

    void event_is_true(const model::Event& event, const std::string& metric,
                       const sandbox::TruthEvent& expected) {
        auto& id = expected.unique_id;
        if (metric != expected.metric) differ("{} is a {}", id, metric);
        if (std::ranges::find(expected.times, event.time) == expected.times.end()) {
            std::vector<std::string> times;
            for (auto t : expected.times) times.push_back(format_iso(t));
            differ("{} is at {}, not at one of {}", id, format_iso(event.time), times);
        }
        if (event.value != expected.value)
            differ("{} is worth {}, not {}", id, text_of(event.value), text_of(expected.value));
        auto truth = members_of(expected.properties);
        truth["Created Date"] = minute_of(event.time);
        if (auto what = first_difference(members_of(event.properties), truth); !what.empty())
            differ("{}: {}", id, what);
        auto owner = owners_.find(expected.person);
        if (owner == owners_.end() || owner->second != event.profile)
            differ("{} belongs to somebody else", id);
    }

    store::Transaction& tx_;
    AccountId account_;
    Outcome& outcome_;
    std::map<ProfileId, model::Profile> profiles_;
    std::map<std::string, ProfileId> owners_;  // by facet key
};

}  // namespace

void compare(store::Store& store, AccountId account, sandbox::Sandbox& sandbox, Instant since,
             Outcome& outcome) {
    auto events = sandbox.truth_events(since);
    auto profiles = sandbox.truth_profiles();
    auto consents = sandbox.truth_consents();
    auto counts = sandbox.truth_summary(since);
    auto done = store.read([&](store::Transaction& tx) -> Result<void> {
        Comparison comparison(tx, account, outcome);
        TRY(comparison.people(profiles, consents));
        TRY(comparison.events(events));
        return comparison.counts(counts);
    });
    if (!done) outcome.differences.push_back("the comparison failed: " + done.error().text());
    auto findings = store.check();
    if (!findings)
        outcome.differences.push_back("the check failed: " + findings.error().text());
    else
        for (auto& finding : *findings) outcome.differences.push_back("database: " + finding);
}

}  // namespace regulars::simulation
