//! One connection: requests in, answers out, and whatever is neither.

use std::convert::Infallible;
use std::error::Error;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, EXPECT, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::tap::{Notes, Progress, Tap};
use super::tls::{self, Tls};
use super::{App, Surface, body};
use crate::session::Session;
use crate::wire::{Reply, Request, Trouble};

/// How long a connection may lie idle between requests.
const IDLE: Duration = Duration::from_secs(300);

/// How long each step of sending a client away may take.
const FAREWELL: Duration = Duration::from_secs(1);

/// What the requests of one connection share.
struct Connection {
    app: Arc<App>,
    surface: Surface,
    peer: Arc<str>,
    tls: bool,
    notes: Notes,
}

/// Serves a connection until its end; `stop` lets it end after the request under way.
pub(super) async fn serve(
    app: Arc<App>,
    surface: Surface,
    stream: TcpStream,
    peer: SocketAddr,
    stop: impl Future<Output = ()>,
) {
    // Answers are small and complete: waiting for more to send would only delay them.
    _ = stream.set_nodelay(true);
    let peer: Arc<str> = peer.to_string().into();
    let mut stop = pin!(stop);
    if let Some(tls) = &app.tls {
        let is_tls = tokio::select! {
            is_tls = tls::begins_with_tls(&stream) => is_tls,
            () = &mut stop => return,
            () = tokio::time::sleep(IDLE) => return,
        };
        if is_tls {
            let tls = Arc::clone(tls);
            // In a box, so that plain connections need no room for it.
            return Box::pin(secured(tls, app, surface, stream, peer, stop)).await;
        }
    }
    http(app, surface, stream, peer, false, stop).await;
}

/// Serves a connection that begins with a TLS handshake.
async fn secured(
    tls: Arc<Tls>,
    app: Arc<App>,
    surface: Surface,
    stream: TcpStream,
    peer: Arc<str>,
    mut stop: Pin<&mut impl Future<Output = ()>>,
) {
    let limit = Duration::from_secs(app.limits.read_seconds);
    let shaken = tokio::select! {
        shaken = tls::accept(&tls, stream, limit) => shaken,
        () = &mut stop => return,
    };
    match shaken {
        Ok(stream) => http(app, surface, stream, peer, true, stop).await,
        Err(failed) => refuse(&app, surface, &peer, &failed.reason, &failed.bytes),
    }
}

/// Serves HTTP, whatever carries it.
async fn http<S: AsyncRead + AsyncWrite + Unpin>(
    app: Arc<App>,
    surface: Surface,
    stream: S,
    peer: Arc<str>,
    tls: bool,
    mut stop: Pin<&mut impl Future<Output = ()>>,
) {
    let (tap, notes) = Tap::new(stream);
    let shared = Arc::new(Connection {
        app,
        surface,
        peer,
        tls,
        notes,
    });
    let service = service_fn({
        let shared = Arc::clone(&shared);
        move |request| answer(Arc::clone(&shared), request)
    });
    let limits = &shared.app.limits;
    let mut conn = http1::Builder::new()
        // A client may close its sending half after the request and still wait for the answer.
        .half_close(true)
        .max_header_size(limits.head_bytes)
        .title_case_headers(true)
        .serve_connection(TokioIo::new(tap), service);
    let mut stopping = false;
    let read_time = Duration::from_secs(limits.read_seconds);
    // Looking at the clock now and then is enough, and cheaper than a timer for each request.
    let look = (read_time / 8).clamp(Duration::from_millis(20), Duration::from_secs(1));
    let mut next_look = pin!(tokio::time::sleep(look));
    let ended = loop {
        tokio::select! {
            biased;
            ended = &mut conn => break ended,
            () = &mut stop, if !stopping => {
                stopping = true;
                Pin::new(&mut conn).graceful_shutdown();
            }
            () = &mut next_look => {
                match shared.notes.progress() {
                    Progress::Idle(since) if since >= IDLE => return,
                    Progress::Head(since) if since >= read_time => {
                        shared.refuse("the request head did not arrive in time", &shared.notes.refused());
                        let stream = conn.into_parts().io.into_inner().into_stream();
                        return last_words(stream, StatusCode::REQUEST_TIMEOUT).await;
                    }
                    // Reading fails from now on; the request's own future answers and keeps what there is.
                    Progress::Body(since) if since >= read_time => shared.notes.expire(),
                    _ => {}
                }
                next_look.as_mut().reset(Instant::now() + look);
            }
        }
    };
    if tls && !stopping && shared.notes.silent() {
        let error = ended.as_ref().err().map(|e| e as &(dyn Error + 'static));
        return shared.refuse(&tls::left(error), &[]);
    }
    if let Err(error) = ended
        && (error.is_parse() || matches!(shared.notes.progress(), Progress::Head(_)))
    {
        let bytes = shared.notes.refused();
        shared.refuse(&reason(&error, &bytes), &bytes);
    }
}

impl Connection {
    fn refuse(&self, reason: &str, bytes: &[u8]) {
        refuse(&self.app, self.surface, &self.peer, reason, bytes);
    }
}

/// Records what never became a request.
fn refuse(app: &App, surface: Surface, peer: &str, reason: &str, bytes: &[u8]) {
    if surface == Surface::Admin {
        return;
    }
    let session = app.sessions.default();
    let exchange = session.not_http(peer, reason, bytes);
    app.log.exchange(&exchange);
}

/// Why something was not taken for a request.
fn reason(error: &hyper::Error, bytes: &[u8]) -> String {
    match bytes {
        [0x16, 3, ..] => {
            "a TLS handshake on a plain port: the client uses https://, this port speaks http://"
                .to_owned()
        }
        _ if bytes.starts_with(b"PRI * HTTP/2") => {
            "HTTP/2 without negotiation: this port speaks HTTP/1.1 and HTTP/1.0".to_owned()
        }
        // Closed, or reset: by a client that is killed, or that has left something unread (TLS's tickets).
        _ if !error.is_parse() => "the connection ended inside the request head".to_owned(),
        _ if error.is_parse_too_large() => "the request head is larger than the limit".to_owned(),
        _ => error.to_string(),
    }
}

/// A request that is still arriving. Dropped half-way (the client left, the server stops), it is recorded with what
/// there is of it.
struct Arriving<'c> {
    connection: &'c Connection,
    session: Arc<Session>,
    request: Option<Request>,
    body: Vec<u8>,
}

impl Arriving<'_> {
    fn finish(&mut self, trouble: Option<Trouble>) -> Option<Response<Full<Bytes>>> {
        let mut request = self.request.take()?;
        request.body = body::freeze(std::mem::take(&mut self.body));
        request.trouble = request.trouble.or(trouble);
        let app = &self.connection.app;
        if self.connection.surface.is_desk(&request.target) {
            let dedicated = self.connection.surface == Surface::Admin;
            return Some(response(&app.desk.answer(app, &request, dedicated)));
        }
        let exchange = self.session.handle(request);
        app.log.exchange(&exchange);
        Some(response(&exchange.reply))
    }
}

