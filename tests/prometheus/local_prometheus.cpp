// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/prometheus/local_prometheus.h"

#include <arpa/inet.h>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

extern char** environ;

namespace binnacle::tests {

namespace {

int freePort()
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    if (::bind(fd, raw, size) != 0 || ::getsockname(fd, raw, &size) != 0)
        throw std::runtime_error("no free port");
    ::close(fd);
    return ntohs(address.sin_port);
}

bool accepts(int port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    const bool ok = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    bool ready = false;
    if (ok) {
        const std::string ask = "GET /-/ready HTTP/1.0\r\n\r\n";
        char head[16] = {};
        ready = ::write(fd, ask.data(), ask.size()) == static_cast<ssize_t>(ask.size()) &&
                ::read(fd, head, 12) == 12 && std::string(head).find(" 200") != std::string::npos;
    }
    ::close(fd);
    return ready;
}

void line(std::string& out, const std::string& series, double value, long at)
{
    char text[64];
    std::snprintf(text, sizeof text, " %.17g %ld\n", value, at);
    out += series + text;
}

struct Series {
    std::string name, labels;
    std::function<double(double)> value; ///< of the sample's index, 0 is the newest
};

std::string device(int i, const char* extra)
{
    return "gpu=\"" + std::to_string(i) + "\",UUID=\"GPU-" + std::to_string(i) +
           "\",modelName=\"NVIDIA H100\",Hostname=\"node-" + std::to_string(i / 2) +
           "\",job=\"dcgm\",instance=\"10.0.0.1:9400\"" + extra;
}

void addDevices(std::vector<Series>& all)
{
    const char* held =
        ",pod=\"dcgm-exporter-x\",namespace=\"gpu-operator\",exported_pod=\"train-0\","
        "exported_namespace=\"team-a\"";
    const char* free = ",pod=\"dcgm-exporter-x\",namespace=\"gpu-operator\"";
    // 0 is busy and held, 1 became idle ten minutes ago, 2 has only the new names, 3 is a MIG
    // slice.
    all.push_back({"DCGM_FI_DEV_GPU_UTIL", device(0, held), [](double) { return 87; }});
    all.push_back(
        {"DCGM_FI_DEV_GPU_UTIL", device(1, free), [](double i) { return i < 40 ? 0 : 55; }});
    all.push_back({"DCGM_FI_DEV_GPU_UTIL_RATIO", device(0, held), [](double) { return 86; }});
    all.push_back({"DCGM_FI_DEV_GPU_UTIL_RATIO", device(2, free), [](double) { return 42; }});
    all.push_back({"DCGM_FI_PROF_GR_ENGINE_ACTIVE",
                   device(3, ",GPU_I_ID=\"5\",GPU_I_PROFILE=\"3g.40gb\""),
                   [](double) { return 0.25; }});
    all.push_back({"DCGM_FI_DEV_FB_USED", device(0, held), [](double) { return 1024; }});
    all.push_back({"DCGM_FI_DEV_FB_FREE", device(0, held), [](double) { return 3072; }});
    all.push_back({"DCGM_FI_DEV_POWER_USAGE", device(0, held), [](double) { return 650.5; }});
    all.push_back(
        {"DCGM_FI_DEV_POWER_USAGE", device(1, free), [](double) { return 140737488355328.0; }});
    all.push_back({"DCGM_FI_DEV_GPU_TEMP", device(0, held), [](double) { return 61; }});
    all.push_back({"DCGM_FI_DEV_GPU_TEMP", device(1, free), [](double) { return -2147483632.0; }});
    all.push_back({"DCGM_FI_DEV_XID_ERRORS", device(0, held), [](double) { return 0; }});
    all.push_back(
        {"DCGM_FI_DEV_XID_ERRORS", device(1, free), [](double i) { return i < 60 ? 79 : 0; }});
    all.push_back({"DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", device(0, held),
                   [](double i) { return 1e12 - 9e6 * i; }});
    for (const char* part : {"CRC_FLIT", "REPLAY"})
        all.push_back({std::string("DCGM_FI_DEV_NVLINK_") + part + "_ERROR_COUNT_TOTAL",
                       device(0, held), [](double i) { return 1000 - i * 15; }});
}

void addModels(std::vector<Series>& all)
{
    const auto histogram = [&](const std::string& name, const std::string& labels, double fast) {
        const std::pair<const char*, double> buckets[] = {
            {"0.1", fast}, {"1.0", 1.0}, {"+Inf", 1.0}};
        for (const auto& [le, share] : buckets)
            all.push_back({name + "_bucket", labels + ",le=\"" + le + '"',
                           [share = share](double i) { return share * (10000.0 - 30.0 * i); }});
    };
    const std::string chat = "model_name=\"chat\",engine=\"0\",job=\"vllm\",instance=\"a\"";
    const std::string old = "model_name=\"legacy\",engine=\"0\",job=\"vllm\",instance=\"b\"";
    histogram("vllm:time_to_first_token_seconds", chat, 0.9);
    histogram("vllm:inter_token_latency_seconds", chat, 0.9);
    histogram("vllm:time_per_output_token_seconds", chat, 0.9); // both spellings at once
    histogram("vllm:time_per_output_token_seconds", old, 0.5);
    all.push_back({"vllm:num_requests_running", chat, [](double) { return 5; }});
    all.push_back({"vllm:kv_cache_usage_perc", chat, [](double) { return 0.75; }});
    all.push_back({"vllm:gpu_cache_usage_perc", old, [](double) { return 0.5; }});
    all.push_back({"nv_inference_request_success", "model=\"fraud\",version=\"42\"",
                   [](double i) { return 10000.0 - 30.0 * i; }});
    all.push_back({"nv_inference_request_duration_us", "model=\"fraud\",version=\"42\"",
                   [](double i) { return 5000.0 * (10000.0 - 30.0 * i); }});
}

} // namespace

