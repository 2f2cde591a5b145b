// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/timeline_accessible.h"

#include "ui/shell/timeline_strip.h"

#include <QAccessibleWidget>

namespace binnacle::ui {

namespace {

class AccessibleStrip final : public QAccessibleWidget {
public:
    explicit AccessibleStrip(TimelineStrip* strip)
        : QAccessibleWidget(strip, QAccessible::Chart), m_strip(strip)
    {
    }
    QString text(QAccessible::Text which) const override
    {
        if (which == QAccessible::Value || which == QAccessible::Description)
            return m_strip->summary();
        if (which == QAccessible::Help)
            return TimelineStrip::tr("Left and right move the moment, Enter lists the changes.");
        return QAccessibleWidget::text(which);
    }

private:
    TimelineStrip* m_strip;
};

QAccessibleInterface* make(const QString&, QObject* object)
{
    auto* strip = qobject_cast<TimelineStrip*>(object);
    return strip ? new AccessibleStrip(strip) : nullptr;
}

} // namespace

void installTimelineAccessibility()
{
    static const bool once = (QAccessible::installFactory(make), true);
    (void)once;
}

} // namespace binnacle::ui
