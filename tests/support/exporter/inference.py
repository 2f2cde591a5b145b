# SPDX-License-Identifier: GPL-3.0-or-later
"""Inference servers: vLLM (three generations), Triton, KServe, TGI, SGLang, Knative."""
import math

from page import COUNTS, FAST, MILLIS, SLOW, TOKEN, Spread, labels
from scenario import BOOT, digest


class Traffic:
    """Requests of one pod: the rate moves, the total is its integral."""

    def __init__(self, work, pod, t):
        key = digest("traffic", pod["namespace"], pod["name"])
        phase, period = key[0] / 256 * 2 * math.pi, 400 + key[1]
        start = t - t % work["resetSeconds"] if work.get("resetSeconds") else BOOT
        turn = 2 * math.pi / period
        self.rate = work["rps"] * (0.8 + 0.2 * math.sin(turn * t + phase))
        self.total = work["rps"] * (0.8 * (t - start) + 0.2 / turn * (math.cos(turn * start + phase) - math.cos(turn * t + phase)))
        self.latency = work["latency"]
        self.pairs = labels(namespace=pod["namespace"], pod=pod["name"])


def rows_of(items, t, text):
    """(labels, traffic) of every pod of an engine; `text` makes the engine's own labels."""
    made = []
    for work, pod in items:
        traffic = Traffic(work, pod, t)
        made.append((text(work) + "," + traffic.pairs, traffic))
    return made


def vllm(page, items, t):
    def rows(*generations):
        chosen = [(work, pod) for work, pod in items if work["generation"] in generations]
        return rows_of(chosen, t, lambda work: labels(model_name=work["model"], engine="0"))

    every, old, new = rows("newer", "both", "older"), rows("older"), rows("newer", "both")
    page.metric("vllm:num_requests_running", "gauge", "Number of requests in model execution batches.",
                *((p, round(x.rate * x.latency)) for p, x in every))
    page.metric("vllm:num_requests_waiting", "gauge", "Number of requests waiting to be processed.",
                *((p, max(0, round(x.rate * x.latency - 18))) for p, x in every))
    page.metric("vllm:num_requests_swapped", "gauge", "Number of requests swapped to CPU.", *((p, 0) for p, x in old))
    for name, chosen in (("vllm:gpu_cache_usage_perc", rows("older", "both")), ("vllm:kv_cache_usage_perc", new)):
        page.metric(name, "gauge", "KV-cache usage. 1 means 100 percent usage.",
                    *((p, round(min(0.97, x.rate * x.latency / 30), 6)) for p, x in chosen))
    page.metric("vllm:cache_config_info", "gauge", "Information of the LLMEngine CacheConfig",
                *((p + ',block_size="16",cache_dtype="auto",num_gpu_blocks="27000"', 1) for p, x in every))
    for name, factor, text in (("prompt_tokens_total", 740, "Number of prefill tokens processed."),
                               ("generation_tokens_total", 210, "Number of generation tokens processed."),
                               ("num_preemptions_total", 0.002, "Cumulative number of preemption from the engine.")):
        page.metric("vllm:" + name, "counter", text, *((p, int(x.total * factor)) for p, x in every))
    page.metric("vllm:request_success_total", "counter", "Count of successfully processed requests.",
                *((f'{p},finished_reason="{why}"', int(x.total * share)) for p, x in every
                  for why, share in (("stop", 0.9), ("length", 0.08), ("abort", 0.02))))
    for name, chosen in (("vllm:prefix_cache_", new), ("vllm:gpu_prefix_cache_", old)):
        page.metric(name + "queries_total", "counter", "Prefix cache queries, in terms of number of queried tokens.",
                    *((p, int(x.total * 740)) for p, x in chosen))
        page.metric(name + "hits_total", "counter", "Prefix cache hits, in terms of number of cached tokens.",
                    *((p, int(x.total * 310)) for p, x in chosen))
    page.histogram("vllm:time_to_first_token_seconds", "Histogram of time to first token in seconds.",
                   *((p, Spread(x.total, x.latency * 0.09, FAST)) for p, x in every))
    for name, chosen in (("vllm:inter_token_latency_seconds", new), ("vllm:time_per_output_token_seconds", rows("older", "both"))):
        page.histogram(name, "Histogram of inter-token latency in seconds.",
                       *((p, Spread(x.total * 210, x.latency / 230, TOKEN)) for p, x in chosen))
    page.histogram("vllm:request_time_per_output_token_seconds", "Histogram of time per output token per request in seconds.",
                   *((p, Spread(x.total, x.latency / 230, TOKEN)) for p, x in rows("newer")))
    page.histogram("vllm:e2e_request_latency_seconds", "Histogram of end to end request latency in seconds.",
                   *((p, Spread(x.total, x.latency, SLOW)) for p, x in every), exemplars=True)
    for name, share in (("queue", 0.05), ("prefill", 0.1), ("decode", 0.85), ("inference", 0.95)):
        page.histogram(f"vllm:request_{name}_time_seconds", f"Histogram of time spent in {name.upper()} phase for request.",
                       *((p, Spread(x.total, x.latency * share, SLOW)) for p, x in every))
    page.histogram("vllm:request_prompt_tokens", "Number of prefill tokens processed.",
                   *((p, Spread(x.total, 740, COUNTS)) for p, x in every))
    page.histogram("vllm:request_generation_tokens", "Number of generation tokens processed.",
                   *((p, Spread(x.total, 210, COUNTS)) for p, x in every))


