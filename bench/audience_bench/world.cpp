// Drawing guests: how often they come, what they do, and what is known of it.
// SPDX-License-Identifier: Apache-2.0
#include "world.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include <fmt/compile.h>
#include <fmt/format.h>

#include "base/env.hpp"

namespace regulars::bench {
namespace {

constexpr const char* origins[] = {"Web", "Phone", "Walk-in"};
constexpr const char* first_names[] = {"Maria", "Omar",  "Lena",  "Charlotte", "Marc",
                                       "Yuki",  "Aisha", "Jonas", "Carla",     "Ben"};
constexpr std::int64_t two_years_s = 730 * 86'400;
constexpr std::uint8_t servers = 200;
// How often each metric is drawn, of 1000.
constexpr std::array<int, 16> weights = {220, 160, 110, 90, 60, 100, 60, 50,
                                         40,  30,  25,  20, 15, 10,  6,  4};

}  // namespace

const char* World::origin_name(std::uint8_t origin) { return origins[origin]; }
std::string World::server_name(std::uint8_t server) {
    return fmt::format("{} {}", first_names[server % std::size(first_names)],
                       server / std::size(first_names));
}

void World::events_of(std::uint32_t profile, std::vector<WorldEvent>& out) const {
    out.clear();
    SeededRandom random(mix(seed_, profile));
    // One in ten never came; the others' counts fall off with a long tail, 25 events on average.
    double u = random.unit();
    if (u < 0.1) return;
    u = random.unit();
    auto n = std::min(1500, int(2 + 13.2 / (0.03 + 0.97 * u) * (0.6 + 0.8 * random.unit()) * 0.55));
    // A guest's time as a guest: some part of the two years.
    std::int64_t end =
        now.us / 1'000'000 - 2'000 -
        (random.chance(0.45) ? 0 : std::int64_t(random.below(std::uint64_t(two_years_s * 9 / 10))));
    std::int64_t start =
        std::max(end - 86'400 - std::int64_t(random.below(std::uint64_t(two_years_s))),
                 now.us / 1'000'000 - two_years_s);
    for (int i = 0; i < n; ++i) {
        WorldEvent event{};
        event.time_s =
            std::uint32_t(start + std::int64_t(random.below(std::uint64_t(end - start))));
        int drawn = int(random.below(1000));
        while (drawn >= weights[event.metric]) drawn -= weights[event.metric++];
        ++event.metric;
        auto bits = random.next();
        bool is_reservation = event.metric <= 5;
        event.party_size = is_reservation ? std::uint8_t(1 + std::min({bits % 8, (bits >> 8) % 8}))
                                          : std::uint8_t(0);
        event.origin = std::uint8_t((bits >> 16) % 10 < 6 ? 0 : (bits >> 16) % 10 < 9 ? 1 : 2);
        event.server = std::uint8_t((bits >> 24) % servers);
        bool has_value = !is_reservation || (event.metric == 1 && (bits >> 32) % 3 == 0);
        event.value_cents = has_value ? std::int32_t(500 + (bits >> 36) % 15'000) : -1;
        out.push_back(event);
    }
    std::ranges::stable_sort(out, {}, &WorldEvent::time_s);
    // No two at one second, so that every engine sees one order of steps.
    for (std::size_t i = 1; i < out.size(); ++i)
        out[i].time_s = std::max(out[i].time_s, out[i - 1].time_s + 1);
}

audience::PersonEvent World::event(std::uint32_t profile, std::uint32_t number,
                                   const WorldEvent& event, bool in_full) const {
    audience::PersonEvent made{.id = {std::int64_t(profile) * 2048 + number},
                               .metric = {event.metric},
                               .time = Instant::from_seconds(event.time_s),
                               .value = std::nullopt,
                               .properties = {}};
    if (event.value_cents >= 0) made.value = std::int64_t(event.value_cents) * 10;
    auto& properties = made.properties;
    if (event.party_size > 0) properties["Party Size"] = std::int64_t(event.party_size);
    properties["Reservation Origin"] = origin_name(event.origin);
    properties["Server"] = server_name(event.server);
    if (!in_full) return made;
    auto bits = mix(seed_ + number, profile);
    auto minute = Instant::from_seconds(event.time_s / 60 * 60);
    auto text_of = [](Instant t) { return format_iso(t).substr(0, 16) + "Z"; };
    properties["Created Date"] = text_of(minute);
    properties["Scheduled Time"] = text_of(
        Instant::from_seconds((event.time_s + std::int64_t(bits % 30) * 86'400) / 900 * 900));
    properties["Table Number"] = std::vector<std::string>{std::to_string(bits % 60)};
    properties["Visit Tags"] =
        bits % 7 == 0 ? std::vector<std::string>{"birthday"} : std::vector<std::string>{};
    properties["Table Category"] = bits % 5 == 0 ? "Outdoor" : bits % 5 == 1 ? "Bar" : "Default";
    properties["Restaurant ID"] = std::to_string(1001 + profile % 12);
    properties["Restaurant Name"] = fmt::format("Olive & Ember {}", profile % 12);
    if (bits % 50 == 0)
        properties["Guest Request"] = fmt::format(
            "A quiet table please, we are {} and one of us eats no {}", bits % 9, bits >> 40);
    // Two events of a reservation share its id: created and completed, say.
    properties["Reservation ID"] =
        fmt::format("1001-{:016x}-{:08x}", mix(profile, number / 2), profile);
    return made;
}

audience::Person World::person(std::uint32_t profile, bool in_full) const {
    audience::Person made{.id = {profile},
                          .created_at = Instant::from_seconds(1'700'000'000 + profile),
                          .updated_at = now};
    made.fields.email = fmt::format("guest{}@mail.example", profile);
    if (in_full) {
        made.fields.phone = fmt::format("+1212{:07}", 2'000'000 + profile);
        made.fields.first_name = first_names[profile % std::size(first_names)];
        made.fields.last_name = fmt::format("Sanchez{}", profile % 5000);
        made.consents.push_back({.channel = model::Channel::email,
                                 .state = model::ConsentState::subscribed,
                                 .can_receive = true,
                                 .method = "integration",
                                 .status_at = made.created_at});
    }
    thread_local std::vector<WorldEvent> events;
    events_of(profile, events);
    made.events.reserve(events.size());
    for (std::uint32_t i = 0; i < events.size(); ++i)
        made.events.push_back(event(profile, i, events[i], in_full));
    return made;
}

audience::Catalog World::catalog() {
    audience::Catalog catalog;
    for (int i = 1; i <= 16; ++i)
        catalog.metrics.push_back({.id = {i},
                                   .public_id = fmt::format("METR{:02}", i),
                                   .name = fmt::format("Metric {}", i),
                                   .kind = "opentable"});
    return catalog;
}

std::int64_t World::write_csv(const std::filesystem::path& file) const {
    struct Row {
        std::uint32_t profile;
        WorldEvent event;
    };
    std::array<std::vector<Row>, 17> by_metric;
    std::vector<WorldEvent> events;
    for (std::uint32_t profile = 1; profile <= profiles_; ++profile) {
        events_of(profile, events);
        for (const auto& event : events) by_metric[event.metric].push_back({profile, event});
    }
    auto* out = std::fopen(file.c_str(), "wb");
    if (!out) return -1;
    std::int64_t rows = 0;
    std::string text;
    for (auto& of_metric : by_metric) {
        for (const auto& [profile, e] : of_metric) {
            fmt::format_to(std::back_inserter(text), FMT_COMPILE("{},{},{},"), e.metric, profile,
                           e.time_s);
            if (e.value_cents >= 0)
                fmt::format_to(std::back_inserter(text), FMT_COMPILE("{}"), e.value_cents);
            text += ',';
            if (e.party_size > 0) text += char('0' + e.party_size);
            fmt::format_to(std::back_inserter(text), FMT_COMPILE(",{},{}\n"), origin_name(e.origin),
                           server_name(e.server));
            if (text.size() > 1 << 20) std::fwrite(text.data(), 1, text.size(), out), text.clear();
        }
        rows += std::int64_t(of_metric.size());
        of_metric = {};
    }
    std::fwrite(text.data(), 1, text.size(), out);
    bool is_written = std::ferror(out) == 0;
    return std::fclose(out) == 0 && is_written ? rows : -1;
}

}  // namespace regulars::bench
