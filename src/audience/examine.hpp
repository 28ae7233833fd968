// Examines one condition for one person: whether it holds, why, and until when.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audience/compiled.hpp"
#include "audience/measure.hpp"
#include "audience/reference.hpp"

namespace regulars::audience {

/// The finding's pointer is left empty.
Finding examine(const CompiledCondition& condition, const Question& question, const Person& person,
                Instant now);

// By kind, for examine() alone.
Finding examine(const CompiledMetric& condition, const Person& person, Instant now,
                const Zone& zone);
Finding examine(const CompiledFunnel& condition, const Person& person, Instant now,
                const Zone& zone);
Finding examine(const CompiledConsent& condition, const Person& person, Instant now,
                const Zone& zone);
Finding examine(const CompiledPredictive& condition, const Question& question, const Person& person,
                Instant now);

Measured measure(const CompiledMetric& condition, const Person& person, Instant now,
                 const Zone& zone);

/// Keeps the earlier of two instants, where there are any.
inline void keep_sooner(std::optional<Instant>& kept, std::optional<Instant> other) {
    if (other && (!kept || *other < *kept)) kept = other;
}

constexpr std::size_t most_shown_events = 5;

}  // namespace regulars::audience
