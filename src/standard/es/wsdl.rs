//! WSDL.
