// Options, callbacks and verdicts of one libcurl handle.
// SPDX-License-Identifier: Apache-2.0
#include "net/curl_transfer.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

#include "base/text.hpp"
#include "net/call_error.hpp"

namespace regulars::net {
namespace {

constexpr std::size_t most_header_bytes = 256 << 10;
constexpr long read_buffer_bytes = 64 << 10;

// Of X509_verify_cert, in OpenSSL's x509_vfy.h; a stable part of its interface.
constexpr long certificate_not_yet_valid = 9, certificate_expired = 10, self_signed = 18,
               self_signed_in_chain = 19, unknown_issuer = 20, unverified_leaf = 21;

long milliseconds(Duration d) {
    // 0 would mean libcurl's default.
    return long(std::clamp<std::int64_t>((d.count() + 999) / 1000, 1, std::int64_t(1) << 31));
}

bool holds_line_break(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

}  // namespace

void Outcome::set(Result<HttpResponse> result) {
    {
        std::scoped_lock lock(mutex_);
        if (is_set_) return;
        is_set_ = true;
        result_ = std::move(result);
    }
    ready_.notify_all();
}

Result<HttpResponse> Outcome::take() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return is_set_; });
    REGULARS_ASSERT(result_.has_value(), "an answer is taken once");
    auto result = std::move(*result_);
    result_.reset();
    return result;
}

bool Outcome::is_set() const {
    std::scoped_lock lock(mutex_);
    return is_set_;
}

Result<void> CurlTransfer::prepare(CurlEasy easy, const ClientOptions& options) {
    easy_ = std::move(easy);
    if (!easy_) return fail(ErrorKind::internal, "libcurl gave no handle");
    CURL* curl = easy_.get();
    curl_easy_setopt(curl, CURLOPT_URL, request_.target.c_str());
    curl_easy_setopt(curl, CURLOPT_PRIVATE, this);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    // Giving up while a name is being resolved must not wait for the resolver.
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, long(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_USERAGENT, options.user_agent.c_str());
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!options.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options.ca_file.c_str());
    if (url_.is_loopback()) curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds(limits_.timeout));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(limits_.connect_timeout));
    curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, read_buffer_bytes);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
    choose_method();
    return add_headers();
}

void CurlTransfer::choose_method() {
    CURL* curl = easy_.get();
    const std::string& method = request_.method;
    bool repeatable = method != "POST" && method != "PATCH";
    if (method == "HEAD") {
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    } else if (!request_.body.empty() || !repeatable || method == "PUT") {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request_.body.size()));
        // libcurl repeats a request by itself when a kept connection closes under it. It cannot
        // when the body comes from a callback that does not rewind, or the connection is new.
        if (repeatable || request_.body.empty()) {
            curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request_.body.c_str());
        } else {
            curl_easy_setopt(curl, CURLOPT_READFUNCTION, &CurlTransfer::on_upload);
            curl_easy_setopt(curl, CURLOPT_READDATA, this);
        }
        if (!repeatable && request_.body.empty()) curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    }
    if (method != "GET" || !request_.body.empty())
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
}

Result<void> CurlTransfer::add_headers() {
    auto append = [this](const std::string& line) {
        curl_slist* longer = curl_slist_append(headers_.get(), line.c_str());
        REGULARS_ASSERT(longer != nullptr, "memory for a header");
        (void)headers_.release();
        headers_.reset(longer);
    };
    if (holds_line_break(request_.method) || request_.method.empty())
        return fail(ErrorKind::invalid, "the request's method is not one");
    for (auto& [name, value] : request_.headers) {
        if (name.empty() || name.find(':') != std::string::npos || holds_line_break(name) ||
            holds_line_break(value))
            return fail(
                ErrorKind::invalid,
                fmt::format("a header of a request to {} holds a forbidden character", host()));
        // libcurl's spelling of an empty value ends in a semicolon.
        append(value.empty() ? name + ';' : name + ": " + value);
    }
    // Without these, libcurl waits for a 100 before long bodies and names bodies a form.
    append("Expect:");
    if (!header(request_.headers, "Content-Type")) append("Content-Type:");
    curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, headers_.get());
    return {};
}

std::size_t CurlTransfer::on_header(char* data, std::size_t, std::size_t size, void* self) {
    return static_cast<CurlTransfer*>(self)->take_header({data, size}) ? size : 0;
}

std::size_t CurlTransfer::on_body(char* data, std::size_t, std::size_t size, void* self) {
    return static_cast<CurlTransfer*>(self)->take_body({data, size}) ? size : 0;
}

std::size_t CurlTransfer::on_upload(char* space, std::size_t one, std::size_t size, void* self) {
    auto& transfer = *static_cast<CurlTransfer*>(self);
    std::size_t part = std::min(one * size, transfer.request_.body.size() - transfer.uploaded_);
    std::memcpy(space, transfer.request_.body.data() + transfer.uploaded_, part);
    transfer.uploaded_ += part;
    return part;
}

