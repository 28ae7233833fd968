// Tests that renewed credentials are kept sealed, and that of two who renew one learns of the
// other.
// SPDX-License-Identifier: Apache-2.0
#include "app/vault_keeper.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "store/open.hpp"

namespace regulars::app {
namespace {

class VaultKeeperTest : public testing::Test {
  protected:
    void SetUp() override {
        start_crypto();
        folder_ = std::filesystem::temp_directory_path() / ("keeper-" + random_token(8));
        std::filesystem::create_directories(folder_);
        vault_ = Vault::open(folder_ / "key").value();
        store_ = store::open_sqlite({.file = folder_ / "test.db"}).value();
        integration_.sealed_credentials = vault_->seal("first");
        ASSERT_TRUE(store_->write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.accounts().add(account_));
            return tx.integrations().add(account_.id, integration_);
        }));
    }
    void TearDown() override {
        store_.reset();
        std::filesystem::remove_all(folder_);
    }
    std::string stored() {
        std::string sealed;
        EXPECT_TRUE(store_->read([&](store::Transaction& tx) -> Result<void> {
            sealed = TRY(tx.integrations().find(account_.id, integration_.id))->sealed_credentials;
            return {};
        }));
        EXPECT_EQ(sealed.find("first"), std::string::npos);
        EXPECT_EQ(sealed.find("second"), std::string::npos);
        return vault_->unseal(sealed).value();
    }

    std::filesystem::path folder_;
    std::optional<Vault> vault_;
    std::unique_ptr<store::Store> store_;
    VirtualClock clock_{Instant::from_seconds(1'700'000'000)};
    SeededRandom random_{1};
    model::Account account_{.public_id = "Keep01", .name = "Keeper"};
    model::Integration integration_{
        .public_id = "KEEP", .kind = model::IntegrationKind::lightspeed, .name = "Shop"};
};

TEST_F(VaultKeeperTest, ReplacesWhatIsExpectedAndNothingElse) {
    ingest::Ingest ingest(*store_, clock_, random_);
    VaultKeeper keeper(ingest, *vault_, folder_);
    ASSERT_TRUE(keeper.replace(account_.id, integration_.id, "first", "second"));
    EXPECT_EQ(stored(), "second");
    auto late = keeper.replace(account_.id, integration_.id, "first", "third");
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::conflict);
    EXPECT_EQ(stored(), "second");
    EXPECT_EQ(keeper.replace(account_.id, IntegrationId{99}, "second", "third").error().kind,
              ErrorKind::not_found);
}

TEST_F(VaultKeeperTest, SaysWhetherCredentialsAreStillTheOnes) {
    ingest::Ingest ingest(*store_, clock_, random_);
    VaultKeeper keeper(ingest, *vault_, folder_);
    EXPECT_TRUE(keeper.replace(account_.id, integration_.id, "first", "first"));
    EXPECT_EQ(keeper.replace(account_.id, integration_.id, "other", "other").error().kind,
              ErrorKind::conflict);
    EXPECT_EQ(stored(), "first");
}

}  // namespace
}  // namespace regulars::app
