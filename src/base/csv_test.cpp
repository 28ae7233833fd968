// CSV as people and spreadsheets make it: forms, rows, faults and limits.
// SPDX-License-Identifier: Apache-2.0
#include "base/csv.hpp"

#include <gtest/gtest.h>

#include "base/csv_encoding.hpp"

namespace regulars {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Gives three bytes at a time, so that characters and line ends are cut everywhere.
class Dripping final : public ByteSource {
  public:
    explicit Dripping(std::string text) : text_(std::move(text)) {}
    Result<std::size_t> read(std::span<char> into) override {
        std::size_t n = std::min({into.size(), text_.size() - at_, std::size_t(3)});
        std::copy_n(text_.data() + at_, n, into.data());
        at_ += n;
        return n;
    }

  private:
    std::string text_;
    std::size_t at_ = 0;
};

CsvForm form_of(std::string_view text) {
    TextSource source(text);
    auto form = csv_form_of(source);
    EXPECT_TRUE(form) << form.error().text();
    return form.value_or(CsvForm{});
}

Rows rows_of(const std::string& text) {
    Rows rows;
    CsvReader reader(std::make_unique<Dripping>(text), form_of(text));
    CsvRow row;
    while (true) {
        auto found = reader.next(row);
        EXPECT_TRUE(found) << found.error().text();
        if (!found || !*found) return rows;
        EXPECT_EQ(row.fault, CsvFault::none);
        rows.emplace_back(row.fields.begin(), row.fields.end());
    }
}

/// UTF-16 of ASCII, 'é' (U+00E9) and '€' (as two characters each).
std::string utf16(std::u16string_view text, bool little) {
    std::string bytes;
    for (char16_t c : text) {
        bytes += little ? char(c & 0xFF) : char(c >> 8);
        bytes += little ? char(c >> 8) : char(c & 0xFF);
    }
    return bytes;
}

TEST(Csv, ReadsRows) {
    struct Case {
        const char* name;
        std::string text;
        Rows rows;
    };
    const Case cases[] = {
        {"plain", "a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}},
        {"no last line end", "a,b\n1,2", {{"a", "b"}, {"1", "2"}}},
        {"CRLF", "a,b\r\n1,2\r\n", {{"a", "b"}, {"1", "2"}}},
        {"CR alone", "a,b\r1,2\r", {{"a", "b"}, {"1", "2"}}},
        {"quotes", "\"a,1\",\"say \"\"hi\"\"\"\n", {{"a,1", "say \"hi\""}}},
        {"a line end inside quotes", "a,\"one\r\ntwo\"\nb,c\n", {{"a", "one\ntwo"}, {"b", "c"}}},
        {"a quote inside plain text", "5\" pan,x\n", {{"5\" pan", "x"}}},
        {"empty fields", "a,,\n,,b\n", {{"a", "", ""}, {"", "", "b"}}},
        {"empty lines", "\na,b\n\n\r\n1,2\n\n", {{"a", "b"}, {"1", "2"}}},
        {"an empty quoted field", "a\n\"\"\nb\n", {{"a"}, {"b"}}},
        {"semicolons", "a;b\n1,5;2\n", {{"a", "b"}, {"1,5", "2"}}},
        {"tabs", "a\tb\n1\t2\n", {{"a", "b"}, {"1", "2"}}},
        {"a separator inside a quoted header", "\"a,b,c\";d\n1;2\n", {{"a,b,c", "d"}, {"1", "2"}}},
        {"a named separator", "sep=;\r\na;b,c\r\n", {{"a", "b,c"}}},
        {"formulas are text", "=1+1,+2,-3,@SUM(A1)\n", {{"=1+1", "+2", "-3", "@SUM(A1)"}}},
        {"UTF-8 with a mark",
         "\xEF\xBB\xBFnom,prix\nAndré,5€\n",
         {{"nom", "prix"}, {"André", "5€"}}},
        {"Windows-1252", "nom,prix\nAndr\xE9,5\x80\n", {{"nom", "prix"}, {"André", "5€"}}},
        {"UTF-16 LE with a mark",
         utf16(u"\uFEFFnom\tprix\nAndré\t5€\n", true),
         {{"nom", "prix"}, {"André", "5€"}}},
        {"UTF-16 BE with a mark",
         utf16(u"\uFEFFnom;prix\nAndré;5€\n", false),
         {{"nom", "prix"}, {"André", "5€"}}},
        {"UTF-16 without a mark",
         utf16(u"name,price\nZoe,\U0001F355\n", true),
         {{"name", "price"}, {"Zoe", "🍕"}}},
        {"one column", "email\nana@x.example\n", {{"email"}, {"ana@x.example"}}},
        {"Korean",
         "이름,이메일\n김민수,min@x.example\n",
         {{"이름", "이메일"}, {"김민수", "min@x.example"}}},
        // iconv -t cp949; the last name has a syllable that EUC-KR lacks
        {"Korean as its Excel saves it",
         "\xC0\xCC\xB8\xA7,\xBC\xF6\xBD\xC5\xB5\xBF\xC0\xC7\r\n\xB1\xE8\xB9\xCE\xBC\xF6,"
         "O\r\n\x8C\x63"
         "\xB9\xE6\xB0\xA2\xC7\xCF,X\r\n",
         {{"이름", "수신동의"}, {"김민수", "O"}, {"똠방각하", "X"}}},
    };
    for (auto& test : cases) EXPECT_EQ(rows_of(test.text), test.rows) << test.name;
}

TEST(Csv, TellsTheForm) {
    EXPECT_EQ(form_of("a,b\n"), (CsvForm{CsvEncoding::utf8, ','}));
    EXPECT_EQ(form_of("a;b\n1,2,3;4"), (CsvForm{CsvEncoding::utf8, ';'}));
    EXPECT_EQ(form_of("Andr\xE9;b\n"), (CsvForm{CsvEncoding::windows_1252, ';'}));
    EXPECT_EQ(form_of(utf16(u"\uFEFFa\tb", true)), (CsvForm{CsvEncoding::utf16_le, '\t'}));
    EXPECT_EQ(name_of(CsvEncoding::windows_1252), "Windows-1252");
    EXPECT_EQ(form_of("\xC0\xCC\xB8\xA7;\xB1\xE8 (\xA2\xE7)\n"), (CsvForm{CsvEncoding::cp949, ';'}))
        << "a sign among syllables";
    EXPECT_EQ(form_of("cr\xE9\xE9"
                      "e;b\n"),
              (CsvForm{CsvEncoding::windows_1252, ';'}));
    EXPECT_EQ(form_of("\xC0\xCC\xB8\xA7;\xB1\xE8\n"), (CsvForm{CsvEncoding::cp949, ';'}));
    EXPECT_EQ(form_of("Pr\xE9nom,\xC9t\xE9\nNo\xEBl,\xE0 \xC9vry\n").encoding,
              CsvEncoding::windows_1252);
}

TEST(Csv, AnEncodingThatIsSaidBeatsTheOneThatTheBytesTell) {
    // Portuguese capitals pair up as Korean syllables do.
    std::string text = "Email;Nome\na@x.example;CONCEI\xC7\xC3O\nb@x.example;ASSUN\xC7\xC3O\n";
    EXPECT_EQ(form_of(text).encoding, CsvEncoding::cp949) << "or this test shows nothing";
    TextSource source(text);
    auto form = csv_form_in(source, CsvEncoding::windows_1252);
    ASSERT_TRUE(form) << form.error().text();
    EXPECT_EQ(*form, (CsvForm{CsvEncoding::windows_1252, ';', false}));
    CsvReader reader(std::make_unique<Dripping>(text), *form);
    CsvRow row;
    ASSERT_TRUE(reader.next(row).value() && reader.next(row).value());
    EXPECT_EQ(row.fields[1], "CONCEIÇÃO");
}

TEST(Csv, KnowsEncodingsByTheirNames) {
    for (auto* name : {"windows-1252", "Windows 1252", "WINDOWS_1252"})
        EXPECT_EQ(csv_encoding_named(name), CsvEncoding::windows_1252) << name;
    EXPECT_EQ(csv_encoding_named("utf-16le"), CsvEncoding::utf16_le);
    auto wrong = csv_encoding_named("Shift-JIS");
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().message.find("CP949"), std::string::npos) << "those that there are";
}

TEST(Csv, RefusesWhatIsNoTextAndNamesTheLine) {
    struct Case {
        const char* name;
        std::string text, where, message;
    };
    const Case cases[] = {
        {"empty", "", "", "empty"},
        {"only line ends", "\r\n\n", "", "empty"},
        {"no encoding has these bytes", "a,b\n1,2\n\x81\x8D,3\n", "line 3",
         "neither UTF-8 nor Windows-1252"},
        {"damaged UTF-8", "éééééééééééé,b\nx,y\n\xFFz,3\n", "line 3", "not UTF-8"},
        {"Chinese",
         "a,b\n\xD6\xD0\xCE\xC4\xC3\xFB\xD7\xD6,"
         "\xD5\xC5\xD6\xD0\xCE\xC4\xC3\xFB\xD7\xD6\xD6\xD0\xCE\xC4\n",
         "line 2", "save the file as UTF-8"},
        {"damaged UTF-8 with a mark",
         "\xEF\xBB\xBF"
         "a,b\n\xE9,3\n",
         "line 2", "not UTF-8"},
    };
    for (auto& test : cases) {
        TextSource source(test.text);
        auto form = csv_form_of(source);
        ASSERT_FALSE(form) << test.name;
        EXPECT_EQ(form.error().kind, ErrorKind::invalid) << test.name;
        EXPECT_EQ(form.error().where, test.where) << test.name;
        EXPECT_NE(form.error().message.find(test.message), std::string::npos)
            << test.name << ": " << form.error().message;
    }
}

/// Reads to the end or to the error.
Result<int> count_rows(std::string text, CsvForm form = {}, CsvLimits limits = {}) {
    CsvReader reader(std::make_unique<Dripping>(std::move(text)), form, limits);
    CsvRow row;
    int n = 0;
    while (TRY(reader.next(row))) ++n;
    return n;
}

TEST(Csv, EndsAtWhatCannotBeRead) {
    struct Case {
        const char* name;
        std::string text;
        CsvForm form;
        std::string where;
    };
    const Case cases[] = {
        {"a quote that is never closed", "a,b\n1,2\n3,\"4\n5,6\n", {}, "line 3"},
        {"a zero byte", std::string("a,b\n1,2\n3,\0,4\n", 14), {}, "line 3"},
        {"not UTF-8", "a,b\n1,2\n\xE9,4\n", {}, "line 3"},
        {"half a UTF-16 character",
         utf16(u"a\nb\n\xD83Dx\n", true),
         {CsvEncoding::utf16_le},
         "line 3"},
        {"an odd last byte", utf16(u"a\nb\n", true) + "c", {CsvEncoding::utf16_le}, "line 3"},
        {"bytes that Windows-1252 has not", "a\nb\n\x81\n", {CsvEncoding::windows_1252}, "line 3"},
    };
    for (auto& test : cases) {
        auto read = count_rows(test.text, test.form);
        ASSERT_FALSE(read) << test.name;
        EXPECT_EQ(read.error().kind, ErrorKind::invalid) << test.name;
        EXPECT_EQ(read.error().where, test.where) << test.name;
    }
}

TEST(Csv, FaultyRowsDoNotStopTheOthers) {
    std::string text = "a,b\n\"x\"y,1\n" + std::string(20, 'z') + ",2\n1,2,3,4\nfine,5\n";
    CsvReader reader(std::make_unique<Dripping>(text), {},
                     {.field_bytes = 10, .row_bytes = 1'000, .columns = 3});
    std::vector<std::pair<std::int64_t, CsvFault>> found;
    CsvRow row;
    while (reader.next(row).value()) found.emplace_back(row.line, row.fault);
    EXPECT_EQ(found,
              (std::vector<std::pair<std::int64_t, CsvFault>>{{1, CsvFault::none},
                                                              {2, CsvFault::text_after_quote},
                                                              {3, CsvFault::field_too_long},
                                                              {4, CsvFault::too_many_columns},
                                                              {5, CsvFault::none}}));
}

TEST(Csv, ARowBeyondItsLimitEndsTheReading) {
    auto read = count_rows("a,b\n1,\"" + std::string(3'000, 'x'), {}, {.row_bytes = 1'000});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().where, "line 2");
}

TEST(Csv, LinesInsideQuotesAreCounted) {
    CsvReader reader(std::make_unique<Dripping>("a\r\n\"1\r\n2\n3\"\r\nb\r\n"), {});
    CsvRow row;
    std::vector<std::int64_t> lines;
    while (reader.next(row).value()) lines.push_back(row.line);
    EXPECT_EQ(lines, (std::vector<std::int64_t>{1, 2, 5}));
}

TEST(Csv, OwnFieldsAreSafeInASpreadsheet) {
    EXPECT_EQ(csv_field("plain"), "plain");
    EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_field("say \"hi\""), "\"say \"\"hi\"\"\"");
    EXPECT_EQ(csv_field("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
    EXPECT_EQ(csv_field("@SUM(A1)"), "\"'@SUM(A1)\"");
    EXPECT_EQ(csv_field("-2+3"), "\"'-2+3\"");
    EXPECT_EQ(csv_field("-2.5"), "-2.5");
    EXPECT_EQ(csv_field("+1 (212) 555-0123"), "+1 (212) 555-0123");
    EXPECT_EQ(csv_field(""), "");
}

}  // namespace
}  // namespace regulars
