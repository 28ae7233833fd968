// Sieves over what people are and belong to, and over whole people.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audience/columns/columns.hpp"
#include "audience/compiled.hpp"
#include "audience/scan/row_filter.hpp"
#include "audience/scan/sieve.hpp"

namespace regulars::audience {

/// By a column of codes.
class CodeSieve final : public Sieve {
  public:
    /// `codes` null: nobody has the property.
    CodeSieve(const Codes* codes, AcceptedCodes accepted)
        : codes_(codes), accepted_(std::move(accepted)) {}
    std::uint64_t holds(std::uint32_t first, std::uint64_t candidates) const override {
        if (!codes_) return accepted_.has_unset() ? candidates : 0;
        std::uint64_t in = 0;
        each_bit(candidates, first, [&](std::size_t ordinal) {
            in |= std::uint64_t(accepted_.has((*codes_)[ordinal])) << (ordinal - first);
        });
        return in;
    }
    double cost_ns() const override { return 2; }

  private:
    const Codes* codes_;
    AcceptedCodes accepted_;
};

/// By a set made beforehand.
class BitsSieve final : public Sieve {
  public:
    BitsSieve(Bits bits, bool is_negated) : bits_(std::move(bits)), is_negated_(is_negated) {}
    std::uint64_t holds(std::uint32_t first, std::uint64_t candidates) const override {
        auto word = bits_.word(first / 64);
        return candidates & (is_negated_ ? ~word : word);
    }
    double cost_ns() const override { return 0.02; }

  private:
    Bits bits_;
    bool is_negated_;
};

/// By asking the reference about each person, as far as the question's extent goes.
class PersonSieve final : public Sieve {
  public:
    /// Of a question of one condition. `until`: events after it are not known yet.
    PersonSieve(const Columns& columns, Question question, Extent extent, Instant now,
                std::optional<Instant> until)
        : columns_(columns),
          question_(std::move(question)),
          extent_(std::move(extent)),
          now_(now),
          until_(until) {}
    std::uint64_t holds(std::uint32_t first, std::uint64_t candidates) const override;
    double cost_ns() const override { return 2'000; }

  private:
    const Columns& columns_;
    Question question_;
    Extent extent_;
    Instant now_;
    std::optional<Instant> until_;
};

struct AttributeName {
    Place place;
    std::string name;
};
/// Where a property of a condition is kept, if in one place alone.
std::optional<AttributeName> attribute_named(std::string_view property);

/// What of a person the condition can look at.
Extent extent_of(const Columns& columns, const Question& question,
                 const CompiledCondition& condition);

/// What of a person orders_of looks at.
Extent extent_of_orders(const Columns& columns, std::span<const MetricId> orders,
                        std::span<const MetricId> refunds);

}  // namespace regulars::audience
