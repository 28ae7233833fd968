// Reads a question aloud for one person: every condition, then OR within groups and AND between
// them.
// SPDX-License-Identifier: Apache-2.0
#include "audience/reference.hpp"

#include <fmt/format.h>

#include "audience/examine.hpp"

namespace regulars::audience {

Explanation explain(const Question& question, const Person& person, Instant now) {
    Explanation explanation;
    explanation.standing.is_member = true;
    auto& groups = question.compiled().groups;
    for (std::size_t g = 0; g < groups.size(); g++) {
        bool any_holds = false;
        for (std::size_t c = 0; c < groups[g].size(); c++) {
            auto finding = examine(groups[g][c], question, person, now);
            finding.pointer = fmt::format("/condition_groups/{}/conditions/{}", g, c);
            if (finding.holds) any_holds = true;
            keep_sooner(explanation.standing.next_change, finding.next_change);
            explanation.findings.push_back(std::move(finding));
        }
        if (!any_holds) explanation.standing.is_member = false;
    }
    return explanation;
}

Standing stands(const Question& question, const Person& person, Instant now) {
    return explain(question, person, now).standing;
}

std::optional<double> order_figure(const Question& question, const Person& person, Instant now) {
    auto& order = question.compiled().order_by;
    if (!order) return std::nullopt;
    return figure(order->by.asked, measure(order->by, person, now, question.catalog().day_zone));
}

}  // namespace regulars::audience
