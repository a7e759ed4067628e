//! Whatever is fetched as a bulk data file: read, and every transaction made a call.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mocklms::standard::lis;

fuzz_target!(|file: &[u8]| {
    let mut last = None;
    let read = lis::read_bulk_file(file, &mut |transaction| {
        let offset = transaction.offset();
        assert!(last.is_none_or(|last| last < offset), "in the order of the file");
        last = Some(offset);
        match transaction.call() {
            Ok(call) => {
                assert!(lis::find(call.operation.service, &format!("{}Request", call.operation.name)).is_some());
                assert_eq!(call.header.message_id.as_deref(), Some(&*transaction.id()));
                _ = (call.record_id(), call.about(), call.carries_record());
            }
            Err(reason) => assert!(!reason.is_empty()),
        }
    });
    if let Err(reason) = read {
        assert!(!reason.is_empty());
    }
});
