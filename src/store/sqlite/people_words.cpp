// Folds texts and keeps the words that people are found by.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/people_words.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.hpp"

namespace regulars::store::sqlite {
namespace {

constexpr std::size_t most_word_bytes =
    120;  // of one word; longer ones are found by their beginning
constexpr std::size_t most_name_words = 6;

// What U+00C0 … U+017F folds to, in order; a point is a space.
constexpr std::string_view latin =
    "a a a a a a ae c e e e e i i i i d n o o o o o . "
    "o u u u u y th ss a a a a a a ae c e e e e i i i i "
    "d n o o o o o . o u u u u y th y a a a a a a c c "
    "c c c c c c d d d d e e e e e e e e e e g g g g "
    "g g g g h h h h i i i i i i i i i i ij ij j j k k "
    "k l l l l l l l l l l n n n n n n n n n o o o o "
    "o o oe oe r r r r r r s s s s s s s s t t t t t t "
    "u u u u u u u u u u u u w w y y y z z z z z z s ";

constexpr auto latin_table = [] {
    std::array<std::string_view, 0x180 - 0xC0> table;
    std::size_t at = 0;
    for (auto& entry : table) {
        std::size_t end = latin.find(' ', at);
        entry = latin.substr(at, end - at);
        at = end + 1;
    }
    return table;
}();

void append_utf8(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += char(c);
    } else if (c < 0x800) {
        out += char(0xC0 | (c >> 6));
        out += char(0x80 | (c & 0x3F));
    }
}

/// Appends what a two-byte character folds to.
void append_folded(std::string& out, char32_t c) {
    if (c >= 0xC0 && c < 0x180)
        out += latin_table[c - 0xC0] == "." ? " " : latin_table[c - 0xC0];
    else if (c >= 0x300 && c < 0x370)
        return;  // accents that stand alone
    else if (c >= 0x391 && c <= 0x3A9)
        append_utf8(out, c + 0x20);
    else if (c >= 0x410 && c <= 0x42F)
        append_utf8(out, c + 0x20);
    else if (c >= 0x400 && c <= 0x40F)
        append_utf8(out, c + 0x50);
    else
        append_utf8(out, c);
}

bool is_separator(char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '-' || c == '.' || c == ',' || c == '\'' ||
           c == 0x7F;
}

Result<std::vector<std::pair<ProfileId, model::PersonFields>>> some_profiles(Connection& db,
                                                                             AccountId account,
                                                                             ProfileId after) {
    Query query(db,
                "SELECT profile_id, fields FROM profiles WHERE account_id = ? AND profile_id > ? "
                "ORDER BY profile_id LIMIT 1000",
                account, after);
    std::vector<std::pair<ProfileId, model::PersonFields>> found;
    while (TRY(query.next())) {
        ProfileId id;
        query.into(id);
        found.emplace_back(id, TRY(model::person_fields_from(query.text(1))));
    }
    return found;
}

}  // namespace

std::string folded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            char c = text[i++];
            if (!is_separator(c))
                out += c >= 'A' && c <= 'Z' ? char(c + 32) : c;
            else if (!out.empty() && out.back() != ' ')
                out += ' ';
        } else if (byte >= 0xC2 && byte < 0xE0 && i + 1 < text.size()) {
            append_folded(
                out, char32_t(byte & 0x1F) << 6 | (static_cast<unsigned char>(text[i + 1]) & 0x3F));
            i += 2;
        } else {
            out += text[i++];
        }
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string_view national_digits(std::string_view digits) {
    if (digits.size() < 4) return digits;
    if (digits[0] == '1' || digits[0] == '7') return digits.substr(1);
    constexpr std::string_view two_digits =
        "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 "
        "64 65 66 81 82 84 86 90 91 92 93 94 95 98";
    for (std::size_t i = 0; i < two_digits.size(); i += 3)
        if (two_digits.substr(i, 2) == digits.substr(0, 2)) return digits.substr(2);
    return digits.substr(3);
}

std::vector<Word> words_of(const model::PersonFields& fields) {
    std::vector<Word> words;
    auto add = [&](WordKind kind, std::string_view text) {
        words.push_back({kind, std::string(clipped(text, most_word_bytes))});
    };
    std::string name = folded(fields.first_name + " " + fields.last_name);
    add(WordKind::name, name.empty() ? last_of_all : name);
    std::size_t at = name.find(' ');
    for (std::size_t n = 1; n < most_name_words && at != std::string::npos;
         ++n, at = name.find(' ', at + 1))
        add(WordKind::name_tail, std::string_view(name).substr(at + 1));
    std::string email = lowered(trimmed(fields.email));
    add(WordKind::email, email.empty() ? last_of_all : email);
    std::string digits;
    std::ranges::copy_if(fields.phone, std::back_inserter(digits),
                         [](char c) { return c >= '0' && c <= '9'; });
    if (!digits.empty()) {
        add(WordKind::phone, digits);
        add(WordKind::phone, national_digits(digits));
        std::ranges::reverse(digits);
        add(WordKind::phone_tail, digits);
    }
    std::ranges::sort(words);
    words.erase(std::ranges::unique(words).begin(), words.end());
    return words;
}

Result<std::vector<Word>> words_in(std::string_view fields_json) {
    auto document = TRY(JsonDocument::parse(fields_json));
    auto text = [&](const char* name) {
        return std::string(document.root()[name].string().value_or(""));
    };
    return words_of({.email = text("email"),
                     .phone = text("phone"),
                     .first_name = text("first_name"),
                     .last_name = text("last_name")});
}

Result<void> change_words(Connection& db, AccountId account, ProfileId profile,
                          const std::vector<Word>& before, const std::vector<Word>& after) {
    std::vector<Word> gone, come;
    std::ranges::set_difference(before, after, std::back_inserter(gone));
    std::ranges::set_difference(after, before, std::back_inserter(come));
    for (auto& word : gone)
        TRY(run(db,
                "DELETE FROM people_words WHERE account_id = ? AND kind = ? AND word = ? AND "
                "profile_id = ?",
                account, word.kind, word.text, profile));
    for (auto& word : come)
        TRY(run(db,
                "INSERT INTO people_words (account_id, kind, word, profile_id) VALUES (?, ?, ?, ?)",
                account, word.kind, word.text, profile));
    return {};
}

Result<void> reindex_words(Connection& db) {
    std::vector<AccountId> accounts;
    {
        Query query(db, "SELECT account_id FROM accounts");
        while (TRY(query.next())) query.into(accounts.emplace_back());
    }
    for (AccountId account : accounts) {
        ProfileId after;
        while (true) {
            auto profiles = TRY(some_profiles(db, account, after));
            if (profiles.empty()) break;
            for (auto& [id, fields] : profiles)
                TRY(change_words(db, account, id, {}, words_of(fields)));
            after = profiles.back().first;
        }
    }
    return {};
}

}  // namespace regulars::store::sqlite
