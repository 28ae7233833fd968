// Newcomers on their way in: rows as texts in the order of their keys' hashes, index entries in the order of their index.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "store/open.hpp"
#include "store/sqlite/people_words.hpp"

namespace regulars::store::sqlite {

/// A batch touches each page of an index once, and the writer's thread does little but insert.
class SqliteNewcomers final : public PreparedNewcomers {
  public:
    struct Row {
        std::int64_t key_hash = 0;
        std::size_t place = 0;  // among those prepared
        bool repeats = false;   // shares an identifier with one before
        model::Profile profile; // without fields
        model::Facet facet;     // without identifiers, `seen` and `said`
        std::string fields, identifiers, seen, said;
    };
    struct Owned {
        std::int64_t hash = 0;
        model::Identifier identifier;
        std::size_t row = 0;
    };
    /// A word's text stands in `word_texts`.
    struct Found {
        WordKind kind = WordKind::name;
        std::uint32_t at = 0, bytes = 0, row = 0;
    };

    SqliteNewcomers(std::size_t count, const std::function<Newcomer(std::size_t)>& newcomer, Hash hash);
    std::span<const Row> rows() const { return rows_; }
    std::span<const Owned> owned() const { return owned_; }
    std::span<const Found> words() const { return words_; }
    std::string_view text_of(const Found& word) const { return std::string_view(word_texts_).substr(word.at, word.bytes); }

  private:
    void add(std::size_t place, Newcomer newcomer, Hash hash);
    void sort();

    std::vector<Row> rows_;
    std::vector<Owned> owned_;
    std::vector<Found> words_;
    std::string word_texts_;
};

}  // namespace regulars::store::sqlite
