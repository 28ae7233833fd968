// Compares events, profiles, counts and days.
// SPDX-License-Identifier: Apache-2.0
#include "lightspeed_comparison.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

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

std::string first_difference(const Members& held, const Members& truth) {
    for (auto& [key, value] : truth) {
        auto found = held.find(key);
        if (found == held.end()) return fmt::format("'{}' is absent, not {}", key, value);
        bool is_no_domain = key == "Email Domain" && value == "\"\"" && found->second == "null";
        if (found->second != value && !is_no_domain)
            return fmt::format("'{}' is {}, not {}", key, found->second, value);
    }
    for (auto& [key, value] : held)
        if (!truth.contains(key)) return fmt::format("'{}' is {}, not absent", key, value);
    return {};
}

template <class... Args>
void differ(Outcome& outcome, fmt::format_string<Args...> text, Args&&... args) {
    if (outcome.differences.size() < most_differences)
        outcome.differences.push_back(fmt::format(text, std::forward<Args>(args)...));
}

class Held {
  public:
    Held(store::Transaction& tx, AccountId account, const model::Integration& integration,
         Outcome& outcome)
        : tx_(tx), account_(account), integration_(integration), outcome_(outcome) {}

    Result<void> people(const std::vector<sandbox::TruthProfile>& truth) {
        std::string all;
        TRY(tx_.profiles().each(account_, {}, [&](const model::Profile& profile) -> Result<void> {
            profiles_.emplace(profile.id, profile);
            all += profile.public_id + to_json(profile.fields) + "\n";
            for (auto& facet : TRY(tx_.profiles().facets(account_, profile.id)))
                owners_.emplace(facet.key, profile.id), ++facets_[profile.id];
            return {};
        }));
        outcome_.profiles = std::int64_t(profiles_.size());
        std::set<std::string> known;
        for (auto& person : truth) {
            known.insert(person.guests.begin(), person.guests.end());
            person_is_held(person);
        }
        for (auto& [key, owner] : owners_)
            if (!known.contains(key)) differ(outcome_, "customer {} is held but not true", key);
        for (auto& [id, profile] : profiles_)
            if (TRY(tx_.consents().of(account_, id, model::Channel::email)).state !=
                model::ConsentState::never_subscribed)
                differ(outcome_, "{} is subscribed: this vendor never subscribes anybody",
                       profile.fields.email);
        prints_ += all;
        return {};
    }

    Result<void> events(const std::vector<sandbox::TruthEvent>& truth) {
        std::map<MetricId, std::string> metrics;
        for (auto& metric : TRY(tx_.events().metrics(account_))) metrics[metric.id] = metric.name;
        std::map<std::string, model::Event> held;
        TRY(tx_.events().each(account_, {}, [&](const model::Event& event) -> Result<void> {
            prints_ += fmt::format("{}|{}|{}|{}\n", event.unique_id, event.time.us,
                                   event.value ? event.value->minor : 0, event.properties);
            held.emplace(event.unique_id, event);
            return {};
        }));
        outcome_.events = std::int64_t(held.size());
        outcome_.fingerprint = hash64(prints_);
        for (auto& expected : truth) {
            auto found = held.find(expected.unique_id);
            if (found == held.end()) {
                if (expected.certain) differ(outcome_, "{} is missing", expected.unique_id);
                continue;
            }
            event_is_true(found->second, metrics[found->second.metric], expected);
            held.erase(found);
        }
        for (auto& [unique_id, event] : held)
            differ(outcome_, "{} is held but not true", unique_id);
        return {};
    }

    Result<void> counts(const sandbox::TruthCounts& truth) {
        std::map<std::string, std::int64_t> excluded, want;
        for (auto& [reason, n] : truth.excluded)
            if (n != 0) want[reason] = n;
        std::int64_t sales = 0;
        for (auto& count : TRY(tx_.integrations().counts(account_, integration_.id))) {
            if (count.kind == "excluded") excluded[count.name] = count.n;
            if (count.kind == "records" && count.name == "sale") sales = count.n;
        }
        if (excluded != want) differ(outcome_, "excluded {}, not {}", excluded, want);
        if (sales != truth.reservations)
            differ(outcome_, "{} sale records, not {}", sales, truth.reservations);
        return {};
    }

  private:
    void person_is_held(const sandbox::TruthProfile& person) {
        auto first = owners_.find(person.guests.front());
        if (first == owners_.end())
            return differ(outcome_, "customer {} is missing", person.guests.front());
        for (auto& guest : person.guests)
            if (auto owner = owners_.find(guest); owner == owners_.end())
                differ(outcome_, "customer {} is missing", guest);
            else if (owner->second != first->second)
                differ(outcome_, "customers {} and {} are two profiles", person.guests.front(),
                       guest);
        auto& fields = profiles_.at(first->second).fields;
        auto same = [&](const char* what, const std::string& is, const std::string& should) {
            if (is != should)
                differ(outcome_, "customer {}: {} is '{}', not '{}'", person.guests.front(), what,
                       is, should);
        };
        // Of several records the newest word on each field counts; those without email join others
        // by phone.
        int facets = facets_[first->second];
        if (facets == std::ssize(person.guests))
            same("email", lowered(fields.email), lowered(person.email));
        if (facets > 1) return;
        same("phone", fields.phone, person.phone);
        same("first name", fields.first_name, person.first_name);
        same("last name", fields.last_name, person.last_name);
        JsonWriter properties;
        model::write(properties, fields.properties);
        if (auto what =
                first_difference(members_of(properties.text()), members_of(person.properties));
            !what.empty())
            differ(outcome_, "customer {}: {}", person.guests.front(), what);
    }

