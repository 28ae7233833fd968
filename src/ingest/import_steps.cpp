// What people ask of imports: uploading, mapping, starting, undoing, forgetting.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fmt/format.h>

#include "base/text.hpp"
#include "ingest/import_runner.hpp"

namespace regulars::ingest {
namespace {

using model::ImportState;

constexpr int most_imports = 1'000;
constexpr std::size_t most_name_bytes = 120;

/// The file's name without folders and control characters.
std::string plain_name(std::string_view file_name) {
    if (auto slash = file_name.find_last_of("/\\"); slash != std::string_view::npos)
        file_name.remove_prefix(slash + 1);
    std::string name;
    for (char c : clipped(trimmed(file_name), most_name_bytes))
        if (static_cast<unsigned char>(c) >= ' ' && c != 0x7F) name += c;
    return name.empty() || !is_utf8(name) ? "people.csv" : name;
}

Result<void> check_can_be_mapped(const model::Import& import) {
    if (import.state == ImportState::ready || import.state == ImportState::checking) return {};
    return fail(ErrorKind::conflict,
                "columns can be mapped after the upload and before the import");
}

Result<void> check_has_encoding(const model::ImportPlan& plan) {
    if (plan.format == model::ImportFormat::csv) return {};
    return fail(ErrorKind::invalid, "JSON lines are always UTF-8");
}

}  // namespace

Result<void> ImportFolder::append(const model::Import& import, std::string_view bytes) const {
    std::error_code error;
    std::filesystem::create_directories(path_, error);
    if (error)
        return fail(ErrorKind::unavailable,
                    "the folder for uploads cannot be made: " + error.message(), path_.string());
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all,
                                 error);  // guests' data is nobody else's
    auto file = file_of(import);
    // What came after the last answer was never acknowledged, and comes again.
    if (std::filesystem::exists(file, error)) {
        if (auto size = std::filesystem::file_size(file, error);
            size < std::uintmax_t(import.received))
            return fail(ErrorKind::conflict,
                        "the uploaded file is shorter than it was: upload it again");
        std::filesystem::resize_file(file, std::uintmax_t(import.received), error);
        if (error)
            return fail(ErrorKind::unavailable, "the upload cannot be kept: " + error.message());
    } else if (import.received > 0) {
        return fail(ErrorKind::conflict, "the uploaded file is gone: upload it again");
    }
    std::FILE* out = std::fopen(file.c_str(), "abe");
    if (!out)
        return fail(ErrorKind::unavailable,
                    std::string("the upload cannot be kept: ") + std::strerror(errno));
    bool written = std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size();
    bool closed = std::fclose(out) == 0;
    if (!written || !closed)
        return fail(ErrorKind::unavailable,
                    std::string("the upload cannot be kept: ") + std::strerror(errno));
    return {};
}

void ImportFolder::remove(const model::Import& import) const {
    std::error_code gone;  // a file that is not there is as good as removed
    std::filesystem::remove(file_of(import), gone);
}

Result<model::Import> ImportRunner::found(store::Transaction& tx, AccountId account, ImportId id) {
    auto import = TRY(tx.imports().find(account, id));
    if (!import) return fail(ErrorKind::not_found, "no such import");
    return *import;
}

Result<ImportRunner::Owned> ImportRunner::owned(AccountId account, ImportId id) {
    Owned both;
    TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
        auto owner = TRY(tx.accounts().find(account));
        if (!owner) return fail(ErrorKind::not_found, "no such account");
        both = {std::move(*owner), TRY(found(tx, account, id))};
        return {};
    }));
    return both;
}

Result<void> ImportRunner::change(
    AccountId account, ImportId id,
    const std::function<Result<void>(store::Transaction&, model::Import&)>& change,
    model::Import* changed) {
    return store_.write([&](store::Transaction& tx) -> Result<void> {
        auto import = TRY(found(tx, account, id));
        TRY(change(tx, import));
        TRY(tx.imports().update(account, import));
        *changed = std::move(import);
        return {};
    });
}

