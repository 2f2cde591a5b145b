// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewmodels/explore_words.h"

#include "models/promql/promql_parser.h"
#include "ui/viewmodels/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace binnacle::ui {

namespace {

/// Less than this share of the higher mean is no change to speak of.
constexpr double kChange = 0.2;

QString tr(const char* text)
{
    return QCoreApplication::translate("ExploreWords", text);
}

models::Duration seconds(double s)
{
    return models::Duration(static_cast<std::int64_t>(s * 1e9));
}

QString figure(double value)
{
    return formatReal(value, {});
}

QString letterOf(std::size_t i)
{
    return QString(QLatin1Char(static_cast<char>('A' + i)));
}

double changeOf(const ExploreRow& row)
{
    const double scale = std::max(std::abs(row.before), std::abs(row.after));
    return scale > 0 ? (row.after - row.before) / scale : 0;
}

/// The row that changed most, as words; empty when none did.
QString mostChanged(const std::vector<const ExploreRow*>& rows, const QString& span)
{
    const ExploreRow* most = nullptr;
    for (const ExploreRow* row : rows) {
        const double change = changeOf(*row);
        if (!std::isfinite(change) || std::abs(change) < kChange)
            continue;
        if (!most || std::abs(change) > std::abs(changeOf(*most)))
            most = row;
    }
    if (!most)
        return tr("none changed by a fifth in %1").arg(span);
    return (most->after < most->before ? tr("%1 fell most in %2, from %3 to %4")
                                       : tr("%1 rose most in %2, from %3 to %4"))
        .arg(most->name, span, figure(most->before), figure(most->after));
}

void addQueryNotes(const ExploreResult& result, std::size_t i, std::vector<ExploreNote>& notes)
{
    const ExplorePart& part = result.parts[i];
    const QString letter = letterOf(i);
    for (const QString& warning : part.warnings)
        notes.push_back({Tone::Warning, tr("%1: %2").arg(letter, warning)});
    if (part.partial)
        notes.push_back({Tone::Warning, tr("%1 is partial: not every store answered").arg(letter)});
    if (part.text.empty() || part.error)
        return;
    if (part.series == 0)
        notes.push_back({Tone::Warning, tr("%1 answered no series").arg(letter)});
    const models::promql::Query query = models::promql::parse(part.text);
    const double step = std::chrono::duration<double>(result.question.step).count();
    for (const auto& selector : query.selectors) {
        if (selector.window > 0 && selector.window < step) {
            notes.push_back(
                {Tone::Warning, tr("%1 looks at %2 of every %3: what happens between is not seen")
                                    .arg(letter, formatDuration(seconds(selector.window)),
                                         formatDuration(result.question.step))});
            break;
        }
    }
    if (query.calls("histogram_quantile"))
        notes.push_back(
            {Tone::Info,
             tr("%1 is interpolated: the true value lies between two bucket bounds").arg(letter)});
    if (query.calls("rate") || query.calls("increase"))
        notes.push_back(
            {Tone::Info, tr("%1 is extrapolated to the edges of its window; counter resets are "
                            "not read as drops")
                             .arg(letter)});
    for (const QString& info : part.infos)
        notes.push_back({Tone::Info, tr("%1: %2").arg(letter, info)});
}

} // namespace