def triton(page, items, t, gpus):
    plain = rows_of(items, t, lambda work: labels(model=work["model"], version=work["version"]))
    page.metric("nv_inference_request_success", "counter", "Number of successful inference requests, all batch sizes",
                *((p, int(x.total)) for p, x in plain))
    page.metric("nv_inference_request_failure", "counter", "Number of failed inference requests, all batch sizes",
                *((f'{p},reason="{why}"', int(x.total * share)) for p, x in plain for why, share in
                  (("REJECTED", 0.001), ("CANCELED", 0.0004), ("BACKEND", 0.0006), ("OTHER", 0))))
    page.metric("nv_inference_count", "counter", "Number of inferences performed (does not include cached requests)",
                *((p, int(x.total * 3)) for p, x in plain))
    page.metric("nv_inference_exec_count", "counter", "Number of model executions performed",
                *((p, int(x.total * 0.75)) for p, x in plain))
    for name, share in (("request", 1), ("queue", 0.12), ("compute_input", 0.06), ("compute_infer", 0.76), ("compute_output", 0.06)):
        page.metric(f"nv_inference_{name}_duration_us", "counter", f"Cumulative {name} duration in microseconds",
                    *((p, int(x.total * x.latency * share * 1e6)) for p, x in plain))
    page.metric("nv_inference_pending_request_count", "gauge", "Instantaneous number of pending requests awaiting execution per-model.",
                *((p, int(x.rate * x.latency * 2)) for p, x in plain))
    page.metric("nv_cache_num_hits_per_model", "counter", "Number of cache hits per model", *((p, int(x.total * 0.2)) for p, x in plain))
    page.metric("nv_cache_num_misses_per_model", "counter", "Number of cache misses per model", *((p, int(x.total * 0.8)) for p, x in plain))
    own = [(labels(gpu_uuid=gpu.uuid) + "," + x.pairs, gpu) for (_, x), (_, pod) in zip(plain, items)
           for gpu in gpus.get((pod["namespace"], pod["name"]), [])]
    for name, text, value in (
            ("nv_gpu_utilization", "GPU utilization rate [0.0 - 1.0)", lambda g: round(g.active(t), 4)),
            ("nv_gpu_memory_total_bytes", "GPU total memory, in bytes", lambda g: g.memory * 2**20),
            ("nv_gpu_memory_used_bytes", "GPU used memory, in bytes", lambda g: g.used(t) * 2**20),
            ("nv_gpu_power_usage", "GPU power usage in watts", lambda g: round(g.power(t), 3)),
            ("nv_gpu_power_limit", "GPU power management limit in watts", lambda g: g.node["limitW"])):
        page.metric(name, "gauge", text, *((p, value(g)) for p, g in own))
    page.metric("nv_energy_consumption", "counter", "GPU energy consumption in joules since the Triton Server started",
                *((p, g.energy(t) / 1000) for p, g in own))


def kserve(page, items, t):
    rows = rows_of(items, t, lambda work: labels(model_name=work["model"]))
    for name, share in (("preprocess", 0.08), ("predict", 0.85), ("postprocess", 0.05), ("explain", 0.02)):
        page.histogram(f"request_{name}_seconds", f"{name}-request latency",
                       *((p, Spread(x.total, x.latency * share, FAST)) for p, x in rows))


def tgi(page, items, t):
    rows = [(pairs[1:], traffic) for pairs, traffic in rows_of(items, t, lambda work: "")]
    page.metric("tgi_queue_size", "gauge", "Current number of requests in the queue", *((p, int(x.rate * 0.2)) for p, x in rows))
    page.metric("tgi_batch_current_size", "gauge", "Current batch size", *((p, round(x.rate * x.latency)) for p, x in rows))
    page.metric("tgi_batch_current_max_tokens", "gauge", "Maximum tokens of the current batch", *((p, round(x.rate * 512)) for p, x in rows))
    page.metric("tgi_request_count", "counter", "Total number of requests", *((p, int(x.total)) for p, x in rows))
    page.metric("tgi_request_success", "counter", "Total number of successful requests", *((p, int(x.total * 0.995)) for p, x in rows))
    page.metric("tgi_request_failure", "counter", "Total number of failed requests",
                *((p + ',err="generation"', int(x.total * 0.005)) for p, x in rows))
    for name, share in (("duration", 1), ("queue_duration", 0.1), ("inference_duration", 0.88), ("validation_duration", 0.002),
                        ("mean_time_per_token_duration", 0.01)):
        page.histogram("tgi_request_" + name, f"Request {name} in seconds",
                       *((p, Spread(x.total, x.latency * share, FAST)) for p, x in rows))
    page.histogram("tgi_request_input_length", "Input length", *((p, Spread(x.total, 300, COUNTS)) for p, x in rows))
    page.histogram("tgi_request_generated_tokens", "Generated tokens", *((p, Spread(x.total, 40, COUNTS)) for p, x in rows))


