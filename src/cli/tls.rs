//! Flags for HTTPS, the same for every command that listens, and what comes of them.

use std::fs::OpenOptions;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Write as _};
use std::net::ToSocketAddrs as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::Clock;
use crate::server::{Tls, TlsError};

/// HTTPS beside HTTP, on the same port
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "HTTPS")]
pub(super) struct TlsArgs {
    /// Answers https:// beside http:// on the same port, with a certificate made at the start for localhost, 127.0.0.1,
    /// ::1 and the host of --listen; clients must trust its CA (GET /__admin/v1/ca.pem)
    #[arg(long)]
    tls: bool,
    /// Certificate to show instead (PEM, the chain behind it); means --tls
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Key of that certificate (PEM, without a password)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A further name or address to make the certificate for, as clients call this machine; may stand several times;
    /// means --tls
    #[arg(long, value_name = "NAME", conflicts_with = "tls_cert")]
    tls_name: Vec<String>,
    /// Writes the CA that clients must trust to this file (PEM); means --tls
    #[arg(long, value_name = "FILE")]
    tls_ca_file: Option<PathBuf>,
}

/// Why there is no HTTPS.
#[derive(Debug, thiserror::Error)]
pub(super) enum HttpsError {
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error("cannot write the CA to {}: {source}", .path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("there is no CA to write to {}: the last certificate in {} did not sign itself", .path.display(), .cert.display())]
    Unknown { path: PathBuf, cert: PathBuf },
}

/// What a server shows, and the file with the CA, if one was asked for.
#[derive(Debug)]
pub(super) struct Https {
    pub(super) tls: Arc<Tls>,
    pub(super) ca_file: Option<PathBuf>,
}

impl TlsArgs {
    /// Reads or makes what is needed to listen at these addresses. `None` without any of the flags.
    pub(super) fn open(&self, listen: &[&str]) -> Result<Option<Https>, HttpsError> {
        let wanted = self.tls
            || self.tls_cert.is_some()
            || self.tls_ca_file.is_some()
            || !self.tls_name.is_empty();
        if !wanted {
            return Ok(None);
        }
        let tls = match (&self.tls_cert, &self.tls_key) {
            (Some(cert), Some(key)) => Tls::given(cert, key)?,
            _ => Tls::made(&self.names(listen), Clock::real().now())?,
        };
        if let Some(path) = &self.tls_ca_file {
            let pem = tls.ca_pem().ok_or_else(|| HttpsError::Unknown {
                path: path.clone(),
                cert: self.tls_cert.clone().unwrap_or_default(),
            })?;
            std::fs::write(path, pem).map_err(|source| HttpsError::Write {
                path: path.clone(),
                source,
            })?;
        }
        Ok(Some(Https {
            tls: Arc::new(tls),
            ca_file: self.tls_ca_file.clone(),
        }))
    }

    /// What clients may call the server.
    fn names(&self, listen: &[&str]) -> Vec<String> {
        let mut names = ["localhost", "127.0.0.1", "::1"]
            .map(str::to_owned)
            .to_vec();
        let mut add = |name: String| {
            if !names.contains(&name) {
                names.push(name);
            }
        };
        for at in listen {
            let host = at.rsplit_once(':').map_or(*at, |(host, _)| host);
            add(host.trim_matches(['[', ']']).to_owned());
            // The addresses of a name, because that is what is printed.
            for addr in at.to_socket_addrs().into_iter().flatten() {
                add(addr.ip().to_string());
            }
        }
        self.tls_name.iter().cloned().for_each(add);
        names
    }
}

/// A file with the CA for the command under test.
#[derive(Debug)]
pub(super) struct CaFile {
    path: PathBuf,
    /// Whether it is ours, and goes when this goes.
    temporary: bool,
}

impl CaFile {
    /// The file that was asked for, else a temporary one. `None` when the CA is not known.
    pub(super) fn of(https: &Https) -> Result<Option<Self>, HttpsError> {
        let Some(pem) = https.tls.ca_pem() else {
            return Ok(None);
        };
        // The command under test may go elsewhere.
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        if let Some(path) = &https.ca_file {
            return Ok(Some(Self {
                path: absolute(path),
                temporary: false,
            }));
        }
        let random = RandomState::new().hash_one(std::process::id());
        let path = absolute(&std::env::temp_dir()).join(format!("mocklms-ca-{random:016x}.pem"));
        // Others write to that folder, too: what is there already is not ours.
        let written = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .and_then(|mut file| file.write_all(pem.as_bytes()));
        let file = Self {
            path: path.clone(),
            temporary: true,
        };
        match written {
            Ok(()) => Ok(Some(file)),
            Err(source) => Err(HttpsError::Write { path, source }),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for CaFile {
    fn drop(&mut self) {
        if self.temporary {
            _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_certificate_is_made_for_all_names_once() {
        let args = TlsArgs {
            tls_name: vec!["lms.test".to_owned(), "localhost".to_owned()],
            ..TlsArgs::default()
        };
        assert_eq!(
            args.names(&["10.1.2.3:0", "[::2]:1"]),
            [
                "localhost",
                "127.0.0.1",
                "::1",
                "10.1.2.3",
                "::2",
                "lms.test"
            ]
        );
        assert!(TlsArgs::default().open(&[]).unwrap().is_none());
    }

    #[test]
    fn a_temporary_ca_file_goes_with_its_owner_and_a_wanted_one_stays() {
        let args = TlsArgs {
            tls: true,
            ..TlsArgs::default()
        };
        let mut https = args.open(&["127.0.0.1:0"]).unwrap().unwrap();
        let file = CaFile::of(&https).unwrap().unwrap();
        let path = file.path().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(Some(text), https.tls.ca_pem());
        drop(file);
        assert!(!path.exists());
        https.ca_file = Some(PathBuf::from("Cargo.toml"));
        let file = CaFile::of(&https).unwrap().unwrap();
        assert!(file.path().is_absolute());
        drop(file);
        assert!(Path::new("Cargo.toml").exists());
    }
}
