// Why a definition is refused: a stable word for programs beside each sentence for people.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace regulars::audience {

/// What a person can do something about. Of all else the code is "invalid_definition".
enum class Refusal {
    unknown_metric,
    unknown_group,
    unknown_postal_code,
    no_postal_codes,
    no_push,
    no_rcs,
    no_whatsapp,
    no_gender,
    no_channel_affinity,
    no_custom_objects,
    ends_before_start,
    bad_pattern,
    too_many_conditions
};

/// The sentence, and after it the value that was refused, where there is one.
std::string sentence_of(Refusal refusal, std::string_view value = {});
/// The word for a refusal made with sentence_of, such as "unknown_metric"; "invalid_definition"
/// for every other error.
std::string_view code_of(const Error& error);
/// Whether the question is a good one that only cannot be answered here (no_push, no_postal_codes
/// …): such a definition is kept, and counts nobody.
bool is_unanswerable(const Error& error);

inline std::unexpected<Error> refuse(Refusal refusal, std::string where,
                                     std::string_view value = {}) {
    return fail(refusal == Refusal::too_many_conditions ? ErrorKind::exhausted : ErrorKind::invalid,
                sentence_of(refusal, value), std::move(where));
}

}  // namespace regulars::audience
