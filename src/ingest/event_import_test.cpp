// Events from JSON lines: what goes in, what is refused and why, and that nothing goes in twice.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/import_runner.hpp"

#include <fmt/format.h>

#include "ingest/event_lines.hpp"
#include "ingest/world_test.hpp"

namespace regulars::ingest {
namespace {

/// A text that is its source's own.
class OwnedSource final : public ByteSource {
  public:
    explicit OwnedSource(std::string text) : text_(std::move(text)), source_(text_) {}
    Result<std::size_t> read(std::span<char> into) override { return source_.read(into); }

  private:
    std::string text_;
    TextSource source_;
};

class EventImportTest : public IngestTest {
  protected:
    ImportRunner runner() {
        return {*store_,
                clock_,
                random_,
                folder_ / "imports",
                {.imported = 3, .checked = 3, .undone = 2}};
    }
    Result<model::Import> try_import(const std::string& text) {
        return runner().import_events(account_.id, "events.jsonl",
                                      std::make_unique<OwnedSource>(text), {}, {});
    }
    model::Import import_of(const std::string& text) {
        auto import = try_import(text);
        EXPECT_TRUE(import.has_value()) << import.error().text();
        EXPECT_TRUE(store_->check().value().empty());
        return import.value_or(model::Import{});
    }
    model::ImportCounts import(const std::string& text) { return import_of(text).done; }
    model::ImportCounts rehearse(const std::string& text) {
        return runner()
            .rehearse_events(account_.id, std::make_unique<OwnedSource>(text), {}, {})
            .value()
            .counts;
    }
    model::Import undo(const model::Import& import) {
        auto one = runner();
        EXPECT_TRUE(one.ask(account_.id, import.id, model::ImportState::undoing));
        auto undone = one.advance(account_.id, import.id, {}, {}).value();
        EXPECT_EQ(undone.state, model::ImportState::undone);
        EXPECT_TRUE(store_->check().value().empty());
        return undone;
    }
    std::vector<model::ImportProblem> problems(const model::Import& import) {
        return read([&](auto& tx) { return tx.imports().problems(account_.id, import.id, 1'000); });
    }
    std::vector<model::Event> all_events() {
        std::vector<model::Event> found;
        EXPECT_TRUE(store_->read([&](store::Transaction& tx) {
            return tx.events().each(account_.id, {},
                                    [&](const model::Event& event) -> Result<void> {
                                        found.push_back(event);
                                        return {};
                                    });
        }));
        return found;
    }
    std::optional<ProfileId> owner(model::IdentifierKind kind, const std::string& value) {
        return read([&](auto& tx) { return tx.profiles().owner(account_.id, {kind, value}); });
    }
};

std::string visit(const std::string& who, const std::string& rest = {},
                  const std::string& time = "2023-11-01T12:00:00Z") {
    return "{" + who + R"(,"metric":"Visited","time":")" + time + "\"" +
           (rest.empty() ? "" : "," + rest) + "}\n";
}

TEST_F(EventImportTest, AnEventKeepsWhatItsLineSays) {
    auto counts = import(
        R"({"email":" Ana@X.example","phone":"+12125550123","metric":"Visited","time":"2023-11-01T13:00:00.9+01:00","value":12.5,"currency":"eur",)"
        R"("unique_id":"v1","properties":{"table":{"no":7},"tags":["a",1,null]}})"
        "\n");
    EXPECT_EQ(counts.events, 1);
    EXPECT_EQ(counts.created, 1);
    EXPECT_EQ(counts.people, 1);
    auto events = all_events();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].time, parse_instant("2023-11-01T12:00:00Z").value());
    EXPECT_EQ(format_decimal(*events[0].value), "12.50");
    EXPECT_EQ(events[0].value->currency.code(), "EUR");
    EXPECT_EQ(events[0].properties, R"({"table":{"no":7},"tags":["a",1,null]})");
    EXPECT_EQ(profile(events[0].profile).fields.email, "Ana@X.example");
    EXPECT_EQ(profile(events[0].profile).fields.phone, "+12125550123");
    auto metrics = read([&](auto& tx) { return tx.events().metrics(account_.id); });
    ASSERT_EQ(metrics.size(), 1u);
    EXPECT_EQ(metrics[0].name, "Visited");
    EXPECT_FALSE(metrics[0].integration) << "the metric is the product's own";
    EXPECT_EQ(metrics[0].events, 1);
}

TEST_F(EventImportTest, LinesThatAreRefusedSayWhyAndTheOthersGoIn) {
    struct Case {
        std::string line;
        const char *pointer, *reason;
    };
    auto with = [](const std::string& rest) {
        return R"({"email":"a@x.example","metric":"Visited","time":"2023-11-01T12:00:00Z",)" +
               rest + "}";
    };
    std::string deep(20, '['), end(20, ']'), many = "\"a\":1";
    for (int i = 0; i < 401; ++i) many += fmt::format(",\"p{}\":{}", i, i);
    const Case cases[] = {
        {"not json", "", "not_json"},
        {"[1]", "", "not_an_object"},
        {"{\"email\":\"a@x.example\"", "", "not_json"},
        {"{\"email\":\"\xFF\"}", "", "not_json"},
        {with("\"value\":1e999"), "", "not_json"},
        {with("\"value\":123456789012345678901234567890"), "", "not_json"},
        {with("\"properties\":{\"a\":" + deep + end + "}"), "", "not_json"},
        {with("\"properties\":{\"a\":\"" + std::string(most_line_bytes, 'x') + "\"}"), "",
         "too_long"},
        {R"({"metric":"Visited","time":"2023-11-01T12:00:00Z"})", "", "no_identifier"},
        {R"({"email":"nobody","metric":"Visited","time":"2023-11-01T12:00:00Z"})", "/email",
         "bad_email"},
        {R"({"email":7,"metric":"Visited","time":"2023-11-01T12:00:00Z"})", "/email", "bad_email"},
        {R"({"phone_number":"12","metric":"Visited","time":"2023-11-01T12:00:00Z"})",
         "/phone_number", "bad_phone"},
        {R"({"external_id":{},"metric":"Visited","time":"2023-11-01T12:00:00Z"})", "/external_id",
         "bad_external_id"},
        {R"({"profile_id":"01NOBODY","metric":"Visited","time":"2023-11-01T12:00:00Z"})",
         "/profile_id", "unknown_profile"},
        {R"({"email":"a@x.example","time":"2023-11-01T12:00:00Z"})", "/metric", "no_metric"},
        {R"({"email":"a@x.example","metric":" ","time":"2023-11-01T12:00:00Z"})", "/metric",
         "bad_metric"},
        {R"({"email":"a@x.example","metric":")" + std::string(128, 'm') +
             R"(","time":"2023-11-01T12:00:00Z"})",
         "/metric", "bad_metric"},
        {R"({"email":"a@x.example","metric":"Visited"})", "/time", "no_time"},
        {R"({"email":"a@x.example","metric":"Visited","time":"yesterday"})", "/time", "bad_time"},
        {R"({"email":"a@x.example","metric":"Visited","time":"1989-12-31T23:59:59Z"})", "/time",
         "time_out_of_range"},
        {R"({"email":"a@x.example","metric":"Visited","time":"2024-11-16T12:00:00Z"})", "/time",
         "time_out_of_range"},
        {R"({"email":"a@x.example","metric":"Visited","time":9223372036854775807})", "/time",
         "time_out_of_range"},
        {with("\"value\":\"many\""), "/value", "bad_value"},
        {with("\"value\":12.345"), "/value", "bad_value"},
        {with("\"value\":1e17"), "/value", "bad_value"},
        {with("\"value\":true"), "/value", "bad_value"},
        {with("\"value\":1,\"currency\":\"QQQ\""), "/currency", "bad_currency"},
        {with("\"value\":1,\"currency\":7"), "/currency", "bad_currency"},
        {with("\"unique_id\":[]"), "/unique_id", "bad_unique_id"},
        {with("\"unique_id\":\"" + std::string(256, 'u') + "\""), "/unique_id", "bad_unique_id"},
        {with("\"properties\":[1]"), "/properties", "bad_properties"},
        {with("\"properties\":{" + many + "}"), "/properties", "too_many_properties"},
        {with("\"properties\":{\"a\":\"" + std::string(most_event_property_bytes, 'x') + "\"}"),
         "/properties", "properties_too_large"},
    };
    std::string text = "\xEF\xBB\xBF" + visit(R"("email":"first@x.example")") + "\r\n";
    for (auto& c : cases) text += c.line + "\n";
    text += visit(R"("email":"last@x.example")", R"("valeu":3)");
    auto done = import_of(text);
    auto counts = done.done;
    auto told_all = problems(done);
    EXPECT_EQ(counts.events, 2) << "the first line and the last one";
    EXPECT_EQ(counts.skipped, std::ssize(cases));
    EXPECT_EQ(counts.rows, std::ssize(cases) + 2) << "blank lines do not count";
    ASSERT_EQ(told_all.size(), std::size(cases) + 1);
    for (std::size_t i = 0; i < std::size(cases); ++i) {
        auto told = std::ranges::find(told_all, std::int64_t(i) + 3, &model::ImportProblem::line);
        ASSERT_NE(told, told_all.end()) << cases[i].line.substr(0, 100);
        EXPECT_EQ(told->reason, cases[i].reason) << cases[i].line.substr(0, 100);
        EXPECT_EQ(told->column, cases[i].pointer) << cases[i].line.substr(0, 100);
        EXPECT_LE(told->value.size(), 80u);
    }
    EXPECT_EQ(told_all.back(), (model::ImportProblem{std::ssize(cases) + 3, "/valeu",
                                                     "unknown_member", "3", false}));
    EXPECT_EQ(events(), 2);
}

