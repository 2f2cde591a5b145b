// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled for view-models: what every one of them includes anyway. Only the build names this
// file.
#pragma once

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <string>
#include <vector>
