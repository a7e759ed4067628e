//! What all connections of a server share.

use std::fmt;
use std::sync::Arc;

use super::{Log, Sessions, Stop, Tls};
use crate::base::Limits;
use crate::wire::{Reply, Request};

/// What all connections share.
#[derive(Debug)]
pub struct App {
    /// Who answers.
    pub sessions: Sessions,
    /// What a request may cost.
    pub limits: Limits,
    /// HTTPS beside HTTP, on every port.
    pub tls: Option<Arc<Tls>>,
    /// Where exchange lines go.
    pub log: Log,
    /// Asks the whole server to stop.
    pub stop: Stop,
    /// Answers what is not for an LMS.
    pub desk: Box<dyn Desk>,
}

/// Whoever answers the paths that belong to the program and not to an LMS: `/` and `/__admin/…`.
pub trait Desk: Send + Sync + fmt::Debug {
    /// The answer. `dedicated` tells that the port serves nothing but this.
    fn answer(&self, app: &App, request: &Request, dedicated: bool) -> Reply;
}

/// What a port serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// The LMSs and the program's own paths.
    All,
    /// The LMSs only.
    Services,
    /// The program's own paths only.
    Admin,
}

impl Surface {
    /// Whether a request goes to the desk.
    pub(super) fn is_desk(self, target: &str) -> bool {
        match self {
            Self::Admin => true,
            Self::Services => false,
            Self::All => target == "/" || target == "/__admin" || target.starts_with("/__admin/"),
        }
    }
}
