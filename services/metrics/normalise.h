// SPDX-License-Identifier: GPL-3.0-or-later
// What turns a server's series into a meaning's: blanks dropped, the scale found, units converted,
// labels of the pod told from labels of the exporter, spellings merged per subject. For the
// resolver and the Prometheus connector. Pure but for ScaleMemory, which is locked.
#pragma once

#include "models/metrics/metric.h"
#include "services/metrics/catalogue.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace binnacle::services {

/// True for the values DCGM prints when a field is blank, not found or not supported.
/// `wide`: a counter, for which only 64-bit blanks are beyond doubt.
/// Source: dcgm_structs.h (DCGM_INT32_BLANK, DCGM_INT64_BLANK, DCGM_FP64_BLANK and following).
bool isDcgmBlank(double value, bool wide);

/// Removes blanks in place. Returns how many samples went.
std::size_t dropBlanks(models::MetricSeries& series, bool wide);

/// Removes what lies outside [low, high] in place. Returns how many samples went.
std::size_t dropOutside(models::MetricSeries& series, const Meaning& meaning);

enum class Scale { Ratio, Percent, Unclear };

/// What values (of one metric) say: above 1.5 they are percent, fractions below 1 a ratio; only
/// zeros and ones say nothing.
Scale scaleOf(const std::vector<const models::MetricSeries*>& series);
/// What a metric's help and unit say.
Scale scaleOfText(std::string_view help, std::string_view unit);

/// Remembers per source and metric what the data once proved. Thread: any.
class ScaleMemory {
public:
    std::optional<Scale> find(const std::string& source, const std::string& metric) const;
    void learn(const std::string& source, const std::string& metric, Scale scale);

private:
    mutable std::mutex m_lock;
    std::map<std::pair<std::string, std::string>, Scale> m_known;
};

/// exported_pod, exported_namespace … become pod, namespace …; labels of the exporter's own pod go,
/// in every series of a job that has exported ones, and where the pod is an exporter by its name.
void attributePods(std::vector<models::MetricSeries>& series);

/// Renames labels; a label that is already there keeps its value.
void renameLabels(models::LabelList& labels, const std::map<std::string, std::string>& rename);

/// One series per value of the subject labels: earlier series win, later ones only fill the points
/// those lack. Series without any subject label stay as they are.
void mergeBySubject(std::vector<models::MetricSeries>& series,
                    const std::vector<std::string>& subject);

} // namespace binnacle::services
