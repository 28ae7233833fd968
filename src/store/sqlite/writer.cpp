// Groups waiting writes into commits.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/writer.hpp"

#include <utility>

namespace regulars::store::sqlite {
namespace {

// Bounds how long the first of a group waits for the others.
constexpr std::size_t max_group = 64;

}  // namespace

Writer::Writer(std::unique_ptr<Seat> seat, std::unique_ptr<Connection> checkpointer)
    : seat_(std::move(seat)), checkpointer_(std::move(checkpointer)) {
    seat_->transaction.use(memory_);
    thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() {
    {
        std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
}

Result<void> Writer::write(const Work& work) {
    Waiting mine{work, {}};
    std::unique_lock lock(mutex_);
    waiting_.push_back(&mine);
    arrived_.notify_one();
    answered_.wait(lock, [&] { return mine.is_answered; });
    return std::move(mine.result);
}

std::uint64_t Writer::wait_for_commit(std::uint64_t seen, Duration at_most) {
    std::unique_lock lock(mutex_);
    committed_.wait_for(lock, at_most, [&] { return commits_ != seen; });
    return commits_;
}

void Writer::loop() {
    std::vector<Waiting*> group;
    std::unique_lock lock(mutex_);
    while (true) {
        arrived_.wait(lock, [&] { return is_stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        group.clear();
        while (!waiting_.empty() && group.size() < max_group) {
            group.push_back(waiting_.front());
            waiting_.pop_front();
        }
        lock.unlock();
        commit(group);
        lock.lock();
        for (Waiting* one : group) one->is_answered = true;
        answered_.notify_all();
        ++commits_;
        committed_.notify_all();
        lock.unlock();
        checkpointer_.committed(seat_->db->log_pages());
        lock.lock();
    }
}

void Writer::commit(std::span<Waiting* const> group) {
    Connection& db = *seat_->db;
    // Those whose work succeeded in the transaction that is open.
    std::vector<Waiting*> succeeded;
    auto fail_all = [&](const Error& error) {
        for (Waiting* one : succeeded) one->result = std::unexpected(error);
        succeeded.clear();
    };
    for (Waiting* one : group) {
        if (!db.is_in_transaction()) {
            if (auto begun = db.begin(); !begun) {
                one->result = std::unexpected(std::move(begun).error());
                continue;
            }
        }
        one->result = group.size() == 1 ? perform(one->work) : perform_in_savepoint(one->work);
        if (one->result) {
            succeeded.push_back(one);
        } else if (!db.is_in_transaction()) {
            // A full disk took the whole transaction, and the others' work with it.
            fail_all(one->result.error());
            db.rollback();
        }
    }
    if (!db.is_in_transaction()) return;
    if (succeeded.empty()) return db.rollback();
    if (auto committed = db.commit(); !committed) {
        memory_.forget();
        fail_all(committed.error());
    }
}

/// Other processes write to the file too; while the transaction is open they do not. Source:
/// SQLite's PRAGMA data_version, which leaves this connection's own commits out.
Result<void> Writer::check_memory() {
    Query query(*seat_->db, "PRAGMA data_version");
    TRY(query.next());
    if (std::exchange(data_version_, query.integer(0)) != query.integer(0)) memory_.forget();
    return {};
}

Result<void> Writer::perform(const Work& work) {
    auto performed = perform_all(work);
    if (!performed) memory_.forget();
    return performed;
}

/// The work, then its counters; then whether an error that the work swallowed cost the transaction.
Result<void> Writer::perform_all(const Work& work) {
    seat_->session.reset();
    TRY(check_memory());
    TRY(work(seat_->transaction));
    TRY(seat_->session.flush());
    return seat_->db->still_open();
}

Result<void> Writer::perform_in_savepoint(const Work& work) {
    Connection& db = *seat_->db;
    TRY(run(db, "SAVEPOINT work"));
    auto result = perform(work);
    if (!db.is_in_transaction()) return result;
    // Were it left open, the group's commit would carry a part of what failed.
    bool is_closed = (result || run(db, "ROLLBACK TO work")) && run(db, "RELEASE work");
    REGULARS_ASSERT(is_closed, "a savepoint cannot be closed");
    return result;
}

}  // namespace regulars::store::sqlite
