// Connecting, trying, changing, pausing and removing integrations.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "api/integration_written.hpp"
#include "api/lightspeed_authorization.hpp"
#include "api/router.hpp"
#include "api/vendor_form.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "sources/orders_from.hpp"
#include "sources/set_up.hpp"

namespace regulars::api {
namespace {

constexpr std::size_t most_integrations = 1'000;

Outcome<void> is_free(store::Transaction& tx, AccountId account, const std::string& name,
                      IntegrationId but) {
    for (auto& other : TRY(tx.integrations().all(account)))
        if (other.id != but && equals_ignoring_case(other.name, name))
            return refuse(
                Problem(409, "name_taken", "Another integration has this name.").at("/name"));
    return {};
}

/// The list that `list_id` names; 0 for null.
Outcome<ListId> list_in(store::Transaction& tx, AccountId account, const Fields& fields) {
    auto node = fields["list_id"];
    if (node.is_nothing()) return ListId{};
    auto wrong = [](std::string why) {
        return refuse(Problem(400, "invalid", std::move(why)).at("/list_id"));
    };
    auto public_id = node.string();
    if (!public_id) return wrong("is a list's id, or null");
    auto list = TRY(tx.lists().find(account, *public_id));
    if (!list) return wrong("There is no such list.");
    if (auto may = model::check_joined_without_asking(*list); !may)
        return wrong(may.error().message);
    return list->id;
}

Result<void> note(store::Transaction& tx, const Call& call, IntegrationId id) {
    return tx.changes().append(call.account_id(), store::ChangeKind::integration, id.value, 1,
                               call.now());
}

Answer written(const Call& call, IntegrationId id, int status) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto integration = TRY(tx.integrations().find(call.account_id(), id));
        if (!integration) return not_found("There is no such integration.");
        TRY(write_integration(out, tx, call, *integration));
        return {};
    }));
    return json_response(out, status);
}

/// What was stored stays right when nobody hurries: the schedule says the same.
void hurry(const Call& call, IntegrationId id) {
    if (auto asked = call.services.sync.request_sync(call.account_id(), id); !asked)
        log::warning("a sync could not be asked for: {}", asked.error().text());
}

/// The credentials again, if the connector takes them.
Result<std::string> credentials_checked(model::IntegrationKind kind, std::string credentials) {
    TRY(in_the_form(kind, "credentials",
                    sources::connector_of(kind).check_credentials(credentials)));
    return credentials;
}

Outcome<void> reads_alone(const model::Integration& integration,
                          std::span<const model::Integration> others) {
    auto overlap = sources::overlap_of(integration, others);
    if (!overlap) return {};
    auto where = where_in_the_form(integration.kind, "settings", overlap->field);
    return refuse(Problem(409, "restaurant_connected",
                          fmt::format("The integration '{}' reads {} already.",
                                      overlap->other->name, overlap->place))
                      .at(where));
}

Outcome<void> takes_values_from_orders(const model::Integration& integration,
                                       std::span<const model::Integration> others) {
    auto none = sources::no_orders_of(integration, others);
    if (!none) return {};
    return refuse(Problem(400, "invalid", none->why).at(none->field));
}

/// Lightspeed's account id in settings.
Result<std::string> account_in(std::string_view settings) {
    auto document = TRY(JsonDocument::parse(settings));
    auto account = document.root()["account"];
    return account.integer() ? std::to_string(*account.integer())
                             : std::string(account.string().value_or(""));
}

/// Takes what a person brought back from Lightspeed: credentials, and whose account they are.
Outcome<void> authorize(const Call& call, VendorForm& form) {
    if (!form.authorization) return {};
    auto given = TRY(lightspeed_authorization(call, *form.authorization));
    JsonWriter account;
    account.begin_object().member("account", given.account).end_object();
    form.settings = TRY(sources::merged(form.settings, account.text()));
    form.credentials = given.credentials;
    return {};
}

