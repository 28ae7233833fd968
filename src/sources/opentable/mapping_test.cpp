// Tests each row of docs/decisions/0002: what a reservation or a guest makes, version after
// version.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/mapping.hpp"

#include <gtest/gtest.h>

#include "sources/opentable/imposter_test.hpp"

namespace regulars::sources::opentable {
namespace {

constexpr std::string_view settings_json =
    R"({"rid":77,"restaurant_name":"Chez \"Test\"","time_zone":"America/New_York","country":"US","currency":"USD"})";

/// Feeds versions of one reservation, and keeps what they add up to.
class Reading {
  public:
    Reading() : settings_(*settings_from(settings_json)) {}

    Reading& see(const VendorReservation& r) { return see_json(r.json()); }
    Reading& see_json(const std::string& json) {
        auto page = reservations_from(R"({"hasNextPage":false,"items":[)" + json + "]}",
                                      settings_.time_zone);
        REGULARS_ASSERT(page.has_value() && page->items.size() == 1,
                        "a test's page is well-formed");
        batch = {};
        Mapper mapper(settings_, at("2024-11-21T00:00:00Z"), batch);
        mapper.reservation(page->items[0], record ? &*record : nullptr, guest);
        for (auto& id : batch.retractions) EXPECT_EQ(events.erase(id), 1) << id;
        for (auto& event : batch.events) {
            EXPECT_TRUE(JsonDocument::parse(event.properties)) << event.properties;
            auto [known, is_new] = events.try_emplace(event.unique_id, event);
            Instant first = known->second.time;
            known->second = event;
            known->second.time = first;
        }
        if (!batch.records.empty()) record = batch.records[0];
        return *this;
    }
    /// "Created 2026-11-01T10:00:00Z, Cancelled …", by metric.
    std::string summary() const {
        std::string text;
        for (auto& [id, event] : events) {
            if (!text.empty()) text += ", ";
            std::string metric = event.metric;
            if (auto end = metric.find(" Reservation"); end != std::string::npos)
                metric.erase(end, 12);
            text += metric + ' ' + format_iso(event.time);
            if (event.value) text += fmt::format(" {}", event.value->minor);
        }
        return text;
    }
    std::string exclusion() const { return record ? record->exclusion : "nothing remembered"; }

    GuestStatus guest = GuestStatus::known;
    ingest::Batch batch;  // of the last version
    std::map<std::string, ingest::EventUpsert> events;
    std::optional<model::SourceRecord> record;

  private:
    Settings settings_;
};

const VendorReservation booked{.id = "77-r", .guest_id = "77-g"};

VendorReservation changed(std::int64_t sequence, std::string_view state, std::string_view updated) {
    VendorReservation r = booked;
    r.sequence = sequence, r.state = state, r.updated = updated;
    return r;
}

TEST(OpenTableMapping, GivesEventsByState) {
    constexpr auto created = "Created 2026-11-01T10:00:00Z";
    constexpr auto now = "2026-11-20T18:05:00Z";
    struct Case {
        const char* state;
        std::string expected, exclusion;
    } cases[] = {
        {"NotConfirmed", created, ""},
        {"Late", created, ""},
        {"BOOKED", created, ""},
        {"Pending", created, ""},
        {"Confirmed", fmt::format("Confirmed {}, {}", now, created), ""},
        {"PartiallyArrived", fmt::format("Completed {}, {}", now, created), ""},
        {"Seated", fmt::format("Completed {}, {}", now, created), ""},
        {"check_dropped", fmt::format("Completed {}, {}", now, created), ""},
        {"Done", fmt::format("Completed {}, {}", now, created), ""},
        {"AssumedDone", fmt::format("Completed {}, {}", now, created), ""},
        {"AssumedSeated", created, "assumed_seated"},
        {"Cancelled", fmt::format("Cancelled {}, {}", now, created), ""},
        {"CANCELED", fmt::format("Cancelled {}, {}", now, created), ""},
        {"NoShow", fmt::format("{}, No Showed {}", created, now), ""},
        {"Teleported", created, "unknown_state"},
        {"", created, "unknown_state"},
    };
    for (auto& c : cases) {
        Reading reading;
        reading.see(changed(2, c.state, now));
        auto sorted = [](std::string text) {
            auto parts = std::vector<std::string>();
            for (std::size_t from = 0; from < text.size();) {
                auto to = text.find(", ", from);
                parts.push_back(text.substr(from, to - from));
                from = to == std::string::npos ? text.size() : to + 2;
            }
            std::ranges::sort(parts);
            return parts;
        };
        EXPECT_EQ(sorted(reading.summary()), sorted(c.expected)) << c.state;
        EXPECT_EQ(reading.exclusion(), c.exclusion) << c.state;
        EXPECT_EQ(reading.record->state, c.state);
    }
}