TEST_F(EventImportTest, ValuesAreExactInTheirCurrency) {
    auto with = [](const std::string& id, const std::string& rest) {
        return visit(R"("email":"a@x.example")", "\"unique_id\":\"" + id + "\"," + rest);
    };
    import(with("1", R"("value":19.990000000000002)") + with("2", R"("value":"-3.10")") +
           with("3", R"("value":500,"currency":"JPY")") +
           with("4", R"("value":0.1,"value_currency":"KWD")") + with("5", R"("value":null)"));
    std::string told;
    for (auto& event : all_events())
        told += event.value
                    ? format_decimal(*event.value) + std::string(event.value->currency.code()) + " "
                    : "none ";
    EXPECT_EQ(told, "19.99USD -3.10USD 500JPY 0.100KWD none ");
}

TEST_F(EventImportTest, NothingGoesInTwice) {
    std::string file = visit(R"("email":"a@x.example")", R"("unique_id":"one","value":1)") +
                       visit(R"("email":"a@x.example")", R"("unique_id":"one","value":2)") +
                       visit(R"("email":"A@X.example")", {}, "2023-11-01T12:00:00.1Z") +
                       visit(R"("email":"a@x.example")", {}, "2023-11-01T12:00:00.9Z") +
                       visit(R"("email":"a@x.example")", {}, "2023-11-01T12:00:01Z");
    auto first = import(file);
    EXPECT_EQ(first.events, 3) << "one by its id, two by their second";
    EXPECT_EQ(first.repeated, 2);
    EXPECT_EQ(format_decimal(*all_events()[0].value), "1.00") << "the first one wins";
    auto before = all_events();
    EXPECT_EQ(rehearse(file).events, 0);
    auto second = import(file);
    EXPECT_EQ(second.events, 0);
    EXPECT_EQ(second.repeated, 5);
    EXPECT_EQ(second.created, 0);
    EXPECT_EQ(all_events(), before);
}

