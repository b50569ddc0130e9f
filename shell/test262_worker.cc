// --test262-worker: runs the tests that it reads on standard input, a line each, and answers with a line of JSON each.
// test262/worker.py is its master and says what a line holds.
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

#include "interpreter/interpreter.h"
#include "shell/test262.h"

namespace jsx::shell::test262 {

namespace {

using Clock = std::chrono::steady_clock;

/// An isolate serves so many tests, or until its heap holds so much.
constexpr uint32_t kTestsPerIsolate = 300;
constexpr size_t kMaxHeap = size_t(128) << 20;
constexpr size_t kMaxPrinted = 4000;

/// Terminates what runs when its time is over.
class Watchdog {
public:
    Watchdog() : thread_([this] { run(); }) {}
    ~Watchdog() {
        {
            std::lock_guard guard(lock_);
            is_ending_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }
    void arm(Isolate& iso, double seconds) {
        std::lock_guard guard(lock_);
        iso_ = &iso;
        due_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
        changed_.notify_all();
    }
    /// True if it has barked.
    bool disarm() {
        std::lock_guard guard(lock_);
        bool has_barked = !iso_;
        iso_ = nullptr;
        return has_barked;
    }

private:
    void run() {
        std::unique_lock guard(lock_);
        while (!is_ending_) {
            if (!iso_) {
                changed_.wait(guard);
            } else if (Clock::now() < due_) {
                changed_.wait_until(guard, due_);
            } else {
                interp::request_interrupt(*iso_, interp::Interrupt::kTerminate);
                iso_ = nullptr;
            }
        }
    }
    std::mutex lock_;
    std::condition_variable changed_;
    Isolate* iso_ = nullptr;
    Clock::time_point due_;
    bool is_ending_ = false;
    std::thread thread_;
};

void append_json(std::string* out, std::string_view text) {
    *out += '"';
    for (char c : text) {
        if (c == '"' || c == '\\') {
            *out += '\\';
            *out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", c);
            *out += escape;
        } else {
            *out += c;
        }
    }
    *out += '"';
}

struct Job {
    std::string id;
    double seconds = 0;
    Test test;
};

bool parse_job(std::string_view line, Job* job) {
    std::vector<std::string_view> fields;
    for (;;) {
        size_t tab = line.find('\t');
        fields.push_back(line.substr(0, tab));
        if (tab == std::string_view::npos) break;
        line.remove_prefix(tab + 1);
    }
    if (fields.size() < 5) return false;
    job->id = fields[0];
    job->test.is_module = fields[1] == "module";
    job->test.is_strict = fields[2].find('s') != std::string_view::npos;
    job->test.is_async = fields[2].find('a') != std::string_view::npos;
    job->test.can_block = fields[2].find('n') == std::string_view::npos;
    job->seconds = std::strtod(std::string(fields[3]).c_str(), nullptr);
    job->test.path = fields[4];
    for (size_t i = 5; i < fields.size(); i++) job->test.preludes.emplace_back(fields[i]);
    return job->seconds > 0;
}

class Worker {
public:
    explicit Worker(const Options& options) : options_(options) {}
    ~Worker() { forget_engine(); }

    /// False: this process must end.
    bool run(const Job& job);

private:
    void forget_engine() {
        host_.reset();
        engine_.reset();
        tests_ = 0;
    }
    void make_engine() {
        engine_ = std::make_unique<Engine>(options_);
        host_ = std::make_unique<Host>(*engine_);
    }
    const Options& options_;
    Preludes preludes_;
    Watchdog watchdog_;
    std::unique_ptr<Engine> engine_;
    std::unique_ptr<Host> host_;
    uint32_t tests_ = 0;  // that the engine has run
};

bool Worker::run(const Job& job) {
    if (!engine_) make_engine();
    else engine_->renew_realm();
    auto begun = Clock::now();
    std::string printed;
    host_->output = &printed;
    host_->set_up(engine_->realm());
    watchdog_.arm(engine_->isolate(), job.seconds);
    Outcome outcome = host_->run(job.test, preludes_);
    bool is_terminated = watchdog_.disarm();
    double milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
    bool is_clear = host_->clear();

    std::string answer = "{\"id\":" + job.id;
    if (is_terminated) {
        answer += ",\"timeout\":true";
    } else if (!outcome.failure.empty()) {
        answer += ",\"phase\":\"run\",\"error\":\"Failure\",\"message\":";
        append_json(&answer, outcome.failure);
    } else if (outcome.phase) {
        answer += ",\"phase\":\"" + std::string(outcome.phase) + "\",\"error\":";
        append_json(&answer, outcome.error);
        answer += ",\"message\":";
        append_json(&answer, outcome.message);
    }
    if (outcome.is_unsettled) answer += ",\"unsettled\":true";
    answer += ",\"printed\":";
    append_json(&answer, std::string_view(printed).substr(0, kMaxPrinted));
    char number[32];
    std::snprintf(number, sizeof number, ",\"ms\":%.2f}\n", milliseconds);
    answer += number;
    std::fwrite(answer.data(), 1, answer.size(), stdout);
    std::fflush(stdout);

    if (!is_clear) return false;
    host_->output = nullptr;
    const gc::HeapStatistics& heap = engine_->isolate().heap.statistics();
    if (is_terminated || ++tests_ == kTestsPerIsolate || heap.old_used + heap.large_used + heap.external > kMaxHeap) {
        forget_engine();
    }
    return true;
}

}  // namespace

int run_worker(const Options& options) {
    Worker worker(options);
    std::string line;
    while (std::getline(std::cin, line)) {
        Job job;
        if (!parse_job(line, &job)) {
            std::fprintf(stderr, "jsx: not a job of a test262 worker: %s\n", line.c_str());
            return kBadUsage;
        }
        // A thread that does not end still uses the process: leave without destroying anything.
        if (!worker.run(job)) _exit(kSuccess);
    }
    return kSuccess;
}

}  // namespace jsx::shell::test262
