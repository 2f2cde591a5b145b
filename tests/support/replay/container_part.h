// SPDX-License-Identifier: GPL-3.0-or-later
// The one container of a service's pods, as its template and its pods have it. For the document
// sources only.
#pragma once

#include "tests/support/replay/documents.h"

namespace binnacle::tests::replay {

template <class Writer> void writePorts(Writer& out)
{
    out.beginList({6, "ports"});
    out.beginItem();
    out.text({1, "name"}, "http");
    out.zero(2);
    out.integer({3, "containerPort"}, 8080);
    out.text({4, "protocol"}, "TCP");
    out.endItem();
    out.endList();
}

template <class Writer> void writeEnvironment(Writer& out, const Service& service, bool ofPod)
{
    const auto env = [&](std::string_view name, const std::string& value) {
        out.beginItem();
        out.text({1, "name"}, name);
        out.text({2, "value"}, value);
        out.endItem();
    };
    out.beginList({7, "env"});
    env("MODEL_URI", service.modelUri);
    if (ofPod) {
        env("LOG_LEVEL", "log_level-" + service.name);
        env("REGION", "region-" + service.name);
        env("TEAM", "team-" + service.name);
    }
    out.endList();
}

template <class Writer> void writeResources(Writer& out, bool gpu)
{
    out.begin({8, "resources"});
    out.beginMap({1, "limits"});
    out.quantity("memory", "4Gi");
    if (gpu)
        out.quantity("nvidia.com/gpu", "1");
    out.endMap();
    out.beginMap({2, "requests"});
    out.quantity("cpu", "2");
    out.quantity("memory", "4Gi");
    if (gpu)
        out.quantity("nvidia.com/gpu", "1");
    out.endMap();
    out.end();
}

template <class Writer> void writeProbe(Writer& out)
{
    out.begin({11, "readinessProbe"});
    if constexpr (Writer::kProtobuf)
        out.begin({1, ""}); // the handler is a message of its own only in protobuf
    out.begin({2, "httpGet"});
    out.text({1, "path"}, "/ready");
    out.portName({2, "port"}, "http");
    out.text({4, "scheme"}, "HTTP");
    out.end();
    if constexpr (Writer::kProtobuf)
        out.end();
    out.integer({3, "timeoutSeconds"}, 1);
    out.integer({4, "periodSeconds"}, 5);
    out.integer({5, "successThreshold"}, 1);
    out.integer({6, "failureThreshold"}, 3);
    out.end();
}

template <class Writer> void writeContainer(Writer& out, const Service& service, bool ofPod)
{
    out.beginList({2, "containers"});
    out.beginItem();
    out.text({1, "name"}, "server");
    out.text({2, "image"}, service.image);
    if (ofPod)
        writePorts(out);
    writeEnvironment(out, service, ofPod);
    writeResources(out, service.gpu);
    if (ofPod)
        writeProbe(out);
    out.text({13, "terminationMessagePath"}, "/dev/termination-log");
    out.text({20, "terminationMessagePolicy"}, "File");
    out.text({14, "imagePullPolicy"}, "IfNotPresent");
    out.endItem();
    out.endList();
}

} // namespace binnacle::tests::replay