TEST(OpenTableMapping, TakesTheFirstTimeOfArrival) {
    auto r = changed(2, "Done", "2026-11-20T21:00:00Z");
    r.done = "2026-11-20T20:00:00Z";
    EXPECT_EQ(Reading().see(r).summary(),
              "Completed 2026-11-20T20:00:00Z, Created 2026-11-01T10:00:00Z");
    r.seated = "2026-11-20T18:10:00Z";
    EXPECT_EQ(Reading().see(r).summary(),
              "Completed 2026-11-20T18:10:00Z, Created 2026-11-01T10:00:00Z");
    r.arrived = "2026-11-20T18:02:00Z";
    EXPECT_EQ(Reading().see(r).summary(),
              "Completed 2026-11-20T18:02:00Z, Created 2026-11-01T10:00:00Z");
    r.state = "AssumedSeated";
    EXPECT_EQ(Reading().see(r).exclusion(), "") << "a time of arrival counts whatever the state";
}

TEST(OpenTableMapping, TakesThePlatinumTimeOfCancellation) {
    auto r = changed(2, "Cancelled", "2026-11-20T21:00:00Z");
    r.cancelled = "2026-11-10T08:00:00Z";
    EXPECT_EQ(Reading().see(r).summary(),
              "Cancelled 2026-11-10T08:00:00Z, Created 2026-11-01T10:00:00Z");
}

TEST(OpenTableMapping, KeepsTimesAndLetsPropertiesFollow) {
    Reading reading;
    reading.see(changed(2, "Confirmed", "2026-11-02T09:00:00Z"));
    auto later = changed(3, "Confirmed", "2026-11-03T09:00:00Z");
    later.extra = R"(,"server":"Sam")";
    reading.see(later);
    EXPECT_EQ(reading.summary(), "Confirmed 2026-11-02T09:00:00Z, Created 2026-11-01T10:00:00Z");
    for (auto& [id, event] : reading.events)
        EXPECT_NE(event.properties.find(R"("Server":"Sam")"), std::string::npos) << id;
}

TEST(OpenTableMapping, FollowsReversals) {
    Reading reading;
    reading.see(changed(2, "NoShow", "2026-11-20T18:30:00Z"));
    EXPECT_EQ(reading.summary(), "Created 2026-11-01T10:00:00Z, No Showed 2026-11-20T18:30:00Z");
    auto seated = changed(3, "Seated", "2026-11-20T18:41:00Z");
    seated.seated = "2026-11-20T18:40:00Z";
    reading.see(seated);
    EXPECT_EQ(reading.summary(), "Completed 2026-11-20T18:40:00Z, Created 2026-11-01T10:00:00Z")
        << "the no-show is taken back";
    EXPECT_EQ(reading.batch.retractions,
              (std::vector<std::string>{"opentable:77:77-r:No Showed Reservation"}));
    reading.see(changed(4, "NoShow", "2026-11-20T19:00:00Z"));
    EXPECT_EQ(reading.summary(), "Completed 2026-11-20T18:40:00Z, Created 2026-11-01T10:00:00Z")
        << "Completed stays once given";

    Reading cancelled;
    cancelled.see(changed(2, "Cancelled", "2026-11-10T00:00:00Z"))
        .see(changed(3, "NotConfirmed", "2026-11-11T00:00:00Z"));
    cancelled.see(changed(4, "Seated", "2026-11-20T18:00:00Z"));
    EXPECT_EQ(cancelled.summary(),
              "Cancelled 2026-11-10T00:00:00Z, Completed 2026-11-20T18:00:00Z, Created "
              "2026-11-01T10:00:00Z");
}

