#include "runtime/object/isolate.h"
#include "runtime/object/job_queue.h"

#include <gtest/gtest.h>
#include <vector>

namespace jsx {
namespace {

struct Log {
    std::vector<int> ran;
    int uncaught = 0;
};

Log& log_of(Isolate& iso) {
    return *static_cast<Log*>(iso.extensions[Isolate::kEmbedder]);
}

Completion<void> note(Isolate& iso, Job* job) {
    log_of(iso).ran.push_back(job->argument(0).as_int32());
    return {};
}

/// Notes its number and enqueues the next until the second argument.
Completion<void> chain(Isolate& iso, Job* job) {
    int n = job->argument(0).as_int32();
    log_of(iso).ran.push_back(n);
    if (n < job->argument(1).as_int32())
        enqueue_job(iso, chain, nullptr, {Value::int32(n + 1), job->argument(1)});
    return {};
}

Completion<void> fail(Isolate& iso, Job*) {
    return iso.throw_value(Value::int32(99));
}

class JobQueueTest : public ::testing::Test {
protected:
    JobQueueTest() { iso.extensions[Isolate::kEmbedder] = &log; }
    Isolate iso;
    Log log;
};

TEST_F(JobQueueTest, RunsInOrderAcrossGrowth) {
    for (int i = 0; i < 1000; i++) {
        enqueue_job(iso, note, nullptr, {Value::int32(i)});
        // The ring's start moves while it grows.
        if (i == 40) {
            for (int k = 0; k < 30; k++) {
                Job* job = iso.jobs->dequeue();
                ASSERT_EQ(job->argument(0).as_int32(), k);
            }
        }
    }
    iso.heap.collect(gc::GcKind::kMinor, gc::GcReason::kExplicit);
    EXPECT_EQ(iso.jobs->size(), 970u);
    run_jobs(iso);
    ASSERT_EQ(log.ran.size(), 970u);
    for (int i = 0; i < 970; i++)
        EXPECT_EQ(log.ran[size_t(i)], i + 30);
}

TEST_F(JobQueueTest, RunsWhatJobsEnqueue) {
    enqueue_job(iso, chain, nullptr, {Value::int32(0), Value::int32(5000)});
    run_jobs(iso);
    EXPECT_EQ(log.ran.size(), 5001u);
    EXPECT_TRUE(iso.jobs->is_empty());
}

TEST_F(JobQueueTest, ReportsWhatJobsThrow) {
    iso.jobs->hooks.uncaught_exception = [](Isolate& iso, void*, Value exception) {
        log_of(iso).uncaught += exception.as_int32();
    };
    enqueue_job(iso, fail, nullptr, {});
    enqueue_job(iso, note, nullptr, {Value::int32(1)});
    run_jobs(iso);
    EXPECT_EQ(log.uncaught, 99);
    EXPECT_FALSE(iso.has_pending());
    EXPECT_EQ(log.ran, std::vector<int>{1});
}

}  // namespace
}  // namespace jsx
