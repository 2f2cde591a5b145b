// SPDX-License-Identifier: GPL-3.0-or-later
// A field of an object by both of its names: the number in protobuf and the key in JSON. For the
// documents and writers of the replay server.
#pragma once

#include <string_view>

namespace binnacle::tests::replay {

struct Field {
    int number = 0;
    std::string_view name;
};

} // namespace binnacle::tests::replay
