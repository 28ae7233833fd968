// A property of events as what charts show of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "audience/columns/columns.hpp"
#include "audience/scan/row_filter.hpp"
#include "audience/tally.hpp"

namespace regulars::audience {

/// Numbers everything that a property's events may show: key 0 where it is not set, then its
/// values, then what stands written in the place of values that cannot say it.
class ShownProperty {
  public:
    ShownProperty(const Columns& columns, std::string_view name);
    std::size_t keys() const;
    Texts texts(std::size_t key) const;
    using EventsOfKeys = std::vector<std::uint32_t>;
    struct Grouping {
        std::vector<TallyGroup> groups;      // empty ones
        std::vector<std::uint16_t> bits_of;  // by key: a bit for each group of its texts
    };
    /// Groups by how many events have each key. Cost: 100 ns a key that has any; where each has a
    /// text of its own, of those alone that may lead.
    Grouping grouping(const EventsOfKeys& events_of, std::size_t stretches) const;
    /// Groups of all that may be shown; nothing where those are too many.
    std::optional<Grouping> grouping_of_few(std::size_t stretches) const;

    /// The keys of one layout's rows.
    template <class Rows>
    class Column {
      public:
        Column(const Rows& rows, const ShownProperty& property)
            : plain_(rows.column(property.plain_)),
              written_(rows.column(property.written_)),
              before_written_(property.written_values_ ? property.before_written() : 0) {}
        std::uint32_t operator[](std::size_t row) const {
            if (before_written_ != 0) {
                if (auto code = written_[row]) return before_written_ + code;
            }
            return plain_[row];
        }

      private:
        typename Rows::CodeColumn plain_, written_;
        std::uint32_t before_written_;  // 0: nothing is written
    };

  private:
    friend class ShownFilter;
    std::uint32_t before_written() const { return values_ ? values_->size() : 0; }
    bool are_texts_their_own(const EventsOfKeys& events_of) const;
    Grouping grouping_of_own_texts(const EventsOfKeys& events_of, std::size_t stretches) const;
    void set_bits(Grouping& grouping) const;

    const Dictionary *values_ = nullptr, *written_values_ = nullptr;
    std::uint32_t plain_ = UINT32_MAX, written_ = UINT32_MAX;  // columns
};

/// Whether an event's texts are accepted.
class ShownFilter {
  public:
    ShownFilter(const Columns& columns, const TallyFilter& filter);
    template <class Rows>
    class Joined {
      public:
        Joined(const Rows& rows, const ShownFilter& filter)
            : plain_(rows.column(filter.property_.plain_)),
              written_(rows.column(filter.property_.written_)),
              has_written_(filter.property_.written_values_ != nullptr),
              filter_(&filter) {}
        bool has(std::size_t row) const {
            if (has_written_) {
                if (auto code = written_[row]) return filter_->written_accepted_.has(code);
            }
            return filter_->accepted_.has(plain_[row]);
        }

      private:
        typename Rows::CodeColumn plain_, written_;
        bool has_written_;
        const ShownFilter* filter_;
    };

  private:
    ShownProperty property_;
    AcceptedCodes accepted_, written_accepted_;
};

}  // namespace regulars::audience
