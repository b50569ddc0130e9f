// [doc:jobs] Promise jobs (tc39.es/ecma262/#sec-jobs): a first-in, first-out queue that the host drains when no code runs.
//
// A Job is a cell: a C++ function, the realm it belongs to, and the values it works on. The queue is a ring in C++
// memory that the collector visits.
#pragma once

#include <initializer_list>

#include "gc/heap.h"
#include "runtime/object/completion.h"
#include "runtime/object/realm.h"

namespace jsx {

class Isolate;
class Job;

/// What a job does. An exception it throws goes to HostHooks::uncaught_exception.
using JobFn = Completion<void> (*)(Isolate& iso, Job* job);

class Job final : public gc::Cell {
public:
    static constexpr auto kKind = gc::CellKind::kJob;
    static bool is_kind(gc::CellKind k) { return k == kKind; }
    static constexpr uint32_t kMaxArguments = 4;
    static constexpr auto fields() {
        return gc::fields(&Job::realm_, &Job::a_, &Job::b_, &Job::c_, &Job::d_);
    }
    Job(JobFn run, Realm* realm, Value a, Value b, Value c, Value d)
        : Cell(kKind, 0), run_(run), realm_(realm), a_(a), b_(b), c_(c), d_(d) {}
    JobFn run() const { return run_; }
    /// Null: none.
    Realm* realm() const { return realm_; }
    /// undefined where none was given.
    Value argument(uint32_t i) const { return i == 0 ? a_ : i == 1 ? b_ : i == 2 ? c_ : d_; }

private:
    JobFn run_;
    gc::Member<Realm> realm_;
    gc::Slot a_, b_, c_, d_;
};

/// https://tc39.es/ecma262/#sec-host-promise-rejection-tracker
enum class PromiseRejection : uint8_t { kReject, kHandle };

/// What the host wants to know; null: nothing.
struct HostHooks {
    void* data = nullptr;
    /// `reason` is undefined for kHandle.
    void (*promise_rejection)(Isolate& iso, void* data, Object* promise, PromiseRejection operation, Value reason) = nullptr;
    /// An exception left a job, or another callback that nobody called.
    void (*uncaught_exception)(Isolate& iso, void* data, Value exception) = nullptr;
};

class JobQueue final : public gc::RootProvider {
public:
    explicit JobQueue(Isolate& iso);
    ~JobQueue();
    JobQueue(const JobQueue&) = delete;
    JobQueue& operator=(const JobQueue&) = delete;

    HostHooks hooks;

    bool is_empty() const { return size_ == 0; }
    size_t size() const { return size_; }
    void enqueue(Job* job);
    Job* dequeue();
    /// True while run_jobs works: it does not nest.
    bool is_running() const { return running_; }

    void visit_roots(gc::SlotVisitor& visitor) override;
    void process_weak_roots(gc::Liveness&) override {}

private:
    friend void run_jobs(Isolate& iso);
    void grow();
    Isolate& iso_;
    Value* ring_;
    size_t capacity_;  // a power of two
    size_t head_ = 0, size_ = 0;
    bool running_ = false;
};

/// HostEnqueuePromiseJob. `realm`: in which C++ code of the job runs; null for the default one.
void enqueue_job(Isolate& iso, JobFn run, Realm* realm, std::initializer_list<Value> arguments);
/// Runs jobs until there are none, those they enqueue included. Does nothing when called from a job.
void run_jobs(Isolate& iso);
/// Gives the pending exception to the host.
void report_uncaught(Isolate& iso);

}  // namespace jsx
