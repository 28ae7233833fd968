// Compares events, profiles and counts of Toast.
// SPDX-License-Identifier: Apache-2.0
#include "toast_comparison.hpp"

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

std::string text_of(const std::optional<Money>& money) {
    return money ? format_decimal(*money) + " " + std::string(money->currency.code()) : "nothing";
}

/// The person a facet is of: facets of partial contacts are named after what they know (decision
/// 5).
std::string person_of(const std::string& facet) {
    auto last = facet.rfind(':');
    if (facet.find(':') == last || facet.find_first_not_of("epfl", last + 1) != std::string::npos)
        return facet;
    return facet.substr(0, last);
}

/// Cuts the truth's lists to where the held ones were cut, where those say how many they left out.
void cut_as_held(const Members& held, Members& truth) {
    auto list = [](const std::string& json, const char* inner) {
        std::vector<std::string> entries;
        auto document = JsonDocument::parse(json);
        JsonNode node = !document ? JsonNode() : inner ? document->root()[inner] : document->root();
        node.each([&](JsonNode entry) { entries.push_back(entry.text()); });
        return entries;
    };
    auto cut = [&](const std::string& name, const char* inner, const std::string& left_out) {
        auto kept = list(held.at(name), inner), all = list(truth[name], inner);
        if (left_out != std::to_string(all.size() - std::min(all.size(), kept.size()))) return;
        all.resize(std::min(all.size(), kept.size()));
        truth[name] = fmt::format("[{}]", fmt::join(all, ","));
        if (inner)
            truth[name] =
                fmt::format(R"({{"{}":{},"{}_left_out":{}}})", inner, truth[name], inner, left_out);
    };
    constexpr std::string_view tail = " Left Out";
    for (auto& [name, value] : held) {
        if (!name.ends_with(tail) || !held.contains(name.substr(0, name.size() - tail.size())))
            continue;
        cut(name.substr(0, name.size() - tail.size()), nullptr, value);
        truth[name] = value;
    }
    if (!held.contains("$extra")) return;
    auto extra = members_of(held.at("$extra"));
    if (extra.contains("items_left_out")) cut("$extra", "items", extra["items_left_out"]);
}

class ToastComparison {
  public:
    ToastComparison(store::Transaction& tx, AccountId account, Outcome& outcome)
        : tx_(tx), account_(account), outcome_(outcome) {}

    Result<void> people(const std::vector<sandbox::TruthProfile>& truth) {
        TRY(tx_.profiles().each(account_, {}, [&](const model::Profile& profile) -> Result<void> {
            profiles_.emplace(profile.id, profile);
            for (auto& facet : TRY(tx_.profiles().facets(account_, profile.id))) {
                owners_.emplace(person_of(facet.key), profile.id);
                if (facet.opted_in) differ("{} is opted in: Toast brings no consent", facet.key);
            }
            return {};
        }));
        std::set<std::string> known;
        for (auto& person : truth) {
            known.insert(person.guests.begin(), person.guests.end());
            known.insert(person.possible_guests.begin(), person.possible_guests.end());
            if (person.certain) person_is_held(person);
        }
        for (auto& [key, owner] : owners_)
            if (!known.contains(key)) differ("{} is held but not true", key);
        return {};
    }

    /// `vendor_now` is where the vendor's time stands.
    Result<void> events(const std::vector<sandbox::TruthEvent>& truth, Instant vendor_now) {
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
        for (auto& [unique_id, event] : held) {
            // The vendor's time stands still while ours goes on: a promise may have passed by ours
            // alone.
            if (unique_id.ends_with(":fulfilled") && event.time > vendor_now) continue;
            differ("{} is held but not true", unique_id);
        }
        return {};
    }