Result<model::Import> ImportRunner::begin(AccountId account, std::string_view file_name,
                                          std::int64_t bytes, std::string_view made_by,
                                          model::ImportFormat format) {
    if (bytes <= 0) return fail(ErrorKind::invalid, "the file is empty");
    if (bytes > most_import_bytes)
        return fail(
            ErrorKind::exhausted,
            fmt::format("a file has at most {} MB: cut it into several", most_import_bytes >> 20));
    model::Import import{.public_id = make_ulid(clock_.now(), random_),
                         .bytes = bytes,
                         .made_by = std::string(made_by),
                         .created_at = clock_.now()};
    import.plan.format = format;
    TRY(enter(account, file_name, import));
    return import;
}

Result<void> ImportRunner::enter(AccountId account, std::string_view file_name,
                                 model::Import& import) {
    auto name = plain_name(file_name);
    return store_.write([&](store::Transaction& tx) -> Result<void> {
        auto all = TRY(tx.imports().all(account, most_imports));
        if (int(all.size()) == most_imports) {
            auto is_over = [](auto& one) {
                return one.plan.format == model::ImportFormat::event_lines && one.ended_at;
            };
            auto oldest = std::find_if(all.rbegin(), all.rend(), is_over);
            if (import.state != ImportState::importing || oldest == all.rend())
                return fail(
                    ErrorKind::conflict,
                    fmt::format("there are {} imports: remove old ones first", most_imports));
            TRY(tx.imports().remove(account, oldest->id));
        }
        import.name = name;
        for (int n = 2;
             std::ranges::any_of(all, [&](auto& other) { return other.name == import.name; }); ++n)
            import.name = fmt::format("{} ({})", name, n);
        return tx.imports().add(account, import);
    });
}

Result<model::Import> ImportRunner::receive(AccountId account, ImportId id, std::int64_t offset,
                                            std::string_view bytes,
                                            std::optional<CsvEncoding> encoding) {
    auto [owner, import] = TRY(owned(account, id));
    if (encoding) TRY(check_has_encoding(import.plan));
    auto end = offset + std::int64_t(bytes.size());
    bool came_already = end <= import.received;
    if (came_already) return import;
    if (import.state != ImportState::uploading)
        return fail(ErrorKind::conflict, "this file was uploaded already");
    if (offset != import.received)
        return fail(ErrorKind::conflict,
                    fmt::format("the next part begins at byte {}", import.received));
    if (end > import.bytes)
        return fail(ErrorKind::exhausted,
                    fmt::format("the file was announced with {} bytes", import.bytes));
    TRY(folder_.append(import, bytes));
    std::optional<ImportSketch> sketched;
    std::string error;
    if (end == import.bytes) {
        auto made = sketch(folder_.file_of(import), owner, import.plan.format, encoding);
        if (made)
            sketched = std::move(*made);
        else if (made.error().kind == ErrorKind::unavailable)
            return std::unexpected(made.error());
        else
            error = made.error().text();
    }
    TRY(change(
        account, id,
        [&](store::Transaction&, model::Import& stored) -> Result<void> {
            if (stored.received != offset)
                return fail(ErrorKind::conflict, "another part of the file came at the same time");
            stored.received = end;
            if (sketched) stored.plan = sketched->plan;
            if (end == stored.bytes)
                stored.state = sketched ? ImportState::ready : ImportState::failed;
            if (stored.state == ImportState::failed) stored.ended_at = clock_.now();
            stored.error = error;
            return {};
        },
        &import));
    if (import.state == ImportState::failed) folder_.remove(import);
    return import;
}

