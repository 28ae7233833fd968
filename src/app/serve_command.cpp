// serve.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/command.hpp"
#include "app/serving.hpp"
#include "app/signals.hpp"
#include "base/log.hpp"
#include "net/curl_client.hpp"

namespace regulars::app {

void add_serve_command(CommandLine& line) {
    auto options = std::make_shared<ServingOptions>();
    auto* command = line.add(
        line.root, "serve", "Keep integrations synced and answer the web app and the API",
        "regulars serve --data data --listen 127.0.0.1:8080", [&line, options]() -> Result<void> {
            StopOnSignal signals;
            auto folder = TRY(DataFolder::open(line.data, Missing::make));
            RealClock clock;
            SystemRandom random;
            auto client = net::make_curl_client();
            auto serving = TRY(Serving::start(folder, *client, clock, random, *options));
            TRY(print(fmt::format("ready {}\n", serving->url())));
            signals.wait();
            log::info("stopping");
            return {};
        });
    command
        ->add_option("--listen", options->listen,
                     "HOST:PORT; port 0 takes a free one, printed as `ready URL`")
        ->capture_default_str();
    command->add_option("--vendor-url", options->vendor_url,
                        "Where integrations made in the browser are read: a sandbox, say; the "
                        "vendors themselves when left out");
    command->add_flag(
        "--behind-proxy", options->behind_proxy,
        "Believe X-Forwarded-For and X-Forwarded-Proto of the proxy in front: without "
        "it the cookie is never Secure, and wrong passwords are counted for everybody "
        "together. The proxy must pass Host on (see README, Behind a proxy)");
    line.takes_data(command);
}

}  // namespace regulars::app
