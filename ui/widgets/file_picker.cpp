// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/file_picker.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>

namespace binnacle::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("FilePicker", text);
}

QFileDialog* makeDialog(QWidget* parent, const QString& title,
                        std::function<void(const QString&)> chosen)
{
    auto* dialog = new QFileDialog(parent->window(), title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("filePicker"));
    QObject::connect(dialog, &QFileDialog::fileSelected, parent,
                     [chosen = std::move(chosen)](const QString& file) { chosen(file); });
    return dialog;
}

} // namespace

QWidget* withFilePicker(QLineEdit* edit, const QString& title, QWidget* parent)
{
    auto* row = new QWidget(parent);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(edit, 1);
    auto* button = new QPushButton(tr("Choose…"), row);
    button->setObjectName(edit->objectName() + QStringLiteral(".choose"));
    button->setAccessibleName(tr("Choose a file for %1").arg(edit->accessibleName()));
    layout->addWidget(button);
    QObject::connect(button, &QPushButton::clicked, edit, [edit, title] {
        chooseFile(edit, title, edit->text(), [edit](const QString& file) {
            edit->setText(file);
            edit->setFocus();
        });
    });
    return row;
}

void chooseFile(QWidget* parent, const QString& title, const QString& start,
                std::function<void(const QString&)> chosen)
{
    QFileDialog* dialog = makeDialog(parent, title, std::move(chosen));
    dialog->setFileMode(QFileDialog::ExistingFile);
    // Kubeconfigs live in a folder with a dot.
    dialog->setFilter(QDir::AllDirs | QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot);
    const QFileInfo place(start);
    if (!start.isEmpty() && place.exists())
        dialog->selectFile(place.absoluteFilePath());
    else
        dialog->setDirectory(QDir::home());
    dialog->open();
}

void chooseFileToSave(QWidget* parent, const QString& title, const QString& name,
                      const QString& suffix, std::function<void(const QString&)> chosen)
{
    QFileDialog* dialog = makeDialog(parent, title, std::move(chosen));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setDefaultSuffix(suffix);
    dialog->setDirectory(QDir::home());
    dialog->selectFile(name + QLatin1Char('.') + suffix);
    dialog->open();
}

} // namespace binnacle::ui