Result<model::Import> ImportRunner::map(AccountId account, ImportId id,
                                        const model::ImportPlan& plan, ListId list) {
    TRY(model::check(plan));
    model::Import import;
    TRY(change(
        account, id,
        [&](store::Transaction& tx, model::Import& stored) -> Result<void> {
            TRY(check_can_be_mapped(stored));
            if (plan.format != stored.plan.format)
                return fail(ErrorKind::invalid, "a file's format does not change");
            if (plan.columns.size() != stored.plan.columns.size())
                return fail(ErrorKind::invalid,
                            fmt::format("the file has {} columns, not {}",
                                        stored.plan.columns.size(), plan.columns.size()));
            if (list) {
                auto chosen = TRY(tx.lists().find(account, list));
                if (!chosen) return fail(ErrorKind::not_found, "no such list");
                TRY(model::check_joined_without_asking(*chosen));
            }
            stored.list = list;
            if (stored.plan == plan) return {};
            stored.plan = plan;
            stored.checked.reset();
            stored.state = ImportState::ready;
            return {};
        },
        &import));
    return import;
}

Result<model::Import> ImportRunner::read_as(AccountId account, ImportId id, CsvEncoding encoding) {
    auto [owner, import] = TRY(owned(account, id));
    TRY(check_can_be_mapped(import));
    TRY(check_has_encoding(import.plan));
    if (import.plan.form.encoding == encoding) return import;
    auto file = folder_.file_of(import);
    auto plan = TRY(sketch(file, owner, import.plan.format, encoding)).plan;
    TRY(check_form(file, plan.form));
    TRY(change(
        account, id,
        [&](store::Transaction&, model::Import& stored) -> Result<void> {
            TRY(check_can_be_mapped(stored));
            auto& before = stored.plan;
            plan.day_first = before.day_first, plan.decimal_comma = before.decimal_comma;
            if (std::ranges::equal(plan.columns, before.columns, {}, &model::ImportColumn::header,
                                   &model::ImportColumn::header))
                plan.columns = before.columns;
            before = plan;
            stored.checked.reset();
            stored.state = ImportState::ready;
            return {};
        },
        &import));
    return import;
}

Result<model::Import> ImportRunner::ask(AccountId account, ImportId id, ImportState state) {
    model::Import import;
    TRY(change(
        account, id,
        [&](store::Transaction& tx, model::Import& stored) -> Result<void> {
            bool is_ready =
                stored.state == ImportState::ready || stored.state == ImportState::checking;
            bool has_begun = stored.state == ImportState::importing ||
                             stored.state == ImportState::imported ||
                             (stored.state == ImportState::failed && stored.started_at);
            bool may = state == ImportState::undoing
                           ? has_begun
                           : is_ready && (state == ImportState::checking ||
                                          state == ImportState::importing);
            if (stored.state == state) return {};
            if (!may)
                return fail(ErrorKind::conflict,
                            fmt::format("the import is {}", model::name_of(stored.state)));
            if (state != ImportState::undoing) {
                TRY(model::check(stored.plan));
                TRY(tx.imports().remove_problems(account, id));
                stored.position = 0;
            }
            if (state == ImportState::checking) stored.checked.reset();
            if (state == ImportState::importing) stored.started_at = clock_.now();
            stored.ended_at.reset();
            stored.state = state;
            return {};
        },
        &import));
    return import;
}

Result<void> ImportRunner::remove(AccountId account, ImportId id) {
    model::Import import;
    TRY(store_.write([&](store::Transaction& tx) -> Result<void> {
        import = TRY(found(tx, account, id));
        bool is_over = import.state == ImportState::imported || import.state == ImportState::failed;
        bool brought_something = import.state == ImportState::importing ||
                                 import.state == ImportState::undoing ||
                                 (is_over && import.done.rows > import.done.skipped);
        if (brought_something)
            return fail(ErrorKind::conflict, "undo the import first: people came by it");
        return tx.imports().remove(account, id);
    }));
    folder_.remove(import);
    return {};
}

store::Maybe<std::pair<AccountId, ImportId>> ImportRunner::due() {
    std::optional<std::pair<AccountId, ImportId>> oldest;
    TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
        for (auto& account : TRY(tx.accounts().all()))
            for (auto& import : TRY(tx.imports().all(account.id, most_imports)))
                if (import.state == ImportState::checking ||
                    import.state == ImportState::importing || import.state == ImportState::undoing)
                    oldest = {account.id, import.id};
        return {};
    }));
    return oldest;
}

}  // namespace regulars::ingest