TEST(OpenTableMapping, ValuesComeLateAndStay) {
    Reading reading;
    auto done = changed(5, "Done", "2026-11-20T20:00:00Z");
    reading.see(done);
    EXPECT_EQ(reading.summary(), "Completed 2026-11-20T20:00:00Z, Created 2026-11-01T10:00:00Z");
    done.total = 8450;
    reading.see(done);
    EXPECT_EQ(reading.summary(),
              "Completed 2026-11-20T20:00:00Z 8450, Completed Value 2026-11-20T20:00:00Z 8450, "
              "Created 2026-11-01T10:00:00Z 8450");
    EXPECT_FALSE(reading.events.at("opentable:77:77-r:Completed Reservation Value").listed);
    auto remembered = reading.record;
    done.total.reset();
    reading.see(done);
    EXPECT_TRUE(reading.batch.records.empty()) << "an equal version without total says nothing new";
    EXPECT_EQ(reading.record, remembered);
    done.extra = R"(,"server":"Sam")";
    reading.see(done);
    EXPECT_NE(reading.summary().find("Completed Value"), std::string::npos)
        << "another server does not erase the total";
    done.total = 9000;
    reading.see(done);
    EXPECT_EQ(reading.events.at("opentable:77:77-r:Completed Reservation").value->minor, 9000);
    done.sequence = 6, done.total.reset();
    reading.see(done);
    EXPECT_EQ(reading.summary(), "Completed 2026-11-20T20:00:00Z, Created 2026-11-01T10:00:00Z")
        << "a newer version may take it back";
}

TEST(OpenTableMapping, ReadsMoneyInItsCurrency) {
    struct Case {
        const char* name;
        std::int64_t total;
        const char* currency;
        const char* extra;
        std::int64_t minor;
        const char* code;
        const char* shown;
    } cases[] = {
        {"the integration's", 1234, "", "", 1234, "USD", R"("Currency Code":"USD")"},
        {"its own", 1234, "EUR", "", 1234, "EUR", R"("Currency Code":"EUR")"},
        {"no minor unit", 105000, "JPY", "", 1050, "JPY", R"("Currency Code":"JPY")"},
        {"denominator 1", 105, "JPY", R"(,"currency_denominator":1)", 105, "JPY",
         R"("Currency Code":"JPY")"},
        {"denominator 1000", 12345, "KWD", R"(,"currency_denominator":1000)", 12345, "KWD",
         R"("Currency Code":"KWD")"},
        {"finer than the currency", 12345, "USD", R"(,"currency_denominator":1000)", 1235, "USD",
         R"("Currency Code":"USD")"},
        {"denominator 0", 500, "USD", R"(,"currency_denominator":0)", 500, "USD",
         R"("Currency Code":"USD")"},
    };
    for (auto& c : cases) {
        auto r = changed(1, "Done", "2026-11-20T20:00:00Z");
        r.total = c.total, r.currency = c.currency, r.extra = c.extra;
        Reading reading;
        reading.see(r);
        auto& event = reading.events.at("opentable:77:77-r:Created Reservation");
        ASSERT_TRUE(event.value) << c.name;
        EXPECT_EQ(event.value->minor, c.minor) << c.name;
        EXPECT_EQ(event.value->currency.code(), c.code) << c.name;
        EXPECT_NE(event.properties.find(c.shown), std::string::npos) << c.name;
    }
}

