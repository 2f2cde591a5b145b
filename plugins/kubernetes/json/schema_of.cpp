// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/kubernetes/json/schema_tables.h"

namespace binnacle::plugins::kubernetes {

const MessageSchema* schemaOf(models::BuiltIn kind)
{
    using models::BuiltIn;
    switch (kind) {
    case BuiltIn::Pod:
        return &schema::kPod;
    case BuiltIn::Node:
        return &schema::kNode;
    case BuiltIn::Namespace:
        return &schema::kNamespace;
    case BuiltIn::Event:
        return &schema::kEvent;
    case BuiltIn::Deployment:
        return &schema::kDeployment;
    case BuiltIn::ReplicaSet:
        return &schema::kReplicaSet;
    case BuiltIn::StatefulSet:
        return &schema::kStatefulSet;
    case BuiltIn::DaemonSet:
        return &schema::kDaemonSet;
    case BuiltIn::Job:
        return &schema::kJob;
    case BuiltIn::ResourceQuota:
        return &schema::kResourceQuota;
    case BuiltIn::PersistentVolumeClaim:
        return &schema::kPersistentVolumeClaim;
    case BuiltIn::HorizontalPodAutoscaler:
        return &schema::kHorizontalPodAutoscaler;
    default:
        return nullptr;
    }
}

const MessageSchema& objectMetaSchema()
{
    return schema::kObjectMeta;
}

const MessageSchema& podTemplateSchema()
{
    return schema::kPodTemplateSpec;
}

const MessageSchema& podSpecSchema()
{
    return schema::kPodSpec;
}

const MessageSchema& containerSchema()
{
    return schema::kContainer;
}

} // namespace binnacle::plugins::kubernetes
