// People, events and changes of them drawn at random, for tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "audience/person.hpp"
#include "base/env.hpp"

namespace regulars::audience {

/// Speaks the words of random definitions (definitions_test.hpp). Draws from few of everything, so
/// that what is drawn meets: 4 metrics, 3 groups, 5 properties of mixed types, whole seconds or
/// not, values or not, a few years around `middle`.
class RandomPeople {
  public:
    RandomPeople(std::uint64_t seed, Instant middle)
        : random_(seed), middle_(middle), is_whole_(random_.chance(0.7)) {}

    SeededRandom& random() { return random_; }

    Instant instant() {
        auto spread = random_.chance(0.5) ? days(400).count() : days(12).count();
        Instant drawn{middle_.us - spread / 4 * 3 +
                      std::int64_t(random_.below(std::uint64_t(spread)))};
        if (random_.chance(0.1)) drawn = middle_ - days(std::int64_t(random_.below(40)));
        return is_whole_ ? drawn.floor_seconds() : drawn;
    }

    model::Property property() {
        static const char* const texts[] = {"",
                                            "a",
                                            "A",
                                            "ab",
                                            "2",
                                            "b",
                                            "true",
                                            "2026-03-29",
                                            "2026-11-01T05:30:00Z",
                                            "06/15/2026",
                                            "06/16/26 19:30",
                                            "1781704800",
                                            "1001-00ab12cd34ef5678"};
        switch (random_.below(9)) {
            case 0:
                return random_.chance(0.5);
            case 1:
                return std::int64_t(random_.below(8)) - 2;
            case 2:
                if (random_.chance(0.2)) return instant().seconds();
                return double(random_.below(40)) / 4 - 2;
            case 3: {
                std::vector<std::string> list;
                for (auto n = random_.below(4); n > 0; --n)
                    list.emplace_back(texts[random_.below(std::size(texts))]);
                return list;
            }
            case 4:
                return format_iso(instant());
            default:
                return texts[random_.below(std::size(texts))];
        }
    }

    model::Properties properties() {
        static const char* const names[] = {"Party Size", "Reservation Origin", "Visit Tags",
                                            "Scheduled Time", "Server"};
        model::Properties drawn;
        for (const auto* name : names) {
            if (random_.chance(0.6))
                drawn[name] = name[0] == 'P' && random_.chance(0.8)
                                  ? model::Property(std::int64_t(1 + random_.below(8)))
                                  : property();
        }
        return drawn;
    }

    PersonEvent event() {
        PersonEvent drawn{.id = {++last_event_},
                          .metric = {std::int64_t(1 + random_.below(4))},
                          .time = instant(),
                          .value = std::nullopt,
                          .properties = properties()};
        if (random_.chance(0.6)) drawn.value = std::int64_t(random_.below(200)) * 500 - 10'000;
        if (drawn.value && random_.chance(0.2)) drawn.currency = *Currency::parse("EUR");
        if (random_.chance(0.1)) drawn.written["Server"] = std::vector<std::string>{"2", "7"};
        return drawn;
    }

    Person person(ProfileId id) {
        Person drawn{.id = id, .created_at = instant(), .updated_at = instant()};
        auto& fields = drawn.fields;
        if (random_.chance(0.8))
            fields.email = "guest" + std::to_string(random_.below(5)) +
                           (random_.chance(0.5) ? "@mail.example" : "@Web.example");
        if (random_.chance(0.5))
            fields.phone = random_.chance(0.5) ? "+12125550123" : "+4930123456";
        if (random_.chance(0.7)) fields.first_name = random_.chance(0.5) ? "Ana" : "Bo";
        if (random_.chance(0.7)) fields.last_name = random_.chance(0.5) ? "Sanchez" : "Ito";
        if (random_.chance(0.5)) {
            fields.birthday =
                model::Birthday{random_.chance(0.5) ? std::optional(1990) : std::nullopt,
                                int(1 + random_.below(12)), int(1 + random_.below(28))};
            if (random_.chance(0.1)) fields.birthday = model::Birthday{1996, 2, 29};
        }
        fields.properties = properties();
        for (const auto* name : {"Visits", "Tags", "City"}) {
            if (random_.chance(0.4)) fields.properties[name] = property();
        }
        if (random_.chance(0.5))
            drawn.details["location.city"] = random_.chance(0.5) ? "Lyon" : "Boston";
        if (random_.chance(0.7))
            drawn.details["location.country"] = random_.chance(0.5) ? "FR" : "US";
        if (random_.chance(0.3)) drawn.details["organization"] = "Olive & Ember";
        for (auto n = random_.below(12); n > 0; --n) drawn.events.push_back(event());
        std::ranges::sort(drawn.events, [](const auto& a, const auto& b) {
            return std::pair(a.time, a.id) < std::pair(b.time, b.id);
        });
        for (const auto* group : {"LIST01", "LIST02", "SEGM01"}) {
            if (random_.chance(0.4)) drawn.groups.push_back({group, instant()});
        }
        for (auto channel : {model::Channel::email, model::Channel::sms}) {
            if (random_.chance(0.6)) drawn.consents.push_back(consent(channel));
        }
        return drawn;
    }

    PersonConsent consent(model::Channel channel) {
        PersonConsent drawn{.channel = channel,
                            .state = model::ConsentState(random_.below(3)),
                            .can_receive = random_.chance(0.5)};
        drawn.method = random_.chance(0.5) ? "form" : "api";
        if (random_.chance(0.5)) drawn.method_detail = "FORMAA";
        if (random_.chance(0.3)) drawn.custom_source = "Counter";
        drawn.is_double_opt_in = random_.chance(0.3);
        if (random_.chance(0.7)) drawn.status_at = instant();
        if (random_.chance(0.3)) drawn.bounced_at = instant();
        if (random_.chance(0.2)) drawn.suppressed_at = instant();
        if (random_.chance(0.2)) drawn.invalid_at = instant();
        return drawn;
    }

  private:
    SeededRandom random_;
    Instant middle_;
    bool is_whole_;
    std::int64_t last_event_ = 0;
};

}  // namespace regulars::audience
