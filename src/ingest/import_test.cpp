// Imports from the file to the store and back: what people see of them, restarts and bad files
// included.
// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "ingest/import_runner.hpp"
#include "ingest/ingest.hpp"
#include "store/open.hpp"

namespace regulars::ingest {
namespace {

using model::ImportState;
using model::ImportTarget;

template <class T>
T must(Result<T> result) {
    REGULARS_ASSERT(result, result.error().text().c_str());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

class ImportTest : public testing::Test {
  protected:
    ImportTest() {
        std::string path = testing::TempDir() + "regulars-import-XXXXXX";
        REGULARS_ASSERT(::mkdtemp(path.data()), "the test has no folder");
        folder = path;
        store = must(store::open_sqlite({.file = folder / "test.db"}));
        runner.emplace(*store, clock, random, folder / "imports",
                       ImportSteps{.imported = 2'500, .checked = 2'500, .undone = 300});
        door.emplace(*store, clock, random);
        must(store->write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.accounts().add(account));
            TRY(tx.lists().add(account.id, list));
            return tx.lists().add(account.id, double_list);
        }));
    }
    ~ImportTest() override {
        store.reset();
        std::filesystem::remove_all(folder);
    }

    model::Import upload(const std::string& text, const std::string& name = "guests.csv") {
        auto import =
            must(runner->begin(account.id, name, std::int64_t(text.size()), "ana@olive.example"));
        std::size_t half = text.size() / 2;
        must(runner->receive(account.id, import.id, 0, text.substr(0, half)));
        return must(runner->receive(account.id, import.id, std::int64_t(half), text.substr(half)));
    }
    model::Import advance(const model::Import& import, ImportState asked) {
        must(runner->ask(account.id, import.id, asked));
        return must(runner->advance(account.id, import.id, {}, {}));
    }
    model::Import run(const std::string& text, const std::string& name = "guests.csv") {
        auto import = upload(text, name);
        EXPECT_EQ(import.state, ImportState::ready) << import.error;
        must(runner->map(account.id, import.id, import.plan, list.id));
        return advance(import, ImportState::importing);
    }
    std::optional<model::Profile> person(const std::string& email) {
        std::optional<model::Profile> found;
        must(store->read([&](store::Transaction& tx) -> Result<void> {
            if (auto owner =
                    TRY(tx.profiles().owner(account.id, {model::IdentifierKind::email, email})))
                found = TRY(tx.profiles().find(account.id, *owner));
            return {};
        }));
        return found;
    }
    model::Consent consent(const std::string& email,
                           model::Channel channel = model::Channel::email) {
        model::Consent state;
        must(store->read([&](store::Transaction& tx) -> Result<void> {
            if (auto owner =
                    TRY(tx.profiles().owner(account.id, {model::IdentifierKind::email, email})))
                state = TRY(tx.consents().of(account.id, *owner, channel));
            return {};
        }));
        return state;
    }
    std::vector<model::ImportProblem> problems(const model::Import& import) {
        std::vector<model::ImportProblem> found;
        must(store->read([&](store::Transaction& tx) -> Result<void> {
            found = TRY(tx.imports().problems(account.id, import.id, 20'000));
            return {};
        }));
        return found;
    }
    std::int64_t on_list() {
        std::int64_t n = 0;
        must(store->read([&](store::Transaction& tx) -> Result<void> {
            n = TRY(tx.lists().size(account.id, list.id));
            return {};
        }));
        return n;
    }
    std::int64_t people() {
        std::int64_t n = 0;
        must(store->read([&](store::Transaction& tx) -> Result<void> {
            n = TRY(tx.profiles().count(account.id));
            return {};
        }));
        return n;
    }
    void expect_sound() { EXPECT_EQ(must(store->check()), std::vector<std::string>{}); }

    VirtualClock clock{must(parse_instant("2026-03-15T18:00:00Z"))};
    SeededRandom random{7};
    std::filesystem::path folder;
    std::unique_ptr<store::Store> store;
    std::optional<ImportRunner> runner;
    std::optional<Ingest> door;
    model::Account account{.public_id = "Test01",
                           .name = "Olive",
                           .time_zone = "America/New_York",
                           .currency = must(Currency::parse("USD"))};
    model::List list{
        .public_id = "List01", .name = "Guests", .opt_in = model::OptIn::single_opt_in};
    model::List double_list{
        .public_id = "List02", .name = "Confirmed", .opt_in = model::OptIn::double_opt_in};
};

TEST_F(ImportTest, MakesPeopleWithConsentAndPutsThemOnTheList) {
    auto import =
        run("Email,Phone,First Name,Last Name,Birthday,City,Visits,VIP,Email Marketing "
            "Consent,Consent Time,Consent Source\n"
            "Ana@X.example,(212) 555-0123,Ana,Silva,3/4/1980,New York,12,yes,yes,5/1/2024 7:30 "
            "PM,Guest card\n"
            "ben@x.example,,Ben,,,,\"1,250\",no,no,,\n"
            "zoe@x.example,,Zoe,,,,,,unsubscribed,2025-01-02,\n");
    EXPECT_EQ(import.state, ImportState::imported) << import.error;
    EXPECT_EQ(import.done, (model::ImportCounts{.rows = 3,
                                                .people = 3,
                                                .created = 3,
                                                .subscribed = 1,
                                                .unsubscribed = 1,
                                                .joined = 3}));
    auto ana = person("ana@x.example").value();
    EXPECT_EQ(ana.fields.email, "Ana@X.example");
    EXPECT_EQ(ana.fields.phone, "+12125550123");
    EXPECT_EQ(ana.fields.birthday, (model::Birthday{1980, 3, 4}));
    EXPECT_EQ(ana.fields.properties,
              (model::Properties{
                  {"City", std::string("New York")}, {"VIP", true}, {"Visits", std::int64_t(12)}}));
    EXPECT_EQ(person("ben@x.example")->fields.properties.at("Visits"),
              model::Property(std::int64_t(1'250)));
    EXPECT_EQ(consent("ana@x.example"),
              (model::Consent{model::ConsentState::subscribed, "import", "Import: guests.csv",
                              must(parse_instant("2024-05-01T23:30:00Z")), ""}));
    EXPECT_EQ(consent("ben@x.example").state, model::ConsentState::never_subscribed);
    EXPECT_EQ(consent("zoe@x.example").state, model::ConsentState::unsubscribed);
    must(store->read([&](store::Transaction& tx) -> Result<void> {
        auto ledger = TRY(tx.consents().ledger(account.id, ana.id));
        EXPECT_EQ(ledger.size(), 1u);
        EXPECT_EQ(ledger.front().proof, "line 2: Guest card");
        return {};
    }));
    EXPECT_EQ(on_list(), 3);
    EXPECT_FALSE(std::filesystem::exists(runner->folder().file_of(import)))
        << "the file goes when the import is done";
    expect_sound();
}

TEST_F(ImportTest, IsUndoneWithoutTouchingWhatOthersSaid) {
    auto first = run(
        "Email,First Name,City,Email Consent\nana@x.example,Ana,Boston,yes\nben@x.example,Ben,,\n",
        "first.csv");
    clock.advance(days(1));
    auto second =
        run("Email,First Name,Diet,Email "
            "Consent\nana@x.example,Anna,vegan,yes\nzoe@x.example,Zoe,,yes\n",
            "second.csv");
    EXPECT_EQ(second.done.created, 1);
    EXPECT_EQ(second.done.updated, 1);
    EXPECT_EQ(person("ana@x.example")->fields.first_name, "Anna");

    auto undone = advance(second, ImportState::undoing);
    EXPECT_EQ(undone.state, ImportState::undone);
    EXPECT_EQ(undone.done.removed, 1);
    EXPECT_FALSE(person("zoe@x.example"));
    auto ana = person("ana@x.example").value();
    EXPECT_EQ(ana.fields.first_name, "Ana");
    EXPECT_EQ(ana.fields.properties, (model::Properties{{"City", std::string("Boston")}}));
    EXPECT_EQ(consent("ana@x.example").source, "Import: first.csv");
    EXPECT_EQ(on_list(), 2);
    expect_sound();

    advance(first, ImportState::undoing);
    EXPECT_EQ(people(), 0);
    EXPECT_EQ(on_list(), 0);
    expect_sound();
}

TEST_F(ImportTest, UndoLeavesTheConsentThatSomebodyGaveThemselves) {
    auto import = run("Email,Email Consent\nana@x.example,yes\n");
    must(door->edit_person(account.id, {.profile = person("ana@x.example")->id,
                                        .expected = person("ana@x.example")->fields,
                                        .first_name = "Ana"}));
    must(door->record_consent(account.id, {.profile = person("ana@x.example")->id,
                                           .by = model::ConsentBy::person,
                                           .method = "form",
                                           .source = "Website",
                                           .at = clock.now()}));
    advance(import, ImportState::undoing);
    must(store->read([&](store::Transaction& tx) -> Result<void> {
        auto left = TRY(tx.profiles().find(account.id, ProfileId{1}));
        EXPECT_TRUE(left) << "what was changed by hand keeps the profile";
        EXPECT_EQ(TRY(tx.consents().of(account.id, ProfileId{1}, model::Channel::email)).source,
                  "Website");
        return {};
    }));
    expect_sound();
}

TEST_F(ImportTest, ThePersonsOwnUnsubscriptionBeatsAnImportWithoutANewerDate) {
    run("Email\nana@x.example\nben@x.example\n", "people.csv");
    for (auto* email : {"ana@x.example", "ben@x.example"})
        must(door->record_consent(account.id, {.profile = person(email)->id,
                                               .state = model::ConsentState::unsubscribed,
                                               .by = model::ConsentBy::person,
                                               .method = "preference_page",
                                               .at = must(parse_instant("2026-03-01T00:00:00Z"))}));
    auto import =
        run("Email,Email Consent,Consent "
            "Time\nana@x.example,yes,2026-02-01\nben@x.example,yes,2026-03-10\n");
    EXPECT_EQ(consent("ana@x.example").state, model::ConsentState::unsubscribed);
    EXPECT_EQ(consent("ben@x.example").state, model::ConsentState::subscribed);
    EXPECT_EQ(import.done.subscribed, 1);
    // Without any date, it never does.
    run("Email,Email Consent\nana@x.example,yes\n", "later.csv");
    EXPECT_EQ(consent("ana@x.example").state, model::ConsentState::unsubscribed);
}

TEST_F(ImportTest, RowsOfOnePersonAreOnePersonAndTheLaterRowCounts) {
    auto import =
        run("Email,Phone,First Name\nana@x.example,,Ann\nANA@x.example,,Ana\n,2125550123,Ben\n,+1 "
            "212 555 0123,Benny\nzoe@x.example,2125550124,Zoe\nmax@x.example,2125550124,Max\n");
    EXPECT_EQ(import.done.people, 4);
    EXPECT_EQ(import.done.repeated, 2);
    EXPECT_EQ(people(), 4) << "a family with one phone is two people";
    EXPECT_EQ(person("ana@x.example")->fields.first_name, "Ana");
    expect_sound();
}

TEST_F(ImportTest, JoinsPeopleWhoAreKnownFromElsewhere) {
    model::Integration integration{.public_id = "I", .name = "Downtown", .settings = "{}"};
    must(store->write(
        [&](store::Transaction& tx) { return tx.integrations().add(account.id, integration); }));
    must(door->apply(
        {.account = account.id,
         .integration = integration.id,
         .people = {
             {.key = "opentable:1",
              .as_of = clock.now() - days(1),
              .fields = {.email = "ana@x.example", .first_name = "Ann", .last_name = "Silva"}}}}));
    auto import = run("Email,First Name,Email Consent\nana@x.example,Ana,yes\n");
    EXPECT_EQ(import.done.updated, 1);
    EXPECT_EQ(people(), 1);
    EXPECT_EQ(person("ana@x.example")->fields.first_name, "Ana");
    EXPECT_EQ(person("ana@x.example")->fields.last_name, "Silva");
    advance(import, ImportState::undoing);
    EXPECT_EQ(person("ana@x.example")->fields.first_name, "Ann");
    EXPECT_EQ(consent("ana@x.example").state, model::ConsentState::never_subscribed);
    EXPECT_EQ(on_list(), 0);
    expect_sound();
}

TEST_F(ImportTest, EveryBadCellIsCountedAndToldWithItsLine) {
    auto import = upload(
        "Email,Phone,Visits,Since,VIP,Email Consent,SMS Consent,Consent Time\n"
        "ok@x.example,2125550123,1,2024-01-01,yes,yes,yes,2024-01-01\n"
        "not an address,,1,,,,,\n"
        ",,2,,,,,\n"
        "a@x.example,123,3,,,,yes,\n"
        "b@x.example,,many,31/31/2024,perhaps,dunno,,2099-01-01\n"
        "c@x.example,,,,,,,,surplus\n"
        "\"d@x.example\"x,,,,,,,\n");
    for (auto& [column, type] :
         {std::pair(2, model::ImportType::number), std::pair(3, model::ImportType::date),
          std::pair(4, model::ImportType::boolean)})
        import.plan.columns[std::size_t(column)].type = type;
    must(runner->map(account.id, import.id, import.plan, {}));
    import = advance(import, ImportState::importing);
    EXPECT_EQ(import.state, ImportState::imported);
    EXPECT_EQ(import.done.rows, 7);
    EXPECT_EQ(import.done.people, 3);
    EXPECT_EQ(import.done.skipped, 4);
    EXPECT_EQ(import.done.subscribed, 2) << "email and text of the first row";
    std::vector<std::string> told;
    for (auto& p : problems(import))
        told.push_back(fmt::format("{} {} {} {}{}", p.line, p.reason, p.column, p.value,
                                   p.is_row_skipped ? " skipped" : ""));
    EXPECT_EQ(told,
              (std::vector<std::string>{
                  "3 bad_email Email not an address skipped", "4 no_identifier   skipped",
                  "5 bad_phone Phone 123", "5 no_phone_for_consent  ", "6 bad_number Visits many",
                  "6 bad_date Since 31/31/2024", "6 bad_boolean VIP perhaps",
                  "6 bad_consent Email Consent dunno", "6 bad_consent_time Consent Time 2099-01-01",
                  "7 too_many_cells  surplus skipped", "8 text_after_quote  d@x.example skipped"}));
    EXPECT_EQ(consent("b@x.example").state, model::ConsentState::never_subscribed)
        << "unclear consent is none";
}

TEST_F(ImportTest, ACrossGrantsNothingAndIsNoWhereCirclesSayYes) {
    auto korean =
        run("이메일,이름,수신동의,단골\n"
            "no@x.example,김민수,X,X\n"
            "yes@x.example,이서연,O,O\n"
            "small@x.example,박지훈,x,o\n",
            "손님.csv");
    EXPECT_EQ(korean.done.people, 3);
    EXPECT_EQ(korean.done.subscribed, 1);
    EXPECT_TRUE(korean.done.problems.empty()) << "O and X are yes and no";
    EXPECT_EQ(consent("no@x.example").state, model::ConsentState::never_subscribed);
    EXPECT_EQ(consent("small@x.example").state, model::ConsentState::never_subscribed);
    EXPECT_EQ(consent("yes@x.example").state, model::ConsentState::subscribed);

    auto alone = run("Email,수신동의\na@x.example,X\nb@x.example,x\nc@x.example,예\n", "x.csv");
    EXPECT_EQ(alone.done.subscribed, 1);
    std::vector<std::string> told;
    for (auto& p : problems(alone))
        told.push_back(fmt::format("{} {} {}", p.line, p.reason, p.value));
    EXPECT_EQ(told, (std::vector<std::string>{"2 bad_consent X", "3 bad_consent x"}));
    EXPECT_EQ(consent("a@x.example").state, model::ConsentState::never_subscribed);
}

TEST_F(ImportTest, TenThousandBadRowsAreAllCountedAndTheFirstOnesKept) {
    std::string text = "Email,First Name\n";
    for (int i = 0; i < 12'000; ++i) text += fmt::format("nobody {},x\n", i);
    text += "ana@x.example,Ana\n";
    auto import = upload(text);
    auto checked = advance(import, ImportState::checking);
    EXPECT_EQ(checked.state, ImportState::ready);
    ASSERT_TRUE(checked.checked);
    EXPECT_EQ(checked.checked->problems,
              (std::map<std::string, std::int64_t, std::less<>>{{"bad_email", 12'000}}));
    EXPECT_EQ(checked.checked->people, 1);
    EXPECT_EQ(people(), 0) << "checking writes nobody";
    EXPECT_EQ(problems(import).size(), 10'000u);
    auto done = advance(import, ImportState::importing);
    EXPECT_EQ(done.done.skipped, 12'000);
    EXPECT_EQ(problems(import).size(), 10'000u);
    EXPECT_EQ(people(), 1);
}

TEST_F(ImportTest, CheckingTellsWhatImportingDoes) {
    run("Email\nana@x.example\n", "before.csv");
    auto import = upload(
        "Email,Email Consent\nana@x.example,yes\nben@x.example,no\nben@x.example,yes\nbad,\n");
    auto checked = advance(import, ImportState::checking).checked.value();
    auto done = advance(import, ImportState::importing).done;
    EXPECT_EQ(checked.rows, done.rows);
    EXPECT_EQ(checked.people, done.people);
    EXPECT_EQ(checked.created, done.created);
    EXPECT_EQ(checked.updated, done.updated);
    EXPECT_EQ(checked.repeated, done.repeated);
    EXPECT_EQ(checked.skipped, done.skipped);
    EXPECT_EQ(checked.problems, done.problems);
}

TEST_F(ImportTest, FormulasAreTextAndOtherEncodingsAreRead) {
    run("Email;Pr\xE9nom;Note\nana@x.example;Andr\xE9;=cmd|' /C calc'!A0\n");
    EXPECT_EQ(person("ana@x.example")->fields.first_name, "André");
    EXPECT_EQ(person("ana@x.example")->fields.properties.at("Note"),
              model::Property(std::string("=cmd|' /C calc'!A0")));
}

TEST_F(ImportTest, AWrongEncodingIsPutRight) {
    // Portuguese capitals pair up as Korean syllables do.
    auto import = upload("Email;First Name;Note\na@x.example;CONCEI\xC7\xC3O;x\n");
    EXPECT_EQ(import.plan.form.encoding, CsvEncoding::cp949) << "or this test shows nothing";
    auto plan = import.plan;
    plan.columns[2].target = model::ImportTarget::skip;
    must(runner->map(account.id, import.id, plan, list.id));
    advance(import, ImportState::checking);

    auto wrong = runner->read_as(account.id, import.id, CsvEncoding::utf8);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().kind, ErrorKind::invalid);
    EXPECT_EQ(wrong.error().where, "line 2");

    auto right = must(runner->read_as(account.id, import.id, CsvEncoding::windows_1252));
    EXPECT_EQ(right.plan.form.encoding, CsvEncoding::windows_1252);
    EXPECT_FALSE(right.checked) << "what was checked was another text";
    EXPECT_EQ(right.plan.columns, plan.columns) << "the headers stayed, and so does the mapping";
    EXPECT_EQ(right.list, list.id);
    advance(right, ImportState::importing);
    EXPECT_EQ(person("a@x.example")->fields.first_name, "CONCEIÇÃO");
    EXPECT_EQ(runner->read_as(account.id, import.id, CsvEncoding::cp949).error().kind,
              ErrorKind::conflict);
}

TEST_F(ImportTest, AnEncodingThatIsKnownIsNotGuessed) {
    std::string text = "Email;First Name\na@x.example;CONCEI\xC7\xC3O\n";
    auto import = must(runner->begin(account.id, "p.csv", std::int64_t(text.size()), ""));
    import = must(runner->receive(account.id, import.id, 0, text, CsvEncoding::windows_1252));
    ASSERT_EQ(import.state, ImportState::ready) << import.error;
    EXPECT_EQ(import.plan.form.encoding, CsvEncoding::windows_1252);
    auto lines = must(runner->begin(account.id, "p.jsonl", 2, "", model::ImportFormat::json_lines));
    EXPECT_EQ(runner->receive(account.id, lines.id, 0, "{}", CsvEncoding::cp949).error().kind,
              ErrorKind::invalid);
}

TEST_F(ImportTest, AFileThatBreaksHalfWayFailsWithItsLineAndCanBeUndone) {
    std::string text = "Email\n";
    for (int i = 0; i < 3'000; ++i) text += fmt::format("p{}@x.example\n", i);
    text += "last@x.example,\"open\n";
    auto import = run(text);
    EXPECT_EQ(import.state, ImportState::failed);
    EXPECT_NE(import.error.find("line 3002"), std::string::npos) << import.error;
    EXPECT_EQ(people(), 2'500) << "whole batches";
    EXPECT_EQ(runner->remove(account.id, import.id).error().kind, ErrorKind::conflict)
        << "what it brought would stay for ever";
    advance(import, ImportState::undoing);
    EXPECT_EQ(people(), 0);
    expect_sound();
}

TEST_F(ImportTest, GoesOnAfterAStopWhereItWas) {
    std::string text = "Email,Email Consent\n";
    for (int i = 0; i < 6'000; ++i) text += fmt::format("p{}@x.example,yes\n", i);
    auto import = upload(text);
    must(runner->ask(account.id, import.id, ImportState::importing));
    std::stop_source stop;
    auto stopped = must(runner->advance(
        account.id, import.id, [&](const model::Import&) { stop.request_stop(); },
        stop.get_token()));
    EXPECT_EQ(stopped.state, ImportState::importing);
    EXPECT_GT(stopped.position, 0);
    EXPECT_LT(stopped.position, 6'000);
    EXPECT_EQ(must(runner->due()), std::pair(account.id, import.id));
    ImportRunner other(*store, clock, random, folder / "imports", ImportSteps{.imported = 1'000});
    auto done = must(other.advance(account.id, import.id, {}, {}));
    EXPECT_EQ(done.state, ImportState::imported);
    EXPECT_EQ(done.done.people, 6'000);
    EXPECT_EQ(done.done.subscribed, 6'000);
    EXPECT_EQ(people(), 6'000);
    EXPECT_FALSE(must(runner->due()));
}

TEST_F(ImportTest, UndoingAnImportUnderWayEndsIt) {
    std::string text = "Email\n";
    for (int i = 0; i < 6'000; ++i) text += fmt::format("p{}@x.example\n", i);
    auto import = upload(text);
    must(runner->ask(account.id, import.id, ImportState::importing));
    auto left =
        must(runner->advance(account.id, import.id,
                             [&](const model::Import&) {
                                 must(runner->ask(account.id, import.id, ImportState::undoing));
                             },
                             {}));
    EXPECT_EQ(left.state, ImportState::undoing);
    EXPECT_EQ(must(runner->advance(account.id, import.id, {}, {})).state, ImportState::undone);
    EXPECT_EQ(people(), 0);
    expect_sound();
}

TEST_F(ImportTest, PartsThatComeTwiceOrOutOfOrderDoNoHarm) {
    std::string text = "Email\nana@x.example\n";
    auto import =
        must(runner->begin(account.id, "../../etc/guests.csv", std::int64_t(text.size()), ""));
    EXPECT_EQ(import.name, "guests.csv");
    auto receive = [&](std::int64_t offset, std::string_view bytes) {
        return runner->receive(account.id, import.id, offset, bytes);
    };
    must(receive(0, text.substr(0, 4)));
    EXPECT_EQ(must(receive(0, text.substr(0, 4))).received, 4);
    EXPECT_EQ(receive(9, "x").error().kind, ErrorKind::conflict);
    EXPECT_EQ(receive(4, std::string(100, 'x')).error().kind, ErrorKind::exhausted);
    EXPECT_EQ(must(receive(4, text.substr(4))).state, ImportState::ready);
    EXPECT_EQ(receive(std::int64_t(text.size()), "x").error().kind, ErrorKind::conflict);
    EXPECT_EQ(must(runner->begin(account.id, "guests.csv", 5, "")).name, "guests.csv (2)");
    EXPECT_EQ(runner->begin(account.id, "huge.csv", most_import_bytes + 1, "").error().kind,
              ErrorKind::exhausted);
}

TEST_F(ImportTest, WhatIsNoFileOfPeopleSaysSo) {
    struct Case {
        const char* name;
        std::string text, message;
    };
    const Case cases[] = {{"only a header", "Email,Name\n", "no rows"},
                          {"bytes of no encoding", "Email,Name\nana@x.example,\x81\n", "line 2"},
                          {"a zip file", std::string("PK\3\4\0\0\0\0\x08\0\0\0ab", 14), "line 1"}};
    for (auto& test : cases) {
        auto import = upload(test.text, test.name);
        EXPECT_EQ(import.state, ImportState::failed) << test.name;
        EXPECT_NE(import.error.find(test.message), std::string::npos)
            << test.name << ": " << import.error;
        EXPECT_FALSE(std::filesystem::exists(runner->folder().file_of(import)));
        must(runner->remove(account.id, import.id));
    }
    auto import = upload("Email,Name\nana@x.example,Ana\n");
    auto plan = import.plan;
    plan.columns[0].target = ImportTarget::skip;
    EXPECT_EQ(runner->map(account.id, import.id, plan, {}).error().kind, ErrorKind::invalid);
    EXPECT_EQ(runner->map(account.id, import.id, import.plan, double_list.id).error().kind,
              ErrorKind::invalid)
        << "nobody confirms by a file";
    EXPECT_EQ(runner->ask(account.id, import.id, ImportState::undoing).error().kind,
              ErrorKind::conflict);
}

TEST_F(ImportTest, APersonErasedWhileItRunsDoesNotComeBackByIt) {
    std::string text = "Email\nana@x.example\n";
    for (int i = 0; i < 6'000; ++i) text += fmt::format("p{}@x.example\n", i);
    text += "ana@x.example\n";
    auto import = upload(text);
    must(runner->ask(account.id, import.id, ImportState::importing));
    std::stop_source stop;
    must(runner->advance(
        account.id, import.id, [&](const model::Import&) { stop.request_stop(); },
        stop.get_token()));
    ASSERT_TRUE(person("ana@x.example"));
    must(door->erase_person(account.id, person("ana@x.example")->id));
    must(runner->advance(account.id, import.id, {}, {}));
    EXPECT_FALSE(person("ana@x.example"));
}

}  // namespace
}  // namespace regulars::ingest
