//! A house with a provider beside it, and somebody who goes there and back.

use dai_su_so::clock::Clock;
use dai_su_so::config::{Config, OpenidRule};
use serde_json::{Value, json};

use super::provider::{CLIENT, Provider, SECRET};
use crate::house::{Browser, Page, TestApp, World};

pub struct Story {
    pub app: TestApp,
    pub world: World,
    pub provider: Provider,
}

/// Who is in `group` holds `role` at `organisation`.
pub fn rule(group: &str, role: &str, organisation: Option<&str>) -> OpenidRule {
    OpenidRule {
        claim: "groups".into(),
        value: group.into(),
        role: role.into(),
        organisation: organisation.map(Into::into),
        class: None,
    }
}

/// Somebody whose address the provider has verified.
pub fn person(subject: &str, email: &str, groups: &[&str]) -> Value {
    json!({
        "sub": subject, "email": email, "email_verified": true, "name": "Lê Thị Mới",
        "groups": groups,
    })
}

impl Story {
    pub fn new() -> Story {
        Story::told(|_| {})
    }

    /// With settings of its own.
    pub fn told(change: impl FnOnce(&mut Config)) -> Story {
        let provider = Provider::start(Clock::standing(crate::house::saturday_at(7, 0)));
        let issuer = provider.issuer.clone();
        let (app, world) = TestApp::set_up(|config| {
            let openid = &mut config.sign_in.openid;
            openid.issuer = issuer;
            openid.client_id = CLIENT.into();
            openid.client_secret = SECRET.into();
            openid.name_vi = "Cổng Phường".into();
            openid.name_en = "Ward Portal".into();
            openid.roles = vec![
                rule("giam-sat", "supervisor", Some("dht")),
                rule("dieu-phoi", "coordinator", Some("DHT")),
            ];
            change(config);
        });
        Story { app, world, provider }
    }

    /// The person at the provider from now on.
    pub fn is(&self, person: Value) {
        self.provider.now().person = person;
    }

    /// From the button to the provider's page; answers its address.
    pub fn begin(&self, browser: &mut Browser, back: &str) -> String {
        let page = browser.post("/sign-in/openid", &[("back", back)]);
        page.is(200).shows("Đang chuyển sang trang đăng nhập");
        let address = page.header("refresh").unwrap().strip_prefix("0; url=").unwrap().to_owned();
        assert_eq!(page.attributes("main a", "href"), [address.as_str()]);
        address
    }

    /// There and back; answers where the house sends the browser.
    pub fn come(&self, browser: &mut Browser, back: &str) -> Page {
        let address = self.begin(browser, back);
        let path = self.provider.agree(&address);
        browser.get(&path)
    }

    /// Somebody new at the door who is let in.
    pub fn let_in(&self) -> Browser {
        let mut browser = self.app.browser();
        let to = self.come(&mut browser, "").is(303).location();
        assert_eq!(to, "/start", "{}", browser.get(&to).text());
        browser
    }

    /// Somebody who stays outside and reads why.
    #[track_caller]
    pub fn refused(&self, why: &str) {
        let mut browser = self.app.browser();
        let to = self.come(&mut browser, "").is(303).location();
        self.outside(&mut browser, &to, why);
    }

    /// Reads why at the sign-in page, and is nobody.
    #[track_caller]
    pub fn outside(&self, browser: &mut Browser, to: &str, why: &str) {
        assert_eq!(to, "/sign-in");
        browser.get(to).is(200).shows(why).shows("Mật khẩu").shows("Cổng Phường");
        browser.get("/start").is(303);
    }
}
