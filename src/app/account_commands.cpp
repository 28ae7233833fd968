// account, user and key.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "ingest/contact.hpp"

namespace regulars::app {
namespace {

struct Options {
    std::string name, time_zone = "UTC", currency = "USD", locale = "en", country = "US";
    std::string email, role = "owner", password_file;
};

std::string described(const model::Account& account, bool json) {
    if (!json)
        return fmt::format("{}  {}  {}  {}  {}  {}\n", account.public_id, account.name,
                           account.time_zone, account.currency.code(), account.locale,
                           account.country);
    JsonWriter out;
    out.begin_object()
        .member("id", account.public_id)
        .member("name", account.name)
        .member("time_zone", account.time_zone);
    out.member("currency", account.currency.code())
        .member("locale", account.locale)
        .member("country", account.country);
    out.member("created_at", format_iso(account.created_at)).end_object();
    return out.take() + "\n";
}

Result<void> create_account(CommandLine& line, const Options& options) {
    SystemRandom random;
    model::Account account{.public_id = make_short_id(random),
                           .name = std::string(trimmed(options.name)),
                           .locale = options.locale,
                           .country = options.country,
                           .created_at = RealClock().now()};
    if (account.name.empty()) return fail(ErrorKind::invalid, "an account has a name", "NAME");
    auto named = [](auto result, const char* where) {
        if (!result) result.error().where = where;
        return result;
    };
    account.time_zone = TRY(named(Zone::find(options.time_zone), "--time-zone")).name();
    account.currency = TRY(named(Currency::parse(options.currency), "--currency"));
    auto folder = TRY(DataFolder::open(line.data, Missing::make));
    TRY(folder.store().write([&](store::Transaction& tx) { return tx.accounts().add(account); }));
    return print(described(account, line.json));
}

Result<void> show_account(CommandLine& line) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    return print(described(TRY(folder.account(line.account)), line.json));
}

/// The password of --password-file, as it is kept.
Result<std::string> password_hash_in(const Options& options) {
    auto password = TRY(read_secret(options.password_file));
    if (password.size() < 10)
        return fail(ErrorKind::invalid, "a password has at least 10 characters", "--password-file");
    return hash_password(password);
}

Result<void> create_user(CommandLine& line, const Options& options) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto email = ingest::normalized_email(options.email);
    if (!email) return fail(ErrorKind::invalid, "is not an email address", "--email");
    model::User user{.email = *email,
                     .name = options.name,
                     .role = TRY(model::role_named(options.role)),
                     .password_hash = TRY(password_hash_in(options)),
                     .created_at = RealClock().now()};
    TRY(folder.store().write(
        [&](store::Transaction& tx) { return tx.users().add(account.id, user); }));
    return print(fmt::format("{} {}\n", model::name_of(user.role), user.email));
}

/// For who forgot theirs: signs them in nowhere, and out everywhere.
Result<void> set_password(CommandLine& line, const Options& options) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto email = ingest::normalized_email(options.email);
    if (!email) return fail(ErrorKind::invalid, "is not an email address", "--email");
    auto hash = TRY(password_hash_in(options));
    TRY(folder.store().write([&](store::Transaction& tx) -> Result<void> {
        auto user = TRY(tx.users().find(account.id, *email));
        if (!user) return fail(ErrorKind::not_found, "nobody signs in with this email", "--email");
        user->password_hash = hash;
        TRY(tx.users().update(account.id, *user));
        return tx.sessions().remove_of(account.id, user->id, "");
    }));
    return print(fmt::format("{} has a new password, and is signed out everywhere\n", *email));
}

Result<void> create_key(CommandLine& line, const Options& options) {
    auto folder = TRY(DataFolder::open(line.data, Missing::refuse));
    auto account = TRY(folder.account(line.account));
    auto key = fmt::format("pk_{}_{}", account.public_id, random_token(24));
    model::ApiKey kept{.name = options.name,
                       .sha256 = sha256_hex(key),
                       .hint = key.substr(key.size() - 4),
                       .created_at = RealClock().now()};
    TRY(folder.store().write(
        [&](store::Transaction& tx) { return tx.api_keys().add(account.id, kept); }));
    if (!line.json) return print(key + "\n");
    JsonWriter out;
    out.begin_object().member("key", key).member("name", kept.name).end_object();
    return print(out.take() + "\n");
}

}  // namespace

void add_account_commands(CommandLine& line) {
    auto options = std::make_shared<Options>();

    auto* account = line.add(line.root, "account",
                             "Accounts: organizations with a time zone, currency and locale",
                             "regulars account show", {});
    account->require_subcommand(1);
    auto* create = line.add(*account, "create", "Make an account, and the data folder if need be",
                            "regulars account create 'Olive & Ember' --time-zone America/New_York "
                            "--currency USD --data data",
                            [&line, options] { return create_account(line, *options); });
    create->add_option("name,--name", options->name, "The organization's name")->required();
    create->add_option("--time-zone", options->time_zone, "IANA name; days begin and end in it")
        ->capture_default_str();
    create->add_option("--currency", options->currency, "ISO 4217")->capture_default_str();
    create->add_option("--locale", options->locale, "Language of the account")
        ->check(CLI::IsMember({"en", "es", "fr", "ko"}))
        ->capture_default_str();
    create
        ->add_option("--country", options->country,
                     "ISO 3166 alpha-2; how national phone numbers are read")
        ->capture_default_str();
    line.takes_data(create);
    line.takes_json(create);
    auto* show =
        line.add(*account, "show", "Show the account", "regulars account show --data data --json",
                 [&line] { return show_account(line); });
    line.takes_data(show);
    line.takes_json(show);

    auto* user = line.add(line.root, "user", "People who may sign in",
                          "regulars user create --email ana@x.example --password-file pw", {});
    user->require_subcommand(1);
    create = line.add(*user, "create", "Make a user",
                      "regulars user create --email ana@x.example --role owner --password-file pw",
                      [&line, options] { return create_user(line, *options); });
    create->add_option("--email", options->email, "Signs in with it")->required();
    create->add_option("--name", options->name, "Shown to others");
    create->add_option("--role", options->role, "owner, admin or analyst")->capture_default_str();
    create->add_option("--password-file", options->password_file, "A file that holds the password")
        ->required();
    line.takes_data(create);
    auto* password = line.add(
        *user, "password", "Give a user who forgot theirs a new password; ends their sessions",
        "regulars user password --email ana@x.example --password-file pw --data data",
        [&line, options] { return set_password(line, *options); });
    password->add_option("--email", options->email, "Who signs in with it")->required();
    password
        ->add_option("--password-file", options->password_file, "A file that holds the password")
        ->required();
    line.takes_data(password);

    auto* key =
        line.add(line.root, "key", "Private API keys", "regulars key create --name reports", {});
    key->require_subcommand(1);
    create =
        line.add(*key, "create", "Make a private key; it is printed once and kept as a hash only",
                 "regulars key create --name reports --data data",
                 [&line, options] { return create_key(line, *options); });
    create->add_option("--name", options->name, "What it is for");
    line.takes_data(create);
    line.takes_json(create);
}

}  // namespace regulars::app
