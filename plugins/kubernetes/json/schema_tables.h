// SPDX-License-Identifier: GPL-3.0-or-later
// The field tables behind transcode.h: names and numbers of proto/, which a test compares. Inside
// this folder only.
#pragma once

#include "plugins/kubernetes/json/transcode.h"

namespace binnacle::plugins::kubernetes::schema {

extern const MessageSchema kObjectMeta;
extern const MessageSchema kPodTemplateSpec;
extern const MessageSchema kPodSpec;
extern const MessageSchema kContainer;
extern const MessageSchema kPod;
extern const MessageSchema kNode;
extern const MessageSchema kNamespace;
extern const MessageSchema kEvent;
extern const MessageSchema kResourceQuota;
extern const MessageSchema kPersistentVolumeClaim;
extern const MessageSchema kDeployment;
extern const MessageSchema kReplicaSet;
extern const MessageSchema kStatefulSet;
extern const MessageSchema kDaemonSet;
extern const MessageSchema kJob;
extern const MessageSchema kHorizontalPodAutoscaler;

} // namespace binnacle::plugins::kubernetes::schema
