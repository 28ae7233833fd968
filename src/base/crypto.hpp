// Hashes, sealing of secrets at rest, and encodings; all through libsodium.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace regulars {

/// Prepares libsodium; call once before threads start. Stops the process when it cannot.
void start_crypto();

/// SipHash-2-4 with a fixed key: the 64-bit stand-in for long unique keys. Not secret; the text
/// stands beside it and is compared.
std::int64_t hash64(std::string_view text);
/// SHA-256 in lower-case hexadecimal, for keys that are looked up by their hash.
std::string sha256_hex(std::string_view text);
/// SHA-256 as 32 raw bytes.
std::string sha256(std::string_view text);
/// HMAC-SHA-256 (RFC 2104) as 32 raw bytes; a key of any length.
std::string hmac_sha256(std::string_view key, std::string_view message);
/// Compares in time that depends on the length only.
bool equals_in_constant_time(std::string_view a, std::string_view b);
std::string base64(std::string_view bytes);
/// Errors: invalid.
Result<std::string> from_base64(std::string_view text);
/// `bytes` random bytes as URL-safe base64 without padding.
std::string random_token(std::size_t bytes);

/// A password as an argon2id hash with its parameters; 64 MiB, about 0.1 s.
std::string hash_password(std::string_view password);
bool is_password(std::string_view hash, std::string_view password);

/// Seals secrets with a key kept in a file beside, not inside, the database.
class Vault {
  public:
    /// Reads the key file (32 bytes), or makes it with mode 0600. Errors: unavailable (cannot be
    /// read or written), invalid (wrong size).
    static Result<Vault> open(const std::filesystem::path& key_file);
    /// XSalsa20-Poly1305 with a random nonce in front.
    std::string seal(std::string_view secret) const;
    /// Errors: invalid (another key sealed it, or it was altered).
    Result<std::string> unseal(std::string_view sealed) const;

    /// A secret of its own for a purpose, the same each time: keyed BLAKE2b, 64 hexadecimal digits.
    std::string derive(std::string_view purpose) const;

  private:
    std::array<unsigned char, 32> key_{};
};

}  // namespace regulars