TEST(OpenTableMapping, WritesAllTwelveProperties) {
    Reading reading;
    reading.see(booked);
    EXPECT_EQ(
        reading.events.at("opentable:77:77-r:Created Reservation").properties,
        R"({"Created Date":"2026-11-01T10:00Z","Scheduled Time":"2026-11-20T18:00Z","Table Number":["80","81"],"Party Size":2,)"
        R"("Visit Tags":["date","window"],"Reservation Origin":"Web","Guest Request":null,"Table Category":"Bar","Server":null,)"
        R"("Currency Code":null,"Restaurant ID":"77","Restaurant Name":"Chez \"Test\""})");
    reading.see_json(
        R"({"id":"77-r","sequence_id":"9","guest_id":"77-g","created_date_utc":"2026-11-01T10:00:00","scheduled_time":"2026-11-20T13:00:00",)"
        R"("updated_at_utc":"2026-11-05T00:00:00Z","state":7,"table_number":12,"party_size":"4","origin":null,"table_category":null})");
    EXPECT_EQ(
        reading.events.at("opentable:77:77-r:Created Reservation").properties,
        R"({"Created Date":"2026-11-01T10:00Z","Scheduled Time":"2026-11-20T18:00Z","Table Number":["12"],"Party Size":4,)"
        R"("Visit Tags":[],"Reservation Origin":null,"Guest Request":null,"Table Category":"default","Server":null,)"
        R"("Currency Code":null,"Restaurant ID":"77","Restaurant Name":"Chez \"Test\""})")
        << "numbers as texts, texts as numbers, missing keys, UTC without Z, local time only";
    EXPECT_EQ(reading.record->version, 9);
}

TEST(OpenTableMapping, TakesTheLocalClockInAGapAsTheJump) {
    Reading reading;
    reading.see_json(
        R"({"id":"77-r","sequence_id":1,"guest_id":"77-g","created_date":"2026-03-08T02:30:00","scheduled_time_utc":"2026-03-08T23:00:00Z",)"
        R"("updated_at_utc":"2026-03-08T08:00:00Z","state":"Confirmed"})");
    EXPECT_EQ(reading.summary(), "Confirmed 2026-03-08T08:00:00Z, Created 2026-03-08T07:00:00Z");
}

TEST(OpenTableMapping, IgnoresOldNewsAndSkipsTheUnchanged) {
    Reading reading;
    reading.see(changed(5, "Confirmed", "2026-11-02T09:00:00Z"));
    reading.see(changed(4, "Cancelled", "2026-11-03T09:00:00Z"));
    EXPECT_TRUE(reading.batch.records.empty() && reading.batch.events.empty())
        << "a lower sequence is old news";
    reading.see(changed(5, "Confirmed", "2026-11-02T09:00:00Z"));
    EXPECT_TRUE(reading.batch.records.empty() && reading.batch.events.empty())
        << "the same again is nothing at all";
    reading.see(changed(5, "Cancelled", "2026-11-02T09:00:00Z"));
    EXPECT_NE(reading.summary().find("Cancelled"), std::string::npos)
        << "an equal sequence with other content is applied";
}

