//! `mocklms serve`: stands in for one or more LMSs until it is stopped.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::greeting::Greeting;
use super::open::{OpenOptions, Opened, is_file, open};
use super::tls::{HttpsError, TlsArgs};
use super::watch::Watch;
use super::{DEFAULT_LISTEN, LimitArgs, exit, style};
use crate::admin::{AdminDesk, Guard, Token};
use crate::base::Masker;
use crate::diag;
use crate::journal::{LineStyle, Recorder, Secrets};
use crate::server::{self, App, Log, Sessions, Signals, Stop, Surface};

/// Stands in for one or more LMSs until it is stopped
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  mocklms serve brightspace\n  mocklms serve story.yaml --listen 127.0.0.1:0 --record traffic.ndjson\n  mocklms serve brightspace --tls --tls-ca-file ca.pem"
)]
pub(super) struct Args {
    /// Vendors to stand in for, or one scenario file
    #[arg(required = true, value_name = "VENDOR|SCENARIO.yaml")]
    what: Vec<String>,
    /// Where to listen; port 0 takes any free one
    #[arg(long, value_name = "HOST:PORT", default_value = DEFAULT_LISTEN, env = "MOCKLMS_LISTEN", value_parser = host_and_port)]
    listen: String,
    /// Where the admin side listens, if not at the same place
    #[arg(long, value_name = "HOST:PORT", value_parser = host_and_port)]
    admin_listen: Option<String>,
    /// Token for the admin side where other machines can reach it [default: a random one, printed]
    #[arg(
        long,
        value_name = "TOKEN",
        env = "MOCKLMS_ADMIN_TOKEN",
        hide_env_values = true
    )]
    admin_token: Option<String>,
    /// Appends every exchange to this file before it is answered
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Shows and records passwords in clear
    #[arg(long)]
    keep_secrets: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    format: Format,
    #[command(flatten)]
    tls: TlsArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text on a terminal, JSON elsewhere
    Auto,
    /// Aligned lines
    Text,
    /// One JSON object per line
    Json,
}

