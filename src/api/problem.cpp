// The one table from kinds of error to HTTP, and the shape of errors.
// SPDX-License-Identifier: Apache-2.0
#include "api/problem.hpp"

#include <array>

#include "base/json.hpp"
#include "base/log.hpp"

namespace regulars::api {
namespace {

struct Row {
    ErrorKind kind;
    int status;
    const char* code;
};

constexpr std::array<Row, 8> table{{
    {ErrorKind::invalid, 400, "invalid"},
    {ErrorKind::unauthorized, 401, "signed_out"},
    {ErrorKind::not_found, 404, "not_found"},
    {ErrorKind::conflict, 409, "conflict"},
    {ErrorKind::exhausted, 413, "too_large"},
    {ErrorKind::unavailable, 503, "unavailable"},
    {ErrorKind::cancelled, 503, "unavailable"},
    {ErrorKind::internal, 500, "internal"},
}};

const Row& row_of(ErrorKind kind) {
    for (auto& row : table)
        if (row.kind == kind) return row;
    return table.back();
}

const char* title_of(int status) {
    switch (status) {
        case 400:
            return "The request is not right";
        case 401:
            return "Nobody is signed in";
        case 403:
            return "That is not allowed";
        case 404:
            return "There is no such thing";
        case 405:
            return "Not that method";
        case 409:
            return "The state forbids it";
        case 413:
            return "That is too large";
        case 415:
            return "Not that kind of content";
        case 429:
            return "Too many attempts";
        case 503:
            return "Not available right now";
        default:
            return status < 500 ? "The request cannot be fulfilled" : "Something went wrong here";
    }
}

void write(JsonWriter& out, const Problem& problem) {
    out.begin_object()
        .member("status", std::to_string(problem.status))
        .member("code", problem.code);
    out.member("title", title_of(problem.status)).member("detail", problem.detail);
    if (!problem.pointer.empty() || !problem.parameter.empty()) {
        out.key("source").begin_object();
        if (!problem.pointer.empty()) out.member("pointer", problem.pointer);
        if (!problem.parameter.empty()) out.member("parameter", problem.parameter);
        out.end_object();
    }
    if (problem.retry_after_s) out.member("retry_after_seconds", *problem.retry_after_s);
    out.end_object();
}

}  // namespace

Problem::Problem(const Error& error)
    : status(row_of(error.kind).status), code(row_of(error.kind).code), detail(error.message) {
    if (error.where.starts_with('/') && error.kind == ErrorKind::invalid) pointer = error.where;
    if (error.kind != ErrorKind::internal && error.kind != ErrorKind::unavailable) return;
    // Where and why is the operator's to read, not the world's.
    log::error("a request failed: {}", error.text());
    detail = error.kind == ErrorKind::internal ? "This is our fault; the server's log says more."
                                               : "The store does not answer right now; try again.";
    if (error.kind == ErrorKind::unavailable) retry_after_s = 5;
}

net::HttpResponse to_response(const Problem& problem) {
    JsonWriter out;
    out.begin_object().key("errors").begin_array();
    write(out, problem);
    for (auto& other : problem.more) write(out, other);
    out.end_array().end_object();
    net::HttpResponse response{.status = problem.status,
                               .headers = {{"Content-Type", "application/json"}},
                               .body = out.take()};
    if (problem.retry_after_s)
        response.headers.emplace_back("Retry-After", std::to_string(*problem.retry_after_s));
    return response;
}

}  // namespace regulars::api
