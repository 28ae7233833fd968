// Putting a server together and taking it apart.
// SPDX-License-Identifier: Apache-2.0
#include "app/serving.hpp"

#include "app/version.hpp"
#include "base/log.hpp"

namespace regulars::app {

Serving::Serving(DataFolder& folder, net::HttpClient& client, Clock& clock, Random& random,
                 const ServingOptions& options, FileLock lock)
    : lock_(std::move(lock)),
      service_(folder, client, clock, random),
      reconciler_(folder, service_, clock),
      control_(folder, service_, reconciler_, client, clock),
      imports_(folder, clock, random),
      audiences_(folder, clock),
      api_({.store = folder.store(),
            .ingest = service_.ingest(),
            .vault = folder.vault(),
            .clock = clock,
            .random = random,
            .sync = control_,
            .version = version,
            .behind_proxy = options.behind_proxy,
            .is_demo = options.is_demo,
            .clock_speed = options.clock_speed,
            .vendor_url = options.vendor_url,
            .audiences = &audiences_,
            .imports = &imports_}) {}

Result<std::unique_ptr<Serving>> Serving::start(DataFolder& folder, net::HttpClient& client,
                                                Clock& clock, Random& random,
                                                const ServingOptions& options) {
    auto lock = TRY(folder.lock_for_server());
    std::unique_ptr<Serving> serving(
        new Serving(folder, client, clock, random, options, std::move(lock)));
    serving->server_ = TRY(net::HttpServer::start(
        {.listen = options.listen},
        [api = &serving->api_](const net::HttpRequest& request) { return api->handle(request); }));
    serving->schedule_ = std::jthread(
        [service = &serving->service_](std::stop_token stop) { service->run(std::move(stop)); });
    serving->importing_ = std::jthread(
        [imports = &serving->imports_](std::stop_token stop) { imports->run(std::move(stop)); });
    serving->following_ = std::jthread([audiences = &serving->audiences_](std::stop_token stop) {
        audiences->run(std::move(stop));
    });
    serving->nightly_ = std::jthread([reconciler = &serving->reconciler_](std::stop_token stop) {
        reconciler->run(std::move(stop));
    });
    return serving;
}

Serving::~Serving() {
    for (auto* thread : {&schedule_, &importing_, &nightly_, &following_}) thread->request_stop();
    for (auto* thread : {&schedule_, &importing_, &nightly_, &following_})
        if (thread->joinable()) thread->join();
    if (server_) server_->stop();
}

}  // namespace regulars::app
