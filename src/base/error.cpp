// Names of error kinds and the end of a process whose invariant broke.
// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"

#include <cstdio>
#include <cstdlib>

namespace regulars {

std::string_view name_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid:
            return "invalid";
        case ErrorKind::unauthorized:
            return "unauthorized";
        case ErrorKind::not_found:
            return "not_found";
        case ErrorKind::conflict:
            return "conflict";
        case ErrorKind::exhausted:
            return "exhausted";
        case ErrorKind::unavailable:
            return "unavailable";
        case ErrorKind::cancelled:
            return "cancelled";
        case ErrorKind::internal:
            return "internal";
    }
    return "internal";
}

void assertion_failed(const char* condition, const char* what, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: %s (%s)\n", file, line, what, condition);
    std::abort();
}

}  // namespace regulars