Answer add_integration(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto kind = kind_in(fields, call.services);
    auto form = vendor_form_in(fields, call.services, kind, Form::add);
    if (!fields.has("list_id")) fields.wrong("list_id", "is required; null for none");
    TRY(fields.done());
    TRY(authorize(call, form));
    TRY(credentials_checked(kind, form.credentials));
    Instant now = call.now();
    auto integration = TRY(in_the_form(
        kind, "settings",
        sources::set_up({kind, *form.name, form.settings, form.credentials}, call.account(), now)));
    integration.public_id = call.shared.new_ulid();
    integration.sealed_credentials = call.services.vault.seal(form.credentials);
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        TRY(is_free(tx, call.account_id(), integration.name, {}));
        auto others = TRY(tx.integrations().all(call.account_id()));
        if (others.size() >= most_integrations)
            return refuse(409, "limit_reached", "An organization has at most 1,000 integrations.");
        TRY(reads_alone(integration, others));
        TRY(takes_values_from_orders(integration, others));
        integration.list = TRY(list_in(tx, call.account_id(), fields));
        TRY(tx.integrations().add(call.account_id(), integration));
        TRY(note(tx, call, integration.id));
        return {};
    }));
    hurry(call, integration.id);
    return written(call, integration.id, 201);
}

/// The integration and its credentials as they are kept.
Outcome<std::pair<model::Integration, std::string>> kept(const Call& call,
                                                         const std::string& public_id) {
    auto integration = TRY(call.read([&](store::Transaction& tx) -> Outcome<model::Integration> {
        auto found = TRY(tx.integrations().find(call.account_id(), std::string_view(public_id)));
        if (!found || found->public_id != public_id)
            return not_found("There is no such integration.");
        return std::move(*found);
    }));
    return std::pair(integration, TRY(call.services.vault.unseal(integration.sealed_credentials)));
}

Answer check_connection(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto kind = kind_in(fields, call.services);
    auto form = vendor_form_in(fields, call.services, kind, Form::check);
    auto known = fields.maybe_text("integration_id", {1, 40});
    if (kind == model::IntegrationKind::opentable && !known && !fields.has("secret_id"))
        fields.wrong("secret_id", "is required");
    TRY(fields.done());
    std::string settings, credentials_before;
    if (known) {
        auto [integration, credentials] = TRY(kept(call, *known));
        if (integration.kind != kind) return not_found("There is no such integration.");
        settings =
            TRY(in_the_form(kind, "settings",
                            sources::changed_settings(kind, integration.settings, form.settings)));
        credentials_before = credentials;
    } else {
        settings = TRY(in_the_form(kind, "settings",
                                   sources::new_settings(kind, form.settings, call.account())));
    }
    auto credentials =
        TRY(credentials_checked(kind, TRY(sources::merged(credentials_before, form.credentials))));
    Instant began = call.now();
    auto trial = TRY(call.services.sync.try_connection(kind, settings, credentials));
    JsonWriter out;
    out.begin_object()
        .member("ok", trial.is_ok())
        .member("code", trial.code)
        .key("steps")
        .begin_array();
    constexpr const char* outcomes[] = {"passed", "failed", "warning", "skipped"};
    for (auto& step : trial.steps) {
        out.begin_object()
            .member("step", step.step)
            .member("outcome", outcomes[std::size_t(step.outcome)]);
        out.member("detail", step.detail).end_object();
    }
    return json_response(
        out.end_array()
            .member("elapsed_ms", (call.services.clock.now() - began).count() / 1'000)
            .end_object());
}

Answer change_integration(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto revision = fields.text("revision", {1, 40});
    IntegrationId id;
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        auto integration = TRY(integration_in(tx, call));
        id = integration.id;
        auto form = vendor_form_in(fields, call.services, integration.kind, Form::change);
        TRY(fields.done());
        if (revision_of(integration) != revision)
            return refuse(409, "changed_meanwhile",
                          "Somebody else changed this integration; look at it again.");
        if (form.name) {
            TRY(is_free(tx, call.account_id(), *form.name, id));
            integration.name = *form.name;
        }
        if (fields.has("list_id")) integration.list = TRY(list_in(tx, call.account_id(), fields));
        TRY(authorize(call, form));
        auto changed = TRY(in_the_form(
            integration.kind, "settings",
            sources::with_settings(integration, form.settings,
                                   TRY(tx.integrations().cursors(call.account_id(), id)))));
        if (form.authorization &&
            TRY(account_in(changed.integration.settings)) != TRY(account_in(integration.settings)))
            return refuse(
                Problem(
                    400, "another_account",
                    "This is another Lightspeed account. Connect it as an integration of its own.")
                    .at("/authorization"));
        integration = std::move(changed.integration);
        for (auto& cursor : changed.cursors)
            TRY(tx.integrations().move_cursor(call.account_id(), id, cursor));
        auto others = TRY(tx.integrations().all(call.account_id()));
        TRY(reads_alone(integration, others));
        // One that was removed since stays named until somebody chooses anew.
        if (fields.has("pos_value_from")) TRY(takes_values_from_orders(integration, others));
        if (form.changes_credentials()) {
            auto before = TRY(call.services.vault.unseal(integration.sealed_credentials));
            integration.sealed_credentials = call.services.vault.seal(TRY(credentials_checked(
                integration.kind, TRY(sources::merged(before, form.credentials)))));
            sources::resume_with_new_credentials(integration, call.now());
        }
        TRY(tx.integrations().update(call.account_id(), integration));
        TRY(note(tx, call, id));
        return {};
    }));
    hurry(call, id);
    return written(call, id, 200);
}

