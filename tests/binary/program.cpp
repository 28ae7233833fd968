// Starting, reading and killing the real binary.
// SPDX-License-Identifier: Apache-2.0
#include "program.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/crypto.hpp"
#include "net/curl_client.hpp"

namespace regulars::binary {
namespace {

std::string slurp(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

pid_t spawn(const std::vector<std::string>& arguments, int out, int err) {
    std::vector<char*> argv{const_cast<char*>(REGULARS_BINARY)};
    for (auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    pid_t pid = ::fork();
    if (pid == 0) {
        ::dup2(out, STDOUT_FILENO);
        ::dup2(err, STDERR_FILENO);
        ::execv(REGULARS_BINARY, argv.data());
        ::_exit(127);
    }
    return pid;
}

}  // namespace

Finished regulars(const std::vector<std::string>& arguments) {
    Folder folder;
    int out = ::open((folder / "out").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    int err = ::open((folder / "err").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    pid_t pid = spawn(arguments, out, err);
    ::close(out), ::close(err);
    int status = 0;
    rusage used{};
    ::wait4(pid, &status, 0, &used);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, slurp(folder / "out"),
            slurp(folder / "err"), double(used.ru_maxrss) / 1024};
}

Running::Running(const std::vector<std::string>& arguments, bool wants_line) {
    int pipe[2];
    if (::pipe2(pipe, O_CLOEXEC) != 0) return;
    int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    auto started = std::chrono::steady_clock::now();
    pid_ = spawn(arguments, pipe[1], nowhere);
    ::close(pipe[1]), ::close(nowhere);
    out_ = pipe[0];
    for (char c; wants_line;) {
        pollfd ready{out_, POLLIN, 0};
        if (::poll(&ready, 1, 20'000) <= 0 || ::read(out_, &c, 1) != 1 || c == '\n') break;
        first_line_ += c;
    }
    seconds_to_first_line_ =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
}

Running::~Running() {
    if (pid_ > 0) kill();
    if (out_ >= 0) ::close(out_);
}

bool Running::kill() {
    ::kill(pid_, SIGKILL);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFSIGNALED(status);
}

int Running::stop() {
    ::kill(pid_, SIGTERM);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

double Running::resident_mb() const {
    std::ifstream file("/proc/" + std::to_string(pid_) + "/status");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("VmRSS:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
    return 0;
}

Folder::Folder() : path_(std::filesystem::temp_directory_path() / ("regulars-" + random_token(9))) {
    std::filesystem::create_directories(path_);
}
Folder::~Folder() { std::filesystem::remove_all(path_); }

std::string fetch(const std::string& url, const std::string& method) {
    static auto client = net::make_curl_client();
    net::HttpRequest request{.method = method, .target = url};
    if (method != "GET") request.headers.emplace_back("Content-Length", "0");
    auto answer = client->send(request);
    return answer && answer->status / 100 == 2 ? answer->body : std::string();
}

}  // namespace regulars::binary
