// Whether a value passes a test: the one meaning that the reference and the index share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "audience/definition.hpp"
#include "audience/person.hpp"
#include "audience/window.hpp"
#include "model/profile.hpp"

namespace re2 {
class RE2;
}

namespace regulars::audience {

/// A pattern of more bytes is refused.
constexpr std::size_t most_pattern_bytes = 1'000;

/// A test with its pattern compiled. A value: cheap to copy; safe to share between threads.
class CompiledTest {
  public:
    /// Errors: invalid at `pointer`: a pattern that RE2 refuses or whose program is too large, or a
    /// country code that is none.
    static Result<CompiledTest> compile(ValueTest test, std::string pointer);

    const ValueTest& test() const { return *test_; }
    /// Whether the answer for a fixed value can change as time passes.
    bool depends_on_time() const;

  private:
    friend class ValueMatcher;
    std::shared_ptr<const ValueTest> test_;
    std::shared_ptr<const re2::RE2> pattern_;
};

/// One test at one now, to be asked of many values.
class ValueMatcher {
  public:
    ValueMatcher(const CompiledTest& test, Instant now, const Zone& zone);
    /// The table of docs/segments.md. `value` null: the property is not set, which passes nothing
    /// but "not set". Cost: linear in the value and in the test's values.
    bool operator()(const model::Property* value) const;

  private:
    CompiledTest test_;
    Zone zone_;
    std::optional<DateMatcher> date_;
};

inline bool matches(const CompiledTest& test, const model::Property* value, Instant now,
                    const Zone& zone) {
    return ValueMatcher(test, now, zone)(value);
}

/// The first instant after `now` at which this value's answer can change; none: never.
std::optional<Instant> next_change(const CompiledTest& test, const model::Property* value,
                                   Instant now, const Zone& zone);

bool passes(const NumberTest& test, double value);
/// The number to compare with, and a sum, are thousandths: exact.
bool passes(const NumberTest& test, Amount value);

/// The date that a value holds: YYYY-MM-DD, MM/DD/YYYY and MM/DD/YY are midnight in `zone`; a time
/// after it (see parse_instant) without offset is one of `zone`; a number, or a text of digits,
/// from 100000000 on is Unix seconds. Nothing for all other texts and types. Source:
/// klaviyo-product §3.
std::optional<Instant> date_in(const model::Property& value, const Zone& zone);
/// A number, or a text that is wholly one ("12", "-0.5", "1e3").
std::optional<double> number_in(const model::Property& value);
/// number_in in thousandths, rounded half away from zero; nothing past ±9e12.
std::optional<Amount> amount_in(const model::Property& value);
/// A text as it is; a number as JSON writes it; true or false. Nothing for lists.
std::optional<std::string> text_in(const model::Property& value);

}  // namespace regulars::audience