std::string sampleMetrics(long end)
{
    std::vector<Series> all;
    addDevices(all);
    addModels(all);
    all.push_back(
        {"ramp", "kind=\"odd \\\"text\\\" \u00e9\"", [](double i) { return 1.0 / (3.0 + i); }});
    all.push_back(
        {"gappy", "a=\"b\"", [](double i) { return std::fmod(i, 3) == 0 ? INFINITY : -0.1; }});
    std::string out;
    for (const auto& series : all) {
        for (long i = 120; i >= 0; --i)
            line(out, series.name + '{' + series.labels + '}', series.value(static_cast<double>(i)),
                 end - i * 15);
    }
    return out + "# EOF\n";
}

bool LocalPrometheus::installed()
{
    return std::system("command -v prometheus >/dev/null && command -v promtool >/dev/null") == 0;
}

std::string LocalPrometheus::output(const std::string& command)
{
    std::FILE* pipe = ::popen(command.c_str(), "r");
    std::string out;
    char chunk[4096];
    for (std::size_t n; pipe && (n = std::fread(chunk, 1, sizeof chunk, pipe)) > 0;)
        out.append(chunk, n);
    if (!pipe || ::pclose(pipe) != 0)
        throw std::runtime_error("failed: " + command);
    return out;
}

std::unique_ptr<LocalPrometheus> LocalPrometheus::start(const std::string& openMetrics)
{
    if (!installed())
        return nullptr;
    std::unique_ptr<LocalPrometheus> server(new LocalPrometheus);
    auto folder = (std::filesystem::temp_directory_path() / "binnacle-prom-XXXXXX").string();
    if (!::mkdtemp(folder.data()))
        throw std::runtime_error("no temporary folder");
    server->m_folder = folder;
    std::ofstream(folder + "/metrics.txt") << openMetrics;
    std::ofstream(folder + "/config.yml") << R"(global:
  scrape_interval: 7s
scrape_configs:
  - job_name: fast
    static_configs: [{targets: ['127.0.0.1:1']}]
  - job_name: monitor/dcgm/0
    scrape_interval: 60s
    static_configs: [{targets: ['127.0.0.1:1'], labels: {job: dcgm, instance: '10.0.0.1:9400'}}]
)"; // nobody is there: what devices show is history
    output("promtool tsdb create-blocks-from openmetrics " + folder + "/metrics.txt " + folder +
           "/data > " + folder + "/promtool.log 2>&1");
    const int port = freePort();
    server->m_url = "http://127.0.0.1:" + std::to_string(port);
    std::string args[] = {"prometheus",
                          "--config.file=" + folder + "/config.yml",
                          "--storage.tsdb.path=" + folder + "/data",
                          "--storage.tsdb.retention.time=90d",
                          "--web.listen-address=127.0.0.1:" + std::to_string(port),
                          "--log.level=warn"};
    std::vector<char*> argv;
    for (auto& arg : args)
        argv.push_back(arg.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const std::string log = folder + "/server.log";
    posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    const int rc =
        ::posix_spawnp(&server->m_pid, "prometheus", &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (rc != 0)
        throw std::runtime_error("cannot start prometheus");
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!accepts(port)) {
        if (std::chrono::steady_clock::now() > until)
            throw std::runtime_error("prometheus did not become ready");
        std::this_thread::sleep_for(std::chrono::milliseconds(20)); // polling a condition
    }
    return server;
}

void LocalPrometheus::waitForTargets() const
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (output("curl -fsS " + m_url + "/api/v1/targets").find("\"scrapePool\"") ==
           std::string::npos) {
        if (std::chrono::steady_clock::now() > until)
            throw std::runtime_error("prometheus lists no targets");
        std::this_thread::sleep_for(std::chrono::milliseconds(100)); // polling a condition
    }
}

LocalPrometheus::~LocalPrometheus()
{
    if (m_pid > 0) {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }
    std::error_code ignored;
    if (!m_folder.empty())
        std::filesystem::remove_all(m_folder, ignored);
}

} // namespace binnacle::tests
