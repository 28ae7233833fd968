// The one table of refusals: the word, and the sentence that it is found again by.
// SPDX-License-Identifier: Apache-2.0
#include "audience/refusal.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace regulars::audience {
namespace {

struct Row {
    Refusal refusal;
    std::string_view code, sentence;
};

// No sentence begins as another does: code_of takes the first that an error's message begins with.
constexpr Row table[] = {
    {Refusal::unknown_metric, "unknown_metric", "this account has no such metric"},
    {Refusal::unknown_group, "unknown_group", "this account has no such list or segment"},
    {Refusal::unknown_postal_code, "unknown_postal_code", "there is no such postal code"},
    {Refusal::no_postal_codes, "no_postal_codes",
     "this cannot be answered: no postal codes are loaded"},
    {Refusal::no_push, "no_push", "this cannot be answered: push messages are not kept here"},
    {Refusal::no_rcs, "no_rcs",
     "this cannot be answered: whether a phone takes RCS is not known here"},
    {Refusal::no_whatsapp, "no_whatsapp", "this cannot be answered: WhatsApp is not kept here"},
    {Refusal::no_gender, "no_gender", "this cannot be answered: nobody's gender is predicted here"},
    {Refusal::no_channel_affinity, "no_channel_affinity",
     "this cannot be answered: nobody's preferred channel is predicted here"},
    {Refusal::no_custom_objects, "no_custom_objects",
     "this cannot be answered: custom objects are not kept here"},
    {Refusal::ends_before_start, "ends_before_start", "this ends before it starts"},
    {Refusal::bad_pattern, "bad_pattern", "this is no pattern that can be searched for"},
    {Refusal::too_many_conditions, "too_many_conditions", "a segment has at most 100 conditions"},
};

}  // namespace

std::string sentence_of(Refusal refusal, std::string_view value) {
    auto sentence = std::ranges::find(table, refusal, &Row::refusal)->sentence;
    return value.empty() ? std::string(sentence) : fmt::format("{}: '{}'", sentence, value);
}

bool is_unanswerable(const Error& error) { return code_of(error).starts_with("no_"); }

std::string_view code_of(const Error& error) {
    for (auto& row : table)
        if (error.message.starts_with(row.sentence)) return row.code;
    return "invalid_definition";
}

}  // namespace regulars::audience