/// Why it cannot serve.
#[derive(Debug, thiserror::Error)]
enum ServeError {
    #[error("{addr} is taken")]
    Taken { addr: String },
    #[error("cannot listen at {addr}: {source}")]
    Listen {
        addr: String,
        source: std::io::Error,
    },
    #[error(transparent)]
    Record(#[from] crate::journal::RecordError),
    #[error(transparent)]
    Https(#[from] HttpsError),
    #[error("cannot start: {0}")]
    Start(#[from] std::io::Error),
}

impl ServeError {
    fn help(&self) -> Option<String> {
        let Self::Taken { addr } = self else {
            return None;
        };
        let host = addr
            .rsplit_once(':')
            .map_or(addr.as_str(), |(host, _)| host);
        Some(format!(
            "perhaps another mocklms is running; choose another port with --listen {host}:PORT, or {host}:0 for any free one"
        ))
    }
}

impl Args {
    fn options(&self) -> OpenOptions {
        OpenOptions {
            limits: self.limits.requests(),
            journal: self.limits.journal(),
        }
    }
}

pub(super) fn run(args: &Args) -> u8 {
    let opened = match open(&args.what, args.options()) {
        Ok(opened) => opened,
        Err(problems) => {
            style::warn(&diag::render(&problems));
            return exit::USAGE;
        }
    };
    style::warn(&diag::render(&opened.warnings));
    match serve(args, opened) {
        Ok(()) => exit::PASSED,
        Err(error) => {
            style::complain(&error.to_string(), error.help().as_deref());
            exit::COULD_NOT_RUN
        }
    }
}

fn serve(args: &Args, opened: Opened) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    // Before anybody is told that the server is ready, so that a stop is never missed.
    let signals = runtime.block_on(async { Signals::install() })?;
    // Ports first: a run that cannot listen must not touch a recording.
    let (listener, addr) = runtime.block_on(bind(&args.listen))?;
    let admin = match &args.admin_listen {
        Some(admin) => Some(runtime.block_on(bind(admin))?),
        None => None,
    };
    let mut listen = vec![args.listen.as_str()];
    listen.extend(args.admin_listen.as_deref());
    let https = args.tls.open(&listen)?;
    let admin_addr = admin.as_ref().map_or(addr, |(_, addr)| *addr);
    let token = (!admin_addr.ip().is_loopback())
        .then(|| Token::new(args.admin_token.clone().unwrap_or_else(random_token)));
    let recorder = match &args.record {
        Some(path) => {
            let secrets = if args.keep_secrets {
                Secrets::Kept
            } else {
                Secrets::Masked
            };
            let now = opened.session.clock.now();
            let recorder = Arc::new(Recorder::open(path, secrets, now)?);
            opened.session.journal.record_to(Arc::clone(&recorder), "");
            Some(recorder)
        }
        None => None,
    };

    let json = match args.format {
        Format::Auto => !style::is_terminal(),
        Format::Text => false,
        Format::Json => true,
    };
    let record = args.record.as_ref().map(|path| path.display().to_string());
    let greeting = Greeting {
        instances: &opened.instances,
        addr,
        admin: admin_addr,
        token: token.as_ref(),
        record: record.as_deref(),
        https: https.as_ref(),
    };
    style::print(&if json {
        greeting.json()
    } else {
        greeting.text()
    })?;
    let line_style = match (json, style::has_colors()) {
        (true, _) => LineStyle::Json,
        (false, true) => LineStyle::Color,
        (false, false) => LineStyle::Plain,
    };

    let app = Arc::new(App {
        sessions: Sessions::new(Arc::new(opened.session)),
        limits: args.limits.requests(),
        tls: https.map(|https| https.tls),
        log: Log::new(std::io::stdout(), line_style),
        stop: Stop::default(),
        desk: Box::new(AdminDesk {
            guard: Guard { token },
            keep_secrets: args.keep_secrets,
            masker: Masker::default(),
        }),
    });
    if let [file] = args.what.as_slice()
        && is_file(file)
    {
        let watch = Watch::new(file, args.options(), recorder.clone());
        runtime.spawn(watch.run(Arc::clone(&app)));
    }
    runtime.block_on(until_stopped(
        &app,
        listener,
        admin.map(|(l, _)| l),
        signals,
    ));
    // A call that still hangs must not keep the program from ending.
    runtime.shutdown_background();
    app.log.close();
    if let Some((why, lost)) = recorder.as_ref().and_then(|r| r.failure()) {
        return Err(ServeError::Start(std::io::Error::other(format!(
            "the recording is incomplete, {lost} exchanges are missing: {why}"
        ))));
    }
    Ok(())
}

/// Serves until a signal or the admin side asks for a stop; a second signal does not wait for requests under way.
async fn until_stopped(
    app: &Arc<App>,
    listener: TcpListener,
    admin: Option<TcpListener>,
    mut signals: Signals,
) {
    let surface = match admin {
        Some(_) => Surface::Services,
        None => Surface::All,
    };
    let services = server::run(listener, Arc::clone(app), surface, app.stop.stopped());
    let admin = async {
        if let Some(listener) = admin {
            server::run(
                listener,
                Arc::clone(app),
                Surface::Admin,
                app.stop.stopped(),
            )
            .await;
        }
    };
    let impatience = async {
        signals.next().await;
        app.stop.stop();
        signals.next().await;
    };
    tokio::select! {
        _ = async { tokio::join!(services, admin, server::tick(Arc::clone(app))) } => {}
        () = impatience => {}
    }
}

async fn bind(addr: &str) -> Result<(TcpListener, SocketAddr), ServeError> {
    let listen = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::AddrInUse => ServeError::Taken {
            addr: addr.to_owned(),
        },
        _ => ServeError::Listen {
            addr: addr.to_owned(),
            source,
        },
    };
    let listener = TcpListener::bind(addr).await.map_err(listen)?;
    let local = listener.local_addr().map_err(listen)?;
    Ok((listener, local))
}

fn host_and_port(text: &str) -> Result<String, String> {
    match text.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {
            Ok(text.to_owned())
        }
        _ => Err(format!("write HOST:PORT, such as {DEFAULT_LISTEN}")),
    }
}

/// 128 bits that nobody can guess: hashes under keys which the standard library gets from the operating system.
fn random_token() -> String {
    let word = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", word(), word())
}
