// A list's members as rows of a file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/store.hpp"

namespace regulars::api {

inline constexpr const char* member_csv_head =
    "\xEF\xBB\xBFprofile_id,email,phone,first_name,last_name,joined_at,how,source,email_"
    "consent\r\n";

/// One member as CSV, safe to open in a spreadsheet.
Result<std::string> csv_line(store::Transaction& tx, AccountId account,
                             const model::Membership& member);
/// One member as a line of JSON.
Result<std::string> json_line(store::Transaction& tx, AccountId account,
                              const model::Membership& member);

}  // namespace regulars::api
