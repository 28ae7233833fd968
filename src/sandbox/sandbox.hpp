// The sandbox: a world, the vendors that show it, and the truth about it, behind one HTTP handler.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include "base/env.hpp"
#include "net/http.hpp"
#include "sandbox/delivery.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/lightspeed/vendor.hpp"
#include "sandbox/opentable/server.hpp"
#include "sandbox/toast/toast.hpp"
#include "sandbox/truth.hpp"
#include "sandbox/world.hpp"

namespace regulars::sandbox {

struct SandboxOptions {
    std::uint64_t seed = 1;
    int guests = 20'000;
    int days = 730;
    int locations = 3;  // 1 … 12
    double reservations_per_guest = 7.5;
    /// The wire's faults; with `heavy` the data is odder too.
    Faults faults = Faults::none;
    double requests_per_second = 10;  // of OpenTable's rate limit; 0: no vendor limits anybody
    double burst = 20;
    std::vector<opentable::Tier> tiers;  // by location; empty: Gold, Platinum, Gold, Gold …
    std::vector<int> denied;             // locations that granted no access
    toast::ToastOptions toast;
    /// When the world's history ends and its future begins; nothing: the clock's time at the start.
    /// A sandbox that is to be the same after a restart fixes it.
    std::optional<Instant> origin;
    /// The shops of the restaurants' owner; their seed, people, faults and origin are the above.
    lightspeed::VendorOptions lightspeed = {};
};

/// Thread-safe; pages are served side by side, and wait only while the world advances. The clock it
/// is given, plus what /sandbox/advance added, is its only time; going back does nothing.
class Sandbox {
  public:
    Sandbox(SandboxOptions options, Clock& clock);

    /// Every endpoint: the vendor's at their own paths, and /sandbox/….
    net::HttpResponse handle(const net::HttpRequest& request);

    Instant now() const;
    /// Adds to the clock's time. A negative span does nothing.
    void advance(Duration span);
    Faults faults() const { return faults_; }
    void set_faults(Faults level) { faults_ = level; }
    /// Later answers about this location are 403, or are no longer.
    void grant(std::size_t location, bool granted) { opentable_.grant(location, granted); }
    void grant_toast(std::size_t location, bool granted) {
        toast_->server().grant(location, granted);
    }

    /// The truth as of now(). `since` is decision 0002's history_since.
    std::vector<TruthEvent> truth_events(Instant since, std::uint32_t rid = 0);
    std::vector<TruthProfile> truth_profiles();
    std::vector<TruthConsent> truth_consents();
    std::vector<TruthCounts> truth_summary(Instant since);
    /// Calls `look(const toast::Truth&)` while the world stands at now(); Toast must be enabled.
    template <class Look>
    auto with_toast_truth(toast::TruthSettings settings, Look look) {
        return at_present([&](Instant present) { return look(toast_->truth(present, settings)); });
    }
    /// What Toast would have POSTed in [from, to), at most a day and not past now(). Errors:
    /// invalid.
    Result<std::vector<Delivery>> toast_deliveries(Instant from, Instant to);
    /// The same of one subscription's vendor; of more than a day, the last one.
    std::vector<Delivery> deliveries(const Subscription& to, Instant from, Instant until);

    /// Where webhooks go, at most one a restaurant for OpenTable and one for Toast.
    std::vector<Subscription> subscriptions() const;
    /// In the place of the vendor's earlier one (OpenTable: of this restaurant); without url nobody
    /// hears it any longer.
    void subscribe(Subscription to);

    /// The shops and their truth; ask it with now().
    lightspeed::Vendor& lightspeed() { return lightspeed_; }

    /// As of the last call that let time pass; not for use while other threads call.
    const World& world() const { return world_; }
    opentable::Tier tier(std::size_t location) const { return opentable_.tier(location); }
    const std::string& client_id() const { return opentable_.client_id(); }
    const std::string& client_secret() const { return opentable_.client_secret(); }
    /// Nothing when it is switched off.
    toast::Toast* toast() const { return toast_.get(); }

  private:
    /// Calls `look` with the time, while the world stands at it.
    template <class Look>
    auto at_present(Look look) {
        while (true) {
            Instant present = now();
            {
                std::shared_lock lock(mutex_);
                if (present < world_.next_change() && (!toast_ || present < toast_->next_change()))
                    return look(present);
            }
            std::unique_lock lock(mutex_);
            world_.advance(present);
            if (toast_) toast_->advance(present);
        }
    }
    Shown shown() const;
    net::HttpResponse control(const net::HttpRequest& request, const Target& target);
    net::HttpResponse truth(const Target& target);
    net::HttpResponse toast_truth(const Target& target, Instant since, std::uint32_t rid,
                                  std::size_t from, std::size_t most);
    net::HttpResponse toast_webhooks(const Target& target);
    net::HttpResponse answer_subscriber(const net::HttpRequest& request, Notifier vendor);
    net::HttpResponse credentials(const net::HttpRequest& request);
    net::HttpResponse change_time(const net::HttpRequest& request, const Target& target);

    SandboxOptions options_;
    Clock& clock_;
    std::atomic<std::int64_t> added_us_ = 0;
    std::atomic<Faults> faults_;
    std::shared_mutex mutex_;  // guards world_: shared to look, alone to advance
    World world_;
    opentable::Server opentable_;
    std::unique_ptr<toast::Toast> toast_;
    lightspeed::Vendor lightspeed_;
    mutable std::mutex webhook_mutex_;  // guards subscriptions_
    std::vector<Subscription> subscriptions_;
};

}  // namespace regulars::sandbox
