// SPDX-License-Identifier: GPL-3.0-or-later
// The parts that objects of several kinds share: metadata, owner, managed fields, condition. For
// the document sources only.
#pragma once

#include "tests/support/replay/documents.h"

namespace binnacle::tests::replay {

struct Identity {
    std::string_view name, generateName, ns, uid;
    std::int64_t generation = 0; ///< 0: the kind has none
    std::int64_t deleted = 0;    ///< Unix seconds; 0: it is not being deleted
};

/// Opens metadata and writes what comes before the labels; the caller writes the rest and end().
template <class Writer> void beginMetadata(Writer& out, const Identity& id, const Record& record)
{
    out.begin({1, "metadata"});
    out.text({1, "name"}, id.name);
    if (!id.generateName.empty())
        out.text({2, "generateName"}, id.generateName);
    else
        out.blank(2);
    if (!id.ns.empty())
        out.text({3, "namespace"}, id.ns);
    else
        out.blank(3);
    out.blank(4);
    out.text({5, "uid"}, id.uid);
    out.text({6, "resourceVersion"}, std::to_string(record.resourceVersion));
    if (id.generation != 0)
        out.integer({7, "generation"}, id.generation);
    else
        out.zero(7);
    out.time({8, "creationTimestamp"}, record.created);
    if (id.deleted != 0) {
        out.time({9, "deletionTimestamp"}, id.deleted);
        out.integer({10, "deletionGracePeriodSeconds"}, 30);
    }
}

template <class Writer>
void writeOwner(Writer& out, std::string_view kind, std::string_view name, std::string_view uid)
{
    out.beginList({13, "ownerReferences"});
    out.beginItem();
    out.text({5, "apiVersion"}, "apps/v1");
    out.text({1, "kind"}, kind);
    out.text({3, "name"}, name);
    out.text({4, "uid"}, uid);
    out.flag({6, "controller"}, true);
    out.flag({7, "blockOwnerDeletion"}, true);
    out.endItem();
    out.endList();
}

template <class Writer>
void writeManager(Writer& out, std::string_view apiVersion, std::int64_t time,
                  std::string_view fields, std::string_view subresource)
{
    out.beginItem();
    out.text({1, "manager"}, "replay");
    out.text({2, "operation"}, "Update");
    out.text({3, "apiVersion"}, apiVersion);
    out.time({4, "time"}, time);
    out.text({6, "fieldsType"}, "FieldsV1");
    out.raw({7, "fieldsV1"}, fields);
    if (!subresource.empty())
        out.text({8, "subresource"}, subresource);
    else
        out.blank(8);
    out.endItem();
}

} // namespace binnacle::tests::replay
