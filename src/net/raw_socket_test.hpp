// Bare sockets for tests: a client that may write nonsense, and a scripted peer.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "base/error.hpp"

namespace regulars::net {

inline sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

class RawSocket {
  public:
    explicit RawSocket(int descriptor) : descriptor_(descriptor) {
        REGULARS_ASSERT(descriptor >= 0, "a socket");
    }
    static RawSocket connect(std::uint16_t port) {
        RawSocket socket(::socket(AF_INET, SOCK_STREAM, 0));
        auto address = loopback(port);
        int code =
            ::connect(socket.descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        REGULARS_ASSERT(code == 0, "the server takes a connection");
        return socket;
    }
    RawSocket(RawSocket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    ~RawSocket() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    /// False when the peer has gone.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(std::size_t(sent));
        }
        return true;
    }
    /// What comes until `end` has come, the peer closes, or ten seconds pass without a byte.
    std::string receive_until(std::string_view end) {
        std::string received;
        char space[4096];
        pollfd ready{descriptor_, POLLIN, 0};
        while ((end.empty() || received.find(end) == std::string::npos) &&
               ::poll(&ready, 1, 10'000) == 1) {
            auto got = ::recv(descriptor_, space, sizeof space, 0);
            if (got <= 0) break;
            received.append(space, std::size_t(got));
        }
        return received;
    }
    std::string receive_all() { return receive_until({}); }

  private:
    int descriptor_;
};

/// Takes one connection after another; on each it reads a head and sends `answer`, `times` times,
/// and closes.
class Imposter {
  public:
    explicit Imposter(std::string answer, int times = 1)
        : answer_(std::move(answer)), times_(times), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
        auto address = loopback(0);
        socklen_t size = sizeof address;
        bool listens = ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::listen(listener_, 8) == 0 &&
                       ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0;
        REGULARS_ASSERT(listens, "the imposter listens");
        port_ = ntohs(address.sin_port);
        thread_ = std::jthread([this] { run(); });
    }
    ~Imposter() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    std::string url() const {
        return "http://127.0.0.1:" + std::to_string(port_) + "/path?secret=1";
    }
    std::uint16_t port() const { return port_; }
    int connections() const { return connections_; }

  private:
    void run() {
        for (;;) {
            int descriptor = ::accept(listener_, nullptr, nullptr);
            if (descriptor < 0) return;
            ++connections_;
            RawSocket socket(descriptor);
            for (int i = 0; i < times_ && !socket.receive_until("\r\n\r\n").empty(); ++i)
                socket.send(answer_);
        }
    }

    const std::string answer_;
    const int times_;
    std::atomic<int> connections_ = 0;
    int listener_;
    std::uint16_t port_ = 0;
    std::jthread thread_;
};

}  // namespace regulars::net
