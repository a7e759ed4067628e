//! Persons and what hangs on them: the trash, the profiles, parents and children.

use std::sync::Arc;

use crate::base::Secret;
use crate::engine::tables;
use crate::store::row;
use crate::vendor::itslearning::keys::folded;

row! {
    /// A person of the site.
    pub(in super::super) struct Person {
        /// number that itslearning gave the account; it stays when the key changes or the person is restored
        person_id: u64,
        /// synchronization key; none for people made by hand
        sync_key: Option<Arc<str>>,
        /// who gave the key: Import Application for a SIS, ITSL for one that itslearning generated
        sync_source: Option<Arc<str>>,
        /// when the account was created, in UTC
        created: Option<Arc<str>>,
        /// profile, such as Pupil or Staff
        profile: Option<Arc<str>>,
        /// prefix of the name
        prefix: Option<Arc<str>>,
        /// first name
        first_name: Option<Arc<str>>,
        /// last name
        last_name: Option<Arc<str>>,
        /// nickname
        nickname: Option<Arc<str>>,
        /// user name, imported or generated
        username: Option<Arc<str>>,
        /// password, imported or generated
        password: Option<Secret>,
        /// e-mail address
        email: Option<Arc<str>>,
        /// phone (Voice)
        phone: Option<Arc<str>>,
        /// cellular phone (Mobile)
        cellular_phone: Option<Arc<str>>,
        /// address, field 1: the first street
        address_1: Option<Arc<str>>,
        /// address, field 2: the second street
        address_2: Option<Arc<str>>,
        /// post code
        post_code: Option<Arc<str>>,
        /// town or city
        town: Option<Arc<str>>,
        /// birth date
        birth_date: Option<Arc<str>>,
        /// gender as it was sent; read back only with gender_readback: stored
        gender: Option<Arc<str>>,
        /// CustomString1: customstring0 or nationalidentitynumber
        custom_string_1: Option<Arc<str>>,
        /// CustomString2: customstring1
        custom_string_2: Option<Arc<str>>,
        /// CustomString3: customstring2
        custom_string_3: Option<Arc<str>>,
        /// CustomString4: customstring3
        custom_string_4: Option<Arc<str>>,
        /// CustomString5: customstring4
        custom_string_5: Option<Arc<str>>,
        /// whether the picture carries a padlock
        privacy_protection: bool,
        /// e-mail account: address
        mail_account_email: Option<Arc<str>>,
        /// e-mail account: login
        mail_account_login: Option<Arc<str>>,
        /// e-mail account: password
        mail_account_password: Option<Secret>,
        /// e-mail account: host
        mail_account_server: Option<Arc<str>>,
        /// e-mail account: port, as it was sent
        mail_account_port: Option<Arc<str>>,
        /// e-mail account: type, as it was sent
        mail_account_type: Option<Arc<str>>,
        /// login of the connected cloud account
        cloud_login: Option<Arc<str>>,
        /// type of the connected cloud account: GSuite
        cloud_type: Option<Arc<str>>,
        /// Allowed, NotAllowed or MustChangeOnNextLogin
        password_change: Option<Arc<str>>,
        /// headmaster on the event approval page, where there is a French calendar
        is_headmaster: bool,
        /// eckid, where Enable Eck id support is on
        eck_id: Option<Arc<str>>,
        /// digiDeliveryId, where Enable DigiDeliveryId support is on
        digi_delivery_id: Option<Arc<str>>,
        /// anonymous id, unique whatever its letter case
        anonymous_id: Option<Arc<str>>,
        /// date on which the account expires; none for never
        expires: Option<Arc<str>>,
        /// not a member of the site, came in through a community course
        is_external: bool,
        /// key of the group that is the home organisation; none for the site itself
        home_organisation: Option<Arc<str>>,
    }
}

row! {
    /// A parent and a child.
    pub(in super::super) struct Relationship {
        /// key of the parent
        parent: Option<Arc<str>>,
        /// key of the child
        child: Option<Arc<str>>,
    }
}

row! {
    /// A profile of the site, as under Administration, Profiles.
    pub(in super::super) struct Profile {
        /// the field Synchronisation - Map from profile: the institutionRoleType that leads here
        map_from: Option<Arc<str>>,
        /// marked as deleted: not shown to administrators, but still mapped
        deleted: bool,
    }
}

tables! {
    /// Everything about persons.
    pub(in super::super) struct People {
        /// persons of the site; those without a sync key stand under # and their number
        persons: Person, "sync key" =>
            |row: &Person, add: &mut dyn FnMut(&str)| row.sync_key.text().into_iter().for_each(|key| add(&folded(key))),
            |row: &Person, add: &mut dyn FnMut(&str)| row.username.text().into_iter().for_each(|name| add(&folded(name))),
            |row: &Person, add: &mut dyn FnMut(&str)| row.anonymous_id.text().into_iter().for_each(|id| add(&folded(id))),
            |row: &Person, add: &mut dyn FnMut(&str)| row.home_organisation.text().into_iter().for_each(add);
        /// deleted persons, whom a create or update with the same key restores
        trash: Person, "sync key" =>
            |row: &Person, add: &mut dyn FnMut(&str)| row.sync_key.text().into_iter().for_each(|key| add(&folded(key))),
            |row: &Person, add: &mut dyn FnMut(&str)| row.username.text().into_iter().for_each(|name| add(&folded(name))),
            |row: &Person, add: &mut dyn FnMut(&str)| row.anonymous_id.text().into_iter().for_each(|id| add(&folded(id))),
            |row: &Person, add: &mut dyn FnMut(&str)| row.home_organisation.text().into_iter().for_each(add);
        /// parents and their children
        relationships: Relationship, "child>parent" =>
            |row: &Relationship, add: &mut dyn FnMut(&str)| row.parent.text().into_iter().for_each(add),
            |row: &Relationship, add: &mut dyn FnMut(&str)| row.child.text().into_iter().for_each(add);
        /// the profiles and what they are mapped from; seeding it replaces the settings profiles and deleted_profiles
        profiles: Profile, "name of the profile";
    }
}

/// Numbers of the groupings of persons and of the trash.
pub(in super::super) mod by {
    pub(in super::super) const USERNAME: usize = 1;
    pub(in super::super) const ANONYMOUS_ID: usize = 2;
    pub(in super::super::super) const HOME: usize = 3;
    /// Of relationships.
    pub(in super::super) const PARENT: usize = 0;
    /// Of relationships.
    pub(in super::super) const CHILD: usize = 1;
}
