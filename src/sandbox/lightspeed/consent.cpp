// The page on which an owner lets Regulars in.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/lightspeed/oauth.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

constexpr std::size_t most_codes = 1000;
constexpr std::array<std::string_view, 12> known_scopes{"employee:all",
                                                        "employee:register",
                                                        "employee:register_read",
                                                        "employee:customers",
                                                        "employee:customers_read",
                                                        "employee:inventory",
                                                        "employee:inventory_read",
                                                        "employee:categories",
                                                        "employee:reports",
                                                        "employee:admin",
                                                        "employee:admin_shops",
                                                        "employee:workbench"};

struct Meaning {
    std::string_view scope, words;
};
constexpr std::array<Meaning, 6> meanings{{{"employee:register_read", "read your sales"},
                                           {"employee:customers_read", "read your customers"},
                                           {"employee:inventory_read", "read your items"},
                                           {"employee:register", "read and change your sales"},
                                           {"employee:customers", "read and change your customers"},
                                           {"employee:all", "do everything you can do"}}};

/// Adds to an address that may have a query already.
std::string with_query(const std::string& address,
                       const std::vector<std::pair<std::string, std::string>>& parameters) {
    std::string out = address;
    for (auto& [key, value] : parameters) {
        if (value.empty()) continue;
        out += out.find('?') == std::string::npos ? '?' : '&';
        out += key + "=" + percent_encoded(value);
    }
    return out;
}

net::HttpResponse redirect(std::string to) {
    return {.status = 302,
            .headers = {{"Location", std::move(to)}, {"Cache-Control", "no-store"}},
            .body = {}};
}

}  // namespace

bool OAuth::is_allowed(std::string_view address) const {
    if (address == redirect_uri_) return true;
    for (std::string_view scheme : {"http://", "https://"}) {
        if (!address.starts_with(scheme)) continue;
        std::string_view rest = address.substr(scheme.size());
        if (address.find('#') != std::string_view::npos) return false;
        for (std::string_view host : {"127.0.0.1", "localhost", "[::1]"}) {
            if (!rest.starts_with(host)) continue;
            std::string_view after = rest.substr(host.size());
            if (after.empty() || after[0] == '/' || after[0] == ':' || after[0] == '?')
                return after.find('@') == std::string_view::npos;
        }
    }
    return false;
}

net::HttpResponse OAuth::consent_page(const Asked& asked) const {
    std::string wishes;
    for (std::string_view scope : split(asked.scopes, ' ')) {
        auto known = std::ranges::find(meanings, scope, &Meaning::scope);
        wishes += fmt::format("<li>{}</li>",
                              html_escaped(known == meanings.end() ? scope : known->words));
    }
    std::string hidden;
    for (auto& [name, value] :
         {std::pair<const char*, const std::string&>{"redirect_uri", asked.redirect_uri},
          {"state", asked.state},
          {"scope", asked.scopes},
          {"code_challenge", asked.challenge},
          {"code_challenge_method", asked.method}}) {
        if (!value.empty())
            hidden += fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name,
                                  html_escaped(value));
    }
    return html_page(
        200, "Lightspeed Retail (simulated)",
        fmt::format(
            "<main><h1>Lightspeed Retail (simulated)</h1><p>Regulars would like to, for account "
            "{}:</p><ul>{}</ul>"
            "<form method=\"post\" action=\"/auth/oauth/authorize\"><input type=\"hidden\" "
            "name=\"response_type\" value=\"code\">"
            "<input type=\"hidden\" name=\"client_id\" value=\"{}\">{}"
            "<button type=\"submit\" name=\"decision\" value=\"allow\">Allow</button> "
            "<button type=\"submit\" name=\"decision\" value=\"deny\">Deny</button></form></main>",
            account_, wishes, client_id_, hidden));
}

net::HttpResponse OAuth::authorize(const net::HttpRequest& request, const Target& target,
                                   const Exchange& x) {
    bool decides = request.method == "POST";
    std::string text = decides
                           ? request.body
                           : request.target.substr(
                                 std::min(request.target.find('?'), request.target.size() - 1) + 1);
    std::ranges::replace(text, '+', ' ');  // between scopes, as the vendor writes them
    Target form = Target::parse("?" + text);
    if (!decides && target.query.empty()) form = target;
    auto value = [&](std::string_view name) {
        return std::string(form.parameter(name).value_or(""));
    };
    // Who is not who they say, or sends people elsewhere, is told here and not by a redirect.
    if (value("client_id") != client_id_)
        return html_page(400, "Unknown client", "<h1>Unknown client</h1>");
    Asked asked{.redirect_uri = value("redirect_uri"),
                .state = value("state"),
                .scopes = value("scope"),
                .challenge = value("code_challenge"),
                .method = value("code_challenge_method")};
    std::string to = asked.redirect_uri.empty() ? redirect_uri_ : asked.redirect_uri;
    if (!is_allowed(to))
        return html_page(400, "Wrong redirect address",
                         "<h1>The redirect address is not registered</h1>");
    auto fails = [&](std::string_view error) {
        return redirect(with_query(to, {{"error", std::string(error)}, {"state", asked.state}}));
    };
    if (value("response_type") != "code") return fails("unsupported_response_type");
    if (asked.scopes.empty()) return fails("invalid_scope");
    for (std::string_view scope : split(asked.scopes, ' ')) {
        if (std::ranges::find(known_scopes, scope) == known_scopes.end())
            return fails("invalid_scope");
    }
    if (!asked.challenge.empty() && asked.method != "S256" && asked.method != "plain" &&
        !asked.method.empty())
        return fails("invalid_request");
    if (!decides) return consent_page(asked);
    if (value("decision") != "allow") return fails("access_denied");
    std::string code;
    {
        std::lock_guard lock(mutex_);
        std::erase_if(codes_, [&](auto& entry) { return entry.second.ends <= x.now; });
        if (codes_.size() >= most_codes) codes_.erase(codes_.begin());
        code = "def502" + signed_text(fmt::format("code {} {}", x.now.us, serial_++));
        codes_[code] = {.ends = x.now + 60s,
                        .redirect_uri = to,
                        .challenge = asked.challenge,
                        .scopes = asked.scopes,
                        .is_plain = asked.method != "S256"};
    }
    return redirect(with_query(to, {{"code", code}, {"state", asked.state}}));
}

}  // namespace regulars::sandbox::lightspeed