TEST_F(EventImportTest, AUniqueIdIsItsPersonsAndMetrics) {
    auto cancelled = [](std::string line) {
        return line.replace(line.find("Visited"), 7, "Cancelled");
    };
    std::string ana = visit(R"("email":"ana@x.example")", R"("unique_id":"o:1")"),
                ben = visit(R"("email":"ben@x.example")", R"("unique_id":"o:1")");
    EXPECT_EQ(import(ana + ben + cancelled(ana) + ana + ben).events, 3);
    EXPECT_EQ(rehearse(ben + cancelled(ben)).events, 1);
    // The same person's event by another identifier is the same event.
    EXPECT_EQ(import(visit(R"("email":"ana@x.example","external_id":17)", R"("unique_id":"o:1")") +
                     visit(R"("external_id":"17")", R"("unique_id":"o:1")"))
                  .events,
              0);
    // Also when the two have become one.
    auto one = owner(model::IdentifierKind::email, "ana@x.example"),
         other = owner(model::IdentifierKind::email, "ben@x.example");
    ASSERT_TRUE(ingest_->merge_people(account_.id, *one, *other));
    EXPECT_EQ(import(ben + ana + cancelled(ana)).events, 0);
    EXPECT_EQ(events(), 3);
}

TEST_F(EventImportTest, AVendorsEventsAreNotTakenOver) {
    apply([&] {
        auto b = batch();
        b.people = {person("opentable:1", 0, "ana@x.example")};
        b.events = {event("opentable:1:Created Reservation", "opentable:1", 5)};
        return b;
    }());
    auto counts = import(
        R"({"email":"ana@x.example","metric":"Created Reservation","time":"2023-11-01T12:00:00Z","unique_id":"opentable:1:Created Reservation"})"
        "\n");
    EXPECT_EQ(counts.events, 1) << "the same name and id, but not the vendor's";
    EXPECT_EQ(counts.created, 0);
    EXPECT_EQ(read([&](auto& tx) { return tx.events().metrics(account_.id); }).size(), 2u);
}

