//! Bulk exchange, and the source system that it switches.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::engine::{Outgoing, tables};
use crate::store::row;

row! {
    /// A bulk job.
    pub(in super::super) struct BulkJob {
        /// BulkRequested, BulkRequestSent, Processing, Complete, Error or Canceled
        status: Option<Arc<str>>,
        /// expiryDate of the manifest, as it was sent
        expiry: Option<Arc<str>>,
        /// who cancelled it
        cancelled_by: Option<Arc<str>>,
        /// when its files will be fetched, in session time
        fetch_at: Option<Arc<str>>,
        /// transactions that were carried out
        done: u64,
        /// transactions that were not
        failed: u64,
        /// what became of the report: sent, refused, or kept where the SIS has no Bulk endpoint
        report: Option<Arc<str>>,
    }
}

row! {
    /// A file of a bulk job.
    pub(in super::super) struct BulkFile {
        /// transactionId of its job
        job: Option<Arc<str>>,
        /// its place in the manifest, from 1
        number: u64,
        /// where it lies
        url: Option<Arc<str>>,
        /// totalSize, as it was sent
        total_size: Option<Arc<str>>,
        /// checkSum, as it was sent; how it is computed is not known, so it is not compared
        check_sum: Option<Arc<str>>,
        /// bytes that arrived
        size: Option<Arc<str>>,
        /// Waiting, Processed, Failed or Dropped
        status: Option<Arc<str>>,
        /// why it failed
        error: Option<Arc<str>>,
        /// how many transactions stood in it
        transactions: u64,
    }
}

row! {
    /// What a bulk job was asked for: a rule about a kind of entity, or the save point.
    pub(in super::super) struct BulkFilter {
        /// transactionId of its job
        job: Option<Arc<str>>,
        /// kind of entity
        entity_type: Option<Arc<str>>,
        /// changes from here on
        save_point: Option<Arc<str>>,
    }
}

row! {
    /// What became of one transaction of a bulk job; the report to the SIS is made of these.
    pub(in super::super) struct BulkResult {
        /// transactionId of its job
        job: Option<Arc<str>>,
        /// its place in the job, from 1
        number: u64,
        /// transactionOpIdentifier
        op: Option<Arc<str>>,
        /// operation
        operation: Option<Arc<str>>,
        /// success, failure or unsupported
        code_major: Option<Arc<str>>,
        /// status, warning or error
        severity: Option<Arc<str>>,
        /// minor code
        code_minor: Option<Arc<str>>,
        /// what there is to say about it
        description: Option<Arc<str>>,
    }
}

row! {
    /// The SIS as IPSIS has it configured.
    pub(in super::super) struct SourceSystem {
        /// Enabled, BulkMode or Disabled (which changes nothing here: what calls get then is not known)
        status: Option<Arc<str>>,
    }
}

tables! {
    /// Everything about bulk exchange.
    pub(in super::super) struct Bulk {
        /// bulk jobs
        bulk_jobs: BulkJob, "transactionId" =>
            |row: &BulkJob, add: &mut dyn FnMut(&str)| if row.fetch_at.text().is_some() { add("due") };
        /// files of bulk jobs
        bulk_files: BulkFile, "transactionId/place in the manifest" =>
            |row: &BulkFile, add: &mut dyn FnMut(&str)| row.job.text().into_iter().for_each(add);
        /// what bulk jobs were asked for
        bulk_filters: BulkFilter, "transactionId/number" =>
            |row: &BulkFilter, add: &mut dyn FnMut(&str)| row.job.text().into_iter().for_each(add);
        /// what became of the transactions of bulk jobs
        bulk_results: BulkResult, "transactionId/place of the file/transactionOpIdentifier" =>
            |row: &BulkResult, add: &mut dyn FnMut(&str)| row.job.text().into_iter().for_each(add);
        /// the source system that this SIS is
        source_systems: SourceSystem, "name";
    }
}

/// Calls that wait to be made. Filled as the last thing that an exchange does, so that nothing of it has to be undone.
#[derive(Debug, Default)]
pub(in super::super) struct Outbox(VecDeque<Outgoing>);

impl Outbox {
    pub(in super::super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(in super::super) fn add(&mut self, outgoing: Outgoing) {
        self.0.push_back(outgoing);
    }

    pub(in super::super) fn take(&mut self) -> Vec<Outgoing> {
        std::mem::take(&mut self.0).into()
    }
}
