// A world with one guest about whom every kind of condition has something to say.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>

#include "api/followed_audience_test.hpp"
#include "api/world_test.hpp"

namespace regulars::api {

/// Ana came three times (100.00, 60.00, 40.00), booked once, lives in 10001, is on "Diners" (list)
/// and subscribed to email. Every answer is held to openapi.json.
class SegmentWorld : public World {
  public:
    SegmentWorld() {
        set_up();
        std::ofstream(folder / "postal-codes.csv")
            << "US,10001,40.7506,-73.9972\nUS,02108,42.357,-71.065\n";
        audience.emplace(*store, clock, folder);
        audience->is_stuck = true;
        rebuild([&](Services& services) { services.audiences = &*audience; });
        auto integration = add_integration("Downtown");
        list = text_of(post("/app/v1/lists", R"({"name":"Diners","opt_in":"single"})")["id"]);
        ingest::Batch batch{.account = account.id, .integration = integration.id};
        ingest::PersonUpsert person{.key = "opentable:1", .as_of = clock.now()};
        person.fields.email = "ana@x.example";
        person.fields.properties["Diet"] = std::string("vegan");
        person.fields.properties["Postal Code"] = std::string("10001");
        person.fields.properties["Country"] = std::string("US");
        batch.people.push_back(person);
        auto happens = [&](const char* metric, const char* time, std::int64_t minor) {
            batch.events.push_back({.unique_id = std::string(metric) + time,
                                    .metric = metric,
                                    .person = "opentable:1",
                                    .time = parse_instant(time).value(),
                                    .value = Money{minor, account.currency},
                                    .properties = R"({"Party Size":4})"});
        };
        happens("Completed Reservation", "2026-01-10T20:00:00Z", 10'000);
        happens("Completed Reservation", "2026-02-10T20:00:00Z", 6'000);
        happens("Completed Reservation", "2026-03-10T20:00:00Z", 4'000);
        happens("Created Reservation", "2026-02-01T12:00:00Z", 0);
        apply(batch);
        ana = text_of(get("/app/v1/profiles?q=ana").data(0)["id"]);
        post("/app/v1/consent/subscribe",
             R"({"people":[{"email":"ana@x.example"}],"list_id":")" + list + "\"}");
        came = metric("Completed Reservation");
        booked = metric("Created Reservation");
        follow();
    }
    /// Lets the audience read what happened since; otherwise it stands, as it is asked for inside
    /// of transactions.
    void follow() {
        audience->is_stuck = false;
        audience->audience(account.id);
        audience->is_stuck = true;
    }

    std::string metric(const std::string& name) {
        for (auto& one :
             read([&](store::Transaction& tx) { return tx.events().metrics(account.id); }))
            if (one.name == name) return one.public_id;
        return {};
    }
    static std::string definition(const std::string& conditions) {
        return R"({"condition_groups":[{"conditions":[)" + conditions + "]}]}";
    }
    static std::string member_of(const std::string& group, const std::string& more = "") {
        return fmt::format(
            R"({{"type":"profile-group-membership","is_member":true,"group_ids":["{}"]{}}})", group,
            more);
    }
    static std::string body(const std::string& name, const std::string& conditions) {
        return fmt::format(R"({{"name":"{}","definition":{}}})", name, definition(conditions));
    }
    /// Its id; it was made, and its members are found.
    std::string make(const std::string& name, const std::string& conditions) {
        auto made = post("/app/v1/segments", body(name, conditions));
        EXPECT_EQ(made.status, 201) << made.http.body;
        follow();
        return text_of(made["id"]);
    }
    Reply redefine(const std::string& id, const std::string& conditions) {
        auto path = "/app/v1/segments/" + id;
        auto changed =
            patch(path, fmt::format(R"({{"revision":"{}","definition":{}}})",
                                    text_of(get(path)["revision"]), definition(conditions)));
        follow();
        return changed;
    }
    Reply explain(const std::string& conditions) {
        return post(
            "/app/v1/segments/explain",
            fmt::format(R"({{"profile_id":"{}","definition":{}}})", ana, definition(conditions)));
    }

    std::optional<FollowedAudience> audience;
    std::string list, ana, came, booked;
};

/// The first condition of the first group of an explanation.
inline JsonNode first_condition(const Reply& reply) {
    JsonNode found;
    reply["groups"].each([&](JsonNode group) {
        group["conditions"].each([&](JsonNode condition) {
            if (found.is_missing()) found = condition;
        });
    });
    return found;
}

}  // namespace regulars::api
