#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Native and classic histograms, their functions, and exemplars of the live Prometheus: what the client decoded
(dump_answers) against the server's JSON as this script reads it. And quantiles: computed here from the decoded buckets,
they are the server's own. Usage: compare_answers.py DUMP_ANSWERS. Exit 77 without a stack."""
import json
import math
import os
import pathlib
import subprocess
import sys
import time
import urllib.parse
import urllib.request

NATIVE = "binnacle_live_request_duration_seconds"
CLASSIC = "vllm:e2e_request_latency_seconds_bucket"
QUANTILES = (0.05, 0.5, 0.9, 0.99)


def raw(url, path, **fields):
    with urllib.request.urlopen(f"{url}/api/v1{path}?{urllib.parse.urlencode(fields)}", timeout=20) as answer:
        return json.load(answer)["data"]


def number(text):
    return float(text.replace("Inf", "inf"))


def same(ours, theirs):
    a, b = number(ours) if isinstance(ours, str) else ours, number(theirs) if isinstance(theirs, str) else theirs
    return a == b or (math.isnan(a) and math.isnan(b))


def key(labels):
    return tuple(sorted(labels.items()))


def histogram_differs(ours, theirs):
    time_, count, total, buckets = ours
    at, body = theirs
    if not (same(time_, at) and same(count, body["count"]) and same(total, body["sum"])):
        return True
    wanted = body.get("buckets") or []
    return len(buckets) != len(wanted) or any(
        own[0] != other[0] or not all(same(a, b) for a, b in zip(own[1:], other[1:])) for own, other in zip(buckets, wanted))


def check_query(question, ours, theirs):
    """Number of samples compared; what is wrong ends the script."""
    if isinstance(ours, dict):
        sys.exit(f"{question}: {ours['error']}")
    wanted = {key(item["metric"]): item for item in theirs["result"]}
    if len(ours) != len(wanted):
        sys.exit(f"{question}: {len(ours)} series decoded, the server sent {len(wanted)}")
    compared = 0
    for one in ours:
        other = wanted[key(one["metric"])]
        values = other.get("values", [other["value"]] if "value" in other else [])
        histograms = other.get("histograms", [other["histogram"]] if "histogram" in other else [])
        if len(values) != len(one["values"]) or len(histograms) != len(one["histograms"]):
            sys.exit(f"{question}: {one['metric']}: other numbers of samples")
        for (at, value), (t, v) in zip(one["values"], values):
            if not (same(at, t) and same(value, v)):
                sys.exit(f"{question}: {one['metric']}: {at} {value} is not {t} {v}")
        if any(map(histogram_differs, one["histograms"], histograms)):
            sys.exit(f"{question}: {one['metric']}: a histogram differs")
        compared += len(values) + len(histograms)
    return compared


def quantiles_of(histogram, q):
    """By the buckets alone: linear within a bucket (Prometheus 2) and by powers (3)."""
    _, count, _, buckets = histogram
    rank, seen = q * number(count), 0.0
    for _, left, right, inside in buckets:
        left, right, inside = number(left), number(right), number(inside)
        if seen + inside >= rank:
            share = (rank - seen) / inside
            return left + (right - left) * share, left * (right / left) ** share if left > 0 else math.nan
        seen += inside
    return math.nan, math.nan


def main():
    state = os.environ.get("BINNACLE_LIVE_STATE")
    servers = pathlib.Path(state or "/nonexistent", "servers.json")
    known = json.loads(servers.read_text()) if servers.exists() else {}
    if known.get("prometheus", {}).get("state") != "up" or known.get("exporter", {}).get("state") != "up":
        print("SKIPPED: $BINNACLE_LIVE_STATE names no running prometheus and exporter (tests/live/up)")
        return 77
    url = known["prometheus"]["url"]
    # A rate needs two scrapes: wait for them after a fresh start.
    until = time.monotonic() + 40
    while not raw(url, "/query", query=f"rate({NATIVE}[30s])")["result"] or not raw(url, "/query", query=f"rate({CLASSIC}[30s])")["result"]:
        if time.monotonic() > until:
            sys.exit("the native or the classic histogram is not scraped")
        time.sleep(0.5)
    end = int(time.time()) - 2
    start = end - 60
    expressions = [NATIVE, f"rate({NATIVE}[30s])", f"sum(rate({NATIVE}[30s]))", f"histogram_sum({NATIVE})", f"histogram_count({NATIVE})",
                   f"histogram_fraction(0, 0.2, {NATIVE})", f"histogram_quantile(0.95, sum by (le, model_name) (rate({CLASSIC}[30s])))",
                   '{__name__=~".+"}']
    expressions += [f"histogram_quantile({q}, {NATIVE})" for q in QUANTILES]
    questions = [("instant", expression, str(end)) for expression in expressions]
    questions += [("range", expression, str(start), str(end), "5") for expression in expressions[:8]]
    questions += [("exemplars", '{__name__=~".+_bucket"}', str(start), str(end))]
    run = subprocess.run([sys.argv[1], url, *(word for question in questions for word in question)],
                         capture_output=True, text=True, check=False, timeout=100)
    if run.returncode:
        sys.exit(run.stderr)
    answers = json.loads(run.stdout)
    compared = histograms = 0
    for question, ours in zip(questions, answers):
        if question[0] == "instant":
            compared += check_query(question, ours, raw(url, "/query", query=question[1], time=question[2]))
        elif question[0] == "range":
            compared += check_query(question, ours, raw(url, "/query_range", query=question[1], start=question[2], end=question[3], step=question[4]))
        if question[0] != "exemplars":
            histograms += sum(len(one["histograms"]) for one in ours)
    exemplars = check_exemplars(answers[-1], raw(url, "/query_exemplars", query=questions[-1][1], start=start, end=end))
    decoded = answers[0][0]["histograms"][0]
    for place, q in enumerate(QUANTILES):
        server = number(answers[8 + place][0]["values"][0][1])
        if not any(math.isclose(server, mine, rel_tol=1e-9) for mine in quantiles_of(decoded, q)):
            sys.exit(f"quantile {q}: the buckets give {quantiles_of(decoded, q)}, the server {server}")
    if not (histograms >= 10 and exemplars >= 5 and compared > 1000):
        sys.exit(f"too little to compare: {compared} samples, {histograms} histograms, {exemplars} exemplars")
    print(f"equal: {compared} samples, of them {histograms} native histograms; {exemplars} exemplars; {len(QUANTILES)} quantiles by the buckets")
    return 0


def check_exemplars(ours, theirs):
    if isinstance(ours, dict):
        sys.exit(f"exemplars: {ours['error']}")
    wanted = {key(item["seriesLabels"]): item["exemplars"] for item in theirs}
    if {key(one["metric"]) for one in ours} != set(wanted):
        sys.exit("exemplars: other series")
    compared = 0
    for one in ours:
        others = wanted[key(one["metric"])]
        if len(others) != len(one["exemplars"]):
            sys.exit(f"exemplars: {one['metric']}: other number")
        for (labels, at, value), other in zip(one["exemplars"], others):
            if labels != other["labels"] or not same(at, other["timestamp"]) or not same(value, other["value"]):
                sys.exit(f"exemplars: {labels} {at} {value} is not {other}")
            compared += 1
    return compared


if __name__ == "__main__":
    sys.exit(main())
