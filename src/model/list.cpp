// Names of opt-in processes and of ways to join.
// SPDX-License-Identifier: Apache-2.0
#include "model/list.hpp"

#include <fmt/format.h>

#include "model/naming.hpp"

namespace regulars::model {
namespace {
constexpr Names<OptIn, 2> processes{
    {{OptIn::single_opt_in, "single"}, {OptIn::double_opt_in, "double"}}};
constexpr Names<JoinedBy, 5> ways{{{JoinedBy::integration, "integration"},
                                   {JoinedBy::import, "import"},
                                   {JoinedBy::form, "form"},
                                   {JoinedBy::manual, "manual"},
                                   {JoinedBy::api, "api"}}};
}  // namespace

std::string_view name_of(OptIn opt_in) { return processes.name(opt_in); }
std::string_view name_of(JoinedBy how) { return ways.name(how); }
Result<OptIn> opt_in_named(std::string_view name) { return processes.find(name, "opt-in process"); }

Result<void> check_joined_without_asking(const List& list) {
    if (list.opt_in == OptIn::single_opt_in) return {};
    return fail(ErrorKind::invalid,
                fmt::format("The list '{}' is double opt-in: everybody who joins would be asked to "
                            "confirm. Choose a single opt-in list.",
                            list.name));
}

}  // namespace regulars::model