    Result<void> counts(IntegrationId integration, const std::vector<sandbox::TruthCounts>& truth) {
        std::map<std::string, std::int64_t> excluded, want;
        std::int64_t orders = 0, want_orders = 0;
        for (auto& place : truth) {
            want_orders += place.reservations;
            for (auto& [reason, n] : place.excluded)
                if (n != 0) want[reason] += n;
        }
        for (auto& count : TRY(tx_.integrations().counts(account_, integration))) {
            if (count.kind == "excluded" && count.n != 0) excluded[count.name] = count.n;
            if (count.kind == "records" && count.name == "order") orders = count.n;
        }
        if (excluded != want) differ("excluded {}, not {}", excluded, want);
        if (orders != want_orders) differ("{} order records, not {}", orders, want_orders);
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
        if (!person.fields_certain) return;
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
        for (auto& [key, value] : members_of(person.properties))
            same(key.c_str(), members_of(properties.text())[key], value);
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
        auto held = members_of(event.properties), truth = members_of(expected.properties);
        if (!expected.refund_amounts.empty()) {
            std::set<std::int64_t> possible(expected.refund_amounts.begin(),
                                            expected.refund_amounts.end());
            auto amount = parse_decimal(held["Refund Amount"], expected.value->currency);
            if (!amount || !possible.contains(amount->minor))
                differ("{}: Refund Amount is {}, not one of {}", id, held["Refund Amount"],
                       possible);
            truth["Refund Amount"] = held["Refund Amount"];
        }
        cut_as_held(held, truth);
        for (auto& [key, value] : truth)
            if (!held.contains(key) || held[key] != value)
                differ("{}: '{}' is {}, not {}", id, key, held.contains(key) ? held[key] : "absent",
                       value);
        for (auto& [key, value] : held)
            if (!truth.contains(key)) differ("{}: '{}' is {}, not absent", id, key, value);
        auto owner = owners_.find(expected.person);
        if (owner == owners_.end() || owner->second != event.profile)
            differ("{} belongs to somebody else than {}", id, expected.person);
    }

    store::Transaction& tx_;
    AccountId account_;
    Outcome& outcome_;
    std::map<ProfileId, model::Profile> profiles_;
    std::map<std::string, ProfileId> owners_;  // by person
};

}  // namespace

ToastShape toast_shape(std::uint64_t seed) {
    ToastShape shape;
    if (mix(seed, 22) % 4 == 0) {
        shape.settings = R"(,"sources":["Online","In Store","API","Kiosk"])";
        shape.truth.sources = {"Online", "In Store", "API", "Kiosk"};
    }
    constexpr const char* before[] = {
        R"(,"product_per":"unit","fulfilled_when":"closed")",
        R"(,"product_value":"order","fulfilled_when":"delivered")",
        R"(,"product_per":"unit","product_value":"order","fulfilled_when":"ready")"};
    shape.settings_before = shape.settings + before[mix(seed, 24) % std::size(before)];
    if (mix(seed, 20) % 3 == 0)
        shape.settings += R"(,"product_per":"unit")", shape.truth.product_per_unit = true;
    if (mix(seed, 21) % 4 == 0)
        shape.settings += R"(,"product_value":"order")", shape.truth.product_value_is_order = true;
    using sandbox::toast::FulfilledWhen;
    constexpr std::pair<const char*, FulfilledWhen> rules[] = {
        {"auto", FulfilledWhen::automatic},
        {"auto", FulfilledWhen::automatic},
        {"closed", FulfilledWhen::closed},
        {"ready", FulfilledWhen::ready},
        {"delivered", FulfilledWhen::delivered}};
    auto& [word, rule] = rules[mix(seed, 23) % std::size(rules)];
    shape.settings += fmt::format(R"(,"fulfilled_when":"{}")", word);
    shape.truth.fulfilled_when = rule;
    return shape;
}

void compare_with_toast(store::Store& store, AccountId account, IntegrationId integration,
                        sandbox::Sandbox& sandbox, Instant since, const ToastShape& shape,
                        Outcome& outcome) {
    auto settings = shape.truth;
    settings.since = settings.read_since = since;
    auto done = sandbox.with_toast_truth(settings, [&](const sandbox::toast::Truth& truth) {
        return store.read([&](store::Transaction& tx) -> Result<void> {
            ToastComparison comparison(tx, account, outcome);
            TRY(comparison.people(truth.profiles()));
            TRY(comparison.events(truth.events(), sandbox.now()));
            // Orders before the window are read only if something touches them.
            bool all_is_read = sandbox.toast()->book().begins() >= since;
            return all_is_read ? comparison.counts(integration, truth.summary()) : Result<void>();
        });
    });
    if (!done) outcome.differences.push_back("the comparison failed: " + done.error().text());
    auto findings = store.check();
    if (!findings)
        outcome.differences.push_back("the check failed: " + findings.error().text());
    else
        for (auto& finding : *findings) outcome.differences.push_back("database: " + finding);
}

}  // namespace regulars::simulation
