// $262.agent: agents are threads, each with an engine of its own; what they share are the bytes of SharedArrayBuffers.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "runtime/object/typed_array.h"
#include "shell/options.h"

namespace jsx::shell {
class Engine;
}

namespace jsx::shell::test262 {

class Agents;

/// What a broadcast carries.
struct Broadcast {
    BackingStore* store = nullptr;  // one reference, the holder's
    /// The second argument: absent, a number, or a BigInt's digits.
    std::optional<double> number;
    std::string bigint;
};

/// One agent, as its thread and the main one see it. Fields are guarded by the cluster's lock.
struct Agent {
    Agents* cluster = nullptr;
    std::string source;
    std::deque<Broadcast> inbox;
    Isolate* isolate = nullptr;  // while it runs
    bool is_running = false;     // its engine stands
    bool is_over = false;        // its thread touches nothing here any more
    bool is_leaving = false;
};

class Agents {
public:
    explicit Agents(const Options& options) : options_(options) {}
    /// All agents must have ended.
    ~Agents();
    Agents(const Agents&) = delete;

    // ---- for the main agent ----
    /// Blocks until the agent runs.
    void start(std::string source);
    /// Blocks until every agent has the message, or `iso` is to terminate.
    void broadcast(Isolate& iso, const Broadcast& message);
    std::optional<std::string> take_report();
    /// Ends all agents; false if one did not within two seconds.
    bool stop();

    // ---- for agents ----
    void report(std::string text);
    /// The next message; waits for one until then. False: there is none.
    bool receive(Agent& agent, std::chrono::steady_clock::time_point until, Broadcast* out);

private:
    struct Thread {
        Agent agent;
        std::thread thread;
    };
    void run(Agent& agent);
    const Options& options_;
    std::mutex lock_;
    std::condition_variable changed_;
    std::vector<std::unique_ptr<Thread>> threads_;
    std::deque<std::string> reports_;
    bool is_stopping_ = false;
};

/// $262.agent of a realm, for the main agent or another.
Object* make_agent_object(Isolate& iso);

}  // namespace jsx::shell::test262
