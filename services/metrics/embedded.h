// SPDX-License-Identifier: GPL-3.0-or-later
// The data files of resources/ that services read, as texts of the program: executables need no
// data path. Made by CMake (embed.cmake) at build time. Any thread.
#pragma once

#include <string_view>

namespace binnacle::services {

std::string_view embeddedCatalogue(); ///< resources/metrics/catalogue.yaml
std::string_view embeddedXidTable();  ///< resources/xid/xid.json

} // namespace binnacle::services