TEST(OpenTableMapping, CountsWhatMakesNoEvent) {
    struct Case {
        const char* name;
        VendorReservation r;
        GuestStatus guest;
        const char* exclusion;
    };
    auto with = [](auto change) {
        auto r = booked;
        change(r);
        return r;
    };
    Case cases[] = {
        {"walk-in", with([](auto& r) { r.guest_id = "", r.origin = "Walk-in"; }),
         GuestStatus::unknown, "walk_in_without_guest"},
        {"no guest", with([](auto& r) { r.guest_id = ""; }), GuestStatus::unknown, "no_guest"},
        {"forgotten", booked, GuestStatus::forgotten, "guest_forgotten"},
        {"not found", booked, GuestStatus::not_found, "guest_not_found"},
        {"Copper", booked, GuestStatus::copper, "no_personal_data"},
        {"before history", with([](auto& r) { r.scheduled = "2024-11-20T18:00:00Z"; }),
         GuestStatus::known, "before_history"},
    };
    for (auto& c : cases) {
        Reading reading;
        reading.guest = c.guest;
        reading.see(c.r);
        EXPECT_EQ(reading.exclusion(), c.exclusion) << c.name;
        EXPECT_TRUE(reading.events.empty()) << c.name;
    }
    Reading archived;
    archived.guest = GuestStatus::archived;
    EXPECT_EQ(archived.see(booked).exclusion(), "");
    EXPECT_EQ(archived.events.begin()->second.person, "opentable:77-g")
        << "the person of a merged guest is found by ingest";
}

TEST(OpenTableMapping, LeavesOutACreationBeforeTheHorizon) {
    Reading reading;
    auto r = changed(3, "Done", "2024-11-25T20:00:00Z");
    r.created = "2024-11-20T23:59:59Z", r.scheduled = "2024-11-25T18:00:00Z";
    reading.see(r);
    EXPECT_EQ(reading.summary(), "Completed 2024-11-25T20:00:00Z");
    EXPECT_EQ(reading.exclusion(), "created_before_history");
}

TEST(OpenTableMapping, MakesTheEventsWhenAGuestIsAttachedLater) {
    Reading reading;
    auto r = changed(1, "Done", "2026-11-20T20:00:00Z");
    r.guest_id = "", r.origin = "Walk-in";
    reading.guest = GuestStatus::unknown;
    reading.see(r);
    EXPECT_EQ(reading.exclusion(), "walk_in_without_guest");
    r.guest_id = "77-g", r.sequence = 2, r.updated = "2026-11-21T09:00:00Z",
    r.done = "2026-11-20T20:00:00Z";
    reading.guest = GuestStatus::known;
    reading.see(r);
    EXPECT_EQ(reading.exclusion(), "");
    EXPECT_EQ(reading.summary(), "Completed 2026-11-20T20:00:00Z, Created 2026-11-01T10:00:00Z");

    Reading found;
    found.guest = GuestStatus::not_found;
    found.see(booked);
    found.guest = GuestStatus::known;
    found.see(booked);
    EXPECT_EQ(found.summary(), "Created 2026-11-01T10:00:00Z")
        << "the same version counts anew once its guest is known";
}

TEST(OpenTableMapping, KeepsTheEventsOfARecordThatIsMalformedOnce) {
    Reading reading;
    reading.see(changed(2, "Confirmed", "2026-11-02T09:00:00Z"));
    reading.see_json(
        R"({"id":"77-r","sequence_id":3,"updated_at_utc":"2026-11-03T00:00:00Z","scheduled_time_utc":"soon"})");
    EXPECT_EQ(reading.exclusion(), "malformed");
    EXPECT_EQ(reading.record->version, 2);
    reading.see(changed(4, "Confirmed", "2026-11-04T09:00:00Z"));
    EXPECT_EQ(reading.exclusion(), "");
    EXPECT_EQ(reading.summary(), "Confirmed 2026-11-02T09:00:00Z, Created 2026-11-01T10:00:00Z");
    EXPECT_EQ(reading.record->memo.find("excerpt"), std::string::npos);
}

