//! Courses: four services in one namespace.

use super::{ID, SAVE_POINT, Shapes, may, must};
use crate::model::{Operation, Param, RecordKind, Service, Verb};

const COURSE_TEMPLATE: Shapes = Shapes {
    service: Service::Ctms,
    record: RecordKind::CourseTemplate,
    given: &[ID, must("courseTemplateRecord")],
    proxied: &[must("courseTemplateRecord")],
    found: &[may("courseTemplateRecord")],
    found_set: &[may("courseTemplateRecordSet"), SAVE_POINT],
};

const COURSE_OFFERING: Shapes = Shapes {
    service: Service::Coms,
    record: RecordKind::CourseOffering,
    given: &[ID, must("courseOfferingRecord")],
    proxied: &[must("courseOfferingRecord")],
    found: &[may("courseOfferingRecord")],
    found_set: &[may("courseOfferingRecordSet"), SAVE_POINT],
};

const COURSE_SECTION: Shapes = Shapes {
    service: Service::Csms,
    record: RecordKind::CourseSection,
    given: &[ID, must("courseSectionRecord")],
    proxied: &[must("courseSectionRecord")],
    found: &[may("courseSectionRecord")],
    found_set: &[may("courseSectionRecordSet"), SAVE_POINT],
};

const SECTION_ASSOCIATION: Shapes = Shapes {
    service: Service::Sams,
    record: RecordKind::SectionAssociation,
    given: &[ID, must("sectionAssociationRecord")],
    proxied: &[must("sectionAssociationRecord")],
    found: &[may("sectionAssociationRecord")],
    found_set: &[may("sectionAssociationRecordSet"), SAVE_POINT],
};

/// The ids of one kind of course, asked for at the service of the kind above it.
const fn read_ids_below(below: Shapes, service: Service, name: &'static str) -> Operation {
    Shapes { service, ..below }.read_ids(name, &[ID])
}

/// CTMS: 13 operations.
pub(super) const CTMS: &[Operation] = &[
    COURSE_TEMPLATE.create("createCourseTemplate"),
    COURSE_TEMPLATE.create_by_proxy("createByProxyCourseTemplate"),
    COURSE_TEMPLATE.delete("deleteCourseTemplate"),
    COURSE_TEMPLATE.read("readCourseTemplate"),
    COURSE_TEMPLATE.read_ids("readAllCourseTemplateIds", &[]),
    COURSE_TEMPLATE.read_ids_since("readCourseTemplateIdsFromSavePoint"),
    COURSE_TEMPLATE.read_many("readCourseTemplates"),
    COURSE_TEMPLATE.read_many_since("readCourseTemplatesFromSavePoint"),
    read_ids_below(
        COURSE_OFFERING,
        Service::Ctms,
        "readCourseOfferingIdsForCourseTemplate",
    ),
    COURSE_TEMPLATE.update("updateCourseTemplate"),
    COURSE_TEMPLATE.replace("replaceCourseTemplate"),
    COURSE_TEMPLATE.discover("discoverCourseTemplateIds"),
    COURSE_TEMPLATE.change_identifier("changeCourseTemplateIdentifier"),
];

/// COMS: 16 operations.
pub(super) const COMS: &[Operation] = &[
    COURSE_OFFERING.create("createCourseOffering"),
    COURSE_OFFERING.create_by_proxy("createByProxyCourseOffering"),
    COURSE_OFFERING.create_from("createCourseOfferingFromCourseOffering"),
    COURSE_OFFERING.delete("deleteCourseOffering"),
    COURSE_OFFERING.read("readCourseOffering"),
    COURSE_OFFERING.read_ids("readAllCourseOfferingIds", &[]),
    COURSE_OFFERING.read_ids_since("readCourseOfferingIdsFromSavePoint"),
    COURSE_OFFERING.read_ids(
        "readAllActiveCourseOfferingIdsForAcademicSession",
        &[must("academicSession")],
    ),
    read_ids_below(
        COURSE_SECTION,
        Service::Coms,
        "readCourseSectionIdsForCourseOffering",
    ),
    COURSE_OFFERING.read_many("readCourseOfferings"),
    COURSE_OFFERING.read_many_since("readCourseOfferingsFromSavePoint"),
    COURSE_OFFERING.update("updateCourseOffering"),
    COURSE_OFFERING.update_status("updateCourseOfferingStatus"),
    COURSE_OFFERING.replace("replaceCourseOffering"),
    COURSE_OFFERING.discover("discoverCourseOfferingIds"),
    COURSE_OFFERING.change_identifier("changeCourseOfferingIdentifier"),
];

/// CSMS: 14 operations.
pub(super) const CSMS: &[Operation] = &[
    COURSE_SECTION.create("createCourseSection"),
    COURSE_SECTION.create_by_proxy("createByProxyCourseSection"),
    COURSE_SECTION.create_from("createCourseSectionFromCourseSection"),
    COURSE_SECTION.delete("deleteCourseSection"),
    COURSE_SECTION.read("readCourseSection"),
    COURSE_SECTION.read_ids("readAllCourseSectionIds", &[]),
    COURSE_SECTION.read_ids_since("readCourseSectionIdsFromSavePoint"),
    COURSE_SECTION.read_many("readCourseSections"),
    COURSE_SECTION.read_many_since("readCourseSectionsFromSavePoint"),
    COURSE_SECTION.update("updateCourseSection"),
    COURSE_SECTION.update_status("updateCourseSectionStatus"),
    COURSE_SECTION.replace("replaceCourseSection"),
    COURSE_SECTION.discover("discoverCourseSectionIds"),
    COURSE_SECTION.change_identifier("changeCourseSectionIdentifier"),
];

/// The association and the section that joins or leaves it.
const ASSOCIATION_AND_SECTION: &[Param] = &[
    must("sectionAssociationSourcedId"),
    must("courseSectionSourcedId"),
];

/// SAMS: 14 operations.
pub(super) const SAMS: &[Operation] = &[
    SECTION_ASSOCIATION.create("createSectionAssociation"),
    SECTION_ASSOCIATION.create_by_proxy("createByProxySectionAssociation"),
    SECTION_ASSOCIATION.delete("deleteSectionAssociation"),
    SECTION_ASSOCIATION.read("readSectionAssociation"),
    SECTION_ASSOCIATION.read_ids("readAllSectionAssociationIds", &[]),
    SECTION_ASSOCIATION.read_ids_since("readSectionAssociationIdsFromSavePoint"),
    SECTION_ASSOCIATION.read_many("readSectionAssociations"),
    SECTION_ASSOCIATION.read_many_since("readSectionAssociationsFromSavePoint"),
    SECTION_ASSOCIATION.one(
        "addCourseSectionId",
        Verb::Add,
        ASSOCIATION_AND_SECTION,
        &[],
    ),
    SECTION_ASSOCIATION.one(
        "removeCourseSectionId",
        Verb::Remove,
        ASSOCIATION_AND_SECTION,
        &[],
    ),
    SECTION_ASSOCIATION.update("updateSectionAssociation"),
    SECTION_ASSOCIATION.replace("replaceSectionAssociation"),
    SECTION_ASSOCIATION.discover("discoverSectionAssociationIds"),
    SECTION_ASSOCIATION.change_identifier("changeSectionAssociationIdentifier"),
];
