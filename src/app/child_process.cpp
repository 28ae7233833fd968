// Starting and ending a child process.
// SPDX-License-Identifier: Apache-2.0
#include "app/child_process.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace regulars::app {
namespace {

constexpr int patience_ms = 60'000;

/// The first line that comes through `pipe`, or what came before it closed.
std::string read_line(int pipe) {
    std::string line;
    for (char c; line.size() < 4'096;) {
        pollfd ready{pipe, POLLIN, 0};
        if (::poll(&ready, 1, patience_ms) <= 0 || ::read(pipe, &c, 1) != 1 || c == '\n') break;
        line += c;
    }
    return line;
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::vector<std::string>& arguments,
                                         const std::string& program) {
    int pipe[2];
    if (::pipe2(pipe, O_CLOEXEC) != 0)
        return fail(ErrorKind::unavailable, std::string("no pipe: ") + std::strerror(errno));
    std::vector<char*> argv{const_cast<char*>("regulars")};
    for (auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    pid_t parent = ::getpid();
    pid_t pid = ::fork();
    if (pid < 0)
        return fail(ErrorKind::unavailable, std::string("no process: ") + std::strerror(errno));
    if (pid == 0) {  // only async-signal-safe calls from here on
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (::getppid() != parent) ::_exit(1);
        ::setpgid(0, 0);  // Ctrl-C is the parent's to handle
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
        ::dup2(pipe[1], STDOUT_FILENO);
        ::execv(program.c_str(), argv.data());
        ::_exit(127);
    }
    ::close(pipe[1]);
    ChildProcess child(pid, read_line(pipe[0]));
    ::close(pipe[0]);
    if (child.first_line_.empty())
        return fail(ErrorKind::unavailable,
                    "the process ended or did not answer: " + arguments.front());
    return child;
}

ChildProcess::~ChildProcess() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    for (int i = 0; i < 100; ++i) {
        if (::waitpid(pid_, nullptr, WNOHANG) != 0) return;
        ::usleep(20'000);
    }
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

}  // namespace regulars::app