Answer remove_integration(Call& call) {
    auto erase = TRY(call.required("erase", 5));
    if (erase != "true" && erase != "false")
        return refuse(Problem(400, "invalid", "is true or false").in("erase"));
    auto integration = TRY(call.read([&](store::Transaction& tx) -> Outcome<model::Integration> {
        return integration_in(tx, call);
    }));
    TRY(call.services.sync.stop(call.account_id(), integration.id));
    TRY(call.services.ingest.remove_integration(
        call.account_id(), integration.id,
        erase == "true" ? ingest::ItsData::erase : ingest::ItsData::keep));
    return no_content();
}

Answer sync_now(Call& call) {
    auto integration = TRY(call.read([&](store::Transaction& tx) -> Outcome<model::Integration> {
        return integration_in(tx, call);
    }));
    if (integration.status != model::IntegrationStatus::active)
        return refuse(409, "not_running",
                      fmt::format("The integration is {}; resume it first.",
                                  model::name_of(integration.status)));
    TRY(call.services.sync.request_sync(call.account_id(), integration.id));
    return written(call, integration.id, 202);
}

Answer set_status(const Call& call, model::IntegrationStatus status) {
    IntegrationId id;
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        auto integration = TRY(integration_in(tx, call));
        id = integration.id;
        if (integration.status == status) return {};
        integration.status = status;
        if (status == model::IntegrationStatus::active) {
            integration.next_sync_at = call.now();
            integration.last_error.clear();
            integration.last_failure.reset();
        }
        TRY(tx.integrations().update(call.account_id(), integration));
        TRY(note(tx, call, id));
        return {};
    }));
    if (status == model::IntegrationStatus::active) hurry(call, id);
    return written(call, id, 200);
}

Answer pause(Call& call) { return set_status(call, model::IntegrationStatus::paused); }
Answer resume(Call& call) { return set_status(call, model::IntegrationStatus::active); }

// /check stands before /{id}: no integration has that id.
constexpr Route table[] = {
    {"POST", "/app/v1/integrations", Needs::admin, "", &add_integration},
    {"POST", "/app/v1/integrations/check", Needs::admin, "", &check_connection},
    {"PATCH", "/app/v1/integrations/{id}", Needs::admin, "", &change_integration},
    {"DELETE", "/app/v1/integrations/{id}", Needs::admin, "", &remove_integration},
    {"POST", "/app/v1/integrations/{id}/sync", Needs::admin, "", &sync_now},
    {"POST", "/app/v1/integrations/{id}/pause", Needs::admin, "", &pause},
    {"POST", "/app/v1/integrations/{id}/resume", Needs::admin, "", &resume},
};

}  // namespace

std::span<const Route> integration_change_routes() { return table; }

}  // namespace regulars::api
