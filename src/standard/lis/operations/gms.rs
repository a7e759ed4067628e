//! Groups.

use super::{ID, SAVE_POINT, Shapes, may, must};
use crate::model::{Operation, RecordKind, Service, Verb};

const GROUP: Shapes = Shapes {
    service: Service::Gms,
    record: RecordKind::Group,
    given: &[ID, must("groupRecord")],
    proxied: &[must("groupRecord")],
    found: &[may("groupRecord")],
    found_set: &[may("groupRecordSet"), SAVE_POINT],
};

/// GMS: 15 operations. Their answers are inferred from the other services.
pub(super) const GMS: &[Operation] = &[
    GROUP.create("createGroup"),
    GROUP.create_by_proxy("createByProxyGroup"),
    GROUP.delete("deleteGroup"),
    GROUP.read("readGroup"),
    GROUP.read_ids("readAllGroupIds", &[]),
    GROUP.read_ids("readGroupIdsForPerson", &[must("personSourcedId")]),
    GROUP.read_ids_since("readGroupIdsFromSavePoint"),
    GROUP.read_many("readGroups"),
    GROUP.read_many_since("readGroupsFromSavePoint"),
    GROUP.update("updateGroup"),
    GROUP.replace("replaceGroup"),
    GROUP.one(
        "addGroupRelationship",
        Verb::Add,
        &[ID, must("relationship")],
        &[],
    ),
    GROUP.one(
        "removeGroupRelationship",
        Verb::Remove,
        &[ID, must("relationId")],
        &[],
    ),
    GROUP.discover("discoverGroupIds"),
    GROUP.change_identifier("changeGroupIdentifier"),
];
