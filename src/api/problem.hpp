// What an endpoint answers instead of success, and how it becomes an HTTP answer.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "net/http.hpp"

namespace regulars::api {

/// One refusal in the field's error shape. `code` is a stable word for programs.
struct Problem {
    int status = 500;
    std::string code = "internal";
    std::string detail;
    std::string pointer;    // JSON pointer into the body, or empty
    std::string parameter;  // name of the query parameter, or empty
    std::optional<std::int64_t> retry_after_s;
    std::vector<Problem> more;  // further faults of the same request

    Problem(int status_, std::string code_, std::string detail_)
        : status(status_), code(std::move(code_)), detail(std::move(detail_)) {}
    /// By the error's kind. A `where` that is a JSON pointer becomes `pointer`.
    Problem(const Error& error);  // NOLINT: a Result's error becomes an Outcome's through TRY

    Problem& at(std::string json_pointer) { return pointer = std::move(json_pointer), *this; }
    Problem& in(std::string query_parameter) {
        return parameter = std::move(query_parameter), *this;
    }
};

template <class T>
using Outcome = std::expected<T, Problem>;
using Answer = Outcome<net::HttpResponse>;

inline std::unexpected<Problem> refuse(int status, std::string code, std::string detail) {
    return std::unexpected(Problem(status, std::move(code), std::move(detail)));
}
inline std::unexpected<Problem> refuse(Problem problem) {
    return std::unexpected(std::move(problem));
}
inline std::unexpected<Problem> not_found(const char* what) {
    return refuse(404, "not_found", what);
}

/// Our own faults are logged and told without their inside.
net::HttpResponse to_response(const Problem& problem);

}  // namespace regulars::api

namespace regulars::detail {
template <class T>
T take(api::Outcome<T>&& outcome) {
    return std::move(*outcome);
}
inline void take(api::Outcome<void>&&) {}
}  // namespace regulars::detail
