//! Namespaces, SOAPActions and vocabulary URIs of LIS 2.0.

use crate::model::Service;

/// The request header block.
pub const HEADER_REQUEST: &str = "imsx_syncRequestHeaderInfo";
/// The response header block.
pub const HEADER_RESPONSE: &str = "imsx_syncResponseHeaderInfo";

/// The namespace of a service's header and body elements. The four course services share one.
///
/// Source: LIS 2.0 WSDL files (sync bindings); beware of `cmsv1p0`, the only one with a `v`.
pub const fn namespace(service: Service) -> &'static str {
    match service {
        Service::Pms => "http://www.imsglobal.org/services/lis/pms2p0/wsdl11/sync/imspms_v2p0",
        Service::Gms => "http://www.imsglobal.org/services/lis/gms2p0/wsdl11/sync/imsgms_v2p0",
        Service::Mms => "http://www.imsglobal.org/services/lis/mms2p0/wsdl11/sync/imsmms_v2p0",
        Service::Ctms | Service::Coms | Service::Csms | Service::Sams => {
            "http://www.imsglobal.org/services/lis/cmsv1p0/wsdl11/sync/imscms_v1p0"
        }
        Service::Oms => "http://www.imsglobal.org/services/lis/oms1p0/wsdl11/sync/imsoms_v1p0",
        Service::Bdems => {
            "http://www.imsglobal.org/services/lis/bdems1p0/wsdl11/sync/imsbdems_v1p0"
        }
        _ => panic!("this is no service of LIS"),
    }
}

/// The first service with that namespace.
pub fn namespace_service(uri: &str) -> Option<Service> {
    Service::ALL.into_iter().find(|s| namespace(*s) == uri)
}

/// The SOAPAction of an operation.
pub fn action(service: Service, operation: &str) -> String {
    let part = match service {
        Service::Pms => "pms2p0",
        Service::Gms => "gms2p0",
        Service::Mms => "mms2p0",
        Service::Ctms | Service::Coms | Service::Csms | Service::Sams => "cmsv1p0",
        Service::Oms => "oms1p0",
        Service::Bdems => "bdems1p0",
        _ => panic!("this is no service of LIS"),
    };
    format!("http://www.imsglobal.org/soap/lis/{part}/{operation}")
}

/// The vocabulary URI of a person field, in the style of the final package.
pub const fn vocabulary(name: Vocabulary) -> &'static str {
    match name {
        Vocabulary::FormName => "http://www.imsglobal.org/lis/pmsv2p0/formatnmetypevocabularyv1p0",
        Vocabulary::NameType => "http://www.imsglobal.org/lis/pmsv2p0/nametypevocabularyv1p0",
        Vocabulary::PartName => "http://www.imsglobal.org/lis/pmsv2p0/partnamevocabularyv1p0",
        Vocabulary::AddressType => "http://www.imsglobal.org/lis/pmsv2p0/addresstypevocabularyv1p0",
        Vocabulary::AddressPart => "http://www.imsglobal.org/lis/pmsv2p0/addresspartvocabularyv1p0",
        Vocabulary::ContactType => {
            "http://www.imsglobal.org/lis/pmsv2p0/contactinfotypevocabularyv1p0"
        }
        Vocabulary::DemographicsType => {
            "http://www.imsglobal.org/lis/pmsv2p0/demographicstypevocabularyv1p0"
        }
        Vocabulary::RepresentationType => {
            "http://www.imsglobal.org/lis/pmsv2p0/representationtypevocabularyv1p0"
        }
        Vocabulary::EventDate => "http://www.imsglobal.org/lis/pmsv2p0/eventdatevocabularyv1p0",
        Vocabulary::DemographicsInfo => {
            "http://www.imsglobal.org/lis/pmsv2p0/demographicsinfovocabularyv1p0"
        }
        Vocabulary::AgentType => "http://www.imsglobal.org/lis/pmsv2p0/agenttypevocabularyv1p0",
        Vocabulary::EnterpriseRoles => {
            "http://www.imsglobal.org/lis/pmsv2p0/epriserolestypevocabularyv1p0"
        }
        Vocabulary::SystemRole => "http://www.imsglobal.org/lis/pmsv2p0/systemrolevocabularyv1p0",
        Vocabulary::InstitutionRole => {
            "http://www.imsglobal.org/lis/pmsv2p0/institutionroletypevocabularyv1p0"
        }
        Vocabulary::Extension => "http://www.imsglobal.org/lis/pmsv2p0/extensionvocabularyv1p0",
    }
}

/// The places of a person record that take a term of a vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are the vocabularies' own names")]
pub enum Vocabulary {
    FormName,
    NameType,
    PartName,
    AddressType,
    AddressPart,
    ContactType,
    DemographicsType,
    RepresentationType,
    EventDate,
    DemographicsInfo,
    AgentType,
    EnterpriseRoles,
    SystemRole,
    InstitutionRole,
    Extension,
}
