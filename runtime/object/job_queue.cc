#include "runtime/object/job_queue.h"

#include <cstdlib>
#include <cstring>

#include "runtime/object/isolate.h"

namespace jsx {

JobQueue::JobQueue(Isolate& iso)
    : iso_(iso), ring_(static_cast<Value*>(std::calloc(64, sizeof(Value)))), capacity_(64) {
    JSX_CHECK_MEMORY(ring_);
    iso.heap.add_root_provider(this);
}

JobQueue::~JobQueue() {
    iso_.heap.remove_root_provider(this);
    std::free(ring_);
}

void JobQueue::grow() {
    auto* bigger = static_cast<Value*>(std::calloc(capacity_ * 2, sizeof(Value)));
    JSX_CHECK_MEMORY(bigger);
    size_t first = capacity_ - head_;  // up to the ring's end
    std::memcpy(bigger, ring_ + head_, first * sizeof(Value));
    std::memcpy(bigger + first, ring_, head_ * sizeof(Value));
    std::free(ring_);
    ring_ = bigger;
    head_ = 0;
    capacity_ *= 2;
}

void JobQueue::enqueue(Job* job) {
    if (size_ == capacity_) grow();
    ring_[(head_ + size_++) & (capacity_ - 1)] = Value(job);
}

Job* JobQueue::dequeue() {
    Value job = ring_[head_];
    ring_[head_] = Value::empty();
    head_ = (head_ + 1) & (capacity_ - 1);
    size_--;
    return static_cast<Job*>(job.as_cell());
}

void JobQueue::visit_roots(gc::SlotVisitor& visitor) {
    size_t first = size_ < capacity_ - head_ ? size_ : capacity_ - head_;
    if (first) visitor.visit_range(ring_ + head_, first);
    if (size_ > first) visitor.visit_range(ring_, size_ - first);
}

void enqueue_job(Isolate& iso, JobFn run, Realm* realm, std::initializer_list<Value> arguments) {
    JSX_DCHECK(arguments.size() <= Job::kMaxArguments);
    Value a[Job::kMaxArguments];
    size_t n = 0;
    for (Value v : arguments) a[n++] = v;
    while (n < Job::kMaxArguments) a[n++] = Value::undefined();
    iso.jobs->enqueue(iso.heap.make<Job>(run, realm, a[0], a[1], a[2], a[3]));
}

void run_jobs(Isolate& iso) {
    JobQueue& queue = *iso.jobs;
    if (queue.running_) return;
    queue.running_ = true;
    Realm* outer = iso.default_realm();
    while (!queue.is_empty()) {
        Job* job = queue.dequeue();
        iso.set_default_realm(job->realm() ? job->realm() : outer);
        if (job->run()(iso, job).threw()) report_uncaught(iso);
    }
    iso.set_default_realm(outer);
    queue.running_ = false;
}

void report_uncaught(Isolate& iso) {
    Value exception = iso.take_pending();
    const HostHooks& hooks = iso.jobs->hooks;
    if (hooks.uncaught_exception) hooks.uncaught_exception(iso, hooks.data, exception);
}

}  // namespace jsx
