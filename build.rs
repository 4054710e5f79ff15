//! A new migration file alone rebuilds the binary that embeds it.
fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