impl Drop for Arriving<'_> {
    fn drop(&mut self) {
        _ = self.finish(Some(Trouble::Truncated));
    }
}

async fn answer(
    connection: Arc<Connection>,
    request: hyper::Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, incoming) = request.into_parts();
    let target = parts.uri.path_and_query().map_or("/", |t| t.as_str());
    let (session, trouble) = connection.app.sessions.route(target);
    let head = connection.notes.take_head(parts.method.as_str());
    let expects_continue = parts.headers.contains_key(EXPECT);
    let mut arriving = Arriving {
        connection: &connection,
        session,
        request: Some(Request {
            target: target.to_owned(),
            head: head.unwrap_or_else(|| rebuilt_head(&parts.headers)),
            method: parts.method.as_str().to_owned(),
            body: Bytes::new(),
            caller: Some(connection.peer.clone()),
            tls: connection.tls,
            trouble,
        }),
        body: Vec::new(),
    };
    // hyper's own copy of the head is not kept while the body comes.
    drop(parts);
    let trouble = body::collect(
        incoming,
        connection.app.limits.body_bytes,
        expects_continue,
        &connection.notes,
        &mut arriving.body,
    )
    .await
    .err();
    let answer = arriving.finish(trouble);
    Ok(answer.unwrap_or_default())
}

/// The head as hyper understood it, names in lower case.
fn rebuilt_head(headers: &hyper::HeaderMap) -> Box<str> {
    let mut out = String::new();
    for (name, value) in headers {
        out.push_str(name.as_str());
        out.push_str(": ");
        out.extend(value.as_bytes().iter().copied().map(char::from));
        out.push_str("\r\n");
    }
    out.into_boxed_str()
}

fn response(reply: &Reply) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(reply.body.clone()));
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in &reply.headers {
        let name = match *name {
            "Content-Type" => Ok(CONTENT_TYPE),
            other => HeaderName::from_bytes(other.as_bytes()),
        };
        if let Ok(name) = name {
            headers.append(name, HeaderValue::from_static(value));
        }
    }
    response
}

/// Tells a client for whom there is no room that it is so, over TLS if it comes with that.
pub(super) async fn turn_away(app: &App, stream: TcpStream) {
    let status = StatusCode::SERVICE_UNAVAILABLE;
    if let Some(tls) = &app.tls {
        let is_tls = tokio::time::timeout(FAREWELL, tls::begins_with_tls(&stream)).await;
        if is_tls == Ok(true) {
            if let Ok(stream) = Box::pin(tls::accept(tls, stream, FAREWELL)).await {
                last_words(stream, status).await;
            }
            return;
        }
    }
    last_words(stream, status).await;
}

/// Tells a client why it is sent away, outside of hyper, and gives it a moment to read that.
async fn last_words(mut stream: impl AsyncRead + AsyncWrite + Unpin, status: StatusCode) {
    let reason = status.canonical_reason().unwrap_or("");
    let text = format!(
        "HTTP/1.1 {} {reason}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{reason}\n",
        status.as_str(),
        reason.len() + 1,
    );
    let farewell = async {
        stream.write_all(text.as_bytes()).await?;
        stream.shutdown().await?;
        // Closing with bytes unread would reset the connection, and the client would never see the answer.
        let mut sink = [0; 4096];
        while stream.read(&mut sink).await? > 0 {}
        std::io::Result::Ok(())
    };
    _ = tokio::time::timeout(FAREWELL, farewell).await;
}
