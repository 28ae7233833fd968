// What every backend's tests start from: a store in a folder of its own, two accounts, short words.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "store/open.hpp"

namespace regulars::store {

/// A folder that goes with the test.
class TestFolder {
  public:
    TestFolder() {
        std::string path = testing::TempDir() + "regulars-store-XXXXXX";
        REGULARS_ASSERT(::mkdtemp(path.data()), "the test has no folder");
        path_ = path;
    }
    ~TestFolder() { std::filesystem::remove_all(path_); }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// A backend of the contract: its name and how to open a store of it in a folder.
struct Backend {
    const char* name;
    Result<std::unique_ptr<Store>> (*open)(const std::filesystem::path& folder, Hash hash);
};
inline void PrintTo(const Backend& backend, std::ostream* out) { *out << backend.name; }

inline constexpr Backend sqlite_backend{"sqlite",
                                        [](const std::filesystem::path& folder, Hash hash) {
                                            SqliteOptions options;
                                            options.file = folder / "regulars.db";
                                            options.hash = hash;
                                            return open_sqlite(std::move(options));
                                        }};

/// The same, where every second new entry makes the store fold: entries stand on both sides of the
/// line.
inline constexpr Backend folding_backend{"folding",
                                         [](const std::filesystem::path& folder, Hash hash) {
                                             SqliteOptions options;
                                             options.file = folder / "regulars.db";
                                             options.hash = hash;
                                             options.fold_after = 2;
                                             return open_sqlite(std::move(options));
                                         }};

/// The value of a Result that must be one.
template <class T>
T must(Result<T> result) {
    REGULARS_ASSERT(result, result.error().text().c_str());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

template <class T>
ErrorKind kind_of(const Result<T>& result) {
    REGULARS_ASSERT(!result, "the operation was to fail");
    return result.error().kind;
}

inline Instant at(std::int64_t seconds) { return Instant::from_seconds(1'700'000'000 + seconds); }

class Contract : public testing::TestWithParam<Backend> {
  protected:
    Contract() {
        open();
        write([&](Transaction& t) {
            account = add_account(t, "first");
            other_account = add_account(t, "second");
        });
    }
    void open(Hash hash = &hash64) {
        store.reset();
        store = must(GetParam().open(folder.path(), hash));
    }

    /// Runs a body that must succeed.
    template <class Body>
    void write(Body body) {
        must(store->write([&](Transaction& t) -> Result<void> {
            body(t);
            return {};
        }));
    }
    template <class Body>
    void read(Body body) {
        must(store->read([&](Transaction& t) -> Result<void> {
            body(t);
            return {};
        }));
    }
    /// One operation in a write of its own: its result.
    template <class Body>
    Result<void> try_write(Body body) {
        return store->write([&](Transaction& t) -> Result<void> { return body(t); });
    }

    static AccountId add_account(Transaction& t, std::string name) {
        model::Account account{{},   name, name + " restaurant", "America/New_York", {}, "en",
                               "US", at(0)};
        must(t.accounts().add(account));
        return account.id;
    }
    static ProfileId add_profile(Transaction& t, AccountId account, std::string public_id) {
        model::Profile profile{{}, std::move(public_id), {}, at(1), at(2)};
        must(t.profiles().add(account, profile));
        return profile.id;
    }
    static IntegrationId add_integration(Transaction& t, AccountId account, std::string name) {
        model::Integration integration;
        integration.public_id = "public " + name;
        integration.name = std::move(name);
        must(t.integrations().add(account, integration));
        return integration.id;
    }
    static MetricId add_metric(Transaction& t, AccountId account, std::string name) {
        return must(t.events().metric(account, IntegrationId{1}, name, true,
                                      [&] { return "id of " + name; }))
            .id;
    }
    static model::Event event_of(ProfileId profile, MetricId metric, std::string unique_id,
                                 Instant time = at(0)) {
        model::Event event;
        event.unique_id = std::move(unique_id);
        event.profile = profile;
        event.metric = metric;
        event.time = time;
        return event;
    }

    TestFolder folder;
    std::unique_ptr<Store> store;
    AccountId account, other_account;
};

#define REGULARS_CONTRACT(suite)                                                                \
    INSTANTIATE_TEST_SUITE_P(Backends, suite, testing::Values(sqlite_backend, folding_backend), \
                             [](const auto& tested) { return std::string(tested.param.name); })

}  // namespace regulars::store