TEST_F(EventImportTest, WhoIsNamedByOurOwnIdIsFoundAndNobodyElse) {
    apply({person("opentable:1", 0, "ana@x.example")});
    auto ana = profile(profile_of("opentable:1"));
    auto counts = import(visit(R"("profile_id":")" + ana.public_id + "\"") +
                         visit(R"("profile_id":")" + ana.public_id + R"(","phone":"+12125550123")",
                               {}, "2023-11-01T12:00:05Z"));
    EXPECT_EQ(counts.events, 2);
    EXPECT_EQ(profiles(), 1);
    EXPECT_EQ(owner(model::IdentifierKind::phone, "+12125550123"), ana.id);
    for (auto& event : all_events()) EXPECT_EQ(event.profile, ana.id);
}

TEST_F(EventImportTest, AnEventsLineDoesNotOverruleWhatASourceSays) {
    import(visit(R"("email":"ANA@x.example","external_id":"17")"));
    apply({person("opentable:1", 0, "ana@x.example")});
    import(visit(R"("email":"aNa@x.example")", {}, "2023-11-02T12:00:00Z") +
           visit(R"("external_id":"17")", {}, "2023-11-03T12:00:00Z"));
    EXPECT_EQ(profiles(), 1);
    EXPECT_EQ(profile(profile_of("opentable:1")).fields.email, "ana@x.example");
    EXPECT_TRUE(owner(model::IdentifierKind::external, "17"))
        << "a line that names less takes nothing away";
}

TEST_F(EventImportTest, WhoWasForgottenStaysForgotten) {
    import(visit(R"("email":"ana@x.example")") + visit(R"("email":"ben@x.example")"));
    ASSERT_TRUE(
        ingest_->erase_person(account_.id, *owner(model::IdentifierKind::email, "ana@x.example")));
    auto counts = import(visit(R"("email":"ana@x.example")", {}, "2023-11-02T12:00:00Z"));
    EXPECT_EQ(counts.events, 0);
    EXPECT_EQ(counts.forgotten, 1);
    EXPECT_EQ(profiles(), 1);
}

