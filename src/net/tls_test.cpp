// Tests of the client against TLS peers that openssl's own server plays.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "net/curl_client.hpp"

namespace regulars::net {
namespace {

namespace fs = std::filesystem;

int run(std::vector<std::string> words, int output, pid_t& child) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    if (output >= 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1);
    else
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    int code = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

bool succeeds(std::vector<std::string> words) {
    pid_t child = 0;
    int status = 0;
    return run(std::move(words), -1, child) == 0 && waitpid(child, &status, 0) == child &&
           status == 0;
}

/// A folder with a key and two self-signed certificates for 127.0.0.1: good.pem, and expired.pem.
class Certificates : public testing::Test {
  protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "regulars-tls-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
        if (!succeeds({"openssl", "version"})) GTEST_SKIP() << "there is no openssl program here";
        ASSERT_TRUE(succeeds({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                              "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", path("key.pem"),
                              "-out", path("good.pem"), "-days", "2", "-subj", "/CN=test",
                              "-addext", "subjectAltName=IP:127.0.0.1"}));
        ASSERT_TRUE(succeeds({"openssl", "x509", "-in", path("good.pem"), "-signkey",
                              path("key.pem"), "-days", "-1", "-out", path("expired.pem")}));
    }
    void TearDown() override { fs::remove_all(folder_); }
    std::string path(const char* file) const { return (folder_ / file).string(); }

  private:
    fs::path folder_;
};

/// `openssl s_server` on a free port of 127.0.0.1.
class TlsPeer {
  public:
    TlsPeer(const std::string& certificate, const std::string& key) {
        int ends[2];
        if (pipe(ends) != 0) return;
        int code = run({"openssl", "s_server", "-www", "-accept", "127.0.0.1:0", "-cert",
                        certificate, "-key", key},
                       ends[1], child_);
        close(ends[1]);
        output_ = fdopen(ends[0], "r");
        char line[256];
        constexpr std::string_view word = "ACCEPT 127.0.0.1:";
        while (code == 0 && port_.empty() && fgets(line, sizeof line, output_))
            if (std::string_view(line).starts_with(word))
                port_ = std::string(line + word.size(), std::strcspn(line + word.size(), "\r\n"));
    }
    ~TlsPeer() {
        if (child_ > 0) {
            kill(child_, SIGTERM);
            waitpid(child_, nullptr, 0);
        }
        if (output_) fclose(output_);
    }
    TlsPeer(const TlsPeer&) = delete;
    TlsPeer& operator=(const TlsPeer&) = delete;
    const std::string& port() const { return port_; }

  private:
    pid_t child_ = 0;
    FILE* output_ = nullptr;
    std::string port_;
};

std::string outcome(const std::string& url, std::string ca_file) {
    auto answer = make_curl_client({.ca_file = std::move(ca_file)})->send({"GET", url, {}, {}, {}});
    if (answer) return std::to_string(answer->status);
    return std::string(name_of(answer.error().kind)) + ": " + answer.error().message;
}

TEST_F(Certificates, AreVerified) {
    TlsPeer peer(path("good.pem"), path("key.pem"));
    ASSERT_NE(peer.port(), "");
    std::string host = "127.0.0.1:" + peer.port();
    EXPECT_EQ(outcome("https://" + host + "/", path("good.pem")), "200");
    EXPECT_EQ(outcome("https://" + host + "/", ""),
              "unavailable: the TLS certificate is self-signed and not trusted: " + host);
    EXPECT_EQ(outcome("https://localhost:" + peer.port() + "/", path("good.pem")),
              "unavailable: the TLS certificate is for another host: localhost:" + peer.port());
    EXPECT_EQ(
        outcome("https://" + host + "/", path("missing.pem")),
        "unavailable: the file of trusted TLS certificates cannot be read, on the way to: " + host);
}

TEST_F(Certificates, Expire) {
    TlsPeer peer(path("expired.pem"), path("key.pem"));
    ASSERT_NE(peer.port(), "");
    std::string host = "127.0.0.1:" + peer.port();
    EXPECT_EQ(outcome("https://" + host + "/", path("expired.pem")),
              "unavailable: the TLS certificate has expired: " + host);
}

}  // namespace
}  // namespace regulars::net
