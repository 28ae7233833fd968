// Where bytes are read from piece by piece: a file, or a text in memory.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace regulars {

/// Gives bytes in order. For one thread.
class ByteSource {
  public:
    virtual ~ByteSource() = default;
    /// Fills the front of `into` and tells how much of it; 0 at the end. Errors: unavailable.
    virtual Result<std::size_t> read(std::span<char> into) = 0;
};

/// A text that outlives its source.
class TextSource final : public ByteSource {
  public:
    explicit TextSource(std::string_view text) : rest_(text) {}
    Result<std::size_t> read(std::span<char> into) override;

  private:
    std::string_view rest_;
};

class FileSource final : public ByteSource {
  public:
    /// Errors: not_found (the file cannot be opened), with the file's name.
    static Result<std::unique_ptr<FileSource>> open(const std::filesystem::path& file);
    Result<std::size_t> read(std::span<char> into) override;

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    explicit FileSource(std::FILE* file) : file_(file) {}
    std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace regulars
