// SPDX-License-Identifier: GPL-3.0-or-later
// A short hash of a pod template, equal for equal templates: tells a rollout from a scaling. Pure;
// for the decoders.
#pragma once

#include <string>

namespace google::protobuf {
class MessageLite;
}

namespace binnacle::plugins::kubernetes {

/// 16 hex digits over every field the server sent, known to us or not.
std::string fingerprint(const google::protobuf::MessageLite& message);

} // namespace binnacle::plugins::kubernetes
