// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/frame_log.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace binnacle::app {

namespace {

double rounded(double ms)
{
    return std::round(ms * 1000) / 1000;
}

QJsonObject toObject(const Percentiles& p)
{
    return {{QStringLiteral("count"), static_cast<qint64>(p.count)},
            {QStringLiteral("p50Ms"), rounded(p.p50)},
            {QStringLiteral("p95Ms"), rounded(p.p95)},
            {QStringLiteral("p99Ms"), rounded(p.p99)},
            {QStringLiteral("maxMs"), rounded(p.max)}};
}

QJsonObject toObject(const Stall& stall)
{
    return {{QStringLiteral("at"), static_cast<qint64>(stall.at)},
            {QStringLiteral("ms"), rounded(stall.ms)},
            {QStringLiteral("cpuMs"), rounded(stall.cpuMs)},
            {QStringLiteral("cause"), QString::fromStdString(stall.cause)}};
}

} // namespace

Percentiles percentiles(std::vector<double> values)
{
    Percentiles result;
    result.count = values.size();
    if (values.empty())
        return result;
    std::sort(values.begin(), values.end());
    const auto rank = [&values](double share) {
        const auto at =
            static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
        return values[std::clamp<std::size_t>(at, 1, values.size()) - 1];
    };
    result.p50 = rank(0.50);
    result.p95 = rank(0.95);
    result.p99 = rank(0.99);
    result.max = values.back();
    return result;
}

void FrameLog::addAnswer(Stall answer)
{
    m_answers.push_back(answer.ms);
    if (answer.ms > m_longest.ms)
        m_longest = answer;
    if (answer.ms > kStallMs)
        m_stalls.push_back(std::move(answer));
}

QByteArray FrameLog::toJson(std::int64_t began, std::int64_t ended) const
{
    std::vector<double> times;
    QJsonArray samples;
    for (const Frame& frame : m_frames) {
        times.push_back(frame.ms);
        samples.append(QJsonArray{static_cast<qint64>(frame.at), rounded(frame.ms)});
    }
    QJsonArray stalls;
    for (const Stall& stall : m_stalls)
        stalls.append(toObject(stall));
    const QJsonObject report{{QStringLiteral("began"), static_cast<qint64>(began)},
                             {QStringLiteral("ended"), static_cast<qint64>(ended)},
                             {QStringLiteral("frames"), toObject(percentiles(std::move(times)))},
                             {QStringLiteral("answers"), toObject(percentiles(m_answers))},
                             {QStringLiteral("stallOverMs"), kStallMs},
                             {QStringLiteral("stalls"), stalls},
                             {QStringLiteral("longestAnswer"), toObject(m_longest)},
                             {QStringLiteral("frameSamples"), samples}};
    return QJsonDocument(report).toJson(QJsonDocument::Compact);
}

} // namespace binnacle::app
