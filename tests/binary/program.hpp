// The real binary, run as a user would: started, read, killed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace regulars::binary {

struct Finished {
    int exit_code = -1;  // -1 when a signal ended it
    std::string out, err;
    double peak_mb = 0;  // of resident memory
};

/// Runs `regulars ARGUMENTS` to its end.
Finished regulars(const std::vector<std::string>& arguments);

/// A `regulars ARGUMENTS` that goes on; killed when destroyed.
class Running {
  public:
    /// `wants_line`: waits (at most 20 s) for the first line on standard output.
    Running(const std::vector<std::string>& arguments, bool wants_line);
    Running(const Running&) = delete;
    ~Running();
    const std::string& first_line() const { return first_line_; }
    double seconds_to_first_line() const { return seconds_to_first_line_; }
    /// SIGKILL, and waits; false when it had ended by itself.
    bool kill();
    /// SIGTERM, and waits; its exit code, or -1.
    int stop();
    /// Resident memory in MB.
    double resident_mb() const;
    pid_t pid() const { return pid_; }

  private:
    pid_t pid_ = -1;
    int out_ = -1;
    std::string first_line_;
    double seconds_to_first_line_ = 0;
};

/// A folder that goes away.
class Folder {
  public:
    Folder();
    ~Folder();
    std::string operator/(const std::string& name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

/// GET or POST over a real socket; the body of a 2xx answer, else empty.
std::string fetch(const std::string& url, const std::string& method = "GET");

}  // namespace regulars::binary
