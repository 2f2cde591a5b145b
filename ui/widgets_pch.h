// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled for widgets: Qt Widgets takes seconds to read. Only the build names this file.
#pragma once

#include <QtWidgets/QtWidgets>

#include <functional>
#include <memory>
#include <string>
#include <vector>