TEST_F(EventImportTest, ARehearsalWritesNothing) {
    std::string file = visit(R"("email":"a@x.example")") + visit(R"("email":"a@x.example")") +
                       visit(R"("email":"b@x.example")") + "oops\n";
    auto counts = rehearse(file);
    EXPECT_EQ(counts.events, 2);
    EXPECT_EQ(counts.repeated, 1);
    EXPECT_EQ(counts.skipped, 1);
    EXPECT_EQ(profiles() + events(), 0);
}

TEST_F(EventImportTest, AFileWithoutLinesOrInAnotherEncodingIsRefused) {
    for (auto& text : {std::string(), std::string("\n \r\n"), std::string("\xEF\xBB\xBF"),
                       std::string("\xFF\xFE{\0}\0", 6)}) {
        auto counts = try_import(text);
        ASSERT_FALSE(counts.has_value());
        EXPECT_EQ(counts.error().kind, ErrorKind::invalid);
    }
    for (auto& left : read([&](auto& tx) { return tx.imports().all(account_.id, 10); }))
        EXPECT_EQ(left.state, model::ImportState::failed) << "an encoding is told";
}

TEST_F(EventImportTest, OneWhoStopsGoesOnByImportingAgain) {
    std::string file;
    for (int i = 0; i < 20; ++i)
        file += visit(fmt::format(R"("email":"p{}@x.example")", i % 5),
                      fmt::format(R"("unique_id":{})", i));
    std::stop_source stop;
    auto stopped = runner().import_events(
        account_.id, "events.jsonl", std::make_unique<OwnedSource>(file),
        [&](auto&) { stop.request_stop(); }, stop.get_token());
    ASSERT_FALSE(stopped.has_value());
    EXPECT_EQ(stopped.error().kind, ErrorKind::cancelled);
    auto held = events();
    EXPECT_GT(held, 0);
    EXPECT_LT(held, 20);
    EXPECT_EQ(import(file).events, 20 - held);
    EXPECT_EQ(events(), 20);
    EXPECT_EQ(profiles(), 5);
}

TEST_F(EventImportTest, AFileIsTakenBackAndNothingElse) {
    apply([&] {
        auto b = batch();
        b.people = {person("opentable:1", 0, "ana@x.example")};
        b.events = {event("opentable:1:Created Reservation", "opentable:1", 5)};
        return b;
    }());
    std::string ana = visit(R"("email":"ana@x.example","phone":"+12125550123")"),
                ben = visit(R"("email":"ben@x.example")"), cleo = visit(R"("external_id":"cleo")");
    auto first =
        import_of(ana + ben + cleo + visit(R"("external_id":"cleo")", {}, "2023-11-01T13:00:00Z"));
    auto second = import_of(ben + visit(R"("email":"ben@x.example")", {}, "2023-11-05T12:00:00Z"));
    EXPECT_EQ(second.done.events, 1);
    EXPECT_EQ(second.done.repeated, 1);
    EXPECT_EQ(second.name, "events.jsonl (2)");
    EXPECT_EQ(events(), 6);

    auto undone = undo(first);
    EXPECT_EQ(undone.done.events_removed, 4);
    EXPECT_EQ(undone.done.removed, 1)
        << "Cleo; Ana is OpenTable's guest, and Ben is in the second file";
    auto held = all_events();
    ASSERT_EQ(held.size(), 2u);
    EXPECT_EQ(held[0].unique_id, "opentable:1:Created Reservation");
    EXPECT_EQ(held[1].time, parse_instant("2023-11-05T12:00:00Z").value());
    EXPECT_FALSE(owner(model::IdentifierKind::external, "cleo"));
    EXPECT_FALSE(owner(model::IdentifierKind::phone, "+12125550123")) << "only the file said so";
    EXPECT_TRUE(owner(model::IdentifierKind::email, "ben@x.example"));
    for (auto& metric : read([&](auto& tx) { return tx.events().metrics(account_.id); }))
        EXPECT_EQ(metric.events, 1) << metric.name;

    EXPECT_EQ(undo(second).done.removed, 1);
    EXPECT_EQ(events(), 1);
    EXPECT_EQ(profiles(), 1);
    auto again = import_of(ana + ben + cleo);
    EXPECT_EQ(again.done.events, 3) << "what was taken back is not held to be there";
    EXPECT_EQ(again.done.created, 2);
}

