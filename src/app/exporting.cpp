// Writing profiles, events and consents as JSON lines.
// SPDX-License-Identifier: Apache-2.0
#include "app/exporting.hpp"

#include <unordered_map>

#include "base/json.hpp"

namespace regulars::app {
namespace {

constexpr std::size_t flush_bytes = 256u << 10;

/// Collects lines and hands them on in large pieces.
class Lines {
  public:
    explicit Lines(const Sink& sink) : sink_(sink) {}
    Result<void> add(JsonWriter& line) {
        buffer_ += line.text();
        buffer_ += '\n';
        line.clear();
        return buffer_.size() < flush_bytes ? Result<void>() : flush();
    }
    Result<void> flush() {
        auto done = sink_(buffer_);
        buffer_.clear();
        return done;
    }

  private:
    const Sink& sink_;
    std::string buffer_;
};

std::optional<std::string_view> or_null(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

}  // namespace

Result<void> export_profiles(store::Store& store, AccountId account, const Sink& sink) {
    return store.read([&](store::Transaction& tx) -> Result<void> {
        Lines lines(sink);
        JsonWriter out;
        TRY(tx.profiles().each(account, {}, [&](const model::Profile& profile) -> Result<void> {
            auto& fields = profile.fields;
            out.begin_object().member("id", profile.public_id);
            out.member("email", or_null(fields.email))
                .member("phone_number", or_null(fields.phone));
            out.key("identifiers").begin_array();
            for (auto& identifier : TRY(tx.profiles().identifiers(account, profile.id)))
                out.begin_object()
                    .member("kind", model::name_of(identifier.kind))
                    .member("value", identifier.value)
                    .end_object();
            out.end_array();
            out.member("first_name", or_null(fields.first_name))
                .member("last_name", or_null(fields.last_name));
            out.key("properties");
            model::write(out, fields.properties);
            out.key("consent").begin_object();
            for (auto channel : {model::Channel::email, model::Channel::sms})
                out.member(
                    model::name_of(channel),
                    model::name_of(TRY(tx.consents().of(account, profile.id, channel)).state));
            out.end_object().end_object();
            return lines.add(out);
        }));
        return lines.flush();
    });
}

Result<void> export_events(store::Store& store, AccountId account, const Sink& sink) {
    return store.read([&](store::Transaction& tx) -> Result<void> {
        std::unordered_map<MetricId, model::Metric> metrics;
        for (auto& metric : TRY(tx.events().metrics(account))) metrics.emplace(metric.id, metric);
        std::unordered_map<IntegrationId, std::string> integrations;
        for (auto& integration : TRY(tx.integrations().all(account)))
            integrations.emplace(integration.id, integration.name);
        std::unordered_map<ProfileId, std::string> profiles;
        TRY(tx.profiles().each(account, {}, [&](const model::Profile& profile) -> Result<void> {
            profiles.emplace(profile.id, profile.public_id);
            return {};
        }));
        Lines lines(sink);
        JsonWriter out;
        TRY(tx.events().each(account, {}, [&](const model::Event& event) -> Result<void> {
            auto& metric = metrics.at(event.metric);
            auto integration = integrations.find(metric.integration);
            out.begin_object().member("metric", metric.name);
            out.member("integration", integration == integrations.end()
                                          ? std::nullopt
                                          : std::optional(integration->second));
            out.member("unique_id", event.unique_id).member("time", format_iso(event.time));
            out.key("value");
            if (event.value)
                out.raw(format_decimal(*event.value));
            else
                out.value(nullptr);
            out.member("currency",
                       event.value ? std::optional(event.value->currency.code()) : std::nullopt);
            out.key("properties").raw(event.properties);
            out.member("profile_id", profiles.at(event.profile)).end_object();
            return lines.add(out);
        }));
        return lines.flush();
    });
}

Result<void> export_consents(store::Store& store, AccountId account, const Sink& sink) {
    return store.read([&](store::Transaction& tx) -> Result<void> {
        Lines lines(sink);
        JsonWriter out;
        TRY(tx.profiles().each(account, {}, [&](const model::Profile& profile) -> Result<void> {
            for (auto channel : {model::Channel::email, model::Channel::sms}) {
                auto& address =
                    channel == model::Channel::email ? profile.fields.email : profile.fields.phone;
                auto consent = TRY(tx.consents().of(account, profile.id, channel));
                if (address.empty() && consent.state == model::ConsentState::never_subscribed)
                    continue;
                out.begin_object()
                    .member("profile_id", profile.public_id)
                    .member("email", or_null(profile.fields.email));
                out.member("channel", model::name_of(channel))
                    .member("state", model::name_of(consent.state));
                out.member("method", or_null(consent.method))
                    .member("source", or_null(consent.source));
                out.member("at", consent.at ? std::optional(format_iso(*consent.at)) : std::nullopt)
                    .end_object();
                TRY(lines.add(out));
            }
            return {};
        }));
        return lines.flush();
    });
}

}  // namespace regulars::app
