//! Bulk exchange, and the source system that it switches.

use std::sync::Arc;

use crate::engine::tables;
use crate::store::row;

row! {
    /// A bulk job.
    pub(in super::super) struct BulkJob {
        /// status of the job: BulkRequested, BulkRequestSent, …
        status: Option<Arc<str>>,
    }
}

row! {
    /// The SIS as IPSIS has it configured.
    pub(in super::super) struct SourceSystem {
        /// Enabled, BulkMode or Disabled
        status: Option<Arc<str>>,
    }
}

tables! {
    /// Everything about bulk exchange.
    pub(in super::super) struct Bulk {
        /// bulk jobs
        bulk_jobs: BulkJob, "transactionId";
        /// the source system that this SIS is
        source_systems: SourceSystem, "name";
    }
}
