// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/time_words.h"

#include <QDateTime>
#include <QRegularExpression>

namespace binnacle::ui {

using models::ErrorCode;
using models::UtcTime;

models::Result<UtcTime> readMoment(const QString& text, UtcTime now)
{
    const QString word = text.trimmed();
    static const QRegularExpression kLocal(
        QStringLiteral("^(\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d)(:\\d\\d)?$"));
    if (const auto match = kLocal.match(word); match.hasMatch()) {
        QString whole = match.captured(1).replace(QLatin1Char(' '), QLatin1Char('T'));
        whole += match.captured(2).isEmpty() ? QStringLiteral(":00") : match.captured(2);
        const QDateTime at = QDateTime::fromString(whole, Qt::ISODate);
        if (at.isValid())
            return UtcTime{at.toMSecsSinceEpoch() * 1'000'000};
    }
    return models::parseTimeArgument(word.toStdString(), now);
}

models::Result<TimeRange> readRange(const QString& text, UtcTime now)
{
    QString words = text.trimmed();
    const auto wrong = [&] {
        return models::fail(ErrorCode::InvalidInput,
                            "\"" + words.toStdString() + "\" is no range of time",
                            "Write 90m, 12h or 3d, or two times with \"to\" between.");
    };
    static const QRegularExpression kTo(QStringLiteral("\\s+(?:to|–|\\.\\.)\\s+"));
    const QStringList two = words.split(kTo);
    if (two.size() == 2) {
        const auto from = readMoment(two[0], now), to = readMoment(two[1], now);
        if (!from || !to || *from >= *to)
            return wrong();
        return TimeRange{*from, *to};
    }
    if (words.startsWith(QStringLiteral("last "), Qt::CaseInsensitive))
        words = words.mid(5);
    const auto span = models::parseDuration(words.remove(QLatin1Char(' ')).toStdString());
    if (!span || span->count() <= 0)
        return wrong();
    return TimeRange{now - *span, now};
}

} // namespace binnacle::ui
