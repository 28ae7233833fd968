// Cuts chunks at line feeds.
// SPDX-License-Identifier: Apache-2.0
#include "base/lines.hpp"

namespace regulars {
namespace {

constexpr std::size_t chunk_bytes = 256u << 10;

}  // namespace

LineReader::LineReader(std::unique_ptr<ByteSource> source, std::size_t most_bytes)
    : source_(std::move(source)), most_bytes_(most_bytes), chunk_(chunk_bytes, '\0') {}

Result<bool> LineReader::fill() {
    at_ = 0;
    end_ = TRY(source_->read(chunk_));
    if (!is_first_) return end_ > 0;
    is_first_ = false;
    std::string_view text(chunk_.data(), end_);
    if (text.starts_with("\xEF\xBB\xBF")) {
        at_ = 3;
        return at_ < end_ ? true : fill();
    }
    bool is_wide = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
                   text.starts_with(std::string_view("\0\0\xFE\xFF", 4));
    if (is_wide)
        return fail(ErrorKind::invalid, "the file is UTF-16 or UTF-32; JSON lines are UTF-8");
    return end_ > 0;
}

Result<bool> LineReader::next(Line& line) {
    kept_.clear();
    line = {};
    bool has_begun = false;
    for (bool ends = false; !ends;) {
        if (at_ == end_ && !TRY(fill())) break;
        has_begun = true;
        auto rest = std::string_view(chunk_).substr(at_, end_ - at_);
        auto piece = rest.substr(0, rest.find('\n'));
        ends = piece.size() < rest.size();
        at_ += piece.size() + ends;
        if (ends && kept_.empty()) {
            line.text = piece;
            break;
        }
        // One byte more than may be: it is perhaps the carriage return.
        auto room = most_bytes_ + 1 - kept_.size();
        line.is_too_long |= piece.size() > room;
        kept_.append(piece.substr(0, room));
    }
    if (!has_begun) return false;
    line.number = ++number_;
    if (!kept_.empty()) line.text = kept_;
    if (line.text.ends_with('\r') && !line.is_too_long) line.text.remove_suffix(1);
    line.is_too_long |= line.text.size() > most_bytes_;
    line.text = line.text.substr(0, most_bytes_);
    return true;
}

}  // namespace regulars
