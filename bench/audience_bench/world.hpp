// A seeded world of guests and what they did, of any size, for the audience benchmark.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "audience/catalog.hpp"
#include "audience/person.hpp"

namespace regulars::bench {

/// The instant at which everything is asked.
const Instant now = *parse_instant("2026-11-20T12:00:00Z");

struct WorldEvent {
    std::uint32_t time_s;  // since 1970
    std::uint8_t
        metric;  // 1 to 16, the lower the more frequent; 1 to 5 are reservations, the others orders
    std::uint8_t party_size;  // of reservations, else 0
    std::uint8_t origin, server;
    std::int32_t value_cents;  // of orders and completed reservations with a bill, else -1
};

/// Two years of 25 events a profile on average; a few guests come every week, many once.
class World {
  public:
    World(std::uint64_t seed, std::uint32_t profiles) : seed_(seed), profiles_(profiles) {}
    std::uint32_t profiles() const { return profiles_; }
    /// In order of time. Profiles count from 1.
    void events_of(std::uint32_t profile, std::vector<WorldEvent>& out) const;
    /// With the three properties that the segments ask for, or with the twelve of a reservation.
    audience::Person person(std::uint32_t profile, bool in_full) const;
    audience::PersonEvent event(std::uint32_t profile, std::uint32_t number,
                                const WorldEvent& event, bool in_full) const;

    static audience::Catalog catalog();
    static const char* origin_name(std::uint8_t origin);
    static std::string server_name(std::uint8_t server);

    /// metric,profile,time,value,party_size,origin,server; sorted by the first three. Returns the
    /// rows.
    std::int64_t write_csv(const std::filesystem::path& file) const;

  private:
    std::uint64_t seed_;
    std::uint32_t profiles_;
};

}  // namespace regulars::bench
