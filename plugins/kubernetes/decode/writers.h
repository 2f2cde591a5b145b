// SPDX-License-Identifier: GPL-3.0-or-later
// One function per kind: generated message in, cells of one row out. Inside this plugin only; the
// decoder template calls them after the common columns are written.
#pragma once

#include "plugins/kubernetes/decode/common.h"

#include "core.pb.h"
#include "workloads.pb.h"

namespace binnacle::plugins::kubernetes {

void write(Row& row, const pb::Pod& pod);
void write(Row& row, const pb::Node& node);
void write(Row& row, const pb::Namespace& ns);
void write(Row& row, const pb::Event& event);
void write(Row& row, const pb::Deployment& deployment);
void write(Row& row, const pb::ReplicaSet& set);
void write(Row& row, const pb::StatefulSet& set);
void write(Row& row, const pb::DaemonSet& set);
void write(Row& row, const pb::Job& job);
void write(Row& row, const pb::ResourceQuota& quota);
void write(Row& row, const pb::PersistentVolumeClaim& claim);
void write(Row& row, const pb::HorizontalPodAutoscaler& scaler);

/// Image, model and GPUs of a pod template, with what the object's own metadata says first.
void writeTemplate(Row& row, const pb::ObjectMeta& meta, const pb::PodTemplateSpec& pod);

} // namespace binnacle::plugins::kubernetes
