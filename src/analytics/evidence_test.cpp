// Our side of a reconciliation as the store has it: sums of events, people who were erased, and
// events whose day only the remembered record knows.
// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include <gtest/gtest.h>

#include "analytics/reconciliation.hpp"
#include "base/crypto.hpp"
#include "store/open.hpp"

namespace regulars::analytics {
namespace {

constexpr LocalDate monday{2026, 3, 2};
const Currency usd = *Currency::parse("USD");
const Instant noon = parse_instant("2026-03-02T12:00:00Z").value();

class EvidenceTest : public testing::Test {
  protected:
    EvidenceTest() {
        start_crypto();
        folder_ = std::filesystem::temp_directory_path() / ("regulars-evidence-" + random_token(8));
        std::filesystem::create_directories(folder_);
        store_ = store::open_sqlite({.file = folder_ / "test.db"}).value();
        write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.accounts().add(account_));
            TRY(tx.integrations().add(account_.id, integration_));
            metric_ =
                TRY(tx.events().metric(account_.id, integration_.id, "Placed Order", true, [] {
                    return "METRIC";
                })).id;
            return tx.profiles().add(account_.id, profile_);
        });
        tracer_.metrics = {"Placed Order"};
        // An event with properties adds to e/parts; a record's state is its day.
        tracer_.trace = [](const model::Event& event) -> std::optional<model::EventTrace> {
            model::EventTrace trace{.record = "r" + event.unique_id.substr(1),
                                    .value = event.value};
            trace.adds_to = event.properties.size() > 2 ? "e/parts" : "";
            return trace;
        };
        tracer_.recall = [](const model::SourceRecord& record) -> model::RecordTrace {
            auto day = parse_date(record.state);
            return {.day = day ? std::optional(*day) : std::nullopt, .persons = {record.memo}};
        };
    }
    ~EvidenceTest() override {
        store_.reset();
        std::filesystem::remove_all(folder_);
    }
    void write(const store::Work& work) {
        auto done = store_->write(work);
        ASSERT_TRUE(done) << done.error().text();
    }
    void hold(std::string unique_id, std::int64_t cents, std::string properties = "{}") {
        write([&](store::Transaction& tx) -> Result<void> {
            model::Event event{.unique_id = unique_id,
                               .metric = metric_,
                               .profile = profile_.id,
                               .time = noon,
                               .value = Money{cents, usd},
                               .properties = properties};
            TRY(tx.events().add(account_.id, event));
            return {};
        });
    }
    void remember(std::string key, std::string state, std::string memo = "nobody") {
        write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.source_records().put(account_.id, integration_.id,
                                        {.key = key, .state = state, .memo = memo}));
            return {};
        });
    }
    void forget(std::string person) {
        write([&](store::Transaction& tx) -> Result<void> {
            return tx.profiles().forget_key(account_.id, person, noon);
        });
    }
    model::VendorRow row(std::string id, std::int64_t cents) {
        return {.record = "r/" + id,
                .unique_id = "e/" + id,
                .label = id,
                .day = monday,
                .value = Money{cents, usd}};
    }
    model::ReconciledDay check(std::vector<model::VendorRow> rows) {
        model::ReconciledDay day;
        auto done = store_->read([&](store::Transaction& tx) -> Result<void> {
            auto evidence = TRY(gather(tx, account_.id, integration_.id, std::move(rows), tracer_,
                                       Zone::utc(), monday, monday));
            day = compare(evidence, monday, monday).at(0);
            return {};
        });
        EXPECT_TRUE(done) << done.error().text();
        return day;
    }

    std::filesystem::path folder_;
    std::unique_ptr<store::Store> store_;
    model::Account account_{.public_id = "Evid01", .name = "Olive"};
    model::Integration integration_{.public_id = "01EVID", .name = "Olive"};
    model::Profile profile_{.public_id = "01PERSON000000000000000000", .created_at = noon};
    MetricId metric_;
    model::Tracer tracer_;
};

TEST_F(EvidenceTest, WhoWasErasedMakesNoDayRed) {
    auto named = row("named", 100), remembered = row("remembered", 200), missing = row("lost", 300);
    named.persons = {"toast:somebody", "toast:c-1"};
    remember("r/named", "");
    remember("r/remembered", "", "lightspeed:7:9");
    remember("r/lost", "", "lightspeed:7:10");
    EXPECT_EQ(check({named, remembered, missing}).difference_count, 3);
    forget("toast:c-1");
    forget("lightspeed:7:9");
    auto day = check({named, remembered, missing});
    EXPECT_EQ(day.excluded["guest_forgotten"], (model::Tally{2, {{usd, 300}}}));
    ASSERT_EQ(day.difference_count, 1);
    EXPECT_EQ(day.differences[0].label, "lost") << "an event that is gone is still told";
}

TEST_F(EvidenceTest, EventsThatAddUpAreOneWorth) {
    auto refund = row("whole", -800);
    remember("r/whole", "");
    hold("e/parts", -500);
    hold("e/whole", -300, R"({"adds":1})");
    remember("r/parts", "2026-02-20");
    EXPECT_EQ(check({refund}).difference_count, 0);
    EXPECT_EQ(check({refund}).ours, (model::Tally{1, {{usd, -800}}}));
    write([&](store::Transaction& tx) -> Result<void> {
        auto event = TRY(tx.events().find(account_.id, "e/parts"));
        return tx.events().remove(account_.id, event->id);
    });
    auto day = check({refund});
    ASSERT_EQ(day.difference_count, 1) << "one of the two refunds is gone";
    EXPECT_EQ(day.differences[0].kind, model::DifferenceKind::value_differs);
    EXPECT_EQ(day.differences[0].ours, (Money{-300, usd}));
}

TEST_F(EvidenceTest, AnEventCountsOnTheDayOfItsRememberedRecord) {
    hold("e/catering", 90'000);
    EXPECT_EQ(check({}).difference_count, 1) << "of no record that is known";
    remember("r/catering", "2026-03-15");
    EXPECT_EQ(check({}).difference_count, 0) << "placed on Monday for the 15th";
    remember("r/catering", "2026-03-02");
    EXPECT_EQ(check({}).difference_count, 1);
}

TEST_F(EvidenceTest, APartIsExcludedWithItsWhole) {
    auto refund = row("refund", -800);
    refund.part_of = "r/order";
    write([&](store::Transaction& tx) -> Result<void> {
        TRY(tx.source_records().put(account_.id, integration_.id,
                                    {.key = "r/order", .exclusion = "source_not_selected"}));
        return {};
    });
    auto day = check({refund});
    EXPECT_EQ(day.difference_count, 0);
    EXPECT_EQ(day.excluded["source_not_selected"].count, 1);
}

}  // namespace
}  // namespace regulars::analytics
