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
        /// Of some rows, one after the other.
        void read(std::span<const std::uint32_t> rows, std::uint32_t* out) const {
            plain_.read(rows, out);
            for (std::size_t i = 0; before_written_ != 0 && i < rows.size(); ++i) {
                if (auto code = written_[rows[i]]) out[i] = before_written_ + code;
            }
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
        /// Leaves out of a batch the rows that are not accepted. `codes` has room for all of them.
        template <class Batch>
        void narrow(Batch& batch, std::uint32_t* codes) const {
            auto rows = batch.rows();
            plain_.read(rows, codes);
            const auto& accepted = filter_->accepted_;
            if (has_written_)
                batch.narrow([&, rows](std::size_t i) {
                    auto code = written_[rows[i]];
                    return code ? filter_->written_accepted_.has(code) : accepted.has(codes[i]);
                });
            else if (auto few = accepted.few())
                batch.narrow([bits = *few, codes](std::size_t i) { return bits >> codes[i] & 1; });
            else
                batch.narrow([&](std::size_t i) { return accepted.has(codes[i]); });
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