bool CurlTransfer::take_header(std::string_view line) {
    if (line.starts_with("HTTP/")) {
        // A new head: what came before was a 1xx.
        response_.headers.clear();
        announced_bytes_ = 0;
        is_head_whole_ = false;
        return true;
    }
    header_bytes_ += line.size();
    if (header_bytes_ > most_header_bytes) return breach_ = Breach::headers, false;
    auto colon = line.find(':');
    if (colon == std::string_view::npos) {
        if (trimmed(line).empty()) is_head_whole_ = true;
        return true;
    }
    std::string_view name = trimmed(line.substr(0, colon)), value = trimmed(line.substr(colon + 1));
    response_.headers.emplace_back(std::string(name), std::string(value));
    if (request_.method == "HEAD" || !equals_ignoring_case(name, "Content-Length")) return true;
    // A number too large for 64 bits, or none: libcurl judges it.
    std::size_t length = 0;
    if (std::from_chars(value.data(), value.data() + value.size(), length).ec != std::errc())
        return true;
    announced_bytes_ = length;
    if (length > limits_.max_body_bytes) return breach_ = Breach::body, false;
    return true;
}

bool CurlTransfer::take_body(std::string_view part) {
    std::string& body = response_.body;
    if (part.size() > limits_.max_body_bytes - body.size()) return breach_ = Breach::body, false;
    if (body.empty()) body.reserve(std::min(announced_bytes_, limits_.max_body_bytes));
    body.append(part);
    return true;
}

void CurlTransfer::complete(CURLcode code) {
    if (code != CURLE_OK) return outcome.set(std::unexpected(error_of(code)));
    // libcurl is content with a head that ends in the middle.
    if (!is_head_whole_) return outcome.set(std::unexpected(closed_early_error(host())));
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    response_.status = int(status);
    if (header(response_.headers, "Content-Encoding") && request_.method != "HEAD") {
        std::erase_if(response_.headers, [](const auto& field) {
            return equals_ignoring_case(field.first, "Content-Encoding") ||
                   equals_ignoring_case(field.first, "Content-Length");
        });
    }
    outcome.set(std::move(response_));
}

Error CurlTransfer::error_of(CURLcode code) const {
    auto unavailable = [this](std::string_view sentence) {
        return Error{ErrorKind::unavailable, fmt::format("{}: {}", sentence, host()), {}};
    };
    if (breach_ == Breach::body) return body_limit_error(host(), limits_.max_body_bytes);
    if (breach_ == Breach::headers)
        return {ErrorKind::exhausted,
                fmt::format("the answer's headers are larger than the limit of {} bytes: {}",
                            most_header_bytes, host()),
                {}};
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return unknown_host_error(host());
        case CURLE_COULDNT_RESOLVE_PROXY:
            return unavailable("the name of the proxy could not be found, on the way to");
        case CURLE_COULDNT_CONNECT: {
            long system_error = 0;
            curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &system_error);
            if (system_error == ECONNREFUSED) return unavailable("the connection was refused");
            if (system_error == ENETUNREACH || system_error == EHOSTUNREACH)
                return unavailable("there is no way to the host");
            return unavailable("no connection could be made");
        }
        case CURLE_OPERATION_TIMEDOUT: {
            // Before the call's own time is over, only connecting can have taken too long.
            curl_off_t total_us = 0;
            curl_easy_getinfo(easy_.get(), CURLINFO_TOTAL_TIME_T, &total_us);
            if (total_us < limits_.timeout.count())
                return unavailable(fmt::format("no connection within {:g} s",
                                               double(limits_.connect_timeout.count()) / 1e6));
            return timeout_error(host(), limits_.timeout);
        }
        case CURLE_PEER_FAILED_VERIFICATION: {
            long verdict = 0;
            curl_easy_getinfo(easy_.get(), CURLINFO_SSL_VERIFYRESULT, &verdict);
            if (verdict == certificate_expired)
                return unavailable("the TLS certificate has expired");
            if (verdict == certificate_not_yet_valid)
                return unavailable("the TLS certificate is not valid yet (is the clock right?)");
            if (verdict == self_signed || verdict == self_signed_in_chain)
                return unavailable("the TLS certificate is self-signed and not trusted");
            if (verdict == unknown_issuer || verdict == unverified_leaf)
                return unavailable("the TLS certificate is from an issuer that is not trusted");
            // The chain was right (or, as 1, its verdict not yet read): then it was the name.
            if (verdict == 0 || verdict == 1)
                return unavailable("the TLS certificate is for another host");
            return unavailable(
                fmt::format("the TLS certificate is not trusted (OpenSSL's reason {})", verdict));
        }
        case CURLE_SSL_CACERT_BADFILE:
            return unavailable(
                "the file of trusted TLS certificates cannot be read, on the way to");
        case CURLE_SSL_CONNECT_ERROR:
            return unavailable("TLS could not be agreed on");
        case CURLE_PARTIAL_FILE:
        case CURLE_GOT_NOTHING:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_SEND_FAIL_REWIND:
            return closed_early_error(host());
        case CURLE_BAD_CONTENT_ENCODING:
            return unavailable("the answer's compressed body is damaged");
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return unavailable("the answer is not HTTP");
        // libcurl's word for a single header beyond its own limit of 100 KB, too.
        case CURLE_OUT_OF_MEMORY:
            return {ErrorKind::exhausted,
                    fmt::format("a header of the answer is too large: {}", host()),
                    {}};
        case CURLE_URL_MALFORMAT:
            return {ErrorKind::invalid, fmt::format("the URL is malformed: {}", host()), {}};
        default:
            return unavailable(fmt::format("the call failed ({})", curl_easy_strerror(code)));
    }
}

}  // namespace regulars::net
