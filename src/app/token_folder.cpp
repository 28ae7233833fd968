// Seals tokens into files that replace one another whole.
// SPDX-License-Identifier: Apache-2.0
#include "app/token_folder.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <unistd.h>

#include "base/json.hpp"

namespace regulars::app {
namespace {

constexpr std::string_view beginning = "token-";
constexpr std::size_t digits_of_hash = 32;
constexpr JsonLimits token_limits{.max_bytes = 128u << 10, .max_depth = 2};

/// Without an ending: the others are locks and what is being written.
bool is_token_file(const std::filesystem::path& file) {
    auto name = file.filename().string();
    return name.starts_with(beginning) && name.size() == beginning.size() + digits_of_hash;
}

/// In mode 0600, on the disk when it returns.
bool write_whole(const std::filesystem::path& file, std::string_view bytes) {
    int at = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (at < 0) return false;
    bool written =
        ::write(at, bytes.data(), bytes.size()) == ssize_t(bytes.size()) && ::fsync(at) == 0;
    int why = errno;
    ::close(at);
    errno = why;
    return written;
}

}  // namespace

std::filesystem::path TokenFolder::file_of(const std::string& key) const {
    return folder_ / (std::string(beginning) + sha256_hex(key).substr(0, digits_of_hash));
}

std::optional<sources::Token> TokenFolder::read(const std::filesystem::path& file,
                                                Instant now) const {
    std::ifstream in(file, std::ios::binary);
    std::string sealed{std::istreambuf_iterator<char>(in), {}};
    auto text = vault_.unseal(sealed);
    if (!text) return std::nullopt;
    auto json = JsonDocument::parse(*text, token_limits);
    if (!json) return std::nullopt;
    auto value = json->root()["value"].string();
    auto renew_at = json->root()["renew_at"].integer();
    if (!value || !renew_at || Instant{*renew_at} <= now) return std::nullopt;
    return sources::Token{std::string(*value), Instant{*renew_at}, {}};
}

std::optional<sources::Token> TokenFolder::find(const std::string& key, Instant now) const {
    return read(file_of(key), now);
}

Result<void> TokenFolder::keep(const std::string& key, const sources::Token& token,
                               Instant now) const {
    JsonWriter out;
    out.begin_object().member("value", token.value);
    out.member("renew_at", token.renew_at.us).end_object();
    auto file = file_of(key), fresh = file;
    fresh += ".new";
    if (!write_whole(fresh, vault_.seal(out.text())) || ::rename(fresh.c_str(), file.c_str()) != 0)
        return fail(ErrorKind::unavailable,
                    std::string("a token cannot be kept: ") + std::strerror(errno), file.string());
    let_go(now);
    return {};
}

void TokenFolder::let_go(Instant now) const {
    std::error_code failed;  // what stays is tried again by the next
    for (auto& entry : std::filesystem::directory_iterator(folder_, failed))
        if (is_token_file(entry.path()) && !read(entry.path(), now))
            std::filesystem::remove(entry.path(), failed);
}

Result<std::optional<FileLock>> TokenFolder::try_lock(const std::string& key) const {
    auto file = file_of(key);
    file += ".lock";
    return FileLock::try_acquire(file);
}

}  // namespace regulars::app