TEST_F(EventImportTest, AnUploadedFileIsCheckedImportedAndGoneOnWith) {
    std::string file = "oops\n";
    for (int i = 0; i < 20; ++i)
        file += visit(fmt::format(R"("email":"p{}@x.example")", i % 5),
                      fmt::format(R"("unique_id":{})", i));
    auto one = runner();
    auto begun = one.begin(account_.id, "visits.jsonl", std::ssize(file), "ana@olive.example",
                           model::ImportFormat::event_lines)
                     .value();
    auto ready = one.receive(account_.id, begun.id, 0, file).value();
    ASSERT_EQ(ready.state, model::ImportState::ready) << ready.error;
    ASSERT_TRUE(one.ask(account_.id, ready.id, model::ImportState::checking));
    auto checked = one.advance(account_.id, ready.id, {}, {}).value();
    ASSERT_TRUE(checked.checked);
    EXPECT_EQ(checked.checked->events, 20);
    EXPECT_EQ(checked.checked->created, 5);
    EXPECT_EQ(checked.checked->skipped, 1);
    EXPECT_EQ(problems(checked),
              (std::vector<model::ImportProblem>{{1, "", "not_json", "oops", true}}));
    EXPECT_EQ(profiles() + events(), 0);

    ASSERT_TRUE(one.ask(account_.id, ready.id, model::ImportState::importing));
    std::stop_source stop;
    auto stopped =
        one.advance(
               account_.id, ready.id, [&](auto&) { stop.request_stop(); }, stop.get_token())
            .value();
    EXPECT_EQ(stopped.state, model::ImportState::importing);
    EXPECT_GT(events(), 0);
    EXPECT_LT(events(), 20);
    auto done = one.advance(account_.id, ready.id, {}, {}).value();
    EXPECT_EQ(done.state, model::ImportState::imported);
    EXPECT_EQ(done.done.rows, 21);
    EXPECT_EQ(done.done.events, 20);
    EXPECT_EQ(done.done.repeated, 0) << "it went on after the lines that were in";
    EXPECT_EQ(done.done.people, 5);
    EXPECT_EQ(problems(done).size(), 1u);
    EXPECT_EQ(undo(done).done.events_removed, 20);
    EXPECT_EQ(profiles() + events(), 0);
}

TEST_F(EventImportTest, TheOldestOfAThousandIsForgotten) {
    auto first = import_of(visit(R"("email":"ana@x.example")"));
    ASSERT_TRUE(store_->write([&](store::Transaction& tx) -> Result<void> {
        for (int i = 1; i < 1'000; ++i) {
            model::Import other{.public_id = fmt::format("other{}", i),
                                .name = fmt::format("people {}.csv", i),
                                .created_at = clock_.now()};
            TRY(tx.imports().add(account_.id, other));
        }
        return {};
    }));
    auto last = import_of(visit(R"("email":"ben@x.example")"));
    EXPECT_FALSE(
        read([&](auto& tx) { return tx.imports().find(account_.id, first.id); }).has_value());
    EXPECT_TRUE(
        read([&](auto& tx) { return tx.imports().find(account_.id, last.id); }).has_value());
    EXPECT_EQ(events(), 2) << "what it brought stays";
}

}  // namespace
}  // namespace regulars::ingest
