//! The yardstick: hyper with nothing behind it. It reads the whole body and answers constant bytes.

use std::convert::Infallible;
use std::io::Write as _;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, body::Incoming};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// Serves until the process is killed, when `--bare SIZE` was given; `SIZE` is that of the answers.
pub(crate) fn serve_if_asked() {
    let Some(size) = super::option("--bare") else {
        return;
    };
    let answer = Bytes::from(vec![b'x'; size.parse().expect("--bare takes a number")]);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    runtime.block_on(serve(answer));
}

async fn serve(answer: Bytes) {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    println!(
        "{}",
        listener
            .local_addr()
            .expect("a bound socket has an address")
    );
    std::io::stdout().flush().expect("the parent reads");
    loop {
        let (stream, _) = listener.accept().await.expect("a client");
        stream.set_nodelay(true).expect("TCP has nodelay");
        let answer = answer.clone();
        let service = service_fn(move |request| respond(request, answer.clone()));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn respond(
    request: Request<Incoming>,
    answer: Bytes,
) -> Result<Response<Full<Bytes>>, Infallible> {
    // A client that leaves half-way ends the connection anyway.
    _ = request
        .into_body()
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes);
    let mut response = Response::new(Full::new(answer));
    let xml = HeaderValue::from_static("text/xml; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, xml);
    Ok(response)
}
