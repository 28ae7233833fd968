// libsodium behind the crypto interface.
// SPDX-License-Identifier: Apache-2.0
#include "base/crypto.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

namespace regulars {
namespace {

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

bool sync_folder(const std::filesystem::path& folder) {
    int file = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return false;
    bool synced = ::fsync(file) == 0;
    int why = errno;
    ::close(file);
    errno = why;
    return synced;
}

std::string hex(const unsigned char* data, std::size_t size) {
    std::string text(size * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), data, size);
    text.pop_back();
    return text;
}

}  // namespace

void start_crypto() { REGULARS_ASSERT(sodium_init() >= 0, "libsodium cannot start"); }

std::int64_t hash64(std::string_view text) {
    static constexpr unsigned char key[crypto_shorthash_KEYBYTES] = {'r', 'e', 'g', 'u',
                                                                     'l', 'a', 'r', 's'};
    unsigned char out[crypto_shorthash_BYTES];
    crypto_shorthash(out, bytes(text), text.size(), key);
    std::int64_t value;
    std::memcpy(&value, out, sizeof value);
    return value;
}

std::string sha256_hex(std::string_view text) {
    unsigned char out[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(out, bytes(text), text.size());
    return hex(out, sizeof out);
}

std::string sha256(std::string_view text) {
    std::string out(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(out.data()), bytes(text), text.size());
    return out;
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
    std::string out(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes(message), message.size());
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(out.data()));
    sodium_memzero(&state, sizeof state);
    return out;
}

bool equals_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string base64(std::string_view text) {
    std::string out(sodium_base64_encoded_len(text.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), bytes(text), text.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    out.pop_back();
    return out;
}

Result<std::string> from_base64(std::string_view text) {
    std::string out(text.size(), '\0');
    std::size_t used = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                          text.size(), nullptr, &used, nullptr,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return fail(ErrorKind::invalid, "is not base64");
    out.resize(used);
    return out;
}

std::string random_token(std::size_t count) {
    std::string raw(count, '\0');
    randombytes_buf(raw.data(), raw.size());
    std::string out(sodium_base64_encoded_len(count, sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                    '\0');
    sodium_bin2base64(out.data(), out.size(), bytes(raw), raw.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    out.pop_back();
    return out;
}

std::string hash_password(std::string_view password) {
    char out[crypto_pwhash_STRBYTES];
    REGULARS_ASSERT(
        crypto_pwhash_str(out, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0,
        "no memory to hash a password");
    return out;
}

bool is_password(std::string_view hash, std::string_view password) {
    return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) ==
           0;
}

Result<Vault> Vault::open(const std::filesystem::path& key_file) {
    Vault vault;
    auto cannot = [&](std::string_view what) {
        return fail(ErrorKind::unavailable,
                    fmt::format("the key file cannot be {}: {}", what, std::strerror(errno)),
                    key_file.string());
    };
    int file = ::open(key_file.c_str(), O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        unsigned char extra;
        auto got = ::read(file, vault.key_.data(), vault.key_.size());
        auto more = ::read(file, &extra, 1);
        ::close(file);
        if (got != ssize_t(vault.key_.size()) || more != 0)
            return fail(ErrorKind::invalid, "a key file holds exactly 32 bytes", key_file.string());
        return vault;
    }
    if (errno != ENOENT) return cannot("read");
    randombytes_buf(vault.key_.data(), vault.key_.size());
    // Written beside and linked into place: of two first starts at once, one key wins for both.
    auto fresh = key_file.string() + "." + random_token(6);
    file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return cannot("written");
    bool written =
        ::write(file, vault.key_.data(), vault.key_.size()) == ssize_t(vault.key_.size()) &&
        ::fsync(file) == 0;
    ::close(file);
    bool linked = written && ::link(fresh.c_str(), key_file.c_str()) == 0;
    int why = errno;
    ::unlink(fresh.c_str());
    // The name must outlive a power cut as surely as what is sealed with the key.
    if (linked && !sync_folder(key_file.parent_path())) {
        why = errno;
        linked = written = false;
    }
    if (linked) return vault;
    if (written && why == EEXIST) return open(key_file);
    errno = why;
    return cannot("written");
}

std::string Vault::seal(std::string_view secret) const {
    std::string sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.size(),
                       '\0');
    auto* out = reinterpret_cast<unsigned char*>(sealed.data());
    randombytes_buf(out, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, bytes(secret), secret.size(), out,
                          key_.data());
    return sealed;
}

std::string Vault::derive(std::string_view purpose) const {
    unsigned char out[32];
    crypto_generichash(out, sizeof out, bytes(purpose), purpose.size(), key_.data(), key_.size());
    return hex(out, sizeof out);
}

Result<std::string> Vault::unseal(std::string_view sealed) const {
    constexpr std::size_t front = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    auto refused = [] {
        return fail(ErrorKind::invalid, "a sealed secret cannot be opened with this key file");
    };
    if (sealed.size() < front) return refused();
    std::string secret(sealed.size() - front, '\0');
    if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(secret.data()),
                                   bytes(sealed) + crypto_secretbox_NONCEBYTES,
                                   sealed.size() - crypto_secretbox_NONCEBYTES, bytes(sealed),
                                   key_.data()) != 0)
        return refused();
    return secret;
}

}  // namespace regulars
