// Lines of a text that comes piece by piece: numbered, of bounded length.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/byte_source.hpp"

namespace regulars {

/// One line without its end (LF or CRLF), valid until the next one is read.
struct Line {
    std::int64_t number = 0;  // from 1
    std::string_view text;
    bool is_too_long = false;  // then `text` is its beginning
};

/// Reads UTF-8 text, whose byte order mark it passes over. A line that is too long is read to its
/// end without being kept. What is not UTF-8 inside a line is for the reader of the line to find.
/// Memory: one line and 256 KiB. For one thread.
class LineReader {
  public:
    LineReader(std::unique_ptr<ByteSource> source, std::size_t most_bytes);

    /// False at the end. Errors: invalid (the byte order mark of UTF-16 or UTF-32), and the
    /// source's.
    Result<bool> next(Line& line);

  private:
    Result<bool> fill();

    std::unique_ptr<ByteSource> source_;
    std::size_t most_bytes_;
    std::string chunk_;
    std::size_t at_ = 0, end_ = 0;  // of what is left in the chunk
    bool is_first_ = true;
    std::int64_t number_ = 0;
    std::string kept_;  // the beginning of a line that goes on in the next chunk
};

}  // namespace regulars
