// Passkeys with Chromium's own authenticator: a member of staff adds one, comes in with it in
// place of password and code, and removes it. A passkey belongs to a name, so all of this
// happens at localhost; at 127.0.0.1 the page says where to go.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { base, close, desktop, fits, phone, picture, press, reads, visitor } from './house.mjs'

const PASSWORD = 'moi nguoi biet mot it'
const there = base.replace('127.0.0.1', 'localhost')

after(close)

const said = {
  vi: {
    enter: 'Đăng nhập bằng khóa truy cập (passkey)', on: 'Tiếp tục', make: 'Tạo khóa',
    added: 'Đã thêm khóa truy cập', remove: 'Xóa khóa này', removed: 'Đã xóa khóa truy cập',
    refused: 'Chưa đăng nhập được bằng khóa truy cập này', none: 'Thiết bị chưa tạo khóa',
    known: 'giữ một khóa của tài khoản này rồi', badge: 'Khóa truy cập',
    script: 'Khóa truy cập cần JavaScript', elsewhere: 'chỉ dùng được ở địa chỉ',
  },
  en: {
    enter: 'Sign in with a passkey', on: 'Continue', make: 'Make the key',
    added: 'The passkey is added', remove: 'Remove this passkey', removed: 'The passkey is removed',
    refused: 'This passkey did not sign you in', none: 'The device made no key',
    known: 'holds a passkey of this account already', badge: 'Passkey',
    script: 'Passkeys need JavaScript', elsewhere: 'it works only at',
  },
}

/** A telephone's authenticator: inside the device, with a finger that is known to it. */
async function authenticator(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true,
      hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
    },
  })
  const say = (method, more) => session.send(`WebAuthn.${method}`, { authenticatorId, ...more })
  return {
    keys: async () => (await say('getCredentials')).credentials,
    finger: (known) => say('setUserVerified', { isUserVerified: known }),
    answers: (enabled) => say('setAutomaticPresenceSimulation', { enabled }),
  }
}

async function open(page, path) {
  const answer = await page.goto(there + path)
  assert.ok(answer.status() < 400, `${path} answered ${answer.status()}`)
  await fits(page)
}

async function comeIn(page, name) {
  await open(page, '/sign-in')
  await page.fill('[name=name]', name)
  await page.fill('[name=password]', PASSWORD)
  await Promise.all([
    page.waitForURL((url) => !url.pathname.startsWith('/sign-in')),
    page.locator('main form').first().getByRole('button').click(),
  ])
}

/** This browser forgets who was signed in, not its passkeys. */
const goOut = (page) => page.context().clearCookies({ name: 'sign-in' })

const people = [
  { lang: 'vi', viewport: phone, name: 'phuoc@dht.example', old: false },
  { lang: 'en', viewport: desktop, name: 'khoa@nvn.example', old: true },
]

for (const { lang, viewport, name, old } of people) {
  const words = said[lang]
  const label = `${lang}, ${viewport.width} px${old ? ', a browser that knows no JSON' : ''}`
  const shot = (page, what) => picture(page, `passkeys-${what}-${lang}-${viewport.width}`)

  test(`a passkey is made, opens the door and is removed (${label})`, async () => {
    const page = await visitor({ lang, viewport })
    await page.context().addCookies([{ name: 'lang', value: lang, url: there }])
    // What the browser offers by itself has a test of its own; here buttons are pressed.
    await page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = async () => false
    })
    if (old) {
      await page.addInitScript(() => {
        delete PublicKeyCredential.parseCreationOptionsFromJSON
        delete PublicKeyCredential.parseRequestOptionsFromJSON
        delete PublicKeyCredential.prototype.toJSON
      })
    }
    const device = await authenticator(page)
    await comeIn(page, name)
    await open(page, '/account')
    await shot(page, 'account')
    await open(page, '/account/passkeys')
    assert.match(await page.inputValue('[name=name]'), /Chrome, Linux/)
    await shot(page, 'none')
    await page.fill('[name=name]', 'Điện thoại của tôi')
    await press(page, words.on)
    await shot(page, 'make')

    await device.finger(false)
    await page.getByRole('button', { name: words.make }).click()
    await page.getByText(words.none).waitFor()
    await shot(page, 'make-refused')
    await device.finger(true)
    await press(page, words.make)
    await reads(page, words.added)
    await shot(page, 'added')
    const [key] = await device.keys()
    assert.equal(key.rpId, 'localhost')
    assert.ok(key.isResidentCredential)

    // A second key of this account on the same device makes no sense, and the device says so.
    await page.fill('[name=name]', 'Lần nữa')
    await press(page, words.on)
    await page.getByRole('button', { name: words.make }).click()
    await page.getByText(words.known).waitFor()

    await goOut(page)
    await open(page, '/sign-in?back=/account')
    await shot(page, 'door')
    await Promise.all([
      page.waitForURL(`${there}/account`),
      page.getByRole('button', { name: words.enter }).click(),
    ])
    await reads(page, words.badge)
    await shot(page, 'devices')

    await open(page, '/account/passkeys')
    await shot(page, 'list')
    await page.locator('main .confirm summary').first().click()
    await page.locator('main .confirm [name=current]').fill('sai')
    await press(page, words.remove)
    await shot(page, 'remove-refused')
    await page.locator('main .confirm [name=current]').fill(PASSWORD)
    await press(page, words.remove)
    await reads(page, words.removed)

    await goOut(page)
    await open(page, '/sign-in')
    await page.getByRole('button', { name: words.enter }).click()
    await page.waitForURL(`${there}/sign-in/passkey`)
    await reads(page, words.refused)
    await shot(page, 'door-refused')
    await page.context().close()
  })
}

test('the browser offers a passkey in the field of the name', async () => {
  const page = await visitor({ viewport: phone })
  const device = await authenticator(page)
  await device.answers(false)
  await comeIn(page, 'diem@dht.example')
  await open(page, '/account/passkeys')
  await press(page, said.vi.on)
  await device.answers(true)
  await press(page, said.vi.make)
  await goOut(page)
  // The virtual device chooses by itself what a person would choose from the list.
  await page.goto(`${there}/sign-in?back=/account`)
  await page.waitForURL(`${there}/account`)
  await page.context().close()
})

test('where passkeys cannot be used, the page says why', async () => {
  for (const lang of ['vi', 'en']) {
    const page = await visitor({ lang, viewport: phone })
    await page.goto(`${base}/sign-in`)
    await reads(page, said[lang].elsewhere)
    assert.equal(
      await page.locator('[data-when=elsewhere] a').getAttribute('href'), `${there}/sign-in`,
    )
    await fits(page)
    await picture(page, `passkeys-elsewhere-${lang}`)
    await page.context().close()
    const plain = await visitor({ lang, viewport: phone, script: false })
    await plain.goto(`${there}/sign-in`)
    assert.ok((await plain.locator('noscript').first().textContent()).includes(said[lang].script))
    assert.equal(await plain.getByRole('button', { name: said[lang].enter }).count(), 0)
    await picture(plain, `passkeys-plain-${lang}`)
    await plain.context().close()
  }
})
