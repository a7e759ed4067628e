//! SOAP.
