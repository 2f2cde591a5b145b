// SPDX-License-Identifier: GPL-3.0-or-later
// The one place that includes Catch2, so that a later move to v3 is one edit. For tests only.
#pragma once

#include <catch2/catch.hpp>
