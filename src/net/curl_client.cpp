// One thread, one curl_multi, all calls.
// SPDX-License-Identifier: Apache-2.0
#include "net/curl_client.hpp"

#include <optional>
#include <thread>
#include <unordered_map>

#include "net/call_error.hpp"
#include "net/curl_transfer.hpp"

namespace regulars::net {
namespace {

constexpr std::size_t most_kept_handles = 32;  // each remembers TLS sessions
constexpr long most_kept_connections = 64;
constexpr int longest_poll_ms = 60'000;  // woken earlier by every call and timer

using Shared = std::shared_ptr<CurlTransfer>;

struct MultiDeleter {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

/// The thread and what it is told. Shared with the calls, which may outlive the client.
class Loop {
  public:
    explicit Loop(ClientOptions options);

    void add(Shared transfer);
    /// Makes the loop let go of a transfer whose outcome is set.
    void drop(Shared transfer);
    void stop();

  private:
    void run();
    void take_in();
    void begin(Shared transfer);
    void end(CurlTransfer& transfer);
    void collect();
    CurlEasy handle();

    const ClientOptions options_;
    std::unique_ptr<CURLM, MultiDeleter> multi_;

    std::mutex mutex_;
    std::vector<Shared> added_, dropped_;
    bool stopping_ = false;

    // The thread's own.
    std::vector<CurlEasy> kept_;
    std::unordered_map<CurlTransfer*, Shared> running_;

    std::jthread thread_;
};

Loop::Loop(ClientOptions options) : options_(std::move(options)) {
    // Thread-safe since libcurl 7.84; done once a process, never undone.
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    REGULARS_ASSERT(started == CURLE_OK, "libcurl starts");
    multi_.reset(curl_multi_init());
    REGULARS_ASSERT(multi_ != nullptr, "libcurl gives a multi handle");
    curl_multi_setopt(multi_.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, long(options_.max_connections));
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, most_kept_connections);
    thread_ = std::jthread([this] { run(); });
}

void Loop::add(Shared transfer) {
    std::scoped_lock lock(mutex_);
    if (stopping_) return transfer->outcome.set(std::unexpected(cancelled_error(transfer->host())));
    added_.push_back(std::move(transfer));
    curl_multi_wakeup(multi_.get());
}

void Loop::drop(Shared transfer) {
    std::scoped_lock lock(mutex_);
    if (stopping_) return;
    dropped_.push_back(std::move(transfer));
    curl_multi_wakeup(multi_.get());
}

void Loop::stop() {
    {
        std::scoped_lock lock(mutex_);
        stopping_ = true;
        curl_multi_wakeup(multi_.get());
    }
    if (thread_.joinable()) thread_.join();
}

void Loop::run() {
    for (;;) {
        take_in();
        {
            std::scoped_lock lock(mutex_);
            if (stopping_) break;
        }
        int busy = 0;
        curl_multi_perform(multi_.get(), &busy);
        collect();
        curl_multi_poll(multi_.get(), nullptr, 0, longest_poll_ms, nullptr);
    }
    take_in();  // what came between the last look and the stop
    while (!running_.empty()) {
        Shared transfer = running_.begin()->second;
        transfer->outcome.set(std::unexpected(cancelled_error(transfer->host())));
        end(*transfer);
    }
    kept_.clear();
}

void Loop::take_in() {
    std::vector<Shared> added, dropped;
    {
        std::scoped_lock lock(mutex_);
        added.swap(added_);
        dropped.swap(dropped_);
    }
    for (Shared& transfer : added) begin(std::move(transfer));
    for (Shared& transfer : dropped) end(*transfer);
}

CurlEasy Loop::handle() {
    if (kept_.empty()) return CurlEasy(curl_easy_init());
    CurlEasy easy = std::move(kept_.back());
    kept_.pop_back();
    return easy;
}

void Loop::begin(Shared transfer) {
    if (transfer->outcome.is_set()) return;
    if (auto ready = transfer->prepare(handle(), options_); !ready)
        return transfer->outcome.set(std::unexpected(std::move(ready).error()));
    CURLMcode code = curl_multi_add_handle(multi_.get(), transfer->easy());
    REGULARS_ASSERT(code == CURLM_OK, "libcurl takes a new handle");
    running_.emplace(transfer.get(), std::move(transfer));
}

void Loop::end(CurlTransfer& transfer) {
    auto found = running_.find(&transfer);
    if (found == running_.end()) return;
    curl_multi_remove_handle(multi_.get(), transfer.easy());
    CurlEasy easy = transfer.release_easy();
    curl_easy_reset(easy.get());
    if (kept_.size() < most_kept_handles) kept_.push_back(std::move(easy));
    running_.erase(found);
}

void Loop::collect() {
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        void* self = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
        auto& transfer = *static_cast<CurlTransfer*>(self);
        transfer.complete(message->data.result);
        end(transfer);
    }
}

class Call final : public HttpCall {
  public:
    Call(std::shared_ptr<Loop> loop, Shared transfer, std::stop_token stop)
        : loop_(std::move(loop)),
          transfer_(std::move(transfer)),
          on_stop_(std::move(stop), Cancel{this}) {}
    ~Call() override {
        if (!transfer_->outcome.is_set()) cancel();
    }
    Result<HttpResponse> wait() override { return transfer_->outcome.take(); }

  private:
    struct Cancel {
        Call* call;
        void operator()() const { call->cancel(); }
    };
    void cancel() {
        transfer_->outcome.set(std::unexpected(cancelled_error(transfer_->host())));
        loop_->drop(transfer_);
    }

    std::shared_ptr<Loop> loop_;
    Shared transfer_;
    std::stop_callback<Cancel> on_stop_;  // last: gone before what it uses
};

class FailedCall final : public HttpCall {
  public:
    explicit FailedCall(Error error) : error_(std::move(error)) {}
    Result<HttpResponse> wait() override { return std::unexpected(error_); }

  private:
    Error error_;
};

class CurlClient final : public HttpClient {
  public:
    explicit CurlClient(ClientOptions options)
        : loop_(std::make_shared<Loop>(std::move(options))) {}
    ~CurlClient() override { loop_->stop(); }

    std::unique_ptr<HttpCall> start(HttpRequest request, HttpLimits limits,
                                    std::stop_token stop) override {
        auto url = parse_url(request.target);
        if (!url) return std::make_unique<FailedCall>(std::move(url).error());
        if (stop.stop_requested()) return std::make_unique<FailedCall>(cancelled_error(url->host));
        auto transfer = std::make_shared<CurlTransfer>(std::move(request), limits, std::move(*url));
        loop_->add(transfer);
        return std::make_unique<Call>(loop_, std::move(transfer), std::move(stop));
    }

  private:
    std::shared_ptr<Loop> loop_;
};

}  // namespace

std::unique_ptr<HttpClient> make_curl_client(ClientOptions options) {
    return std::make_unique<CurlClient>(std::move(options));
}

}  // namespace regulars::net
