//! Signing in with an account that an OpenID provider keeps.

#[cfg(feature = "oidc")]
mod attacks;
#[cfg(feature = "oidc")]
mod people;
#[cfg(feature = "oidc")]
mod provider;
#[cfg(feature = "oidc")]
mod story;

use crate::house::TestApp;

#[test]
fn without_a_provider_there_is_no_button_and_no_way() {
    let app = TestApp::new();
    let mut visitor = app.browser();
    visitor.get("/sign-in").is(200).hides("/sign-in/openid");
    visitor.post("/sign-in/openid", &[]).is(404);
    visitor.get("/sign-in/openid/return?code=a&state=b").is(404);
}
