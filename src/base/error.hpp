// What can go wrong, as values: Error, Result, TRY and the assertion for programmers' errors.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace regulars {

/// Kinds are chosen by what the caller can do about it; `api` maps each to one HTTP status.
enum class ErrorKind {
    invalid,       // the input is wrong: change it
    unauthorized,  // who asks is unknown or may not
    not_found,     // there is no such thing
    conflict,      // somebody else was first, or the state forbids it
    exhausted,     // a stated limit was reached: less, or later
    unavailable,   // the world does not answer now: try again
    cancelled,     // asked to stop
    internal       // our own fault
};

std::string_view name_of(ErrorKind kind);

/// A failure: a kind, a sentence for a person, and where it happened (a JSON pointer, a file, a
/// stream). Values go last in the sentence; personal data never goes in.
struct Error {
    ErrorKind kind = ErrorKind::internal;
    std::string message;
    std::string where;

    /// "where: message", or the message alone.
    std::string text() const { return where.empty() ? message : where + ": " + message; }
    bool operator==(const Error&) const = default;
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorKind kind, std::string message, std::string where = {}) {
    return std::unexpected(Error{kind, std::move(message), std::move(where)});
}

[[noreturn]] void assertion_failed(const char* condition, const char* what, const char* file,
                                   int line);

}  // namespace regulars

/// Evaluates a Result; on error returns that error from the enclosing function, else yields the
/// value. Not for coroutines (g++ 12 breaks on co_await inside a statement expression).
#define TRY(expression) REGULARS_TRY(expression, REGULARS_JOIN(regulars_try_result_, __COUNTER__))
#define REGULARS_JOIN(a, b) REGULARS_JOIN_EXPANDED(a, b)
#define REGULARS_JOIN_EXPANDED(a, b) a##b
#define REGULARS_TRY(expression, result)                       \
    ({                                                         \
        auto result = (expression);                            \
        if (!result) [[unlikely]]                              \
            return std::unexpected(std::move(result).error()); \
        ::regulars::detail::take(std::move(result));           \
    })

/// Stops the process when an invariant is broken; stays on in release.
#define REGULARS_ASSERT(condition, what)                                        \
    do {                                                                        \
        if (!(condition)) [[unlikely]]                                          \
            ::regulars::assertion_failed(#condition, what, __FILE__, __LINE__); \
    } while (false)

namespace regulars::detail {
template <class T>
T take(Result<T>&& result) {
    return std::move(*result);
}
inline void take(Result<void>&&) {}
}  // namespace regulars::detail
