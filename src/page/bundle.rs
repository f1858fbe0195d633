//! The static folder: the same shell as the single page, and everything else in shards beside it.

use std::borrow::Cow;

use super::shards::Shard;
use super::write::{ICON, MANIFEST, SERVICE_WORKER, Viewer, fill, fingerprint, shell};

/// The reader as a folder for any static host, or for a disk, without the shards of the corpus: file names, relative to
/// the folder, and their bytes; `index.html`, which needs all others, is the last. The shards are to lie beside them
/// under the names that [`shard_file`] gives for this `version`, among them `head`. What a reader adds is kept under the
/// address of the folder, so that it outlives a new corpus there.
pub fn bundle(viewer: Viewer, title: &str, version: &str) -> Vec<(String, Vec<u8>)> {
    let program = |name: &str, packed: Cow<[u8]>| {
        let script = Shard::new(&packed).script(name);
        (format!("{name}.{}.js", fingerprint(&[&script])), script)
    };
    let programs = [
        program("tifa", viewer.view.packed()),
        program("clerk", viewer.clerk.packed()),
    ];
    let head = shard_file("head", version);
    let parts = [("wasm", &programs[0].0), ("clerk", &programs[1].0), ("corpus", &head)];
    let elements = parts.map(|(id, file)| {
        format!(r#"<script type="application/octet-stream" id="tifa-{id}" data-file="{file}"></script>"#)
    });
    let policy = "connect-src 'self'; manifest-src 'self'; worker-src 'self' blob:; img-src 'self' data:";
    let links = r#"<link rel="icon" href="icon.svg">"#;
    let page = shell(viewer, title, " 'self'", policy, links, &elements);
    let manifest = manifest(title);

    let mut names = vec!["./", "icon.svg", "manifest.webmanifest"];
    names.extend(parts.iter().map(|(_, file)| file.as_str()));
    let kept = fingerprint(&[page.as_bytes(), manifest.as_bytes(), ICON.as_bytes()]);
    let service_worker = fill(
        SERVICE_WORKER,
        &[
            ("files", &serde_json::to_string(&names).expect("a list of names")),
            ("shards", version),
            ("version", &kept),
        ],
    );
    let mut files = vec![
        ("icon.svg".into(), ICON.into()),
        ("manifest.webmanifest".into(), manifest.into_bytes()),
        ("sw.js".into(), service_worker.into_bytes()),
    ];
    files.extend(programs);
    files.push(("index.html".into(), page.into_bytes()));
    files
}

/// The file that a shard of a corpus lies in. All of them have the version of the whole corpus in their name: documents
/// are in order, so that one more of them changes nearly all.
pub fn shard_file(name: &str, version: &str) -> String {
    format!("{name}.{version}.js")
}

fn manifest(title: &str) -> String {
    let mut manifest: serde_json::Value = serde_json::from_str(MANIFEST).expect("our own manifest is JSON");
    if !title.trim().is_empty() {
        manifest["name"] = title.trim().into();
    }
    manifest.to_string()
}
