// What people are found and sorted by: the words of their names, their email, their phone's digits.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/ids.hpp"
#include "model/profile.hpp"
#include "store/sqlite/connection.hpp"

namespace regulars::store::sqlite {

/// The numbers are stored: add at the end only.
enum class WordKind {
    name,       // "maria jose garcia": one a profile; also what profiles are sorted by
    name_tail,  // "jose garcia", "garcia": from each later word on
    email,      // one a profile; also what profiles are sorted by
    phone,      // digits of E.164, and those behind the calling code
    phone_tail  // the digits backwards
};

struct Word {
    WordKind kind;
    std::string text;
    auto operator<=>(const Word&) const = default;
};

/// Stands for "no name" and "no email", after all others.
inline constexpr std::string_view last_of_all = "\U0010FFFF";

/// Lower case without accents (Latin, Greek, Cyrillic), white space to single spaces. Source:
/// Unicode 15 case and decomposition of U+00C0 … U+017F, U+0391 … U+03A9, U+0400 … U+042F.
std::string folded(std::string_view text);
/// The digits behind the country's calling code (ITU-T E.164, list of 2016-12-15).
std::string_view national_digits(std::string_view e164_digits);
/// Sorted, each once.
std::vector<Word> words_of(const model::PersonFields& fields);
/// The same of fields as they are stored, without reading their properties.
Result<std::vector<Word>> words_in(std::string_view fields_json);

/// Writes the difference between two states of a profile.
Result<void> change_words(Connection& db, AccountId account, ProfileId profile,
                          const std::vector<Word>& before, const std::vector<Word>& after);
/// Indexes all accounts' profiles for the first time.
Result<void> reindex_words(Connection& db);

}  // namespace regulars::store::sqlite
