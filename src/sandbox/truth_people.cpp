// Who is one person, and what is known of them: the sum of what their records say.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/truth.hpp"

namespace regulars::sandbox {
namespace {

using opentable::Book;
using opentable::Tier;

struct Record {
    std::size_t location;
    std::uint32_t index;
    const Guest* guest;
    const Person* person;
    std::string key;
};

/// Disjoint sets of records.
class Groups {
  public:
    explicit Groups(std::size_t count) : parent_(count) {
        std::iota(parent_.begin(), parent_.end(), std::size_t(0));
    }
    std::size_t of(std::size_t i) {
        while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) { parent_[of(a)] = of(b); }

  private:
    std::vector<std::size_t> parent_;
};

std::vector<Record> records_of(const Shown& shown) {
    std::vector<Record> records;
    auto& restaurants = shown.world.restaurants();
    for (std::size_t location = 0; location < restaurants.size(); ++location) {
        if (shown.tier(location) == Tier::copper) continue;
        const Restaurant& r = restaurants[location];
        for (std::uint32_t i = 0; i < r.guests.size(); ++i) {
            const Guest& g = r.guests[i];
            if (g.forgotten) continue;
            records.push_back({location, i, &g, &shown.world.people()[g.person],
                               "opentable:" + opentable::record_id(shown.world.options().seed,
                                                                   Book::guests, r.number, i)});
        }
    }
    return records;
}

/// Groups of indices of `records`, each one person. Network ids, merges and addresses always join;
/// a phone joins when at most one side has an address.
std::vector<std::vector<std::size_t>> people_of(const std::vector<Record>& records) {
    Groups groups(records.size());
    std::map<std::pair<std::size_t, std::uint32_t>, std::size_t> by_place;
    for (std::size_t i = 0; i < records.size(); ++i)
        by_place[{records[i].location, records[i].index}] = i;
    std::unordered_map<std::string, std::size_t> by_identifier;
    std::vector<bool> has_email(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        const Guest& g = *records[i].guest;
        if (g.archived) {
            if (auto primary = by_place.find({records[i].location, g.primary - 1});
                primary != by_place.end()) {
                groups.join(i, primary->second);
            }
            continue;
        }
        auto join_by = [&](std::string identifier) {
            auto [found, is_new] = by_identifier.emplace(std::move(identifier), i);
            if (!is_new) groups.join(i, found->second);
        };
        if (g.has_network_id) join_by(fmt::format("gpid:{}", g.person));
        if (g.email != 0) join_by(lowered(opentable::shown_email(*records[i].person, g)));
    }
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (!records[i].guest->archived && records[i].guest->email != 0)
            has_email[groups.of(i)] = true;
    }
    std::unordered_map<std::string, std::set<std::size_t>> by_phone;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const Guest& g = *records[i].guest;
        if (!g.archived && g.phone != 0)
            by_phone[e164(records[i].person->country, g.phone)].insert(groups.of(i));
    }
    for (auto& [phone, holders] : by_phone) {
        if (std::ranges::count_if(holders, [&](std::size_t root) { return has_email[root]; }) > 1)
            continue;
        for (std::size_t root : holders) groups.join(root, *holders.begin());
    }
    std::map<std::size_t, std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < records.size(); ++i) members[groups.of(i)].push_back(i);
    std::vector<std::vector<std::size_t>> people;
    for (auto& [root, group] : members) people.push_back(std::move(group));
    return people;
}

std::string birthday_text(const Person& p) {
    return fmt::format("{:04}-{:02}-{:02}", p.birth_year == 0 ? 1904 : p.birth_year, p.birth_month,
                       p.birth_day);
}

}  // namespace

std::vector<TruthProfile> truth_profiles(const Shown& shown) {
    std::vector<TruthProfile> profiles;
    auto records = records_of(shown);
    for (auto& group : people_of(records)) {
        TruthProfile profile;
        // Newest first, as model::fold has it.
        std::ranges::sort(group, [&](std::size_t a, std::size_t b) {
            return std::tie(records[a].guest->updated, records[a].key) >
                   std::tie(records[b].guest->updated, records[b].key);
        });
        auto keep_first = [](std::string& known, std::string said) {
            if (known.empty()) known = std::move(said);
        };
        const Person* born = nullptr;
        std::set<std::string> ids, visited;
        for (std::size_t i : group) {
            const Guest& g = *records[i].guest;
            const Person& p = *records[i].person;
            const Restaurant& r = shown.world.restaurants()[records[i].location];
            profile.guests.push_back(records[i].key);
            profile.changed = std::max(profile.changed, Instant::from_seconds(g.updated));
            if (g.archived) continue;
            keep_first(profile.email, opentable::shown_email(p, g));
            keep_first(profile.phone, e164(p.country, g.phone));
            keep_first(profile.first_name, opentable::shown_first_name(p, g));
            keep_first(profile.last_name, opentable::shown_last_name(p, g));
            if (born == nullptr && g.shows_birthday) born = &p;
            ids.insert(records[i].key.substr(std::string_view("opentable:").size()));
            if (g.last_visit != 0) visited.insert(r.name);
        }
        std::ranges::sort(profile.guests);
        JsonWriter out;
        out.begin_object();
        if (born != nullptr) {
            out.member("Birthday", birthday_text(*born))
                .member("OpenTable Birthday Day", int(born->birth_day));
            out.member("OpenTable Birthday Month", int(born->birth_month));
        }
        out.member("OpenTable Guest IDs", std::vector<std::string>(ids.begin(), ids.end()));
        if (!visited.empty())
            out.member("OpenTable Restaurants Visited",
                       std::vector<std::string>(visited.begin(), visited.end()));
        out.end_object();
        profile.properties = out.take();
        profiles.push_back(std::move(profile));
    }
    std::ranges::sort(profiles, {}, [](const TruthProfile& p) { return p.guests.front(); });
    return profiles;
}

std::vector<TruthConsent> truth_consents(const Shown& shown) {
    // Who was subscribed by a record that was forgotten since may still be, through another record.
    std::set<std::uint32_t> forgotten_people;
    std::set<std::string> forgotten_phones;
    auto& restaurants = shown.world.restaurants();
    for (std::size_t location = 0; location < restaurants.size(); ++location) {
        if (shown.tier(location) == Tier::copper) continue;
        for (const Guest& g : restaurants[location].guests) {
            if (!g.forgotten || !g.ever_counted) continue;
            const Person& p = shown.world.people()[g.person];
            forgotten_people.insert(g.person);
            if (p.shares_phone) forgotten_phones.insert(e164(p.country, p.phone));
        }
    }
    std::vector<TruthConsent> consents;
    auto records = records_of(shown);
    for (auto& group : people_of(records)) {
        bool counts = false, ever = false;
        TruthConsent consent;
        Seconds newest = 0;
        for (std::size_t i : group) {
            const Guest& g = *records[i].guest;
            const Person& p = *records[i].person;
            counts |= g.counts();
            ever |= g.ever_counted || forgotten_people.contains(g.person) ||
                    (p.shares_phone && forgotten_phones.contains(e164(p.country, p.phone)));
            consent.guests.push_back(records[i].key);
            if (!g.archived && g.email != 0 && g.updated >= newest) {
                newest = g.updated;
                consent.email = opentable::shown_email(p, g);
            }
        }
        if (!counts && !ever) continue;
        consent.certain = counts;
        std::ranges::sort(consent.guests);
        consents.push_back(std::move(consent));
    }
    std::ranges::sort(consents, {}, [](const TruthConsent& c) { return c.guests.front(); });
    return consents;
}

}  // namespace regulars::sandbox
