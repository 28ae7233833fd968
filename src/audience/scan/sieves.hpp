// Makes the sieve of each condition: the cheapest that gives the reference's answer.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "audience/compiled.hpp"
#include "audience/scan/measure_sieve.hpp"
#include "audience/scan/plan.hpp"

namespace regulars::audience {

class SieveMaker {
  public:
    SieveMaker(const Columns& columns, const Question& question, Instant now, bool is_past,
               KnownCodes* known);
    std::unique_ptr<Sieve> sieve(const CompiledCondition& condition);
    /// What the condition measures of each person, whatever its test.
    MeasureSieve measures(const CompiledMetric& condition);

  private:
    std::unique_ptr<Sieve> of(const CompiledMetric& condition);
    std::unique_ptr<Sieve> of(const CompiledFunnel& condition);
    std::unique_ptr<Sieve> of(const CompiledProperty& condition);
    std::unique_ptr<Sieve> of(const GroupCondition& condition);
    std::unique_ptr<Sieve> of(const CompiledConsent& condition);
    /// Asks the reference about each person.
    std::unique_ptr<Sieve> of_each(const Condition& condition);

    MeasurePlan measure_plan(const CompiledMetric& condition);
    RowsPlan rows_plan(const CompiledEvents& events, const DateTest& timeframe);
    std::vector<RowFilter> filters_of(const std::vector<CompiledFilter>& filters);

    const Columns& columns_;
    const Question& question_;
    Instant now_;
    Zone zone_;
    bool is_past_;
    KnownCodes* known_;
};

}  // namespace regulars::audience
