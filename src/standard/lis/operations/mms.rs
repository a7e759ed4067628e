//! Memberships.

use super::{ID, SAVE_POINT, Shapes, may, must};
use crate::model::{Operation, RecordKind, Service};

const MEMBERSHIP: Shapes = Shapes {
    service: Service::Mms,
    record: RecordKind::Membership,
    given: &[ID, must("membershipRecord")],
    proxied: &[must("membershipRecord")],
    found: &[may("membershipRecord")],
    found_set: &[may("membershipRecordSet"), SAVE_POINT],
};

/// MMS: 15 operations.
pub(super) const MMS: &[Operation] = &[
    MEMBERSHIP.create("createMembership"),
    MEMBERSHIP.create_by_proxy("createByProxyMembership"),
    MEMBERSHIP.delete("deleteMembership"),
    MEMBERSHIP.read("readMembership"),
    MEMBERSHIP.read_ids("readAllMembershipIds", &[]),
    MEMBERSHIP.read_ids_since("readMembershipIdsFromSavePoint"),
    MEMBERSHIP.read_ids("readMembershipIdsForPerson", &[must("personSourcedId")]),
    // The published request has the answer's id set among its own children, and the answer has nothing.
    MEMBERSHIP.read_ids(
        "readMembershipIdsForPersonWithRole",
        &[must("personSourcedId"), must("role"), may("sourcedIdSet")],
    ),
    MEMBERSHIP.read_ids(
        "readMembershipIdsForCollection",
        &[must("groupSourcedId"), must("collection")],
    ),
    MEMBERSHIP.read_many("readMemberships"),
    MEMBERSHIP.read_many_since("readMembershipsFromSavePoint"),
    MEMBERSHIP.update("updateMembership"),
    MEMBERSHIP.replace("replaceMembership"),
    MEMBERSHIP.discover("discoverMembershipIds"),
    MEMBERSHIP.change_identifier("changeMembershipIdentifier"),
];
