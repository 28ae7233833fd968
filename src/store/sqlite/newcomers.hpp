// Newcomers on their way in: rows as texts in the order of their keys' hashes, index entries in the
// order of their index.
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
        bool repeats = false;    // shares an identifier with one before
        model::Profile profile;  // without fields
        model::Facet facet;      // without identifiers, `seen` and `said`
        std::string fields, identifiers, seen, said, other_key;
    };
    /// An entry of an index; its text stands in a string of them all, in the entries' order.
    template <class Kind>
    struct Entry {
        std::int64_t hash = 0;
        Kind kind{};
        std::uint32_t row = 0, at = 0, bytes = 0;
    };
    template <class Kind>
    struct Entries {
        std::vector<Entry<Kind>> all;
        std::string texts;
        std::string_view text_of(const Entry<Kind>& entry) const {
            return std::string_view(texts).substr(entry.at, entry.bytes);
        }
        void add(std::int64_t hash, Kind kind, std::size_t row, std::string_view text);
        /// By hash, kind, text and row.
        void sort();
    };

    SqliteNewcomers(std::size_t count, const std::function<Newcomer(std::size_t)>& newcomer,
                    Hash hash);
    std::span<const Row> rows() const { return rows_; }
    std::span<const std::size_t> order() const override { return order_; }
    const Entries<model::IdentifierKind>& identifiers() const { return identifiers_; }
    const Entries<WordKind>& words() const { return words_; }

  private:
    void add(std::size_t place, Newcomer newcomer, Hash hash);
    void sort_rows();
    void find_repeats();

    std::vector<Row> rows_;
    std::vector<std::size_t> order_;
    Entries<model::IdentifierKind> identifiers_;
    Entries<WordKind> words_;  // their hash is 0
};

}  // namespace regulars::store::sqlite
