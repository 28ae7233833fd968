// Who is one person in the shops, and what is known of them.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/lightspeed/truth_sales.hpp"

namespace regulars::sandbox::lightspeed {

std::vector<TruthProfile> truth_profiles(const ShopWorld& world, const TruthRules& rules,
                                         Seconds now) {
    std::map<std::string, TruthProfile> by_address;
    for (Id id = 1; id <= world.customers().size(); ++id) {
        const Customer& c = world.customers()[id - 1];
        if (!c.is_visible(now) || c.is_anonymized(now)) continue;
        Contact contact = contact_of(world, id, now);
        std::string email = contact.email(), key = person_key(world, id);
        if (email.empty() && !rules.include_no_email) continue;
        TruthProfile& profile = by_address[email.empty() ? key : lowered(email)];
        profile.guests.push_back(key);
        profile.changed = std::max(
            profile.changed, Instant::from_seconds(std::max(c.stamp(now), c.contact_stamp(now))));
        profile.email = email;
        profile.phone = contact.phone_e164;
        profile.first_name = contact.first_name, profile.last_name = contact.last_name;
        JsonWriter out;
        out.begin_object();
        auto maybe = [&](std::string_view name, std::string_view value) {
            if (!value.empty()) out.member(name, value);
        };
        maybe("Organization", contact.company);
        maybe("Title", contact.title);
        maybe("City", contact.city);
        maybe("Region", contact.region.empty() ? contact.region_code : contact.region);
        maybe("Postal Code", contact.postal_code);
        maybe("Country", contact.country);
        if (contact.has_birthday) out.member("Birthday", format_iso(contact.birthday));
        out.end_object();
        profile.properties = out.take();
    }
    std::vector<TruthProfile> profiles;
    for (auto& [address, profile] : by_address) {
        std::ranges::sort(profile.guests);
        profiles.push_back(std::move(profile));
    }
    std::ranges::sort(profiles, {}, [](const TruthProfile& p) { return p.guests.front(); });
    return profiles;
}

}  // namespace regulars::sandbox::lightspeed
