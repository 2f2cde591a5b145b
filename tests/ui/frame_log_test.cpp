// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/frame_log.h"
#include "tests/support/catch.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace binnacle::app;

TEST_CASE("percentiles are values that occurred, by the nearest rank")
{
    std::vector<double> values;
    for (int i = 100; i >= 1; --i)
        values.push_back(i);
    const Percentiles p = percentiles(values);
    CHECK(p.count == 100);
    CHECK(p.p50 == 50);
    CHECK(p.p95 == 95);
    CHECK(p.p99 == 99);
    CHECK(p.max == 100);
    CHECK(percentiles({7}).p99 == 7);
    CHECK(percentiles({}).count == 0);
}

TEST_CASE("an answer over the limit is a stall with its cause, one at the limit is not")
{
    FrameLog log;
    log.addFrame({1000, 4});
    log.addAnswer({1000, 50, 1, "short"});
    log.addAnswer({2000, 61, 20, "MetaCall of UiMailbox, 61 ms"});
    log.addAnswer({3000, 55, 55, "Timer of QTimer, 55 ms"});
    REQUIRE(log.stalls().size() == 2);
    CHECK(log.longestAnswer().at == 2000);
    const QJsonObject report = QJsonDocument::fromJson(log.toJson(500, 4000)).object();
    CHECK(report[u"began"].toInteger() == 500);
    CHECK(report[u"frames"][u"maxMs"].toDouble() == 4);
    CHECK(report[u"frameSamples"].toArray().at(0).toArray().at(0).toInteger() == 1000);
    CHECK(report[u"answers"][u"count"].toInt() == 3);
    CHECK(report[u"stalls"].toArray().size() == 2);
    CHECK(report[u"stalls"].toArray().at(0).toObject()[u"cpuMs"].toDouble() == 20);
    CHECK(report[u"longestAnswer"][u"cause"].toString() == u"MetaCall of UiMailbox, 61 ms");
}