QString exploreTitle(const ExploreResult& result)
{
    for (std::size_t i = 0; i < result.parts.size(); ++i) {
        const auto& error = result.parts[i].error;
        if (!error)
            continue;
        return error->code == models::ErrorCode::InvalidInput ||
                       error->code == models::ErrorCode::Unsupported
                   ? tr("%1 was not understood by %2").arg(letterOf(i), toQ(result.question.source))
                   : tr("%1 was not answered by %2").arg(letterOf(i), toQ(result.question.source));
    }
    const QString span = formatDuration(result.question.span);
    std::vector<const ExploreRow*> rows;
    for (const ExploreRow& row : result.rows) {
        if ((rows.empty() || row.query == rows.front()->query) && row.samples > 0)
            rows.push_back(&row);
    }
    if (rows.empty())
        return tr("Nothing was measured for this in the last %1").arg(span);
    if (rows.size() == 1) {
        const QString now = tr("%1 is %2 now").arg(rows.front()->name, figure(rows.front()->last));
        return std::abs(changeOf(*rows.front())) < kChange
                   ? tr("%1, as %2 ago").arg(now, span)
                   : tr("%1; it was %2 %3 ago").arg(now, figure(rows.front()->before), span);
    }
    const auto* highest =
        *std::max_element(rows.begin(), rows.end(), [](const ExploreRow* a, const ExploreRow* b) {
            return a->last < b->last;
        });
    return tr("%1 is highest of %2 at %3; %4")
        .arg(highest->name, formatCount(static_cast<std::int64_t>(rows.size())),
             figure(highest->last), mostChanged(rows, span));
}

QString exploreRange(const ChartData& chart)
{
    const auto local = [](double t) {
        return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(t * 1000));
    };
    const QDateTime from = local(chart.from), to = local(chart.to);
    const QString day = QStringLiteral("ddd d MMM, HH:mm"), hour = QStringLiteral("HH:mm");
    return tr("%1 to %2")
        .arg(QLocale::c().toString(from, day),
             QLocale::c().toString(to, from.date() == to.date() ? hour : day));
}

QString exploreNothing(const ExploreResult& result)
{
    QStringList lines;
    for (std::size_t i = 0; i < result.parts.size(); ++i) {
        const auto& error = result.parts[i].error;
        if (error)
            lines << tr("%1: %2 %3")
                         .arg(letterOf(i), toQ(error->text()), toQ(error->remedy))
                         .trimmed();
    }
    if (lines.isEmpty())
        lines << tr("No series has samples in this time. Widen the range, or loosen the matchers.");
    return lines.join(QLatin1Char('\n'));
}

std::vector<ExploreNote> exploreNotes(const ExploreResult& result)
{
    std::vector<ExploreNote> notes;
    for (std::size_t i = 0; i < result.parts.size(); ++i)
        addQueryNotes(result, i, notes);
    if (result.cut > 0)
        notes.push_back(
            {Tone::Warning, tr("%1 more series are neither drawn nor listed")
                                .arg(formatCount(static_cast<std::int64_t>(result.cut)))});
    std::size_t broken = 0, notNumbers = 0;
    for (const ExploreRow& row : result.rows) {
        broken += row.gaps > 0;
        notNumbers += row.notNumbers;
    }
    if (broken > 0)
        notes.push_back(
            {Tone::Info, tr("Gaps stay gaps: %1 of %2 series have pauses, none is filled")
                             .arg(formatCount(static_cast<std::int64_t>(broken)),
                                  formatCount(static_cast<std::int64_t>(result.rows.size())))});
    else if (!result.rows.empty())
        notes.push_back({Tone::Ok, tr("No series has a gap between its samples")});
    if (notNumbers > 0)
        notes.push_back(
            {Tone::Warning, tr("%1 values are no numbers (NaN, Inf) and are not drawn")
                                .arg(formatCount(static_cast<std::int64_t>(notNumbers)))});
    std::stable_partition(notes.begin(), notes.end(),
                          [](const ExploreNote& note) { return note.tone == Tone::Warning; });
    return notes;
}

QString gapText(const ExploreRow& row)
{
    if (row.samples == 0)
        return unknownText();
    if (row.gaps == 0)
        return tr("none");
    const QString longest = formatDuration(seconds(row.longestGap));
    return row.gaps == 1 ? tr("1, %1").arg(longest)
                         : tr("%1, longest %2")
                               .arg(formatCount(static_cast<std::int64_t>(row.gaps)), longest);
}

} // namespace binnacle::ui
