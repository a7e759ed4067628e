//! Namespaces and SOAPActions of ES 1.0.
//!
//! Every message mixes three of the namespaces: that of the service's messages, that of its data, and the common one.
//! Which element is in which is what clients get wrong most.

use crate::model::Service;

/// The request header block.
pub const HEADER_REQUEST: &str = "syncRequestHeaderInfo";
/// The response header block.
pub const HEADER_RESPONSE: &str = "syncResponseHeaderInfo";

/// The namespace of both header blocks.
pub const BINDING: &str = "http://www.imsglobal.org/services/common/imsMessBindSchema_v1p0";
/// The namespace of what all services share: identifiers, user ids, dates, extension fields.
pub const COMMON: &str = "http://www.imsglobal.org/services/common/imsCommonSchema_v1p0";

/// The namespaces of one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Namespaces {
    /// Requests, responses and their parameters, the record's own element included.
    pub messages: &'static str,
    /// What stands in records.
    pub data: &'static str,
    /// Port types.
    pub wsdl: &'static str,
    /// What stands before the name of the operation in a SOAPAction.
    action: &'static str,
}

/// The namespaces of a service; of all services at one address, those of persons.
///
/// # Panics
///
/// For services of LIS.
pub const fn namespaces(service: Service) -> Namespaces {
    match service {
        Service::EsPerson | Service::EsExtendedPerson | Service::EsCombined => Namespaces {
            messages: "http://www.imsglobal.org/services/pms/xsd/imsPersonManMessSchema_v1p0",
            data: "http://www.imsglobal.org/services/pms/xsd/imsPersonManDataSchema_v1p0",
            wsdl: "http://www.imsglobal.org/services/pms/wsdl/imsPersonManAbstractSync_v1p0",
            action: "http://www.imsglobal.org/soap/pms/",
        },
        Service::EsGroup => Namespaces {
            messages: "http://www.imsglobal.org/services/gms/xsd/imsGroupManMessSchema_v1p0",
            data: "http://www.imsglobal.org/services/gms/xsd/imsGroupManDataSchema_v1p0",
            wsdl: "http://www.imsglobal.org/services/gms/wsdl/imsGroupManAbstractSync_v1p0",
            action: "http://www.imsglobal.org/soap/gms/",
        },
        // `Member`, not `Membership`.
        Service::EsMembership => Namespaces {
            messages: "http://www.imsglobal.org/services/mms/xsd/imsMemberManMessSchema_v1p0",
            data: "http://www.imsglobal.org/services/mms/xsd/imsMemberManDataSchema_v1p0",
            wsdl: "http://www.imsglobal.org/services/mms/wsdl/imsMemberManAbstractSync_v1p0",
            action: "http://www.imsglobal.org/soap/mms/",
        },
        _ => panic!("this is no service of ES"),
    }
}

/// The namespace of a service's requests and responses.
pub const fn namespace(service: Service) -> &'static str {
    namespaces(service).messages
}

/// The first service whose messages have that namespace.
pub fn namespace_service(uri: &str) -> Option<Service> {
    Service::ES.into_iter().find(|s| namespace(*s) == uri)
}

/// The SOAPAction of an operation.
pub fn action(service: Service, operation: &str) -> String {
    format!("{}{operation}", namespaces(service).action)
}

/// Whether an element of that name is in the common namespace wherever it stands in a record.
///
/// The `relationship` of a person and all in it is, too; that of a group is not.
pub fn is_common(element: &str) -> bool {
    matches!(
        element,
        "identifier"
            | "email"
            | "URL"
            | "dataSource"
            | "comments"
            | "begin"
            | "end"
            | "adminPeriod"
            | "userIdValue"
            | "userIdType"
            | "passWord"
            | "pwEncryptionType"
            | "authenticationType"
            | "extensionField"
    )
}

/// Whether an element of that name holds an `identifier`.
pub(super) fn is_wrapped(element: &str) -> bool {
    matches!(
        element,
        "sourcedId"
            | "newSourcedId"
            | "groupSourcedId"
            | "personSourcedId"
            | "memberSourcedId"
            | "relationId"
            | "sourceId"
    )
}
