// Lines: ends, numbers, marks, and length, wherever the pieces are cut.
// SPDX-License-Identifier: Apache-2.0
#include "base/lines.hpp"

#include <gtest/gtest.h>

namespace regulars {
namespace {

/// Gives a text a few bytes at a time, then as often as asked a filler of a letter.
class Dripping final : public ByteSource {
  public:
    Dripping(std::string text, std::size_t piece, std::size_t filler = 0)
        : text_(std::move(text)), piece_(piece), filler_(filler) {}
    Result<std::size_t> read(std::span<char> into) override {
        std::size_t n = 0;
        if (at_ < text_.size()) {
            n = std::min({piece_, into.size(), text_.size() - at_});
            std::copy_n(text_.data() + at_, n, into.data());
            at_ += n;
        } else {
            n = std::min(into.size(), filler_);
            std::fill_n(into.data(), n, 'x');
            filler_ -= n;
        }
        return n;
    }

  private:
    std::string text_;
    std::size_t piece_, at_ = 0, filler_;
};

std::string read_all(const std::string& text, std::size_t piece, std::size_t most) {
    LineReader reader(std::make_unique<Dripping>(text, piece), most);
    Line line;
    std::string told;
    while (true) {
        auto more = reader.next(line);
        if (!more) return told + "error";
        if (!*more) return told;
        told += std::to_string(line.number) + "[" + std::string(line.text) + "]" +
                (line.is_too_long ? "! " : " ");
    }
}

TEST(Lines, AreTheSameHoweverTheyArrive) {
    struct Case {
        const char* name;
        std::string text, told;
    };
    const Case cases[] = {
        {"nothing", "", ""},
        {"no end", "one", "1[one] "},
        {"ends", "one\ntwo\r\n\nfour\n", "1[one] 2[two] 3[] 4[four] "},
        {"a return inside", "a\rb\n", "1[a\rb] "},
        {"a mark", "\xEF\xBB\xBF{}\n", "1[{}] "},
        {"just as long", "12345678\n12345678\r\n12345678", "1[12345678] 2[12345678] 3[12345678] "},
        {"too long", "123456789\nab\n1234567890123456789012\nc",
         "1[12345678]! 2[ab] 3[12345678]! 4[c] "},
        {"a zero byte", std::string("a\0b\nc", 5), std::string("1[a\0b] 2[c] ", 12)},
    };
    for (auto& c : cases)
        for (std::size_t piece : {3, 4, 5, 100})
            EXPECT_EQ(read_all(c.text, piece, 8), c.told) << c.name << " in pieces of " << piece;
}

TEST(Lines, OfAnotherEncodingAreRefused) {
    for (auto& text : {std::string("\xFF\xFE{\0}\0", 6), std::string("\xFE\xFF\0{\0}", 6),
                       std::string("\0\0\xFE\xFF", 4)})
        EXPECT_EQ(read_all(text, 100, 8), "error");
}

TEST(Lines, OfAGigabyteAreNotKept) {
    LineReader reader(std::make_unique<Dripping>("short\n", 100, std::size_t(1) << 30), 1'000);
    Line line;
    ASSERT_TRUE(reader.next(line).value());
    EXPECT_EQ(line.text, "short");
    ASSERT_TRUE(reader.next(line).value());
    EXPECT_TRUE(line.is_too_long);
    EXPECT_EQ(line.text.size(), 1'000u);
    EXPECT_FALSE(reader.next(line).value());
}

}  // namespace
}  // namespace regulars