    void event_is_true(const model::Event& event, const std::string& metric,
                       const sandbox::TruthEvent& expected) {
        auto& id = expected.unique_id;
        if (metric != expected.metric) differ(outcome_, "{} is a {}", id, metric);
        if (std::ranges::find(expected.times, event.time) == expected.times.end())
            differ(outcome_, "{} is at {}, not at {}", id, format_iso(event.time),
                   format_iso(expected.time));
        if (event.value != expected.value)
            differ(outcome_, "{} is worth {}, not {}", id, event.value->minor,
                   expected.value->minor);
        if (auto what =
                first_difference(members_of(event.properties), members_of(expected.properties));
            !what.empty())
            differ(outcome_, "{}: {}", id, what);
        auto owner = owners_.find(expected.person);
        if (owner == owners_.end() || owner->second != event.profile)
            differ(outcome_, "{} belongs to somebody else", id);
    }

    store::Transaction& tx_;
    AccountId account_;
    const model::Integration& integration_;
    Outcome& outcome_;
    std::string prints_;
    std::map<ProfileId, model::Profile> profiles_;
    std::map<std::string, ProfileId> owners_;  // by facet key
    std::map<ProfileId, int> facets_;
};

struct Day {
    std::int64_t sales = 0, placed = 0, placed_minor = 0, total_minor = 0;
    std::map<std::string, std::int64_t> excluded;
    bool operator==(const Day&) const = default;
};

std::string text_of(const Day& day) {
    return fmt::format("{} sales of {}, {} placed of {}, excluded {}", day.sales, day.total_minor,
                       day.placed, day.placed_minor, day.excluded);
}

}  // namespace

void compare_lightspeed(store::Store& store, AccountId account,
                        const model::Integration& integration, sandbox::Sandbox& sandbox,
                        const sandbox::lightspeed::TruthRules& rules, Outcome& outcome) {
    auto& shops = sandbox.lightspeed();
    auto events = shops.truth_events(rules, sandbox.now());
    auto profiles = shops.truth_profiles(rules, sandbox.now());
    auto counts = shops.truth_summary(rules, sandbox.now());
    auto done = store.read([&](store::Transaction& tx) -> Result<void> {
        Held held(tx, account, integration, outcome);
        TRY(held.people(profiles));
        TRY(held.events(events));
        return held.counts(counts);
    });
    if (!done) outcome.differences.push_back("the comparison failed: " + done.error().text());
    auto findings = store.check();
    if (!findings)
        outcome.differences.push_back("the check failed: " + findings.error().text());
    else
        for (auto& finding : *findings) outcome.differences.push_back("database: " + finding);
}

void reconcile_lightspeed(store::Store& store, AccountId account,
                          const model::Integration& integration, sandbox::Sandbox& sandbox,
                          const sandbox::lightspeed::TruthRules& rules,
                          std::span<const model::VendorRow> rows, LocalDate from, LocalDate to,
                          Outcome& outcome) {
    std::map<std::pair<std::string, LocalDate>, Day> held, truth;
    auto done = store.read([&](store::Transaction& tx) -> Result<void> {
        for (auto& row : rows) {
            if (row.day < from || row.day > to) continue;
            auto record = TRY(tx.source_records().find(account, integration.id, row.record));
            auto event = TRY(tx.events().find(account, row.unique_id));
            std::string reason = record ? record->exclusion : "unknown";
            Day& day = held[{row.place, row.day}];
            if (reason != "voided" && reason != "archived")
                ++day.sales, day.total_minor += row.value->minor;
            if (!reason.empty())
                ++day.excluded[reason];
            else if (!event && !row.unique_id.ends_with(":placed"))
                differ(outcome, "{} on {} is neither held nor excluded", row.label,
                       format_iso(row.day));
            if (event && row.unique_id.ends_with(":placed"))
                ++day.placed, day.placed_minor += event->value->minor;
            if (event && row.unique_id.ends_with(":placed") && event->value != row.value)
                differ(outcome, "{} is held at {}, not {}", row.label, event->value->minor,
                       row.value->minor);
        }
        return {};
    });
    if (!done) return differ(outcome, "the reconciliation failed: {}", done.error().text());
    std::map<std::uint32_t, std::string> names;
    for (std::uint32_t i = 0;
         auto& shop : sandbox.lightspeed().world(sandbox.now()).catalogue().shops)
        names[++i] = shop.name;
    auto all = rules;
    for (auto& day : sandbox.lightspeed().truth_days(all, sandbox.now())) {
        if (day.date < from || day.date > to) continue;
        truth[{names[day.shop], day.date}] = {day.sales, day.placed, day.placed_minor,
                                              day.total_minor, day.excluded};
    }
    for (auto& [key, day] : truth)
        if (auto found = held.find(key); found == held.end() || !(found->second == day))
            differ(outcome, "{} on {}: {}; the report says {}", key.first, format_iso(key.second),
                   found == held.end() ? "nothing" : text_of(found->second), text_of(day));
    for (auto& [key, day] : held)
        if (!truth.contains(key) && !day.excluded.contains("before_history"))
            differ(outcome, "{} on {}: {}; the report says nothing", key.first,
                   format_iso(key.second), text_of(day));
}

}  // namespace regulars::simulation
