// Tests of hashes, encodings and the vault.
// SPDX-License-Identifier: Apache-2.0
#include "base/crypto.hpp"

#include <fstream>
#include <latch>
#include <set>
#include <thread>
#include <vector>

#include <stdlib.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <rapidcheck/gtest.h>

namespace regulars {
namespace {

namespace fs = std::filesystem;

const bool started = (start_crypto(), true);

/// A folder of its own, gone with the test.
class Folder {
  public:
    Folder() {
        auto pattern = (fs::temp_directory_path() / "regulars-crypto-XXXXXX").string();
        REGULARS_ASSERT(::mkdtemp(pattern.data()) != nullptr, "no temporary folder");
        path_ = pattern;
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    fs::path operator/(std::string_view name) const { return path_ / name; }
    std::size_t files() const {
        return std::size_t(std::distance(fs::directory_iterator(path_), {}));
    }

  private:
    fs::path path_;
};

void write(const fs::path& file, std::string_view bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

TEST(Hashes, AreTheStandardOnes) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hashes, OfKeysStayTheSameForEver) {
    // Stored in databases: changing these numbers breaks every one of them.
    EXPECT_EQ(hash64(""), -2604010590261630692);
    EXPECT_EQ(hash64("opentable:1234567:99:Created Reservation"), -2704595728025666957);
    EXPECT_NE(hash64("a"), hash64("b"));
}

TEST(Hashes, CompareInConstantTime) {
    EXPECT_TRUE(equals_in_constant_time("", ""));
    EXPECT_TRUE(equals_in_constant_time("secret", "secret"));
    EXPECT_FALSE(equals_in_constant_time("secret", "secreT"));
    EXPECT_FALSE(equals_in_constant_time("secret", "secre"));
}

TEST(Hmac, FollowsRfc4231) {
    auto hex = [](std::string_view raw) {
        std::string text;
        for (char c : raw) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
        return text;
    };
    EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'),
                              "Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Base64, FollowsRfc4648) {
    struct {
        std::string_view bytes, text;
    } cases[] = {{"", ""},        {"f", "Zg=="},          {"fo", "Zm8="},
                 {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff", "+/8="}};
    for (const auto& c : cases) {
        EXPECT_EQ(base64(c.bytes), c.text);
        EXPECT_EQ(from_base64(c.text).value(), c.bytes);
    }
    for (std::string_view text : {"Zg", "Zg=", "Zg==Zg==", "Z", "-_8=", "Zm9v ", "Zh==", "é"}) {
        auto bytes = from_base64(text);
        ASSERT_FALSE(bytes) << text;
        EXPECT_EQ(bytes.error().kind, ErrorKind::invalid);
    }
}

RC_GTEST_PROP(Base64, RoundTrips, (const std::string& bytes)) {
    RC_ASSERT(from_base64(base64(bytes)).value() == bytes);
}

TEST(RandomToken, IsUrlSafeAndDoesNotRepeat) {
    std::set<std::string> seen;
    for (int i = 0; i < 1'000; ++i) seen.insert(random_token(16));
    EXPECT_EQ(seen.size(), 1'000u);
    for (const auto& token : seen) {
        EXPECT_EQ(token.size(), 22u);
        EXPECT_EQ(token.find_first_not_of(
                      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                  std::string::npos);
    }
    EXPECT_EQ(random_token(0), "");
}

TEST(Passwords, AreHashedWithSalt) {
    auto hash = hash_password("correct horse"), other = hash_password("correct horse");
    EXPECT_NE(hash, other);
    EXPECT_TRUE(hash.starts_with("$argon2id$")) << hash;
    EXPECT_TRUE(is_password(hash, "correct horse"));
    EXPECT_FALSE(is_password(hash, "correct horsf"));
    EXPECT_FALSE(is_password("", ""));
    EXPECT_FALSE(is_password("$argon2id$nonsense", "correct horse"));
}

TEST(Vault, OpensWhatItSealed) {
    Folder folder;
    auto vault = Vault::open(folder / "key").value();
    for (const std::string& secret :
         {std::string(), std::string("client secret"), std::string(100'000, '\0')}) {
        auto sealed = vault.seal(secret);
        EXPECT_EQ(sealed.size(), secret.size() + 40);
        EXPECT_EQ(vault.unseal(sealed).value(), secret);
    }
    EXPECT_EQ(vault.seal("client secret").find("client secret"), std::string::npos);
    EXPECT_NE(vault.seal("same"), vault.seal("same"));
    EXPECT_EQ(Vault::open(folder / "key").value().unseal(vault.seal("again")).value(), "again");
}

TEST(Vault, RefusesWhatWasAltered) {
    Folder folder;
    auto vault = Vault::open(folder / "key").value();
    auto sealed = vault.seal("secret");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto altered = sealed;
        altered[i] = char(altered[i] ^ 1);
        auto secret = vault.unseal(altered);
        ASSERT_FALSE(secret) << i;
        EXPECT_EQ(secret.error().kind, ErrorKind::invalid);
    }
    for (std::size_t size = 0; size < sealed.size(); ++size)
        EXPECT_FALSE(vault.unseal(sealed.substr(0, size))) << size;
    EXPECT_FALSE(Vault::open(folder / "other key").value().unseal(sealed));
}

TEST(Vault, KeepsItsKeyToItsOwner) {
    Folder folder;
    ASSERT_TRUE(Vault::open(folder / "key"));
    EXPECT_EQ(fs::status(folder / "key").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(fs::file_size(folder / "key"), 32u);
    EXPECT_EQ(folder.files(), 1u);
}

TEST(Vault, RefusesAKeyFileOfTheWrongSize) {
    Folder folder;
    for (std::size_t size : {0u, 1u, 31u, 33u, 64u}) {
        write(folder / "key", std::string(size, 'k'));
        auto vault = Vault::open(folder / "key");
        ASSERT_FALSE(vault) << size;
        EXPECT_EQ(vault.error().kind, ErrorKind::invalid) << size;
        EXPECT_EQ(vault.error().where, (folder / "key").string());
    }
    write(folder / "key", std::string(32, 'k'));
    EXPECT_TRUE(Vault::open(folder / "key"));
}

TEST(Vault, SaysWhenItCannotWriteItsKey) {
    Folder folder;
    auto vault = Vault::open(folder / "no such folder" / "key");
    ASSERT_FALSE(vault);
    EXPECT_EQ(vault.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(folder.files(), 0u);
}

TEST(Vault, TwoFirstStartsAgreeOnOneKey) {
    constexpr int starts = 8;
    for (int round = 0; round < 20; ++round) {
        Folder folder;
        std::latch together(starts);
        std::vector<Result<Vault>> vaults(starts, fail(ErrorKind::internal, "did not run"));
        {
            std::vector<std::jthread> threads;
            for (auto& vault : vaults)
                threads.emplace_back([&] {
                    together.arrive_and_wait();
                    vault = Vault::open(folder / "key");
                });
        }
        for (const auto& vault : vaults) {
            ASSERT_TRUE(vault) << vault.error().text();
            EXPECT_EQ(vault->unseal(vaults.front()->seal("secret")), "secret");
        }
        EXPECT_EQ(folder.files(), 1u);
    }
}

}  // namespace
}  // namespace regulars