def sglang(page, items, t):
    rows = rows_of(items, t, lambda work: labels(model_name=work["model"]))
    page.metric("sglang:num_running_reqs", "gauge", "The number of running requests.", *((p, round(x.rate * x.latency)) for p, x in rows))
    page.metric("sglang:num_queue_reqs", "gauge", "The number of requests in the waiting queue.", *((p, int(x.rate * 0.1)) for p, x in rows))
    page.metric("sglang:num_used_tokens", "gauge", "The number of used tokens.", *((p, round(x.rate * 900)) for p, x in rows))
    page.metric("sglang:token_usage", "gauge", "The token usage.", *((p, round(min(0.95, x.rate / 14), 4)) for p, x in rows))
    page.metric("sglang:cache_hit_rate", "gauge", "The prefix cache hit rate.", *((p, 0.37) for p, x in rows))
    page.metric("sglang:gen_throughput", "gauge", "The generation throughput (token/s).", *((p, round(x.rate * 180, 2)) for p, x in rows))
    page.metric("sglang:prompt_tokens_total", "counter", "Number of prefill tokens processed.", *((p, int(x.total * 520)) for p, x in rows))
    page.metric("sglang:generation_tokens_total", "counter", "Number of generation tokens processed.", *((p, int(x.total * 180)) for p, x in rows))
    for name, share, bounds in (("time_to_first_token", 0.1, FAST), ("time_per_output_token", 0.005, TOKEN),
                                ("inter_token_latency", 0.005, TOKEN), ("e2e_request_latency", 1, SLOW)):
        page.histogram(f"sglang:{name}_seconds", f"Histogram of {name.replace('_', ' ')} in seconds.",
                       *((p, Spread(x.total, x.latency * share, bounds)) for p, x in rows))


def knative(page, items, t):
    def text(work):
        return labels(namespace_name=work["namespace"], service_name=work["name"], configuration_name=work["name"],
                      revision_name=work["name"] + "-00002")

    rows = rows_of(items, t, text)
    codes = (("200", "2xx", 0.99), ("503", "5xx", 0.01))
    page.metric("revision_request_count", "counter", "The number of requests that are routed to queue-proxy",
                *((f'{p},response_code="{code}",response_code_class="{group}"', int(x.total * share)) for p, x in rows
                  for code, group, share in codes))
    page.histogram("revision_request_latencies", "The response time in millisecond",
                   *((f'{p},response_code="{code}",response_code_class="{group}"', Spread(x.total * share, x.latency * 1000, MILLIS))
                     for p, x in rows for code, group, share in codes))
    page.metric("revision_queue_depth", "gauge", "The current number of items in the serving and waiting queue",
                *((p, int(x.rate * x.latency)) for p, x in rows))
    for name, value in (("desired", 2), ("requested", 2), ("actual", 2), ("not_ready", 0), ("pending", 0), ("terminating", 0)):
        page.metric(f"autoscaler_{name}_pods", "gauge", f"Number of pods {name}", *((p, value) for p, x in rows[:1]))
    page.metric("autoscaler_stable_request_concurrency", "gauge", "Average of requests count per observed pod over the stable window",
                *((p, round(x.rate * x.latency, 3)) for p, x in rows[:1]))
    page.metric("autoscaler_panic_mode", "gauge", "1 if autoscaler is in panic mode, 0 otherwise", *((p, 0) for p, x in rows[:1]))

    def newer(work):
        return labels(kn_service_name=work["name"], kn_configuration_name=work["name"], kn_revision_name=work["name"] + "-00002")

    rows = rows_of(items, t, newer)
    page.histogram("kn_serving_invocation_duration_seconds", "Duration of the invocation",
                   *((f'{p},http_response_status_code="{code}"', Spread(x.total * share, x.latency, FAST)) for p, x in rows
                     for code, _, share in codes))
    page.metric("kn_serving_queue_depth", "gauge", "Requests in the queue", *((p, int(x.rate * x.latency)) for p, x in rows))
    page.metric("kn_revision_pods_desired", "gauge", "Desired pods", *((p, 2) for p, x in rows[:1]))
    page.metric("kn_revision_request_concurrency", "gauge", "Concurrency", *((p, round(x.rate * x.latency, 3)) for p, x in rows))


ENGINES = (("vllm", vllm), ("triton", triton), ("kserve", kserve), ("tgi", tgi), ("sglang", sglang), ("knative", knative))
