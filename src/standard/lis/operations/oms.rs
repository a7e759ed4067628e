//! Outcomes: line items, results and result values. Names as in the final standard.

use super::{ID, SAVE_POINT, Shapes, may, must};
use crate::model::{Arity, Operation, Param, RecordKind, Service, Verb};

const LINE_ITEM: Shapes = Shapes {
    service: Service::Oms,
    record: RecordKind::LineItem,
    given: &[ID, must("lineItemRecord")],
    proxied: &[must("lineItemRecord")],
    found: &[may("lineItemRecord")],
    found_set: &[may("lineItemRecordSet"), SAVE_POINT],
};

const RESULT: Shapes = Shapes {
    service: Service::Oms,
    record: RecordKind::Result,
    given: &[ID, must("resultRecord")],
    proxied: &[must("resultRecord")],
    found: &[may("resultRecord")],
    found_set: &[may("resultRecordSet"), SAVE_POINT],
};

const RESULT_VALUE: Shapes = Shapes {
    service: Service::Oms,
    record: RecordKind::ResultValue,
    given: &[ID, must("resultValueRecord")],
    proxied: &[must("resultValueRecord")],
    found: &[may("resultValueRecord")],
    found_set: &[may("resultValueRecordSet"), SAVE_POINT],
};

/// Of these two there is one id only.
const RESULT_VALUE_ID: &[Param] = &[may("resultValueSourcedId")];

/// OMS: 17, 19 and 14 operations.
pub(super) const OMS: &[Operation] = &[
    LINE_ITEM.create("createLineItem"),
    LINE_ITEM.create_by_proxy("createByProxyLineItem"),
    // The only one that tells what went with the deleted record.
    LINE_ITEM.one("deleteLineItem", Verb::Delete, &[ID], &[may("resultIdSet")]),
    LINE_ITEM.read("readLineItem"),
    LINE_ITEM.read_ids("readAllLineItemIds", &[]),
    LINE_ITEM.read_ids("readLineItemIdsForPerson", &[must("personSourcedId")]),
    LINE_ITEM.read_ids(
        "readLineItemIdsForCourseOffering",
        &[must("offeringSourcedId")],
    ),
    LINE_ITEM.read_ids(
        "readLineItemIdsForCourseSection",
        &[must("sectionSourcedId")],
    ),
    LINE_ITEM.read_ids(
        "readLineItemIdsForCourseSectionWithLineItemType",
        &[must("sectionSourcedId"), must("lineItemType")],
    ),
    LINE_ITEM.read_ids("readLineItemIdsWithLineItemType", &[must("lineItemType")]),
    LINE_ITEM.read_ids_since("readLineItemIdsFromSavePoint"),
    LINE_ITEM.read_many("readLineItems"),
    LINE_ITEM.read_many_since("readLineItemsFromSavePoint"),
    LINE_ITEM.update("updateLineItem"),
    LINE_ITEM.replace("replaceLineItem"),
    LINE_ITEM.discover("discoverLineItemIds"),
    LINE_ITEM.change_identifier("changeLineItemIdentifier"),
    RESULT.create("createResult"),
    RESULT.create_by_proxy("createByProxyResult"),
    RESULT.delete("deleteResult"),
    RESULT.read("readResult"),
    RESULT.read_ids("readAllResultIds", &[]),
    RESULT.read_ids("readResultIdsForPerson", &[must("personSourcedId")]),
    // Published with that spelling.
    RESULT.read_ids("readResultIdsForLineItem", &[must("lineItemSourcediId")]),
    RESULT.read_ids(
        "readResultIdsForCourseOffering",
        &[must("courseOfferingSourcedId")],
    ),
    RESULT.read_ids(
        "readResultIdsForCourseSection",
        &[must("courseSectionSourcedId")],
    ),
    RESULT.read_ids(
        "readResultIdsForCourseSectionWithStatus",
        &[must("courseSectionSourcedId"), must("resultStatus")],
    ),
    RESULT.read_ids(
        "readResultIdsForLineItemWithLineItemType",
        &[
            must("contextSourcedId"),
            must("lineItemType"),
            must("resultStatus"),
        ],
    ),
    RESULT.read_ids_since("readResultIdsFromSavePoint"),
    RESULT.read_many("readResults"),
    RESULT.read_many_since("readResultsFromSavePoint"),
    RESULT.update("updateResult"),
    RESULT.replace("replaceResult"),
    RESULT.row(
        "replaceResultsForLineItem",
        (Verb::Replace, Arity::Many),
        &[must("resultRecordSet"), must("lineItemSourcedId")],
        &[may("replaceStatusCodes")],
    ),
    RESULT.discover("discoverResultIds"),
    RESULT.change_identifier("changeResultIdentifier"),
    RESULT_VALUE.create("createResultValue"),
    RESULT_VALUE.create_by_proxy("createByProxyResultValue"),
    RESULT_VALUE.delete("deleteResultValue"),
    RESULT_VALUE.read("readResultValue"),
    RESULT_VALUE.read_ids("readAllResultValueIds", &[]),
    RESULT_VALUE.one(
        "readResultValueIdForLineItem",
        Verb::ReadIds,
        &[must("lineItemSourcedId")],
        RESULT_VALUE_ID,
    ),
    RESULT_VALUE.one(
        "readResultValueIdForResult",
        Verb::ReadIds,
        &[must("resultSourcedId")],
        RESULT_VALUE_ID,
    ),
    RESULT_VALUE.read_ids_since("readResultValueIdsFromSavePoint"),
    RESULT_VALUE.read_many("readResultValues"),
    RESULT_VALUE.read_many_since("readResultValuesFromSavePoint"),
    RESULT_VALUE.update("updateResultValue"),
    RESULT_VALUE.replace("replaceResultValue"),
    RESULT_VALUE.discover("discoverResultValueIds"),
    RESULT_VALUE.change_identifier("changeResultValueIdentifier"),
];
