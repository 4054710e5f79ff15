//! The stylesheet, the script, the fonts and the pictures, inside the binary.
//!
//! Every file is served under a name that carries the first eight digits of its own hash
//! (`/assets/site-1f2e3d4c.css`), so a browser may keep it for a year and still sees a new
//! version at once. The stylesheet, put together from the pieces in `css/`, and the manifest
//! name other files as `url(fonts/…)` or `"favicon.svg"`; those names are replaced by the
//! hashed ones before their own hash is taken.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bytes::Bytes;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

/// Where the files are served from.
pub const FOLDER: &str = "/assets/";

/// What a phone reads when the site is put on its home screen.
const MANIFEST: &str = "site.webmanifest";

#[derive(RustEmbed)]
#[folder = "src/view/assets"]
struct Files;

/// One file as it goes over the wire, before compression.
#[derive(Clone, Debug)]
pub struct Asset {
    /// What is sent.
    pub bytes: Bytes,
    /// `text/css; charset=utf-8` and the like.
    pub mime: &'static str,
    /// A strong validator with its quotes, as in an `ETag` header.
    pub etag: String,
}

/// The stylesheet's pieces. The first one fixes the order of the layers, so the order of the
/// others does not matter.
const STYLES: [&str; 10] = [
    "css/fonts.css",
    "css/base.css",
    "css/layout.css",
    "css/actions.css",
    "css/parts.css",
    "css/drawn.css",
    "css/resident.css",
    "css/matching.css",
    "css/safety.css",
    "css/print.css",
];

struct Shelf {
    /// "site.css" → "/assets/site-1f2e3d4c.css".
    urls: BTreeMap<String, String>,
    /// "site-1f2e3d4c.css" → the file.
    files: BTreeMap<String, Asset>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(stock);

/// The address of a file, by its name in `src/view/assets`: `asset_url("site.css")`.
///
/// A name that is not there leads to the folder, where nothing is served.
pub fn asset_url(name: &str) -> &'static str {
    SHELF.urls.get(name).map_or(FOLDER, String::as_str)
}

/// The file behind an address, by what follows [`FOLDER`]; `None` is a 404.
pub fn find(path: &str) -> Option<&'static Asset> {
    SHELF.files.get(path)
}

/// All files by their hashed names, so that each can be compressed once at start.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Asset)> {
    SHELF.files.iter().map(|(name, asset)| (name.as_str(), asset))
}

fn stock() -> Shelf {
    let mut shelf = Shelf { urls: BTreeMap::new(), files: BTreeMap::new() };
    for name in Files::iter().filter(|name| !name.starts_with("css/")) {
        if name != MANIFEST {
            put(&mut shelf, &name, content(&name).into());
        }
    }
    let style = STYLES.map(|name| unindented(&content(name))).concat();
    for (name, text) in [("site.css", style), (MANIFEST, content(MANIFEST))] {
        let text = with_hashed_names(&text, &shelf.urls);
        put(&mut shelf, name, text.into());
    }
    shelf
}

fn content(name: &str) -> Vec<u8> {
    Files::get(name).map(|file| file.data.into_owned()).unwrap_or_default()
}

/// The pieces are indented for people; a resident's telephone need not load that.
fn unindented(style: &[u8]) -> Vec<u8> {
    let style = String::from_utf8_lossy(style);
    let lines = style.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes()
}

fn with_hashed_names(text: &[u8], urls: &BTreeMap<String, String>) -> Vec<u8> {
    let text = String::from_utf8_lossy(text).into_owned();
    urls.iter()
        .fold(text, |text, (name, url)| {
            text.replace(&format!("({name})"), &format!("({url})"))
                .replace(&format!("\"{name}\""), &format!("\"{url}\""))
        })
        .into_bytes()
}

fn put(shelf: &mut Shelf, name: &str, bytes: Bytes) {
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)[..4]);
    let hashed = match name.rsplit_once('.') {
        Some((stem, kind)) => format!("{stem}-{hash}.{kind}"),
        None => format!("{name}-{hash}"),
    };
    shelf.urls.insert(name.to_owned(), format!("{FOLDER}{hashed}"));
    let asset = Asset { bytes, mime: mime(name), etag: format!("\"{hash}\"") };
    shelf.files.insert(hashed, asset);
}

fn mime(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, kind)| kind) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_to_its_file() {
        for name in ["site.css", "site.js", "favicon.svg", "apple-touch-icon.png"] {
            let path = asset_url(name).strip_prefix(FOLDER).unwrap();
            assert!(!path.is_empty(), "{name} is missing");
            assert!(!find(path).unwrap().bytes.is_empty(), "{name} is empty");
        }
        assert!(find("site.css").is_none(), "only hashed names are served");
    }

    #[test]
    fn every_piece_of_style_is_in_the_stylesheet() {
        let pieces = Files::iter().filter(|name| name.starts_with("css/")).count();
        assert_eq!(pieces, STYLES.len());
        assert!(STYLES.iter().all(|name| !content(name).is_empty()));
    }

    #[test]
    fn the_stylesheet_and_the_manifest_name_only_files_that_are_served() {
        for name in ["site.css", "site.webmanifest"] {
            let path = asset_url(name).strip_prefix(FOLDER).unwrap();
            let text = String::from_utf8(find(path).unwrap().bytes.to_vec()).unwrap();
            let mut named = 0;
            for rest in text.split("/assets/").skip(1) {
                let end = rest.find(['"', ')']).unwrap();
                assert!(find(&rest[..end]).is_some(), "{name} names {}", &rest[..end]);
                named += 1;
            }
            assert!(named > 0, "{name} names nothing");
            assert!(!text.contains("url(fonts"), "{name} keeps an unhashed name");
        }
    }
}
