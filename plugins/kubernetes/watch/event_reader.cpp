// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/watch/event_reader.h"

#include "services/net/http_client.h"

#include <string>

namespace binnacle::plugins::kubernetes {

using models::Result;

Result<WireForm> wireFormOf(std::string_view contentType)
{
    const auto type = services::mediaType(contentType);
    if (type == "application/vnd.kubernetes.protobuf")
        return WireForm::Protobuf;
    if (type == "application/json")
        return WireForm::Json;
    return models::fail(models::ErrorCode::DataCorrupt,
                        "the server answered \"" + std::string(type.substr(0, 80)) +
                            "\" where Kubernetes objects were expected",
                        "Check the server address in the kubeconfig: a proxy or another service "
                        "may be answering there.");
}

Result<void> EventReader::push(std::string_view bytes,
                               const std::function<Result<void>(const WatchFrame&)>& onEvent)
{
    return m_splitter.push(bytes, [&](std::string_view text) -> Result<void> {
        const auto frame =
            m_form == WireForm::Protobuf ? openWatchFrame(text) : m_json.openWatchLine(text);
        if (!frame)
            return models::fail(frame.error());
        return onEvent(*frame);
    });
}

} // namespace binnacle::plugins::kubernetes
