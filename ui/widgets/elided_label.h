// SPDX-License-Identifier: GPL-3.0-or-later
// One line of text that ends in "…" when there is no room, with the whole text on hover. Ui thread.
#pragma once

#include <QLabel>

namespace binnacle::ui {

class ElidedLabel final : public QLabel {
    Q_OBJECT
public:
    ElidedLabel(const char* role, QWidget* parent, const QString& text = {});
    void setFullText(const QString& text);
    const QString& fullText() const { return m_full; }
    void setElide(Qt::TextElideMode mode);
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void elide();
    QString m_full;
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

} // namespace binnacle::ui