TEST(OpenTableMapping, BoundsWhatOneRecordCanBring) {
    auto r = booked;
    std::string tags;
    for (int i = 0; i < 5'000; ++i) tags += fmt::format(",\"tag {} {}\"", i, std::string(500, 'x'));
    r.extra = fmt::format(R"(,"visit_tags":[""{}],"guest_request":"{}")", tags,
                          std::string(200'000, '\x7f'));
    Reading reading;
    reading.see(r);
    EXPECT_LT(reading.events.begin()->second.properties.size(), 16'000);
    auto long_id = booked;
    long_id.id = std::string(500, '7');
    EXPECT_EQ(Reading().see(long_id).exclusion(), "malformed");
}

/// Maps one guest record alone.
ingest::Batch batch_of(const std::string& json, const model::SourceRecord* before = nullptr) {
    auto settings = *settings_from(settings_json);
    auto page = guests_from(R"({"items":[)" + json + "]}", settings.time_zone);
    REGULARS_ASSERT(page.has_value(), "a test's page is well-formed");
    ingest::Batch batch;
    Mapper(settings, at("2024-11-21T00:00:00Z"), batch).guest(page->items[0], before);
    return batch;
}

TEST(OpenTableGuests, MakesAPerson) {
    auto batch = batch_of(
        R"({"id":"77-G","sequence_id":4,"gpid":170193493817,"first_name":" Ada ","last_name":"Lovelace","email":"Ada@Example.com","email_optin":true,)"
        R"("phone":"2125550000","phone_numbers":[{"label":"Home","number":"2125551111","country_code":"1","primary":false},)"
        R"({"label":"Mobile","number":"2125552222","country_code":"1","primary":true},{"number":"+44 20 7946 0000","country_code":"1"}],)"
        R"("birth_date":{"name":"birthday","year":0,"month":12,"day":10},"updated_at_utc":"2026-11-01T00:00:00Z","forgotten":false,"archived":false,)"
        R"("marketing_opted_out":false,"date_last_visit_utc":"2026-10-01T00:00:00Z","date_email_opt_in_opt_out_utc":"2026-09-01T00:00:00Z","notes":"allergic"})");
    ASSERT_EQ(batch.people.size(), 1);
    auto& person = batch.people[0];
    EXPECT_EQ(person.key, "opentable:77-G");
    EXPECT_EQ(person.aliases, (std::vector<std::string>{"opentable:gpid:170193493817"}));
    EXPECT_EQ(person.as_of, at("2026-11-01T00:00:00Z"));
    EXPECT_EQ(person.fields.first_name, "Ada");
    EXPECT_EQ(person.fields.email, "Ada@Example.com");
    EXPECT_EQ(person.phones,
              (std::vector<std::string>{"+12125552222", "+12125551111", "2125552222", "2125551111",
                                        "+44 20 7946 0000", "2125550000"}));
    EXPECT_EQ(person.country, "US");
    EXPECT_TRUE(person.opted_in);
    EXPECT_EQ(person.opted_in_at, at("2026-09-01T00:00:00Z"));
    EXPECT_EQ(person.fields.birthday, (model::Birthday{std::nullopt, 12, 10}));
    JsonWriter out;
    model::write(out, person.fields.properties);
    EXPECT_EQ(
        out.text(),
        R"({"Birthday":"1904-12-10","OpenTable Birthday Day":10,"OpenTable Birthday Month":12,"OpenTable Guest IDs":["77-G"],)"
        R"("OpenTable Restaurants Visited":["Chez \"Test\""]})");
    EXPECT_EQ(batch.records[0].key, "guest/77-G");
    EXPECT_EQ(batch.records[0].state, "known");
}

TEST(OpenTableGuests, PrefersThePhoneThatNamesItsCountryItself) {
    auto batch = batch_of(
        R"({"id":"77-g","updated_at_utc":"2026-11-01T00:00:00Z","email":"","phone":"+44 20 7946 0003",)"
        R"("phone_numbers":[{"number":"2079460003","country_code":"999","primary":true}]})");
    EXPECT_EQ(batch.people[0].phones,
              (std::vector<std::string>{"+9992079460003", "+44 20 7946 0003", "2079460003"}));
}

TEST(OpenTableGuests, CountsAnOptInOnlyWhenNothingSpeaksAgainstIt) {
    struct Case {
        const char* flags;
        bool opted_in;
    } cases[] = {
        {R"("email":"a@b.c","email_optin":true)", true},
        {R"("email":"a@b.c","email_optin":"true","marketing_opted_out":null)", true},
        {R"("email":"a@b.c","email_optin":true,"marketing_opted_out":true)", false},
        {R"("email":"a@b.c","email_optin":false)", false},
        {R"("email":"a@b.c","email_optin":null)", false},
        {R"("email":"","email_optin":true)", false},
        {R"("email":null,"email_optin":true)", false},
    };
    for (auto& c : cases) {
        auto batch = batch_of(fmt::format(
            R"({{"id":"77-g","sequence_id":1,"updated_at_utc":"2026-11-01T00:00:00Z",{}}})",
            c.flags));
        ASSERT_EQ(batch.people.size(), 1) << c.flags;
        EXPECT_EQ(batch.people[0].opted_in, c.opted_in) << c.flags;
    }
}

TEST(OpenTableGuests, NormalizesTheThreeSpellingsOfASurvivor) {
    for (auto* spelling : {"https://platform.opentable.com/sync/v2/guests/77-AbC-1", "77-AbC-1",
                           "AbC-1", "https://other.example/x/77-AbC-1/?y=1"}) {
        auto batch = batch_of(fmt::format(
            R"({{"id":"77-old","sequence_id":1,"updated_at_utc":"2026-11-01T00:00:00Z","email":"","first_name":null,"archived":true,"primary_guest":"{}"}})",
            spelling));
        ASSERT_EQ(batch.people.size(), 1) << spelling;
        EXPECT_EQ(batch.people[0].same_as, "opentable:77-AbC-1") << spelling;
        EXPECT_EQ(batch.people[0].fields, model::PersonFields{}) << spelling;
        EXPECT_EQ(batch.records[0].state, "archived");
    }
}

TEST(OpenTableGuests, ReadsBirthdaysAsTheyCome) {
    struct Case {
        const char* json;
        std::optional<model::Birthday> expected;
    } cases[] = {
        {R"({"year":1980,"month":2,"day":29})", model::Birthday{1980, 2, 29}},
        {R"({"year":1981,"month":2,"day":29})", model::Birthday{std::nullopt, 2, 29}},
        {R"({"month":"7","day":"4"})", model::Birthday{std::nullopt, 7, 4}},
        {R"("1975-06-30")", model::Birthday{1975, 6, 30}},
        {R"("June")", std::nullopt},
        {R"({"year":1980,"month":13,"day":1})", std::nullopt},
        {R"({"year":1980,"month":2,"day":31})", std::nullopt},
        {"null", std::nullopt},
    };
    for (auto& c : cases) {
        auto batch = batch_of(fmt::format(
            R"({{"id":"77-g","updated_at_utc":"2026-11-01T00:00:00Z","email":"","birth_date":{}}})",
            c.json));
        EXPECT_EQ(batch.people[0].fields.birthday, c.expected) << c.json;
    }
}

TEST(OpenTableGuests, ForgetsForEver) {
    auto batch = batch_of(R"({"id":"77-g","forgotten":true})");
    ASSERT_EQ(batch.erasures.size(), 1) << "even without a time of update";
    EXPECT_EQ(batch.erasures[0].key, "opentable:77-g");
    model::SourceRecord newer{.key = "guest/77-g", .version = 9, .state = "known"};
    EXPECT_EQ(
        batch_of(
            R"({"id":"77-g","sequence_id":3,"forgotten":true,"updated_at_utc":"2026-11-01T00:00:00Z"})",
            &newer)
            .erasures.size(),
        1)
        << "an erasure counts whatever its version";
    auto record = batch.records[0];
    auto back = batch_of(
        R"({"id":"77-g","sequence_id":99,"email":"a@b.c","updated_at_utc":"2026-11-01T00:00:00Z"})",
        &record);
    EXPECT_TRUE(back.people.empty() && back.records.empty());
}

}  // namespace
}  // namespace regulars::sources::opentable
