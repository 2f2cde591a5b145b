# SPDX-License-Identifier: GPL-3.0-or-later
"""The text formats: one page of metric families, and histograms made from a mean."""
import math

from scenario import digest


def escape(value):
    return str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def labels(**pairs):
    return ",".join(f'{key}="{escape(value)}"' for key, value in pairs.items() if value is not None)


class Page:
    """Collects families in order; `extra` labels are appended to each series (what a scrape would add)."""

    def __init__(self, now, open_metrics=False):
        self.now, self.open_metrics, self.lines = now, open_metrics, []

    def family(self, name, kind, text):
        family = name[:-6] if self.open_metrics and kind == "counter" and name.endswith("_total") else name
        if self.open_metrics and kind == "counter" and family == name:
            kind = "unknown"  # OpenMetrics counters end in _total; several of these servers' do not
        self.lines.append(f"# HELP {family} {text}\n# TYPE {family} {kind}")

    def add(self, name, pairs, value):
        self.lines.append(f"{name}{{{pairs}}} {value}")

    def metric(self, name, kind, text, *samples):
        """samples: (labels, value)"""
        if samples:
            self.family(name, kind, text)
            for pairs, value in samples:
                self.add(name, pairs, value)

    def histogram(self, name, text, *samples, exemplars=False):
        """samples: (labels, Spread)"""
        if samples:
            self.family(name, "histogram", text)
            for pairs, spread in samples:
                for bound, count in spread.buckets():
                    tail = ""
                    if exemplars and self.open_metrics and bound != "+Inf" and float(bound) >= spread.mean and count:
                        trace = digest("trace", pairs, bound, int(self.now / 15)).hex()[:32]
                        tail = f' # {{trace_id="{trace}"}} {float(bound) * 0.9:.6g} {self.now - 2:.3f}'
                        exemplars = False
                    self.lines.append(f'{name}_bucket{{{pairs},le="{bound}"}} {count}{tail}')
                self.add(name + "_sum", pairs, f"{spread.count * spread.mean:.6f}")
                self.add(name + "_count", pairs, spread.count)

    def text(self):
        return "\n".join(self.lines + (["# EOF"] if self.open_metrics else [])) + "\n"


class Spread:
    """A log-normal distribution of `count` observations around a mean, seen through buckets."""

    def __init__(self, count, mean, bounds, sigma=0.6):
        self.count, self.mean, self.bounds, self.sigma = int(count), mean, bounds, sigma

    def buckets(self):
        centre = math.log(self.mean) - self.sigma**2 / 2
        for bound in self.bounds:
            share = 0.5 * (1 + math.erf((math.log(bound) - centre) / (self.sigma * math.sqrt(2))))
            yield f"{bound:g}" if bound != int(bound) else f"{bound:.1f}", int(self.count * share)
        yield "+Inf", self.count


FAST = (0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80)
SLOW = (0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240)
TOKEN = (0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5)
COUNTS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
MILLIS = (5, 10, 20, 40, 60, 80, 100, 150, 200, 250, 300, 400, 500, 1000, 2000, 5000, 10000)
