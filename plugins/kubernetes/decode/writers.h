// SPDX-License-Identifier: GPL-3.0-or-later
// One function per kind: generated message in, cells of one row out. Inside this plugin only; the
// decoder template calls them after the common columns are written.
#pragma once

#include "plugins/kubernetes/decode/common.h"

#include "messages.view.h"

namespace binnacle::plugins::kubernetes {

void write(Row& row, const view::Pod& pod);
void write(Row& row, const view::Node& node);
void write(Row& row, const view::Namespace& ns);
void write(Row& row, const view::Event& event);
void write(Row& row, const view::Deployment& deployment);
void write(Row& row, const view::ReplicaSet& set);
void write(Row& row, const view::StatefulSet& set);
void write(Row& row, const view::DaemonSet& set);
void write(Row& row, const view::Job& job);
void write(Row& row, const view::ResourceQuota& quota);
void write(Row& row, const view::PersistentVolumeClaim& claim);
void write(Row& row, const view::HorizontalPodAutoscaler& scaler);

/// Image, model and GPUs of a pod template, with what the object's own metadata says first.
void writeTemplate(Row& row, const view::ObjectMeta& meta, const view::PodTemplateSpec& pod);

} // namespace binnacle::plugins::kubernetes
