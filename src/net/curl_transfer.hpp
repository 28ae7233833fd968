// One request under way in libcurl: its options, its answer as it arrives, its outcome.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "net/curl_client.hpp"
#include "net/http.hpp"
#include "net/url.hpp"

namespace regulars::net {

struct CurlDeleter {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlEasy = std::unique_ptr<CURL, CurlDeleter>;

/// The outcome, shared between who waits and who brings it. Thread-safe; the first outcome stays.
class Outcome {
  public:
    void set(Result<HttpResponse> result);
    Result<HttpResponse> take();
    bool is_set() const;

  private:
    mutable std::mutex mutex_;
    std::condition_variable ready_;
    bool is_set_ = false;
    std::optional<Result<HttpResponse>> result_;
};

/// Everything but `outcome` belongs to the thread of the transfers.
class CurlTransfer {
  public:
    CurlTransfer(HttpRequest request, HttpLimits limits, Url url)
        : request_(std::move(request)), limits_(limits), url_(std::move(url)) {}

    /// Sets all options on a fresh or reset handle and keeps it. Errors: invalid (a header with a
    /// line break), internal.
    Result<void> prepare(CurlEasy easy, const ClientOptions& options);
    CURL* easy() const { return easy_.get(); }
    CurlEasy release_easy() { return std::move(easy_); }
    const std::string& host() const { return url_.host; }
    /// Turns libcurl's verdict into the outcome.
    void complete(CURLcode code);

    Outcome outcome;

  private:
    static std::size_t on_header(char* data, std::size_t one, std::size_t size, void* self);
    static std::size_t on_body(char* data, std::size_t one, std::size_t size, void* self);
    static std::size_t on_upload(char* space, std::size_t one, std::size_t size, void* self);
    Result<void> add_headers();
    void choose_method();
    bool take_header(std::string_view line);
    bool take_body(std::string_view part);
    Error error_of(CURLcode code) const;

    HttpRequest request_;
    HttpLimits limits_;
    Url url_;
    CurlEasy easy_;
    std::unique_ptr<curl_slist, CurlDeleter> headers_;
    std::size_t uploaded_ = 0;

    HttpResponse response_;
    bool is_head_whole_ = false;
    std::size_t header_bytes_ = 0;
    std::size_t announced_bytes_ = 0;  // Content-Length, of the body as it travels
    enum class Breach { none, headers, body } breach_ = Breach::none;
};

}  // namespace regulars::net
